"""Records of the map, written as files for other tools."""
