"""What is counted of everybody's records is what the records say."""

from __future__ import annotations

import random

import pytest

from ngomap.analyses.knowledge_recorded import Facts, Recorded, recorded
from ngomap.store import known_facts
from ngomap.store.actors import lists_of, matching_actors
from ngomap.store.areas import all_areas
from ngomap.store.connection import Map
from ngomap.store.coverage import activities
from ngomap.store.filters import Filters
from ngomap.store.terms import all_terms
from ngomap.store.ties import all_ties
from ngomap.store.whole_load import load
from tests.store.test_area_work import ON, document


@pytest.mark.parametrize("seed", range(4))
def test_counted_as_recorded(bare_map: Map, seed: int) -> None:
    dice = random.Random(seed)
    ties = {}
    for _ in range(14):
        a, b = sorted(dice.sample(range(8), 2))
        kind, status = dice.choice(["works-with", "knows", "rivals"]), dice.choice(["active", "dormant", "wanted", "ended"])
        ties[a, b, kind] = {"type": kind, "from": f"h{a}", "to": f"h{b}", "status": status}
    made = document(dice)
    for actor in made["actors"]:
        actor["kind"] = "ngo"
    load(bare_map, {**made, "relationships": list(ties.values())})
    actors, _ = matching_actors(bare_map, Filters())
    facts = {id_: Facts(x["issues"], x["populations"], x["serves"]) for id_, x in lists_of(bare_map, [a.id for a in actors]).items()}
    us = actors[0].ref
    plain = recorded(
        actors, facts, all_areas(bare_map), all_terms(bare_map), all_ties(bare_map), activities(bare_map, inferred=False), ON, us
    )
    issues = known_facts.issues_on_record(bare_map)
    assert issues == {actor: slugs for actor, slugs in plain.issues.items() if slugs}
    ours = {*issues.get(us.id, ()), *known_facts.worked_by(bare_map, us.id)}
    neighbours, working = known_facts.neighbours(bare_map, ON, ON, us.id)
    counted = Recorded(
        plain.issues, known_facts.with_populations(bare_map), known_facts.with_areas(bare_map), known_facts.active(bare_map),
        known_facts.serving(bare_map), ours, known_facts.worked_on(bare_map, ours), neighbours, working,
        known_facts.recorded_there(bare_map),
    )  # fmt: skip
    plain.worked = {actor: shared for actor, slugs in plain.worked.items() if (shared := {*slugs} & ours)}
    assert counted == plain
