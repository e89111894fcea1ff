"""A picture as the bytes of a file, the same every time: no browser, no network, no clock."""

from __future__ import annotations

import io
import warnings
from typing import Any, Final

import vl_convert
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from ngomap.pictures.page import page
from ngomap.pictures.picture import Picture

FORMS: Final = ("html", "svg", "png", "pdf")
SHARPNESS: Final = 2.0
"""Pixels for each unit of a PNG: sharp in print at half size."""


def saved(picture: Picture, form: str) -> bytes:
    """The picture in one of FORMS. Nothing is fetched from anywhere."""
    spec: Any = picture.spec
    if form == "png":
        return bytes(vl_convert.vegalite_to_png(spec, scale=SHARPNESS, allowed_base_urls=[]))
    if form == "pdf":
        return _steady(bytes(vl_convert.vegalite_to_pdf(spec, allowed_base_urls=[])))
    svg = svg_of(picture)
    return (page(picture, svg) if form == "html" else svg).encode()


def svg_of(picture: Picture) -> str:
    """The picture as the text of an SVG, its words as text."""
    spec: Any = picture.spec
    return str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))


def _steady(pdf: bytes) -> bytes:
    """The same page with its objects in one order: the converter's own changes from run to run."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reader = PdfReader(io.BytesIO(pdf))
        writer = PdfWriter()
        for sheet in reader.pages:
            _sort(sheet, set())
            writer.add_page(sheet)
        writer.metadata = None
        out = io.BytesIO()
        writer.write(out)
    return out.getvalue()


def _sort(thing: object, seen: set[int]) -> None:
    if isinstance(thing, IndirectObject):
        if thing.idnum in seen:
            return
        seen.add(thing.idnum)
        thing = thing.get_object()
    if isinstance(thing, DictionaryObject):
        for name in sorted(thing):
            thing[name] = thing.pop(name)
            if name != "/Parent":
                _sort(thing.raw_get(name), seen)
    elif isinstance(thing, ArrayObject):
        for part in thing:
            _sort(part, seen)
