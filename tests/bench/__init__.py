"""Benchmarks: whole processes against a named alternative in the same run. `python -m tests.bench [PART...]`."""
