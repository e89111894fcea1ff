"""From a file to the map: read, match, store, in one transaction."""
