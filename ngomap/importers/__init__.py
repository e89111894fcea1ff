"""Files of other tools, read into records."""
