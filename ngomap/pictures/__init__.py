"""Pictures: the map, the network, coverage and the spectrum of allies, as pages and files."""
