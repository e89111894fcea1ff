"""ngomap maps an NGO's ecosystem in one file on one laptop."""
