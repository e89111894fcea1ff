"""The words of the map as frozen data; the standard library only."""
