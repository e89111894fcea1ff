"""Damaged input for whatever reads: small and derandomized in the normal run, at length by `python -m tests.fuzz`."""
