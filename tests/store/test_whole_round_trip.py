"""A whole map goes out and comes in again unchanged, to the byte."""

from __future__ import annotations

import itertools
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ngomap.exporters.json_ import json_pieces
from ngomap.exporters.tally import Tally
from ngomap.model.actors import KINDS, LEVELS
from ngomap.model.text import name_key, one_line, paragraphs
from ngomap.model.words import ACTIVITY_STATUSES, EVENT_KINDS, RESOURCE_KINDS
from ngomap.store.actor_edits import Lists, add_actor
from ngomap.store.connection import Map, open_map
from ngomap.store.event_edits import log_event
from ngomap.store.migrations import create_map
from ngomap.store.term_edits import fill_vocabularies, merge_terms
from ngomap.store.terms import term_named
from ngomap.store.tie_edits import link
from ngomap.store.whole import dump, scope_for
from ngomap.store.whole_load import load

Doc = dict[str, Any]
Fresh = Callable[[], Any]

AWKWARD = (
    "Médecins du Monde", "Médecins".replace("é", "e\u0301"), "الصحة للجميع", "بهداشت\u200cبرای همه", "[bold]x[/]",
    "a\x1b[31mb", "=1+1", "\u202eevil", "'quoted", 'say "hi"', "x,y;z|w", "</script>", "1e5", "null", "日本の会",
    "O'Brien & <Sons>", "a\u00a0b", "tab\there", "\U0001f642 smile", "Ǆungla",
)  # fmt: skip
SLUGS = ("alpha", "beta", "gamma-delta", "x1")


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Fresh:
    """`with fresh() as map_:` a new map without a vocabulary; `fresh(True)` with the starting ones."""
    folder = tmp_path_factory.mktemp("maps")
    number = itertools.count()
    for name in ("bare", "filled"):
        create_map(folder / name)
    with open_map(folder / "filled") as map_:
        fill_vocabularies(map_)

    @contextmanager
    def make(vocabularies: bool = False) -> Iterator[Map]:
        path = folder / f"map-{next(number)}.db"
        shutil.copy(folder / ("filled" if vocabularies else "bare"), path)
        with open_map(path) as map_:
            yield map_
        path.unlink()

    return make


def written(map_: Map, audience: str = "internal") -> str:
    return "".join(json_pieces(map_, scope_for(map_, audience), Tally()))


characters = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
texts = st.one_of(st.sampled_from(AWKWARD), st.text(characters, min_size=1, max_size=12))
lines = texts.map(lambda t: t if one_line(t) else t + ".")
longs = st.lists(texts, min_size=1, max_size=3).map("\r\n".join).map(lambda t: t if paragraphs(t) else t + ".")
names = texts.map(lambda t: t if name_key(t) else t + "a")
days = st.dates(date(1900, 1, 1)).map(lambda d: d.isoformat())
dates = st.one_of(days, days.map(lambda d: d[:7]), days.map(lambda d: d[:4]))
numbers = st.one_of(st.integers(0, 10**9), st.floats(0, 1e15, allow_nan=False))
audiences = st.sampled_from(("public", "partners", "internal", "secret"))
aliases = st.lists(names, max_size=3)


def record(required: dict[str, Any], **optional: Any) -> st.SearchStrategy[Doc]:
    return st.fixed_dictionaries(required, optional=optional)


def some_of(values: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), max_size=3, unique=True) if values else st.just([])


def once(records: list[Doc], *fields: str) -> list[Doc]:
    return list({tuple(str(r.get(f)) for f in fields): r for r in records}.values())


def placed(draw: Any, records: list[Doc]) -> list[Doc]:
    for r in records:
        if draw(st.booleans()):
            r |= {"lat": draw(st.floats(-90, 90)), "lon": draw(st.one_of(st.integers(-180, 180), st.floats(-180, 180)))}
    return records


