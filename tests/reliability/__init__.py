"""What kills, crowds and broken disks do to a map. `python -m tests.reliability` runs all of it and says what it counted."""
