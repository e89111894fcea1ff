"""Lines of XML say of every value what it says, whatever stands beside it."""

from __future__ import annotations

from defusedxml import ElementTree

from ngomap.exporters.xml_lines import harmless, lines_of, quoted


def test_what_is_called_harmless_needs_no_quoting() -> None:
    assert [c for c in map(chr, range(0x3100)) if harmless(c) and quoted(c) != c] == []
    assert harmless("Médecins du Monde, 12–14 (Nairobi)")


def test_a_line_has_the_fields_that_the_record_has() -> None:
    fields = {"note": '<n v="%s"/>', "lists": '<l v="%s"/>', "rung": '<r v="%s"/>'}
    line = lines_of('<a id="%s" name="%s">', ("number", "name"), fields, "</a>", quoted)
    assert line({"rung": 3, "else": "x", "number": 7, "name": "Choir"}) == '<a id="7" name="Choir"><r v="3"/></a>'
    assert line({"number": 8, "name": "%s"}) == '<a id="8" name="%s"></a>'
    told = line({"number": 9, "name": "<Fen> & 'Sons' 100 %", "lists": ["a|b", "ć", '"'], "rung": 0.5, "note": "\x1b"})
    assert [dict(part.attrib) for part in ElementTree.fromstring(told).iter()] == [
        {"id": "9", "name": "<Fen> & 'Sons' 100 %"}, {"v": "<001B>"}, {"v": "a¦b|ć|\""}, {"v": "0.5"},
    ]  # fmt: skip
