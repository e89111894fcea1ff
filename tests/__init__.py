"""The tests of ngomap."""
