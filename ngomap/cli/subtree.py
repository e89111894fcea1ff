"""The records of a tree that lie below one of them."""

from __future__ import annotations

from ngomap.model.records import Record


def subtree(records: list[Record], name: str, top: str) -> list[Record]:
    """The record whose `name` is `top` and all below it, by their `parent`, in the order given."""
    kept = {top}
    while True:
        more = {str(r[name]) for r in records if r["parent"] in kept} - kept
        if not more:
            return [r for r in records if r[name] in kept]
        kept |= more
