"""Words in lines that fit."""

from __future__ import annotations


def wrapped(text: str, most: int, lines: int = 0) -> list[str]:
    """The text in lines of at most so many characters; a longer word is broken, and what passes the last line is cut.

    >>> wrapped("Water, sanitation and hygiene", 10), wrapped("Parliamentary oversight", 10, 2)
    (['Water,', 'sanitation', 'and', 'hygiene'], ['Parliamen-', 'tary…'])
    """
    words: list[str] = []
    for word in text.split():
        while len(word) > most:
            words.append(f"{word[: most - 1]}-")
            word = word[most - 1 :]
        words.append(word)
    found: list[str] = []
    for word in words:
        if found and not found[-1].endswith("-") and len(found[-1]) + 1 + len(word) <= most:
            found[-1] += f" {word}"
        else:
            found.append(word)
    if lines and len(found) > lines:
        found = [*found[: lines - 1], f"{found[lines - 1].removesuffix('-')}…"]
    return found