@st.composite
def documents(draw: Any) -> Doc:
    """Whole maps with every table and every field, small."""
    terms = [
        draw(record({"vocabulary": st.just(v), "slug": st.just(s), "name": lines}, sdg=st.integers(1, 17),
                    description=longs))
        for v in ("issue", "population", "service", "sector") for s in SLUGS
    ]  # fmt: skip
    terms[1]["parent"] = "alpha"
    terms[0]["aliases"] = draw(aliases)
    areas = [f"area-{i}" for i in range(draw(st.integers(0, 3)))]
    rows = [
        draw(record({"handle": st.just(h), "name": lines}, level=lines, country=st.sampled_from(("AF", "QV")),
                    code=st.just(f"P-{h}"), aliases=aliases, audience=audiences))
        for h in areas
    ]  # fmt: skip
    for lower, upper in itertools.pairwise(rows):
        if draw(st.booleans()):
            lower["parent"] = upper["handle"]
    kinds = {f"actor-{i}": draw(st.sampled_from(KINDS)) for i in range(draw(st.integers(0, 4)))}
    handles = list(kinds)
    slugs = some_of(list(SLUGS))
    where = {"area": st.sampled_from(areas)} if areas else {}
    actors = [
        draw(record(
            {"handle": st.just(h), "kind": st.just(k), "name": names}, level=st.sampled_from(LEVELS),
            status=st.sampled_from(("active", "closed")), place=lines, country=st.just("KE"), email=lines, phone=lines,
            website=lines.map(lambda t: "https://" + t), staff=st.integers(0, 10**15), budget=numbers,
            currency=st.just("EUR"), founded=dates, mission=longs, vision=longs, notes=longs, source=lines,
            verified_on=days, audience=audiences, aliases=aliases, serves=some_of(areas), issues=slugs,
            populations=slugs, services=slugs, sectors=slugs,
            identifiers=st.just([{"scheme": "XX-REG", "value": f"{h} 7"}]), **where,
        ))
        for h, k in kinds.items()
    ]  # fmt: skip
    pairs = [list(p) for p in itertools.permutations(handles, 2)]
    ends = st.sampled_from(pairs) if pairs else st.nothing()
    count = 5 if pairs else 0
    ties = []
    for _ in range(draw(st.integers(0, count))):
        first, second = draw(ends)
        kind = draw(st.sampled_from(("works-with", "member-of", "funds", "knows", "related")))
        tie = draw(record(
            {"type": st.just(kind), "from": st.just(first), "to": st.just(second)},
            status=st.sampled_from(("wanted", "ended")), wanted=st.integers(0, 5), stance=st.just("mixed"), title=lines,
            since=dates, amount=numbers, currency=st.just("USD"), notes=longs, source=lines, audience=audiences,
        ))  # fmt: skip
        rung = {"rung": draw(st.integers(0, 5)), "rung_since": draw(dates)} if kind == "works-with" else {}
        ties.append(tie | rung)
    one_way = {(*sorted((t["from"], t["to"])), t["type"], t.get("since", "")): t for t in ties}
    score = st.integers(0, 4)
    trust = [
        draw(record({"from": st.just(a), "to": st.just(b)}, on_date=dates, reliability=score, shared_mission=score,
                    openness=score, influence=score, involvement=score, resources=score, audience=audiences))
        for a, b in pairs[:3]
    ]  # fmt: skip
    who = st.sampled_from(handles) if handles else st.nothing()
    several = st.integers(0, 4 if handles else 0)
    stances = [
        draw(record({"actor": who, "issue": st.sampled_from(SLUGS), "influence": st.integers(0, 5)},
                    stance=st.integers(-2, 2), on_date=dates, source=lines, audience=audiences))
        for _ in range(draw(several))
    ]  # fmt: skip
    events = [
        draw(record({"on_date": days, "kind": st.sampled_from(EVENT_KINDS), "title": lines}, outcome=longs,
                    next_step=longs, next_due=days, next_done_on=days, participants=some_of(handles), source=lines,
                    audience=audiences, **({"introduces": who} if handles else {})))
        for _ in range(draw(st.integers(0, 4)))
    ]  # fmt: skip
    events += events[:1]
    points = st.sampled_from(("strategy", "roles", "conflicts"))
    agreements = [
        draw(record({"from": st.just(a), "point": points, "state": st.sampled_from(("open", "agreed")), "on_date": days},
                    to=st.just(b), text=longs, source=lines, audience=audiences))
        for a, b in pairs[:4]
    ]  # fmt: skip
    labour = [
        draw(record({"from": st.just(a), "actor": who, "task": lines}, to=st.just(b), population=st.sampled_from(SLUGS),
                    since=st.just("2024"), until=st.just("2025"), audience=audiences, **where))
        for a, b in pairs[:4]
    ]  # fmt: skip
    resources = [
        draw(record({"actor": who, "direction": st.sampled_from(("offer", "need")), "description": longs,
                     "kind": st.sampled_from(RESOURCE_KINDS)}, quantity=st.floats(1e-6, 1e9), unit=lines, since=dates,
                    until=dates, conditions=longs, status=st.just("closed"), audience=audiences, **where))
        for _ in range(draw(several))
    ]  # fmt: skip
    resources += resources[:1]
    cells = st.integers(0, 4 if areas else 0)
    term = st.sampled_from(("issue:alpha", "service:beta", "issue:x1"))
    activities = [
        draw(record({"actor": who, "term": term, "area": where["area"]}, population=st.sampled_from(SLUGS),
                    role=st.sampled_from(("implementer", "funder")), status=st.sampled_from(ACTIVITY_STATUSES),
                    since=dates, until=dates, reached=st.integers(0, 10**9), capacity=st.integers(0, 10**9),
                    project=lines, source=lines, audience=audiences))
        for _ in range(draw(cells) if handles else 0)
    ]  # fmt: skip
    needs = [
        draw(record({"area": where["area"], "term": term, "people": st.integers(0, 10**9)},
                    population=st.sampled_from(SLUGS), on_date=dates, source=lines, audience=audiences))
        for _ in range(draw(cells))
    ]  # fmt: skip
    surveys = [
        draw(record({"area": where["area"]}, term=term, on_date=dates, source=lines, audience=audiences))
        for _ in range(draw(cells))
    ]  # fmt: skip
    day = {"on_date": days}
    exchanges = [
        draw(record({"from": st.just(a), "to": st.just(b), "mode": st.sampled_from(("given", "lent")), "description": lines,
                     "kind": st.sampled_from(RESOURCE_KINDS), **day}, quantity=st.floats(1e-6, 1e9), unit=lines, worth=numbers,
                    currency=st.just("EUR"), due=days, returned_on=days, source=lines, audience=audiences))
        for a, b in pairs[:3]
    ]  # fmt: skip
    projects = [
        draw(record({"handle": st.just(f"project-{n}"), "name": st.just(f"Project {n}")}, status=st.just("running"), goal=longs,
                    since=st.just("2024"), until=st.just("2025"), budget=numbers, currency=st.just("EUR"), issues=slugs,
                    populations=slugs, services=slugs, areas=some_of(areas), source=lines, audience=audiences))
        for n in range(draw(st.integers(0, 2)))
    ]  # fmt: skip
    partners = [
        draw(record({"project": st.just(p["handle"]), "actor": st.just(h)}, role=st.just("lead"), share=numbers, task=lines))
        for p in projects for h in handles[:2]
    ]  # fmt: skip
    assessments = [
        draw(record({"project": st.just(p["handle"]), "by": st.just(a), **day}, of=st.just(b), worked=longs, failed=longs,
                    benefit=score, again=st.just("perhaps"), audience=audiences))
        for p in projects for a, b in pairs[:2]
    ]  # fmt: skip
    grants = [
        draw(record({"handle": st.just(f"grant-{n}"), "name": st.just(f"Grant {n}"), "funder": who}, status=st.just("won"), deadline=days,
                    least=st.just(1), most=st.just(2.5), currency=st.just("EUR"), registered=st.integers(0, 1),
                    years=st.integers(0, 9), budget=numbers, audited=st.integers(0, 1), projects=st.integers(0, 9),
                    partners=st.integers(0, 9), own_share=st.floats(0, 100), term=st.just("issue:alpha"), notes=longs,
                    source=lines, audience=audiences, **where))
        for n in range(draw(st.integers(0, 2)) if handles else 0)
    ]  # fmt: skip
    coalitions = [
        draw(record({"actor": st.just(h)}, objective=longs, target=who, issue=st.sampled_from(SLUGS), asks=longs,
                    since=st.just("2024"), until=st.just("2025"), audience=audiences))
        for h in handles[:1]
    ]  # fmt: skip
    approaches = [
        draw(record({"from": st.just(a), "to": st.just(b), "approach": st.just("mixed"), **day}, issue=st.sampled_from(SLUGS),
                    note=longs, audience=audiences))
        for a, b in pairs[:2]
    ]  # fmt: skip
    commitments = [
        draw(record({"handle": st.just(f"promise-{n}"), "by": who, "what": lines, **day}, to=who, issue=st.sampled_from(SLUGS),
                    due=days, source=lines, audience=audiences, **where))
        for n in range(draw(st.integers(0, 2)) if handles else 0)
    ]  # fmt: skip
    observations = [
        draw(record({"commitment": st.just(c["handle"]), "finding": st.sampled_from(("kept", "broken")), **day}, observer=who,
                    text=longs, evidence=lines, audience=audiences))
        for c in commitments
    ]  # fmt: skip
    monitors = [
        draw(record({"actor": st.just(h)}, training=longs, impartiality=longs, on_date=days, audience=audiences))
        for h in handles[:2]
    ]  # fmt: skip
    about = draw(record({}, name=lines, today=days, weights=st.just({"allies.trust": 0.25}), freshness=st.just("12,12,9,9,6,3"),
                        **({"us": who} if handles else {})))  # fmt: skip
    for a in activities:
        a["project"] = one_line(a["project"]) if "project" in a else "none"
        a.setdefault("role", "implementer")
    return {
        "ngomap": "map/1", "map": about, "terms": terms, "areas": placed(draw, rows), "actors": placed(draw, actors),
        "relationships": list(one_way.values()), "trust": trust,
        "stances": once(stances, "actor", "issue", "on_date"), "events": events,
        "agreements": list({(*sorted((a["from"], a.get("to", ""))), a["point"], a["on_date"]): a for a in agreements}.values()),
        "labour": labour, "exchanges": exchanges, "projects": projects, "project_partners": partners,
        "assessments": once(assessments, "project", "by", "of", "on_date"), "grants": grants, "coalitions": coalitions, "approaches": approaches,
        "commitments": commitments, "observations": observations, "monitors": monitors, "resources": resources,
        "activities": once(activities, "actor", "term", "area", "role", "population", "project", "status"),
        "need_figures": once(needs, "area", "term", "population", "on_date"),
        "surveys": once(surveys, "area", "term", "on_date"),
    }  # fmt: skip


