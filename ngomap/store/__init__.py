"""The map file: the only place that speaks SQL."""
