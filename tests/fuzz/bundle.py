"""Several files as one text that can be mutated: members of a workbook or an archive, tables that belong together."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Final

_MARK: Final = re.compile(rb"^%%FILE ([^\n]*)\n", re.MULTILINE)


def bundled(files: Mapping[str, bytes]) -> bytes:
    """The files as one; a line before each names it."""
    return b"".join(b"%%FILE " + name.encode() + b"\n" + data + b"\n" for name, data in files.items())


def unbundled(data: bytes) -> dict[str, bytes]:
    """The files again, however the text between them was damaged; what no line names is one file, `x`."""
    pieces = _MARK.split(data)
    if len(pieces) == 1:
        return {"x": data}
    names = [name.decode("utf-8", "replace") for name in pieces[1::2]]
    return {name: body[:-1] for name, body in zip(names, pieces[2::2], strict=True)}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files as a ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name[:200] or "x"), data)
    return out.getvalue()