def shuffled(document: Doc, seed: int) -> Doc:
    order = random.Random(seed)
    found = {}
    for section, value in document.items():
        found[section] = order.sample(value, len(value)) if isinstance(value, list) else value
    return found


@settings(max_examples=25)
@given(documents(), st.integers())
def test_out_and_in_again_gives_the_same_bytes(fresh: Fresh, document: Doc, seed: int) -> None:
    with fresh() as map_:
        load(map_, document)
        first, text = dump(map_, "internal")[0], written(map_)
        again = load(map_, first)
        assert (again.added, again.changed) == ({}, {})
        assert written(map_) == text
        twice = load(map_, document)
        assert (twice.added, twice.changed) == ({}, {})
    with fresh() as map_:
        load(map_, shuffled(first, seed))
        assert written(map_) == text
    with fresh(True) as map_:
        load(map_, first)
        assert written(map_) == text


@settings(max_examples=25)
@given(documents(), st.integers(), st.sampled_from(("public", "partners")))
def test_order_and_row_ids_leave_no_trace_in_what_others_get(
    fresh: Fresh, document: Doc, seed: int, audience: str
) -> None:
    with fresh() as map_:
        load(map_, document)
        text = written(map_, audience)
    with fresh() as map_:
        load(map_, shuffled(document, seed))
        assert written(map_, audience) == text
        # What others got they may send back: nothing changes.
        back = load(map_, dump(map_, audience)[0])
        assert (back.added, back.changed) == ({}, {})


