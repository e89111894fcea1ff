"""XML of others: read in pieces, refused where it is not sound or may unfold."""

from __future__ import annotations

import tracemalloc

import pytest

from ngomap.errors import BadFile
from ngomap.importers.source import source_of
from ngomap.importers.xml_events import MAX_DEPTH, MAX_TEXT, Event, xml_events


def events(data: bytes) -> list[Event]:
    return list(xml_events(source_of("x.xml", data).only))


def test_tags_come_with_their_attributes_texts_and_lines() -> None:
    found = events(b'<a xmlns="urn:x">\n<b k="1">hi</b></a>')
    assert found[1:3] == [Event(True, "b", {"k": "1"}, "", 2), Event(False, "b", {}, "hi", 2)]


def test_drawing_instructions_are_told_apart() -> None:
    data = b'<a xmlns:viz="http://gexf.net/1.3/viz"><viz:size value="1"/><size/></a>'
    assert [e.tag for e in events(data) if e.opens] == ["a", "viz:size", "size"]


def test_other_encodings() -> None:
    assert events("<a>é</a>".encode("utf-16"))[-1].text == "é"
    assert events('<?xml version="1.0" encoding="latin-1"?><a>é</a>'.encode("latin-1"))[-1].text == "é"


BOMB = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb">' + b"".join(
    f'<!ENTITY b{i} "{f"&b{i - 1};" * 10}">'.encode() if i else b'<!ENTITY b0 "&b;">' for i in range(9)
) + b"]><a>&b8;</a>"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (BOMB, "declares types or entities"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "declares types or entities"),
        (b"<a>\n<b", "line 2"), (b"<a>\n", "cut off"), (b"<a></b>", "mismatched"), (b"<a>\x00</a>", "line 1"),
        (b"<a>\xff</a>", "line 1"), (b'<?xml version="1.0" encoding="x-none"?><a/>', "encoding"),
        (b"<a>" * (MAX_DEPTH + 1), "too deep"), (b"<a>" + b"x" * (MAX_TEXT + 1) + b"</a>", "text of more than"),
        (b'<a k="' + b"x" * (MAX_TEXT + 1) + b'"/>', "attribute of more than"), (b"<p:a/>", "prefix"),
    ],
)  # fmt: skip
def test_what_is_not_sound_is_one_sentence(data: bytes, says: str) -> None:
    with pytest.raises(BadFile) as caught:
        events(data)
    assert says in caught.value.message
    assert caught.value.message.startswith("x.xml")
    assert caught.value.hint


def test_a_tag_without_end_is_not_waited_for() -> None:
    with pytest.raises(BadFile) as caught:
        events(b'<a k="' + b"x" * (3 << 20) + b'"/>')
    assert "more than a million characters" in caught.value.message


def test_memory_does_not_grow_with_the_file() -> None:
    data = b"<a>" + b"<b>text</b>" * 300_000 + b"</a>"
    part = source_of("x.xml", data).only
    tracemalloc.start()
    n = sum(1 for _ in xml_events(part))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert n == 600_002
    assert peak < 8 << 20
