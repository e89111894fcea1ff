"""Small damage done to sound input: pieces cut out, repeated, moved, turned to what often trips readers."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Final

TOKENS: Final[tuple[bytes, ...]] = (
    b"\x00", b'"', b"'", b",", b";", b"\t", b"|", b"\r", b"\n", b"\r\n", b"\n\n", b"=", b"+", b"-", b"@", b"<", b">", b"&",
    b"[", b"]", b"{", b"}", b"[]", b"{}", b"null", b"true", b"NaN", b"Infinity", b"-0", b"0", b"-1", b"1e400", b"1e308",
    b"1_000", b"1,234", b"9" * 25, b"9" * 5000, b"0x10", b"01/02/2024", b"2024-02-30", b"9999-12-31", b"0000-00-00", b"2024",
    b"91", b"181", b"-180", b"90.0", b"1\xc2\xb075'", b"\xef\xbc\x91\xef\xbc\x92", b"\xd9\xa3", b"\xc2\xb2", b"\xe2\x82\x82",
    b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\x00\x00", b"PK\x03\x04", b"\x1f\x8b", b"SQLite format 3\x00", b"%PDF",
    b"\x80", b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\\ud800", b"\\u0000", b"\\", b"\xe2\x80\xae", b"\xcc\x81",
    b"\x1b[31m", b"[bold]", b"[/]", b"</script>", b"&#0;", b"&#xD800;", b"&lol;", b"]]>", b"<![CDATA[", b"<!--", b"<?x?>",
    b'<!DOCTYPE x [<!ENTITY a "b">]>', b"xmlns:a='b'", b"http://[", b"mailto:", b"[" * 3000, b"(" * 50, b"x" * 3000, b" ",
    b"\xc2\xa0", b"\xe2\x80\xa8", b"\xef\xbc\x8c", b"%", b"#org+name", b"#adm1+code", b"(?) ", b":", b"a:b", b"us", b"name",
    b"xlUnknown", b'="1"', b"'=1", b"date", b"%%FILE x\n", b'"id"', b'"name"', b'{"id": 1}', b"\xf0\x9f\x91\xa9\xe2\x80\x8d",
)  # fmt: skip
LONGEST: Final = 1 << 21


def mutated(data: bytes, chance: random.Random, others: Sequence[bytes] = ()) -> bytes:
    """The input with one to six small changes; `others` are inputs of which a piece may be put in."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        at = chance.randrange(len(out) + 1)
        end = min(len(out), at + chance.choice((0, 1, 2, 4, 8, 16, 64)))
        match chance.randrange(8):
            case 0 | 1:
                out[at:end] = chance.choice(TOKENS)
            case 2:
                begin, stop = _cell_around(out, at)
                out[begin:stop] = chance.choice(TOKENS)
            case 3:
                del out[at : chance.choice((end, end, len(out)))]
            case 4:
                out[at:at] = out[at:end] * chance.choice((1, 2, 50))
            case 5 if out:
                out[at - 1] ^= 1 << chance.randrange(8)
            case 6:
                elsewhere = chance.randrange(len(out) + 1)
                out[elsewhere:elsewhere] = out[at:end]
            case _:
                other = chance.choice(others) if others else bytes(out)
                begin = chance.randrange(len(other) + 1)
                out[at:end] = other[begin : begin + chance.choice((8, 64, 512))]
    return bytes(out[:LONGEST])


def _cell_around(data: bytearray, at: int) -> tuple[int, int]:
    """From one mark to the next: a cell, a text, an attribute."""
    marks = b'",<>\n'
    begin, end = at, at
    while begin > 0 and data[begin - 1] not in marks:
        begin -= 1
    while end < len(data) and data[end] not in marks:
        end += 1
    return begin, end
