"""A 3W stored: organizations, areas and sectors matched with the map, activities, need figures and surveys written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import replace
from functools import cache
from typing import Final

from ngomap.importers.records import ActorRow, Presence, Presences
from ngomap.intake.alike import Alike, join_alike, keep_doubtful
from ngomap.intake.areas import Areas, store_areas
from ngomap.intake.network_notes import notes_on_alike
from ngomap.intake.presence_actors import store_actors
from ngomap.intake.presence_facts import Facts, gather_facts, joined, last_day, mention_of
from ngomap.intake.presence_notes import notes_on
from ngomap.intake.wishes import Taken, Wishes, owners
from ngomap.matching.areas import AreaIndex, Path, Place, match_areas, used
from ngomap.matching.keys import key_of
from ngomap.matching.organizations import Known, Meant, Mention, match_organizations
from ngomap.matching.sectors import Sector, resolve_sectors
from ngomap.matching.terms import TermIndex
from ngomap.model.answers import Rejected
from ngomap.model.words import Term
from ngomap.store.areas import all_areas, area_aliases
from ngomap.store.connection import Map
from ngomap.store.intake_rows import (
    activities_of,
    index_for_search,
    known_names,
    needs_of,
    write_activities,
    write_needs,
    write_surveys,
)
from ngomap.store.match_entries import Without
from ngomap.store.term_edits import add_term
from ngomap.store.terms import all_terms, term_aliases

EXAMPLES: Final = 3
NEXT: Final = ("ngomap gaps coverage", "ngomap duplication")


def take_presences(map_: Map, found: Presences, wishes: Wishes) -> Taken:
    """Store a 3W. The caller holds the transaction."""
    terms = TermIndex(all_terms(map_), term_aliases(map_))
    whom, alike = _match_actors(map_, found)
    # A row that is repeated word for word says no more than once, so it has no second vote on names and trees.
    counted = Counter((row.country, path) for row in set(found.rows) for path in row.places)
    places, keys = match_areas(counted, AreaIndex(all_areas(map_), area_aliases(map_)))
    rejected = list(found.rejected)
    rows: list[Presence] = []
    refused: dict[int, str] = {}
    wrong = _Wrong(found, whom, places, terms, wishes)
    for row in found.rows:
        reason = wrong.with_row(row, keys)
        if reason:
            refused[row.line] = reason
        else:
            rows.append(row)
    cells = found.grid.at_lines(set(refused))
    rejected += [Rejected(line, reason, cells[line]) for line, reason in refused.items()]

    distinct = list(dict.fromkeys(rows))
    sectors, made_issues = _store_sectors(map_, distinct, terms)
    populations, made_populations = _store_populations(map_, rows, terms)
    here = used(places, (keys[row.country, path] for row in rows for path in row.places))
    areas = store_areas(map_, here, wishes.audience_of("area"))
    actors = store_actors(map_, distinct, whom, wishes)
    in_map = {path: areas.ids[key] for path, key in keys.items() if key in areas.ids}
    ids = {meant.who: actors.ids[mention] for mention, meant in whom.items() if mention in actors.ids}
    doubtful = keep_doubtful(map_, alike.doubtful, ids)
    facts = gather_facts(rows, actors.ids, sectors, populations, in_map)

    known = activities_of(map_, set(actors.ids.values()))
    new = {key: m for key, m in facts.activities.items() if key not in known}
    wider = {key: joined(known[key][1], m) for key, m in facts.activities.items() if key in known}
    changed = {key: m for key, m in wider.items() if m != known[key][1]}
    audience = wishes.audience_of("activity")
    write_activities(
        map_, sorted(new.items(), key=lambda item: repr(item[0])),
        [(known[key][0], m) for key, m in changed.items()], wishes.source, audience,
    )  # fmt: skip
    figures = needs_of(map_, {key[0] for key in facts.needs})
    new_needs = {key: n for key, n in facts.needs.items() if key not in figures}
    changed_needs = {key: n for key, n in facts.needs.items() if key in figures and figures[key][1] != n}
    write_needs(
        map_, sorted(new_needs.items(), key=lambda item: repr(item[0])),
        [(figures[key][0], n) for key, n in changed_needs.items()], wishes.source, audience,
    )  # fmt: skip
    surveyed_on = wishes.surveyed_on or max((r.reported for r in rows if r.reported), key=last_day, default=None)
    looked_at = _finest(here, found.levels)
    if not found.levels and wishes.surveyed_on:
        # Figures of need do not say that anybody looked; here the user says it.
        named = {keys[row.country, path] for row in rows for path in row.places}
        looked_at = [place for place in here if place.key in named]
    issues = sorted({term.id for term in sectors.values()})
    surveys = write_surveys(
        map_, [areas.ids[p.key] for p in looked_at], issues, surveyed_on, wishes.source, audience
    )
    index_for_search(map_, actors.touched)

    @cache
    def order(at: int) -> tuple[str, int]:
        return repr(replace(rows[at], line=0)), rows[at].line

    adding = owners(facts.rows_of, [("activity", k) for k in new] + [("need", k) for k in new_needs], order)
    touched: list[Hashable] = [("activity", k) for k in changed] + [("need", k) for k in changed_needs]
    touched += [("actor", a) for a in actors.changed] + _area_rows(facts, rows, keys, here, areas)
    changing = owners(facts.rows_of, touched, order) - adding
    stored = {
        "organizations": actors.new, "areas": areas.new, "terms": len(made_issues) + len(made_populations),
        "activities": len(new), "need figures": len(new_needs), "surveys": surveys,
    }  # fmt: skip
    notes = [
        *notes_on(found, rows, facts, actors, sectors, here, made_issues, made_populations, surveyed_on),
        *notes_on_alike(alike.joined, len(alike.joined), doubtful),
    ]  # fmt: skip
    return Taken(
        len(adding), len(changing), len(rows) - len(adding) - len(changing),
        tuple(sorted(rejected, key=lambda r: r.line)), {k: n for k, n in stored.items() if n}, tuple(notes),
        (*NEXT, *_about_allies(facts, sectors)), found.columns, found.samples, _examples(rows, adding, changing),
    )  # fmt: skip


def _match_actors(map_: Map, found: Presences) -> tuple[dict[Mention, Meant], Alike]:
    """Whom the organizations of a 3W mean, and what came of looking for other spellings."""
    mentions = {mention_of(name, acronym) for row in found.rows for name, acronym, _, _ in row.organizations}
    names = known_names(map_, {m.key for m in mentions} | {m.acronym_key for m in mentions if m.acronym_key})
    known = Known(names.names, names.aliases, handle_of=names.handle_of, identifiers_of=names.identifiers_of)
    meant = match_organizations(mentions, known)
    order = sorted(meant)
    country = next((row.country for row in found.rows if row.country), "")
    facts: dict[str, object] = {"country": country} if country else {}
    rows = [ActorRow(m.name, facts, acronym=m.acronym) for m in order]
    alike = join_alike(map_, rows, [meant[m] for m in order], Without())
    return dict(zip(order, alike.meant, strict=True)), alike


class _Wrong:
    """Why organizations, areas and populations of a file cannot be taken, each worked out once."""

    def __init__(
        self, found: Presences, whom: dict[Mention, Meant], places: list[Place], terms: TermIndex, wishes: Wishes
    ) -> None:
        self.organizations: dict[tuple[str, str], str] = {}
        for name, acronym in {o[:2] for row in found.rows for o in row.organizations}:
            mention = mention_of(name, acronym)
            nameless = "" if mention.key else f"{mention.name!r} is not a name: it has no letters or digits."
            reason = nameless or whom[mention].problem
            if reason:
                self.organizations[name, acronym] = reason
        self.areas: dict[Hashable, str] = {}
        for place in places:
            reason = place.problem or self.areas.get(place.parent, "")
            if reason:
                self.areas[place.key] = reason
        self.populations: dict[str, str] = {}
        for word in {word for row in found.rows for word in row.populations}:
            if not wishes.new_terms and terms.find("population", word) is None:
                near = terms.near("population", word)
                hint = f"Nearest: {', '.join(near)}. " if near else ""
                self.populations[word] = f"There is no population {word!r}. {hint}Make new ones with --new-term."

    def with_row(self, row: Presence, keys: Mapping[tuple[str, Path], Hashable]) -> str:
        """Why the row cannot be taken, or nothing."""
        reasons = [
            *(self.organizations[o[:2]] for o in row.organizations if o[:2] in self.organizations),
            *(self.areas[key] for path in row.places if (key := keys[row.country, path]) in self.areas),
            *(self.populations[word] for word in row.populations if word in self.populations),
        ]
        return " ".join(dict.fromkeys(reasons))


def _store_sectors(
    map_: Map, rows: list[Presence], terms: TermIndex
) -> tuple[dict[tuple[str, str], Term], list[Term]]:
    meant = resolve_sectors(
        (mention for row in rows for mention in row.sectors), lambda text: terms.find("issue", text)
    )
    made: list[Term] = []
    found: dict[Sector, Term] = {s: s.term for s in meant.values() if s.term}
    for sector in sorted({s for s in meant.values() if s.term is None}, key=lambda s: (s.name, s.label)):
        aliases = [a for a in sector.aliases if terms.find("issue", a) is None]
        known = terms.find("issue", sector.name)
        found[sector] = known or add_term(map_, "issue", sector.name, aliases=aliases)
        if known is None:
            made.append(found[sector])
            terms.add(found[sector], aliases)
    return {mention: found[s] for mention, s in meant.items()}, made


def _store_populations(map_: Map, rows: list[Presence], terms: TermIndex) -> tuple[dict[str, int], list[Term]]:
    made: list[Term] = []
    found: dict[str, int] = {}
    for word in sorted({word for row in rows for word in row.populations}, key=lambda w: (key_of(w), w)):
        term = terms.find("population", word)
        if term is None:
            term = add_term(map_, "population", word)
            terms.add(term)
            made.append(term)
        found[word] = term.id
    return found, made


def _area_rows(
    facts: Facts, rows: list[Presence], keys: Mapping[tuple[str, Path], Hashable], here: list[Place], areas: Areas
) -> list[Hashable]:
    """The records of completed areas, after noting which rows speak of each, if only as the wider area."""
    if not areas.changed:
        return []
    parents = {place.key: place.parent for place in here}
    for at, row in enumerate(rows):
        for path in row.places:
            key: Hashable | None = keys[row.country, path]
            while key is not None:
                facts.rows_of.setdefault(("area", areas.ids[key]), []).append(at)
                key = parents[key]
    return [("area", area) for area in sorted(areas.changed)]


def _finest(places: list[Place], levels: tuple[str, ...]) -> list[Place]:
    present = {place.level for place in places}
    finest = next((level for level in reversed(levels) if level in present), None)
    return [place for place in places if place.level == finest]


def _examples(rows: list[Presence], adding: set[int], changing: set[int]) -> dict[str, tuple[str, ...]]:
    """The first few rows of each outcome, in words."""
    found: dict[str, list[str]] = {}
    for at, row in enumerate(rows):
        texts = found.setdefault("added" if at in adding else "changed" if at in changing else "unchanged", [])
        if len(texts) < EXAMPLES:
            who = ", ".join(o[0] or o[1] for o in row.organizations) or "nobody"
            where = ", ".join(path[-1][1] or path[-1][2] for path in row.places)
            texts.append(f"{who}: {', '.join(s[0] or s[1] for s in row.sectors)} in {where} (line {row.line})")
    return {what: tuple(texts) for what, texts in sorted(found.items())}


def _about_allies(facts: Facts, sectors: dict[tuple[str, str], Term]) -> list[str]:
    slugs = {term.id: term.slug for term in sectors.values()}
    usual = Counter(key[1] for key in facts.activities)
    best = min(usual, key=lambda term: (-usual[term], slugs[term]), default=None)
    return [] if best is None else [f"ngomap allies --issue {slugs[best]}"]
