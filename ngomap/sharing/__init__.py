"""What others share, and the map: merged field by field, with what differs kept for a person to settle."""
