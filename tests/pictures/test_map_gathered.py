"""On a map of many, circles with a number stand for those near each other, and the numbers add up."""

from __future__ import annotations

import random
from itertools import combinations
from math import dist

import pytest

from ngomap.pictures.map_frame import frame_around
from ngomap.pictures.map_gathered import BY_THEMSELVES, GATHERED, gathered, said_of
from ngomap.pictures.map_marks import Site
from ngomap.pictures.map_picture import map_picture
from ngomap.pictures.map_view import map_view
from tests.pictures.test_map_view import actor, rows


def sites(many: int = 700) -> list[Site]:
    dice = random.Random(3)
    towns = [(dice.uniform(-3, 3), dice.uniform(35, 40)) for _ in range(12)]
    found = []
    for n in range(many):
        lat, lon = dice.choice(towns)
        found.append(Site(n, f"h{n:04}", f"N{n}", "ngo" if n % 3 else "donor", lat + dice.gauss(0, 0.2), lon + dice.gauss(0, 0.2), "", "", weight=n % 50))
    return found


def test_everybody_is_in_a_mark_or_counted_in_one() -> None:
    found, counts = gathered(sites(), frame_around([(s.lat, s.lon) for s in sites()]))
    single = [m for m in found if m.site.group != GATHERED]
    assert len(single) + sum(counts.values()) == 700
    assert BY_THEMSELVES <= len(single) < 300 and min(counts.values()) > 1
    assert {m.site.id for m in found if m.site.group == GATHERED} == set(counts)
    assert said_of(counts)[0].startswith(f"{sum(counts.values())} who stand near others are gathered into {len(counts)} circles")


def test_no_mark_hides_another_and_the_more_the_larger() -> None:
    found, counts = gathered(sites(), frame_around([(s.lat, s.lon) for s in sites()]))
    assert all(dist((a.x, a.y), (b.x, b.y)) >= a.radius + b.radius - 0.1 for a, b in combinations(found, 2))
    by_count = sorted((counts[m.site.id], m.radius) for m in found if m.site.id in counts)
    assert [radius for _, radius in by_count] == sorted(radius for _, radius in by_count)


def test_the_order_of_the_sites_changes_nothing() -> None:
    frame = frame_around([(s.lat, s.lon) for s in sites()])
    assert gathered(sites(), frame) == gathered(random.Random(1).sample(sites(), 700), frame)


def test_ourselves_and_who_is_asked_about_stay_by_themselves() -> None:
    some = [*sites(), Site(-9, "us", "Us", "ngo", 0.0, 36.0, "", "", weight=2000.0, ours=True)]
    found, _ = gathered(some, frame_around([(s.lat, s.lon) for s in some]))
    assert any(m.site.ours for m in found)


@pytest.mark.parametrize("most", [150, 2000])
def test_the_picture_says_how_many_it_gathered(most: int) -> None:
    people = [actor(n, f"a{n:03}", lat=1.0 + n % 7, lon=36.0 + n % 5) for n in range(1, 301)]
    picture = map_picture(map_view(rows(*people)), most)
    data = picture.spec["datasets"]
    assert isinstance(data, dict)
    numbers = [int(r["text"]) for r in data.get("counts", [])]
    said = [note for note in picture.notes if "gathered" in note]
    if most > 300:
        assert not numbers and not said and len(data["marks"]) == 300
        return
    assert len(data["marks"]) - len(numbers) + sum(numbers) == 300
    assert said[0].startswith(f"{sum(numbers)} who stand near others are gathered into {len(numbers)} circles")
    assert "So many near each other" in [r["text"] for r in data["legend_words"]]
    assert len(picture.rows) == 300
