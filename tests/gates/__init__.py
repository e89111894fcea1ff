"""The table of bad input: one module for each gate, over every command, importer and exporter that it concerns."""
