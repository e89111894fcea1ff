"""Write the actors and ties of a map as a workbook by openpyxl, row by row: what `ngomap export xlsx` is measured beside.

    python -m tests.bench.openpyxl_writer MAP FILE.xlsx
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing

from openpyxl import Workbook

from tests.bench.networkx_writer import ACTORS, TIES

ENDS = {"a": "from", "b": "to"}
TABLES = {"actors": f"{ACTORS} ORDER BY a.handle", "relationships": f"{TIES} ORDER BY f.handle, t.handle, r.type"}


def main(map_: str, target: str) -> None:
    """Write the file, in the mode that keeps no row in memory."""
    book = Workbook(write_only=True)
    with closing(sqlite3.connect(map_)) as connection:
        for name, query in TABLES.items():
            sheet = book.create_sheet(name)
            cursor = connection.execute(query)
            sheet.append([ENDS.get(column[0], column[0]) for column in cursor.description])
            for row in cursor:
                sheet.append(row)
    book.save(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
