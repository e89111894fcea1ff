"""One small sound file of every format that is read, with holes for a name, a number, a date and a point."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from openpyxl import Workbook

Record = Mapping[str, str]
"""What a file says of one organization or area: `name number date lat lon`."""
Files = dict[str, bytes]


def table(headers: str, *rows: list[str], mark: str = ",") -> bytes:
    out = io.StringIO(newline="")
    # Everything is quoted, as many programs do; NUL and lone carriage returns stand in quotes too.
    writer = csv.writer(out, delimiter=mark, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([headers.split(","), *rows])
    return out.getvalue().encode()


def document(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def map_json(records: list[Record]) -> Files:
    actors = [
        {"uid": f"00000000-0000-4000-8000-0000000000{n:02}", "handle": f"invented-{n}", "kind": "ngo", "name": r["name"],
         "staff": figure(r["number"]), "founded": r["date"], "lat": figure(r["lat"]), "lon": figure(r["lon"]),
         "audience": "public"}
        for n, r in enumerate(records)
    ]  # fmt: skip
    lists = ("terms", "areas", "relationships", "trust", "stances", "events", "resources", "activities", "need_figures", "surveys")
    whole_map = {"name": "Citizens", "us": "citizens", "audience": "internal"}
    return {"x.json": document({"ngomap": "map/1", "map": whole_map, "actors": actors} | {name: [] for name in lists})}


def figure(text: str) -> object:
    """The number, where JSON can say it."""
    try:
        return json.loads(text) if re.fullmatch(r"-?\d+(\.\d+)?", text, re.ASCII) else text
    except ValueError:
        return text


def irs(records: list[Record]) -> Files:
    headers = (
        "EIN,NAME,ICO,STREET,CITY,STATE,ZIP,GROUP,SUBSECTION,AFFILIATION,CLASSIFICATION,RULING,DEDUCTIBILITY,FOUNDATION,"
        "ACTIVITY,ORGANIZATION,STATUS,TAX_PERIOD,ASSET_CD,INCOME_CD,FILING_REQ_CD,PF_FILING_REQ_CD,ACCT_PD,ASSET_AMT,"
        "INCOME_AMT,REVENUE_AMT,NTEE_CD,SORT_NAME"
    )
    middle = "NA,1 ELM ST,SMALLVILLE,KS,66601,0000,03,3,1000,198702,1,15,000000000,1,01,202112,3,3,02,0,12,84801,40000"
    rows = [[f"0123456{n:02}", r["name"], *middle.split(","), r["number"], "K31", "NA"] for n, r in enumerate(records)]
    return {"eo.csv": table(headers, *rows)}


def gazetteer(records: list[Record]) -> Files:
    rows = [[r["name"], f"XA0{n}", "", "district", r["lat"], r["lon"]] for n, r in enumerate(records)]
    return {"areas.csv": table("name,code,parent,level,lat,lon", *rows)}


def hsds(records: list[Record]) -> Files:
    numbered = list(enumerate(records))
    return {
        "organizations.csv": table(
            "id,name,description,year_incorporated,legal_status",
            *([f"o{n}", r["name"], "Warm rooms", r["date"], "non-profit"] for n, r in numbered),
        ),
        "locations.csv": table(
            "id,organization_id,name,latitude,longitude",
            *([f"l{n}", f"o{n}", "Hall", r["lat"], r["lon"]] for n, r in numbered),
        ),
        "services.csv": table(
            "id,organization_id,name,status", *([f"s{n}", f"o{n}", "Food bank", "active"] for n, _ in numbered)
        ),
    }


def hsds_json(records: list[Record]) -> Files:
    found = [
        {"id": f"o{n}", "name": r["name"], "year_incorporated": r["date"], "legal_status": "non-profit",
         "locations": [{"id": f"l{n}", "latitude": figure(r["lat"]), "longitude": figure(r["lon"])}],
         "services": [{"id": f"s{n}", "name": "Food bank", "status": "active"}]}
        for n, r in enumerate(records)
    ]  # fmt: skip
    return {"hsds.json": document(found)}


def grants(records: list[Record]) -> Files:
    headers = (
        "Identifier,Title,Description,Currency,Amount Awarded,Award Date,Recipient Org:Identifier,Recipient Org:Name,"
        "Funding Org:Identifier,Funding Org:Name"
    )
    rows = [
        [f"360G-x-{n}", "Warm rooms", "Heat", "GBP", r["number"], r["date"], f"GB-CHC-1234{n:02}", r["name"], "GB-CHC-7", "Fund"]
        for n, r in enumerate(records)
    ]
    return {"grants.csv": table(headers, *rows)}


def grants_json(records: list[Record]) -> Files:
    found = [
        {"id": f"360G-x-{n}", "title": "Warm rooms", "description": "Heat", "currency": "GBP",
         "amountAwarded": figure(r["number"]), "awardDate": r["date"],
         "recipientOrganization": [{"id": f"GB-CHC-1234{n:02}", "name": r["name"]}],
         "fundingOrganization": [{"id": "GB-CHC-7", "name": "Fund"}]}
        for n, r in enumerate(records)
    ]  # fmt: skip
    return {"grants.json": document({"grants": found})}


def civicrm(records: list[Record]) -> Files:
    rows = [[str(n + 1), "Organization", r["name"], r["name"], r["lat"], r["lon"]] for n, r in enumerate(records)]
    headers = "Internal Contact ID,Contact Type,Display Name,Organization Name,Latitude,Longitude"
    return {"contacts.csv": table(headers, *rows)}


def needs(records: list[Record]) -> Files:
    return {"needs.csv": table("area,issue,people,date", *([r["name"], "health", r["number"], r["date"]] for r in records))}


XML: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
FIELDS: Final = {"label": "name", "staff": "number", "founded": "date", "lat": "lat", "lon": "lon"}


def graphml(records: list[Record]) -> Files:
    keys = "".join(f'<key id="{f}" for="node" attr.name="{f}" attr.type="string"/>\n' for f in FIELDS)
    nodes = "".join(
        f'<node id="n{n}">' + "".join(f'<data key="{f}">{escape(r[hole])}</data>' for f, hole in FIELDS.items()) + "</node>\n"
        for n, r in enumerate(records)
    )
    inside = f'{keys}<graph edgedefault="directed">\n{nodes}</graph>\n'
    return {"x.graphml": f'{XML}<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n{inside}</graphml>\n'.encode()}


def gexf(records: list[Record]) -> Files:
    quote = {'"': "&quot;"}
    own = [f for f in FIELDS if f != "label"]
    keys = "".join(f'<attribute id="{f}" title="{f}" type="string"/>' for f in own)
    nodes = "".join(
        f'<node id="n{n}" label="{escape(r["name"], quote)}"><attvalues>'
        + "".join(f'<attvalue for="{f}" value="{escape(r[FIELDS[f]], quote)}"/>' for f in own)
        + "</attvalues></node>\n"
        for n, r in enumerate(records)
    )
    inside = f'<graph>\n<attributes class="node">{keys}</attributes>\n<nodes>\n{nodes}</nodes>\n<edges></edges></graph>\n'
    return {"x.gexf": f'{XML}<gexf xmlns="http://gexf.net/1.3" version="1.3">\n{inside}</gexf>\n'.encode()}


def fields_of(record: Record) -> list[str]:
    return [record[hole] for hole in FIELDS.values()]


def kumu(records: list[Record]) -> Files:
    return {
        "elements.csv": table(
            "Label,Type,Description,Staff,Founded,lat,lon",
            *([r["name"], "NGO", "Warm rooms", *fields_of(r)[1:]] for r in records),
        ),
        "links.csv": table("From,To,Type,Label,Direction"),
    }


def kumu_json(records: list[Record]) -> Files:
    elements = [
        {"_id": f"e{n}", "attributes": {f: r[hole] for f, hole in FIELDS.items()} | {"element type": "NGO"}}
        for n, r in enumerate(records)
    ]
    return {"kumu.json": document({"elements": elements, "connections": []})}


def gephi(records: list[Record]) -> Files:
    nodes = [[f"n{n}", r["name"], "", "NGO", *fields_of(r)[1:]] for n, r in enumerate(records)]
    return {
        "nodes.csv": table("Id,Label,timeset,Type,Staff,Founded,lat,lon", *nodes),
        "edges.csv": table("Source,Target,Type,Id,Label,timeset,Weight"),
    }


def ftm(records: list[Record]) -> Files:
    bank = {"id": "bank", "schema": "Organization", "properties": {"name": ["Bank"]}}
    lines: list[object] = [bank]
    for n, r in enumerate(records):
        lines.append(
            {"id": f"o{n}", "schema": "Organization", "properties": {"name": [r["name"]], "incorporationDate": [r["date"]]}}
        )
        payment = {"payer": ["bank"], "beneficiary": [f"o{n}"], "amount": [r["number"]], "currency": ["EUR"]}
        lines.append({"id": f"p{n}", "schema": "Payment", "properties": payment})
    return {"x.jsonl": "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()}


def edges(records: list[Record]) -> Files:
    return {"edges.csv": table("Funder,Recipient,Amount,Since", *(["Bank", r["name"], r["number"], r["date"]] for r in records))}


def threew(records: list[Record]) -> Files:
    rows = [[r["name"], "Health", "North", r["number"], r["date"]] for r in records]
    return {"3w.csv": table("Organization,Sector,Province,Reached,Start date", *rows)}


def plain(records: list[Record]) -> Files:
    return {"x.csv": table("Name,Staff,Founded,lat,lon", *map(fields_of, records))}


def xlsx(records: list[Record]) -> Files:
    """A workbook whose cells may hold what openpyxl refuses to write."""
    book = Workbook()
    assert book.active
    book.active.append(list(FIELDS))
    texts: dict[str, str] = {}
    for record in records:
        marks = [f"MARK{len(texts) + n}X" for n in range(len(FIELDS))]
        texts |= zip(marks, fields_of(record), strict=True)
        book.active.append(marks)
    book.active["A1"] = "Name"
    made, changed = io.BytesIO(), io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            data = old.read(member).decode()
            new.writestr(member, re.sub(r"MARK\d+X", lambda m: escape(texts[m[0]]), data))
    return {"x.xlsx": changed.getvalue()}


@dataclass(frozen=True)
class Form:
    """How a format is written here, and which holes it has besides the name."""

    build: Callable[[list[Record]], Files]
    holes: str = ""
    shape: str = "csv"

    @property
    def form(self) -> str:
        return next(name for name, form in FORMS.items() if form is self).split()[0]


FORMS: Final = {
    "json": Form(map_json, "number date point", "json"),
    "irs-bmf": Form(irs, "number"),
    "gazetteer": Form(gazetteer, "point"),
    "hsds": Form(hsds, "date point"),
    "hsds JSON": Form(hsds_json, "date point", "json"),
    "360giving": Form(grants, "number date"),
    "360giving JSON": Form(grants_json, "number date", "json"),
    "civicrm": Form(civicrm, "point"),
    "needs": Form(needs, "number date"),
    "graphml": Form(graphml, "number date point", "xml"),
    "gexf": Form(gexf, "number date point", "xml"),
    "kumu": Form(kumu, "number date point"),
    "kumu JSON": Form(kumu_json, "number date point", "json"),
    "gephi": Form(gephi, "number date point"),
    "ftm": Form(ftm, "number date", "lines"),
    "edges": Form(edges, "number date"),
    "3w": Form(threew, "number date"),
    "table": Form(plain, "number date point"),
    "table XLSX": Form(xlsx, "number date point", "xlsx"),
}
