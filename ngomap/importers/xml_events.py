"""XML read piece by piece, in memory that does not grow with the file. Declarations of types and entities are refused:
no format that is read here needs them, and a few lines of them unfold to gigabytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler, feature_external_ges, feature_namespaces

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from ngomap.errors import BadFile
from ngomap.importers.source import Part, Source

CHUNK: Final = 65_536
MAX_TEXT: Final = 131_072
"""Characters in one element; more is no fact."""
MAX_DEPTH: Final = 100
MAX_PENDING: Final = 1 << 20
"""Bytes that may pass without a whole tag."""
AGAIN: Final = "Export it again from the program that made it."


def begins_with(source: Source, tag: bytes) -> bool:
    """Whether the source is one XML document in which that tag opens early."""
    if len(source.parts) > 1 or source.only.shape != "xml":
        return False
    # UTF-16 has a zero byte at every other place.
    return tag in source.only.begin.replace(b"\x00", b"").lower()


class Event(NamedTuple):
    """A tag that opens (with its attributes) or closes (with its text), by its local name, and its line."""

    opens: bool
    tag: str
    attributes: dict[str, str]
    text: str
    line: int


class _Collector(ContentHandler):
    def __init__(self, line: Callable[[], int]) -> None:
        super().__init__()
        self.events: list[Event] = []
        self.texts: list[list[str]] = []
        self.long = 0
        self.line = line

    def startElementNS(self, name: tuple[str | None, str], qname: object, attrs: object) -> None:  # noqa: N802 - SAX
        self.texts.append([])
        self.long = 0
        if len(self.texts) > MAX_DEPTH:
            raise SAXException("it is nested too deep")
        attributes = {local: value for (_, local), value in attrs.items()}  # type: ignore[attr-defined]
        if any(len(value) > MAX_TEXT for value in attributes.values()):
            raise SAXException(f"an attribute of more than {MAX_TEXT} characters")
        self.events.append(Event(True, _tag(name), attributes, "", self.line()))

    def endElementNS(self, name: tuple[str | None, str], qname: object) -> None:  # noqa: N802
        self.events.append(Event(False, _tag(name), {}, "".join(self.texts.pop()), self.line()))
        self.long = 0

    def characters(self, content: str) -> None:
        self.long += len(content)
        if self.long > MAX_TEXT:
            raise SAXException(f"a text of more than {MAX_TEXT} characters")
        self.texts[-1].append(content)


def _tag(name: tuple[str | None, str]) -> str:
    # Drawing instructions have names of their own that also occur as `size` and `color` of other things.
    return f"viz:{name[1]}" if name[0] and name[0].rstrip("/").endswith("viz") else name[1]


def xml_events(part: Part) -> Iterator[Event]:
    """The tags of the file in their order. Raises BadFile, naming the line, for what is not sound."""
    parser = DefusedExpatParser(forbid_dtd=True, forbid_entities=True, forbid_external=True)
    parser.setFeature(feature_namespaces, True)
    parser.setFeature(feature_external_ges, False)
    collector = _Collector(parser.getLineNumber)
    parser.setContentHandler(collector)
    pending = 0
    try:
        with part.opened() as file:
            while chunk := file.read(CHUNK):
                parser.feed(chunk)
                pending = 0 if collector.events else pending + len(chunk)
                if pending > MAX_PENDING:
                    raise SAXException("a tag or comment of more than a million characters")
                yield from collector.events
                collector.events.clear()
        parser.close()
        yield from collector.events
    except DefusedXmlException as error:
        raise BadFile(
            f"{part.name} declares types or entities (<!DOCTYPE ...>), which may unfold to more than it is; it was not read.",
            "Export it again without them.",
        ) from error
    except SAXParseException as error:
        what = str(error.getMessage())
        cut = "the file is cut off here" if what == "no element found" else what
        raise BadFile(f"{part.name}, line {error.getLineNumber()}: not sound XML ({cut}).", AGAIN) from error
    except SAXException as error:
        raise BadFile(f"{part.name}, line {collector.line()}: {error.getMessage()}.", AGAIN) from error
    except (UnicodeError, LookupError, ValueError) as error:
        raise BadFile(f"{part.name}: not sound XML ({error}).", AGAIN) from error
