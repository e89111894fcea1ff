"""A table of organizations stored: new ones made, known ones filled and corrected, never blanked."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace
from typing import Final

from ngomap.importers.records import OrganizationRow, Organizations
from ngomap.intake.organization_groups import Group, Resolved, group_rows
from ngomap.intake.wishes import Taken, Wishes, count_of, listed
from ngomap.matching.areas import AreaIndex
from ngomap.matching.keys import key_of
from ngomap.matching.organizations import Known, Meant, Mention, match_organizations
from ngomap.matching.terms import TermIndex
from ngomap.model.answers import Rejected
from ngomap.model.audience import stricter
from ngomap.model.text import scripts
from ngomap.model.words import Area, Term
from ngomap.store.area_edits import add_area
from ngomap.store.areas import all_areas, area_aliases
from ngomap.store.connection import Map
from ngomap.store.intake_rows import (
    Held,
    extend_lists,
    facts_of,
    index_for_search,
    insert_actors,
    known_names,
    lists_held,
    update_actors,
)
from ngomap.store.term_edits import add_term
from ngomap.store.terms import all_terms, term_aliases

NEXT: Final = ("ngomap list", "ngomap gaps knowledge")
RENAMING: Final = ("uid", "identifier", "handle", "acronym")
"""Ways of knowing an organization by which a file may give it another name than the map has."""
SHOWN_CHANGES: Final = 5
SHOWN_LENGTH: Final = 40
LOOK_ALIKES: Final = frozenset(("LATIN", "CYRILLIC", "GREEK"))


def take_organizations(map_: Map, found: Organizations, wishes: Wishes) -> Taken:
    """Store a table of organizations. The caller holds the transaction."""
    terms = TermIndex(all_terms(map_), term_aliases(map_))
    areas = AreaIndex(all_areas(map_), area_aliases(map_))
    found, sector_note = _sectors_or_issues(found, terms)
    whom = _match(map_, found.rows)
    rejected = list(found.rejected)
    rows: list[OrganizationRow] = []
    for row in found.rows:
        reason = whom[mention_of(row)].problem or _unknown_words(row, terms, areas, wishes)
        if reason:
            rejected.append(Rejected(row.line, reason, found.grid.at_line(row.line)))
        else:
            rows.append(row)
    new_terms = _make_terms(map_, rows, terms)
    new_areas = _make_areas(map_, rows, areas, wishes)
    groups = group_rows([(row, whom[mention_of(row)], _resolved(row, terms, areas)) for row in rows])
    fresh = [g for g in groups if g.actor is None]
    known = [g for g in groups if g.actor is not None]
    ids = insert_actors(map_, [_new(group, wishes) for group in fresh])
    changed, changes = _correct(map_, known)
    empty = Held(set(), set(), set(), set())
    _extend(map_, ((id_, group, group.name, empty) for id_, group in zip(ids, fresh, strict=True)))
    index_for_search(map_, {*ids, *changed})
    stored = {"organizations": len(fresh), "areas": len(new_areas), "terms": len(new_terms)}
    notes = [
        *found.notes, *sector_note, *_notes(found, groups, new_terms, new_areas), *_changes(changes)
    ]  # fmt: skip
    return Taken(
        len(fresh), len(changed), len(rows) - len(fresh) - len(changed), tuple(sorted(rejected, key=lambda r: r.line)),
        {k: n for k, n in stored.items() if n}, tuple(notes), NEXT, found.columns,
    )  # fmt: skip


def mention_of(row: OrganizationRow) -> Mention:
    """How a row names its organization."""
    return Mention(row.name, row.acronym, row.identifiers, row.uid, row.handle)


def _match(map_: Map, rows: Iterable[OrganizationRow]) -> dict[Mention, Meant]:
    mentions = {mention_of(row) for row in rows}
    names = known_names(
        map_, {k for m in mentions for k in (m.key, m.acronym_key) if k},
        sorted({i for m in mentions for i in m.identifiers}), {m.handle for m in mentions if m.handle},
        {m.uid for m in mentions if m.uid},
    )  # fmt: skip
    known = Known(
        names.names, names.aliases, names.identifiers, names.handles, names.uids, names.identifiers_of, names.handle_of
    )
    return match_organizations(mentions, known)


def _sectors_or_issues(found: Organizations, terms: TermIndex) -> tuple[Organizations, list[str]]:
    """A column called "sector" often holds issues, as humanitarian clusters are; what most of its words are decides."""
    if found.sector_column is None:
        return found, []
    words = {word for row in found.rows for vocabulary, word in row.terms if vocabulary == "sector"}
    as_sector, as_issue = (sum(terms.find(v, word) is not None for word in words) for v in ("sector", "issue"))
    if as_issue <= as_sector:
        return found, []
    rows = tuple(
        replace(row, terms=tuple(("issue" if v == "sector" else v, word) for v, word in row.terms))
        for row in found.rows
    )
    columns = {**found.columns, found.sector_column: "issues"}
    note = (
        f"Most words in {found.sector_column!r} are issues, so it was taken for that; "
        f'--column "{found.sector_column}=sectors" says otherwise.'
    )
    return replace(found, rows=rows, columns=columns), [note]


def _unknown_words(row: OrganizationRow, terms: TermIndex, areas: AreaIndex, wishes: Wishes) -> str:
    """Why the words of a row cannot be taken, or nothing."""
    reasons = []
    for vocabulary, word in row.terms:
        if wishes.new_terms or terms.find(vocabulary, word):
            continue
        near = terms.near(vocabulary, word)
        parts = [part.strip() for part in word.split(",")]
        if len(parts) > 1 and all(terms.find(vocabulary, part) for part in parts):
            hint = "If these are several, say so with --separator ','."
        else:
            hint = f"Nearest: {', '.join(near)}. " if near else ""
            hint += "Make new ones with --new-term."
        reasons.append(f"There is no {vocabulary} {word!r}. {hint}")
    for text in filter(None, (*row.serves, row.sits_in)):
        meant = areas.named(text)
        if len(meant) > 1:
            names = ", ".join(sorted(a.handle for a in meant)[:5])
            reasons.append(f"{text!r} names {len(meant)} areas: {names}. Use the handle or the place code.")
    return " ".join(reasons)


def _make_terms(map_: Map, rows: list[OrganizationRow], terms: TermIndex) -> list[Term]:
    made = []
    wanted = {pair for row in rows for pair in row.terms if terms.find(*pair) is None}
    for vocabulary, word in sorted(wanted, key=lambda pair: (pair[0], key_of(pair[1]), pair[1])):
        if terms.find(vocabulary, word) is None:
            made.append(add_term(map_, vocabulary, word))
            terms.add(made[-1])
    return made


def _make_areas(map_: Map, rows: list[OrganizationRow], areas: AreaIndex, wishes: Wishes) -> list[Area]:
    made = []
    wanted = {text for row in rows for text in (*row.serves, row.sits_in) if text and not areas.named(text)}
    for text in sorted(wanted, key=lambda t: (key_of(t), t)):
        if not areas.named(text):
            made.append(add_area(map_, text, audience=wishes.audience_of("area")))
            areas.add(made[-1])
    return made


def _resolved(row: OrganizationRow, terms: TermIndex, areas: AreaIndex) -> Resolved:
    facts = dict(row.facts)
    if "place" in facts:
        named = next((meant[0] for text in row.areas if len(meant := areas.named(text)) == 1), None)
        facts["area_id"] = named.id if named else None
        text = str(facts["place"])
        if named and areas.named(text) == [named] and key_of(text) != key_of(named.name):
            # A place code or handle says where, but not in words.
            facts["place"] = named.name
    if row.sits_in:
        facts["area_id"] = areas.named(row.sits_in)[0].id
    meant_terms = {term.id for pair in row.terms if (term := terms.find(*pair))}
    return Resolved(facts, frozenset(meant_terms), frozenset(areas.named(text)[0].id for text in row.serves))


def _new(group: Group, wishes: Wishes) -> dict[str, object]:
    return {
        "kind": "other", "source": wishes.source, "audience": wishes.audience_of("organization"), **group.facts,
        "name": group.name,
    }  # fmt: skip


def _correct(map_: Map, groups: list[Group]) -> tuple[set[int], list[tuple[str, str, object, object]]]:
    """Fill and correct what the map knows; the ids of those changed, and name, field, was, now of what was replaced."""
    facts = facts_of(map_, [g.actor for g in groups if g.actor is not None])
    held = lists_held(map_, facts)
    better: dict[int, dict[str, object]] = {}
    changes: list[tuple[str, str, object, object]] = []
    longer: list[tuple[int, Group, str, Held]] = []
    for group in groups:
        assert group.actor is not None  # noqa: S101 - the caller chose them by it
        old = facts[group.actor]
        now = _corrected(old, group, held[group.actor])
        for field, value in now.items():
            if value != old[field] and old[field] is not None and field != "area_id":
                changes.append((str(old["name"]), field, old[field], value))
        if now != old:
            better[group.actor] = now
        known_as = {*held[group.actor].aliases, *([key_of(str(old["name"]))] if now["name"] == old["name"] else [])}
        longer.append((group.actor, group, str(now["name"]), replace(held[group.actor], aliases=known_as)))
        if key_of(str(now["name"])) != key_of(str(old["name"])):
            group.other_names[key_of(str(old["name"]))] = str(old["name"])
    update_actors(map_, better)
    return set(better) | _extend(map_, longer), changes


def _corrected(old: dict[str, object], group: Group, held: Held) -> dict[str, object]:
    said = dict(group.facts)
    if said.get("kind") == "other":
        del said["kind"]
    if "audience" in said:
        said["audience"] = stricter(str(old["audience"]), str(said["audience"]))
    if "place" in said and said["place"] == old["place"] and said["area_id"] is None:
        # The same words in a map that meanwhile knows more than the file.
        del said["area_id"]
    now = {**old, **said}
    same = key_of(group.name) == key_of(str(old["name"]))
    if same or (group.by in RENAMING and key_of(group.name) not in held.aliases):
        now["name"] = group.name
    return now


def _extend(map_: Map, groups: Iterable[tuple[int, Group, str, Held]]) -> set[int]:
    """Add to the lists of actors what they do not hold; the ids of those that got something."""
    aliases: list[tuple[int, str]] = []
    identifiers: list[tuple[int, str, str]] = []
    terms: list[tuple[int, int]] = []
    areas: list[tuple[int, int]] = []
    for actor, group, name, held in groups:
        names = {**group.other_names, key_of(group.name): group.name}
        aliases += [(actor, text) for key, text in sorted(names.items()) if key not in {*held.aliases, key_of(name)}]
        identifiers += [(actor, *i) for i in sorted(group.identifiers - held.identifiers)]
        terms += [(actor, t) for t in sorted(group.terms - held.terms)]
        areas += [(actor, a) for a in sorted(group.areas - held.areas)]
    extend_lists(map_, aliases, identifiers, terms, areas)
    rows: list[tuple[Hashable, ...]] = [*aliases, *identifiers, *terms, *areas]
    return {actor for actor, *_ in rows if isinstance(actor, int)}


def _notes(found: Organizations, groups: list[Group], terms: list[Term], areas: list[Area]) -> Iterable[str]:
    if not found.read:
        yield "The table has column names but no rows."
    if found.grid.blank_lines:
        yield f"{count_of(found.grid.blank_lines, 'empty line was', 'empty lines were')} passed over."
    if terms:
        yield f"New in the vocabularies: {listed(f'{t.name} ({t.vocabulary} {t.slug})' for t in terms)}."
    if areas:
        yield (
            f"{count_of(len(areas), 'area')} not known before {'was' if len(areas) == 1 else 'were'} made: "
            f"{listed(f'{a.name} ({a.handle})' for a in areas)}. If one is another spelling: "
            "ngomap area merge LOSING WINNING."
        )
    differing = [g for g in groups if g.differing]
    if differing:
        examples = listed((f"{g.name} (lines {listed(map(str, g.lines), 3)}): {g.differing}" for g in differing), 3)
        yield f"Rows on one organization that differ; what most of them say was taken: {examples}."
    mixed = [g.name for g in groups if not g.name.isascii() and len(scripts(g.name) & LOOK_ALIKES) > 1]
    if mixed:
        yield f"Names that mix letters of several scripts; check that they are spelt as meant: {listed(mixed)}."


def _changes(changes: list[tuple[str, str, object, object]]) -> Iterable[str]:
    for name, field, was, now in changes[:SHOWN_CHANGES]:
        yield f"{name}: {field} {_short(was)} -> {_short(now)}"
    if len(changes) > SHOWN_CHANGES:
        yield f"... and {len(changes) - SHOWN_CHANGES} more values replaced ({len(changes)} in all)."


def _short(value: object) -> str:
    text = "nothing" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
    return text if len(text) <= SHOWN_LENGTH else text[: SHOWN_LENGTH - 1] + "…"