@settings(max_examples=25)
@given(documents())
def test_what_went_in_comes_out(fresh: Fresh, document: Doc) -> None:
    with fresh() as map_:
        load(map_, document)
        out = dump(map_, "internal")[0]
    hidden = {a["handle"] for a in document["actors"] if a.get("audience") == "secret"}
    assert isinstance(out["actors"], list)
    by_handle = {a["handle"]: a for a in out["actors"]}
    assert set(by_handle) == {a["handle"] for a in document["actors"]} - hidden
    for actor in document["actors"]:
        if actor["handle"] in hidden:
            continue
        found = by_handle[actor["handle"]]
        for field in ("kind", "level", "staff", "budget", "founded", "currency", "verified_on", "status"):
            assert found.get(field) == actor.get(field)
        assert found["name"] == one_line(actor["name"])
        assert found.get("notes", "") == paragraphs(actor.get("notes", ""))
        assert {name_key(a) for a in found.get("aliases", [])} == {name_key(a) for a in actor.get("aliases", [])}
        assert sorted(found.get("issues", [])) == sorted(actor.get("issues", []))


@settings(max_examples=10)
@given(st.lists(names, min_size=2, max_size=5), texts, texts)
def test_a_map_that_other_commands_filled_is_whole_too(fresh: Fresh, spelt: list[str], place: str, notes: str) -> None:
    with fresh(True) as map_:
        health = term_named(map_, "issue", "health")
        assert health is not None
        refs = [
            add_actor(map_, {"name": n, "kind": "ngo", "place": place, "notes": notes, "budget": 2.5},
                      Lists(aliases=(n, place), terms=(health.id,))).ref
            for n in spelt
        ]  # fmt: skip
        link(map_, refs[1], refs[0], "works-with", {"rung": 2, "notes": notes})
        log_event(map_, {"on_date": "2024-01-31", "kind": "call", "title": "Call", "outcome": notes}, refs)
        text, document = written(map_), dump(map_, "internal")[0]
    with fresh() as map_:
        load(map_, document)
        assert written(map_) == text


def test_merged_terms_stay_merged_in_a_new_map(fresh: Fresh) -> None:
    with fresh(True) as map_:
        losing, winning = term_named(map_, "issue", "procurement"), term_named(map_, "issue", "corruption")
        assert losing and winning
        merge_terms(map_, losing, winning)
        add_actor(map_, {"name": "Fair Elections Now", "kind": "ngo"})
        document, text = dump(map_, "internal")[0], written(map_)
    with fresh(True) as map_:
        found = load(map_, document)
        assert written(map_) == text
        assert any("starting terms" in note for note in found.notes)


def test_a_file_for_others_leaves_the_vocabularies_whole(fresh: Fresh) -> None:
    with fresh(True) as map_:
        health = term_named(map_, "issue", "health")
        assert health
        add_actor(map_, {"name": "Fair Elections Now", "kind": "ngo"}, Lists(terms=(health.id,)))
        document = dump(map_, "public")[0]
        assert isinstance(document["terms"], list)
        assert 0 < len(document["terms"]) < 10
        everything = dump(map_, "internal")[0]["terms"]
    with fresh(True) as map_:
        load(map_, document)
        assert dump(map_, "internal")[0]["terms"] == everything
