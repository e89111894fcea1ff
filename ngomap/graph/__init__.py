"""Graphs of actors and ties, built from the rows of the store."""
