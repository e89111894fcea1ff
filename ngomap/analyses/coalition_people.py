"""How many people stand behind a coalition, nobody counted twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ngomap.model.actors import Actor
from ngomap.model.relationships import Tie

AT_WORK = ("works-for",)


@dataclass(frozen=True, slots=True)
class Behind:
    """Who stands behind a coalition: the organizations (members, and members of members), the people they employ and the
    people who are members themselves; whose staff is `unknown`; who is `within` the staff of another.
    """

    organizations: tuple[int, ...]
    people: int
    persons: tuple[int, ...]
    counted: tuple[int, ...]
    unknown: tuple[int, ...]
    within: tuple[int, ...]
    twice: tuple[int, ...] = ()


def people_behind(coalition: int, members: Iterable[int], actors: Mapping[int, Actor], ties: Sequence[Tie]) -> Behind:
    """Count the people: the staff of every organization that is a member or a member of a member (however far down), once
    each, plus the persons who are members and not on the staff of one of them. A branch whose parent is there with its
    staff is within it; a person who works for two of them is counted once.

    `ties` are those of all of these that stand on the day. Whose staff is not known adds nothing and is named.

    >>> def actor(id_, kind, staff=None):
    ...     return Actor(id_, "", f"a{id_}", kind, f"A{id_}", None, *[None] * 9, staff, *[None] * 8, "public")
    >>> told = ((1, "coalition"), (2, "ngo", 10), (3, "network"), (4, "ngo", 5), (5, "person"))
    >>> actors = {row[0]: actor(*row) for row in told}
    >>> ties = [Tie(1, "member-of", 2, 1, "active"), Tie(2, "member-of", 3, 1, "active"), Tie(3, "member-of", 4, 3, "active"),
    ...     Tie(4, "member-of", 2, 3, "active"), Tie(5, "member-of", 5, 1, "active"), Tie(6, "works-for", 5, 2, "active")]
    >>> found = people_behind(1, [2, 3, 5], actors, ties)
    >>> found.people, found.organizations, found.unknown
    (15, (2, 3, 4), (3,))
    """
    below: dict[int, set[int]] = {}
    parents: dict[int, set[int]] = {}
    employers: dict[int, set[int]] = {}
    for tie in ties:
        if tie.type == "member-of":
            below.setdefault(tie.b, set()).add(tie.a)
        elif tie.type == "parent-of":
            parents.setdefault(tie.b, set()).add(tie.a)
        elif tie.type in AT_WORK:
            employers.setdefault(tie.a, set()).add(tie.b)
    reached: set[int] = set()
    rest = [m for m in members if m in actors]
    while rest:
        one = rest.pop()
        if one not in reached and one != coalition:
            reached.add(one)
            rest += [m for m in below.get(one, ()) if m in actors]
    organizations = {i for i in reached if actors[i].kind != "person"}
    told = {i for i in organizations if actors[i].staff is not None}
    within = {i for i in organizations if _above(i, parents) & told}
    counted = told - within
    staffed = counted | within
    persons = {i for i in reached if actors[i].kind == "person" and not employers.get(i, set()) & staffed}
    people = sum(actors[i].staff or 0 for i in counted) + len(persons)
    twice = set()
    for person, where in employers.items():
        jobs = {_top(o, parents, counted) for o in where & staffed}
        if len(jobs) > 1:
            people -= len(jobs) - 1
            twice.add(person)
    by_handle = sorted(actors, key=lambda i: actors[i].handle)
    def order(ids: set[int]) -> tuple[int, ...]:
        return tuple(i for i in by_handle if i in ids)

    return Behind(
        order(organizations), max(people, 0), order(persons), order(counted), order(organizations - told - within), order(within),
        tuple(sorted(twice)),
    )  # fmt: skip


def _above(actor: int, parents: Mapping[int, set[int]]) -> set[int]:
    found: set[int] = set()
    rest = list(parents.get(actor, ()))
    while rest:
        one = rest.pop()
        if one not in found and one != actor:
            found.add(one)
            rest += parents.get(one, ())
    return found


def _top(organization: int, parents: Mapping[int, set[int]], counted: set[int]) -> int:
    """The counted one within whose staff an organization's is."""
    return organization if organization in counted else min(_above(organization, parents) & counted, default=organization)
