"""The actors that a batch of rows speaks of, stored: new ones made, known ones filled and corrected, never blanked."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Final

from ngomap.importers.records import ActorRow
from ngomap.intake.actor_groups import Group, group_rows
from ngomap.intake.alike import keep_doubtful
from ngomap.intake.run import ADDED, CHANGED, Numbered, Run
from ngomap.intake.tagging import tag_actors
from ngomap.intake.who import who_is_meant
from ngomap.intake.wishes import listed
from ngomap.matching.keys import key_of
from ngomap.matching.organizations import Meant
from ngomap.model.audience import stricter
from ngomap.model.text import scripts
from ngomap.store.history import removed_by_hand, set_by_hand
from ngomap.store.import_lines import note_lines
from ngomap.store.intake_rows import (
    Held,
    extend_lists,
    facts_of,
    index_for_search,
    index_new,
    insert_actors,
    lists_held,
    not_listed_yet,
    not_said_yet,
    update_actors,
)

RENAMING: Final = ("uid", "identifier", "handle", "acronym")
"""Ways of knowing an actor by which a file may give it another name than the map has."""
LOOK_ALIKES: Final = frozenset(("LATIN", "CYRILLIC", "GREEK"))
EXAMPLES: Final = 5
UNTOLD: Final = ("area_id", "source", "audience")
"""Fields of which nobody need be told that what was set by hand stays."""

Said = tuple[int, ActorRow]
"""The number of a row, and what it says of one actor."""


def store_actors(run: Run, rows: list[Numbered], headers: dict[str, tuple[str, ...]]) -> list[Numbered]:
    """Store what the rows say of actors; the rows that were taken. `run` learns who each key of the file is."""
    said = [(row.at, actor) for row in rows for actor in row.said.actors]
    whom = who_is_meant(run, said)
    words = run.words
    wrong: dict[int, str] = {}
    for (at, actor), meant in zip(said, whom, strict=True):
        if meant.problem or actor.terms or actor.serves or actor.sits_in:
            reason = meant.problem or words.problem(actor)
            if reason:
                wrong.setdefault(at, reason)
    taken = [row for row in rows if row.at not in wrong] if wrong else rows
    for row in rows if wrong else ():
        if row.at in wrong:
            run.reject(row.at, row.said.row, row.said.part, wrong[row.at], headers.get(row.said.part, ()))
    pairs = [(of, meant) for of, meant in zip(said, whom, strict=True) if not wrong or of[0] not in wrong]
    words.make([actor for (_, actor), _ in pairs])
    groups = group_rows([(at, actor, meant, words.resolved(actor)) for (at, actor), meant in pairs])
    fresh = [g for g in groups if g.actor is None]
    known = [g for g in groups if g.actor is not None]
    ids = _begin(run, fresh)
    changed = _correct(run, known)
    for group in known:
        run.actors.deal_with(group.actor or 0)
        if group.actor in changed:
            run.mark(group.owner, CHANGED)
    index_new(run.map, ids)
    index_for_search(run.map, changed)
    by_who = {g.who: g.actor for g in groups}
    run.doubtful_in_all += keep_doubtful(run.map, run.doubtful, {who: id_ for who, id_ in by_who.items() if id_})
    parts = {row.at: (row.said.row.line, row.said.part or None) for row in rows}
    told = [*fresh, *(g for g in known if g.actor in changed)]
    note_lines(run.map, run.change, [(g.actor or 0, *parts[g.owner]) for g in told])
    for (_, actor), meant in pairs:
        if actor.key:
            run.keys[actor.key] = by_who[meant.who] or 0
    for group in groups:
        if group.differing or not group.name.isascii():
            _remember(run, group, parts)
    _propose_terms(run, rows, pairs, by_who)
    return taken


def _begin(run: Run, groups: list[Group]) -> list[int]:
    """Make the actors that are new; their ids, which follow on one another."""
    plain: dict[bool, dict[str, object]] = {
        person: {"kind": "other", "source": run.wishes.source, "audience": run.wishes.audience_of(kind)}
        for person, kind in ((False, "organization"), (True, "person"))
    }
    people = 0
    rows: list[dict[str, object]] = []
    for g in groups:
        person = g.facts.get("kind") == "person"
        people += person
        own = {"name": g.name, "name_key": key_of(g.name), "handle": g.handle, "uid": g.uid}
        rows.append({**plain[person], **g.facts, **own})
    ids = insert_actors(run.map, rows, run.numbered)
    for id_, group in zip(ids, groups, strict=True):
        group.actor = id_
        run.outcome[group.owner] = ADDED
    run.actors.deal_with_all(ids)
    run.stored["people"] += people
    run.stored["organizations"] += len(groups) - people
    extend_lists(
        run.map,
        [(g.actor or 0, text) for g in groups if g.other_names for _, text in sorted(g.other_names.items())],
        [(g.actor or 0, scheme, value) for g in groups for scheme, value in g.identifiers],
        [(g.actor or 0, term) for g in groups for term in g.terms],
        [(g.actor or 0, area) for g in groups for area in g.areas],
    )
    return ids


def _propose_terms(
    run: Run, rows: list[Numbered], pairs: list[tuple[Said, Meant]], by_who: dict[Hashable, int | None]
) -> None:
    """Terms that the text of a row suggests for the first actor it speaks of."""
    texts = {row.at: row.said.text for row in rows if row.said.text}
    of_actor: dict[int, str] = {}
    for (at, _), meant in pairs if texts else ():
        text, actor = texts.pop(at, ""), by_who[meant.who]
        if text and actor:
            of_actor[actor] = f"{of_actor[actor]}\n{text}" if actor in of_actor else text
    if of_actor:
        run.tagged += tag_actors(run.map, of_actor)


def _remember(run: Run, group: Group, lines: dict[int, tuple[int, str | None]]) -> None:
    if group.differing and len(run.differing) <= EXAMPLES:
        said = listed((str(lines[at][0]) for at in group.rows), 3)
        run.differing.append(f"{group.name} (lines {said}): {group.differing}")
    if not group.name.isascii() and len(scripts(group.name) & LOOK_ALIKES) > 1 and len(run.mixed_scripts) <= EXAMPLES:
        run.mixed_scripts.append(group.name)


def _correct(run: Run, groups: list[Group]) -> set[int]:
    """Fill and correct what the map knows; the ids of those changed."""
    groups = _with_news(run, groups)
    if not groups:
        return set()
    facts = facts_of(run.map, [g.actor for g in groups if g.actor is not None])
    held = lists_held(run.map, facts)
    by_hand = set_by_hand(run.map, facts)
    taken_away = removed_by_hand(run.map, facts)
    better: dict[int, dict[str, object]] = {}
    longer: list[tuple[Group, str, Held]] = []
    for group in groups:
        actor = group.actor or 0
        old = facts[actor]
        now = _corrected(old, group, held[actor], by_hand.get(actor, set()), run)
        if now != old:
            better[actor] = now
            for field, value in now.items():
                if value != old[field] and old[field] is not None and field != "area_id":
                    run.replace((str(old["name"]), field, old[field], value))
        old_name = str(old["name"])
        without = _not_again(actor, taken_away, held[actor])
        if now["name"] == old_name:
            without.aliases.add(key_of(old_name))
        longer.append((group, str(now["name"]), without))
        if key_of(str(now["name"])) != key_of(old_name):
            group.other_names[key_of(old_name)] = old_name
    update_actors(run.map, better)
    return set(better) | _extend(run, longer)


def _with_news(run: Run, groups: list[Group]) -> list[Group]:
    """Those that say anything that the map does not say in the same words: of a register that comes again, few."""
    news = not_said_yet(run.map, {g.actor or 0: g.name for g in groups}, {g.actor or 0: g.facts for g in groups})
    news |= not_listed_yet(
        run.map,
        {(g.actor or 0, key) for g in groups if g.other_names for key in g.other_names},
        {(g.actor or 0, scheme, value) for g in groups for scheme, value in g.identifiers},
        {(g.actor or 0, term) for g in groups for term in g.terms},
        {(g.actor or 0, area) for g in groups for area in g.areas},
    )
    return [g for g in groups if g.actor in news]


def _corrected(old: dict[str, object], group: Group, held: Held, by_hand: set[str], run: Run) -> dict[str, object]:
    said = dict(group.facts)
    if said.get("kind") == "other":
        del said["kind"]
    if "audience" in said:
        said["audience"] = stricter(str(old["audience"]), str(said["audience"]))
    if "place" in said and said["place"] == old["place"] and said["area_id"] is None:
        # The same words in a map that meanwhile knows more than the file.
        del said["area_id"]
    if again := run.actors.spoken_of(group.actor or 0):
        said = {field: value for field, value in said.items() if old[field] is None}
    for field in by_hand & said.keys():
        if said[field] != old[field]:
            if field not in UNTOLD:
                run.keep((str(old["name"]), field, old[field], said[field]))
            del said[field]
    now = {**old, **said}
    if again or "name" in by_hand:
        return now
    same = key_of(group.name) == key_of(str(old["name"]))
    if same or (group.by in RENAMING and key_of(group.name) not in held.aliases):
        now["name"] = group.name
    return now


def _not_again(actor: int, taken_away: dict[str, set[tuple[object, ...]]], held: Held) -> Held:
    """What an actor holds, and what was taken from it by hand: neither is to be added."""
    if not any(taken_away.values()):
        return held

    def gone(table: str) -> set[tuple[object, ...]]:
        return {row[1:] for row in taken_away.get(table, ()) if row[0] == actor}

    return Held(
        held.aliases | {str(key) for (key,) in gone("aliases")},
        held.identifiers | {(str(s), str(v)) for s, v in taken_away.get("identifiers", ())},
        held.terms | {int(str(t)) for (t,) in gone("actor_terms")}, held.areas | {int(str(a)) for (a,) in gone("actor_areas")},
    )  # fmt: skip


def _extend(run: Run, groups: Iterable[tuple[Group, str, Held]]) -> set[int]:
    """Add to the lists of actors what they do not hold; the ids of those that got something."""
    aliases: list[tuple[int, str]] = []
    identifiers: list[tuple[int, str, str]] = []
    terms: list[tuple[int, int]] = []
    areas: list[tuple[int, int]] = []
    got: set[int] = set()
    for group, name, held in groups:
        actor = group.actor or 0
        before = len(aliases) + len(identifiers) + len(terms) + len(areas)
        known = {*held.aliases, key_of(name)}
        own = key_of(group.name)
        if own and own not in known:
            aliases.append((actor, group.name))
        if group.other_names:
            aliases += [(actor, text) for key, text in sorted(group.other_names.items()) if key not in known | {own}]
        identifiers += [(actor, *i) for i in sorted(group.identifiers - held.identifiers)]
        terms += [(actor, t) for t in sorted(group.terms - held.terms)]
        areas += [(actor, a) for a in sorted(group.areas - held.areas)]
        if len(aliases) + len(identifiers) + len(terms) + len(areas) > before:
            got.add(actor)
    extend_lists(run.map, aliases, identifiers, terms, areas)
    return got
