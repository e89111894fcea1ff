"""Answers made visible: tables, JSON, CSV, Markdown."""
