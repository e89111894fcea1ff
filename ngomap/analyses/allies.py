"""Who will stand with us on an issue?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ngomap.analyses.allies_factors import MEASURES, Scene
from ngomap.analyses.allies_findings import against_reasons, ally_reasons, nearby_reasons, undecided_reasons
from ngomap.analyses.allies_known import AllyRows, Asked, Known
from ngomap.analyses.allies_ranking import Scale, Values, scale_of, weights_for
from ngomap.analyses.allies_steps import next_step
from ngomap.analyses.allies_tree import WHOLE
from ngomap.analyses.allies_unknown import TAKES_US, UNKNOWN, our_remedy, remedy
from ngomap.analyses.describing import some
from ngomap.model.report import Finding, Report

ALLIES: Final = "allies"
UNDECIDED: Final = "neutral or unknown"
NEARBY: Final = "within reach, but nothing known on this issue"
AGAINST: Final = "opponents and rivals"
GROUPS: Final = (ALLIES, UNDECIDED, NEARBY, AGAINST)
REASONS: Final = {ALLIES: ally_reasons, UNDECIDED: undecided_reasons, NEARBY: nearby_reasons}
SCREENFUL: Final = {ALLIES: 4, UNDECIDED: 1, NEARBY: 0, AGAINST: 3}
SCREENFUL_EXPLAINED: Final = {ALLIES: 2, UNDECIDED: 0, NEARBY: 0, AGAINST: 0}
UNIT: Final = "of 1"
METHOD: Final = (
    "A weighted mean of {}, each from 0 to 1; what is not known of somebody counts as the map's median."
)
PURPOSE_WORDS: Final = {
    None: "", "coalition": ", in a coalition", "project": ", in a joint project", "information": ", with information",
    "protection": ", when we need protection", "capacity": ", to build our capacity",
}  # fmt: skip


@dataclass(slots=True)
class Ranked:
    """Who is listed in which group, in order, and who was left out because of the area or population asked about."""

    groups: dict[str, list[int]] = field(default_factory=lambda: {g: [] for g in GROUPS})
    elsewhere: int = 0
    for_others: int = 0


def find_allies(
    rows: AllyRows,
    asked: Asked,
    weights: Mapping[str, float] | None = None,
    explain: bool = False,
    limit: int | None = None,
) -> Report:
    """Who will stand with us on the issue, on the day: every actor, people and public bodies too, the likeliest first.

    **Score.** sum(weight_f x value_f) / sum(weight_f) over the factors f, each from 0 to 1: how near its issues come to
    this one (1 for the same, x 0.8 for each step narrower, x 0.6 for each step wider, 0.3 for siblings); its latest
    stance, (stance + 2) / 4; the share of our issues, populations and areas that are also theirs; the share of their
    services, areas and offers that we lack, and the other way round; the strongest path of at most three ties, the
    product of their strengths; trust in both directions; 1 / (1 + km / 50); capacity and influence on the issue; the
    cosine of its contacts and ours. Values are whole thousandths and weights decimal fractions, so that the sum comes
    out exactly and can be checked by hand.

    A weight says how much of the score a factor decides. The table is `allies_ranking.WEIGHTS`, with a column for each
    purpose; a map may set its own (`weights`). A value that is not known is replaced by the (lower) median of those
    known in the map, and named; a factor known of nobody takes no part, and that is said once. An actor of whom
    nothing is known moves no median, so it changes nothing for the others.

    **Listed** is who works on the issue or near it, has a stance or influence on it, or shares ground with us and can
    be reached. Whose latest stance on the issue, on a part of it or on a wider one is below 0 is an opponent: opponents
    and rivals stand apart, by name, without a score. So does who is neutral, or has influence but no known stance, and
    who only shares ground. Our own board, staff and volunteers are us and are not listed, unless they are opponents.
    Closed organizations are left out; so is who is known to work only outside the area asked about, or only for others
    than the population asked about - where that is not known, they stay.

    A map without actors, or with one, gives no findings. Without `us`, or where we have no ties, what is measured from
    us is not known of anybody. In a graph of several parts, whoever no path leads to has reach 0 if its ties are
    recorded, and an unknown reach if it has none. Parallel ties count as the strongest of them. Ties that begin later,
    and stances, trust and events dated later, do not exist.

    `limit` findings of each group are written out, 0 all, None a screenful; `totals` counts all.

    Raises InvalidValue for an unknown purpose or impossible weights.

    We know Ada, who knows Bea; both work on corruption and the mayor is against us.

    >>> from ngomap.model.actors import Actor
    >>> from ngomap.model.contacts import Stance
    >>> from ngomap.model.relationships import Tie
    >>> from ngomap.model.words import Term
    >>> def actor(id, handle, kind="ngo"):
    ...     return Actor(id, handle, handle, kind, handle.title(), *[None] * 19, "public")
    >>> rows = AllyRows(
    ...     actors=[actor(1, "us"), actor(2, "ada"), actor(3, "bea"), actor(4, "mayor", "government")], us=1,
    ...     terms=[Term(7, "issue", "corruption", "Corruption")], terms_of={2: [7], 3: [7]},
    ...     ties=[Tie(1, "works-with", 1, 2, "active", rung=3), Tie(2, "knows", 2, 3, "active")],
    ...     stances=[Stance(1, 4, 7, -2, None, "2026-01-05")])
    >>> weights = {"issue": 10, "reach": 10, "stance": 0, "closeness": 0}
    >>> report = find_allies(rows, Asked(rows.terms[0], "2026-05-01"), weights)
    >>> [(f.group, f.subject, f.value) for f in report.findings]
    [('allies', 'ada', 0.775), ('allies', 'bea', 0.5825), ('opponents and rivals', 'mayor', None)]

    Ada's score is (10 x 1 + 10 x 0.55) / 20, Bea's (10 x 1 + 10 x 0.55 x 0.3) / 20.

    Keeney, R., Raiffa, H. (1976). Decisions with multiple objectives. Schiffer, E., Hauck, J. (2010). Net-Map:
    collecting social network data and facilitating network learning through participatory influence network mapping.
    Field Methods 22.
    """
    scale_weights = weights_for(asked.purpose, weights)
    known = Known(rows, asked)
    scene = Scene(known, rows.graph)
    measured: dict[int, Values] = {a: {f: MEASURES[f](scene, a) for f in scale_weights} for a in known.others}
    scale = scale_of(scale_weights, measured.values())
    ranked = _ranked(scene, measured, scale)
    findings: list[Finding] = []
    shown = _screenful(ranked, explain)
    told = {g: of[: shown[g] if limit is None else limit or len(of)] for g, of in ranked.groups.items()}
    # The first is named in the next steps, shown or not.
    named = {a for group, of in told.items() for a in (*of, *ranked.groups[group][:1])}
    ways = {n for a in named if (path := scene.circle.paths.get(a)) for n in path.nodes}
    known.learn_ties(named, ways)
    for group, members in told.items():
        for actor in members:
            findings.append(_finding(scene, scale, group, actor, measured[actor], explain))
    return Report(
        "allies",
        _question(asked),
        METHOD.format("1 factor" if len(scale.counted) == 1 else f"{len(scale.counted)} factors"),
        _parameters(asked, scale),
        tuple(findings),
        _caveats(scene, scale, ranked, limit is None and not shown[NEARBY]),
        _next(scene, scale, ranked, measured, explain),
        {group: len(members) for group, members in ranked.groups.items() if members},
    )


def _ranked(scene: Scene, measured: Mapping[int, Values], scale: Scale) -> Ranked:
    ranked = Ranked()
    known, ground = scene.known, scene.ground
    for actor, values in measured.items():
        group = _group(scene, actor, values)
        if group is None:
            continue
        if known.asked.area is not None and ground.elsewhere(actor):
            ranked.elsewhere += 1
        elif known.asked.population is not None and ground.for_others(actor):
            ranked.for_others += 1
        else:
            ranked.groups[group].append(actor)
    for group in (ALLIES, UNDECIDED, NEARBY):
        ranked.groups[group].sort(key=lambda a: (-scale.points(measured[a]), known.actors[a].handle))
    return ranked


def _screenful(ranked: Ranked, explain: bool) -> dict[str, int]:
    if not ranked.groups[ALLIES] and not ranked.groups[UNDECIDED]:
        return {**SCREENFUL, NEARBY: SCREENFUL[ALLIES]}
    return SCREENFUL_EXPLAINED if explain else SCREENFUL


def _group(scene: Scene, actor: int, values: Values) -> str | None:
    """The group of an actor, or None if it has nothing to do with the issue."""
    known = scene.known
    rival = actor in known.our_rivals
    on_issue = (values["issue"] or 0) > 0
    counts = actor in known.stances or actor in known.influences
    within_reach = (values["common"] or 0) > 0 and (rival or actor in scene.circle.paths)
    if not (on_issue or counts or within_reach):
        return None
    if rival or actor in known.opponents:
        return AGAINST
    if actor in known.our_people:
        return None
    rows = known.stances.get(actor)
    if rows:
        return ALLIES if (rows[0].stance or 0) > 0 else UNDECIDED
    if on_issue:
        return ALLIES
    return UNDECIDED if counts else NEARBY


def _finding(scene: Scene, scale: Scale, group: str, actor: int, values: Values, explain: bool) -> Finding:
    who = scene.known.actors[actor]
    if group == AGAINST:
        return Finding(who.handle, who.name, None, "", against_reasons(scene, actor, _insiders(scene, actor)), group)
    reasons = REASONS[group](scene, scale, actor, values, explain)
    score = scale.score(scale.points(values))
    return Finding(who.handle, who.name, score, UNIT if score is not None else "", reasons, group)


def _insiders(scene: Scene, opponent: int) -> list[int]:
    known = scene.known
    people = {t.a for t in known.people_in.get(opponent, ())} - known.opponents - known.our_rivals
    with_us = [p for p in people if any((s.stance or 0) > 0 for s in known.stances.get(p, ()))]
    return sorted(with_us, key=lambda p: known.actors[p].handle)


def _question(asked: Asked) -> str:
    area = f" in {asked.area.name}" if asked.area else ""
    population = f" for {asked.population.name}" if asked.population else ""
    return f"Who will stand with us on {asked.issue.name}{area}{population}{PURPOSE_WORDS[asked.purpose]}?"


def _parameters(asked: Asked, scale: Scale) -> dict[str, object]:
    return {
        "issue": asked.issue.slug, "area": asked.area.handle if asked.area else None,
        "population": asked.population.slug if asked.population else None, "for": asked.purpose, "on": asked.on,
        "weights": {f: float(w) for f, w in scale.weights.items()},
        "medians": {f: m / WHOLE for f, m in scale.medians.items()},
    }  # fmt: skip


def _caveats(scene: Scene, scale: Scale, ranked: Ranked, nearby_hidden: bool) -> tuple[str, ...]:
    known, asked = scene.known, scene.known.asked
    said: list[str] = []
    if not any(ranked.groups.values()):
        said.append(f"Nobody on the map is recorded as working on {asked.issue.name} or having a stance on it.")
    nearby = len(ranked.groups[NEARBY])
    if nearby and nearby_hidden:
        said.append(f"Not shown: {nearby} within reach of whom nothing is known on this issue; --limit 0 shows them.")
    if known.us is None:
        said.append("The map does not say who we are: what we share, trust, and who can introduce us cannot be known.")
    if scale.left_out and any(ranked.groups.values()):
        names = some([UNKNOWN[f] for f in scale.left_out], len(UNKNOWN))
        said.append(f"Not recorded of anybody, so left out of the scores: {names}.")
    if ranked.groups[ALLIES] and "stance" in scale.left_out:
        said.append(
            f"To work on {asked.issue.name} is not yet to stand with us: where they stand is not recorded of anybody."
        )
    if ranked.elsewhere and asked.area:
        said.append(f"Left out: {ranked.elsewhere} known to work only outside {asked.area.name}.")
    if ranked.for_others and asked.population:
        said.append(f"Left out: {ranked.for_others} known to serve only others than {asked.population.name}.")
    listed = [a for members in ranked.groups.values() for a in members]
    unplaced = sum(not scene.ground.whereabouts(a) for a in listed) if asked.area else 0
    if unplaced and asked.area:
        said.append(f"Of {unplaced} in the list it is not known whether they work in {asked.area.name}.")
    unserving = sum(not known.words["population"].get(a) for a in listed) if asked.population else 0
    if unserving and asked.population:
        said.append(f"Of {unserving} in the list it is not known whether they serve {asked.population.name}.")
    return tuple(said)


def _next(scene: Scene, scale: Scale, ranked: Ranked, measured: Mapping[int, Values], explain: bool) -> tuple[str, ...]:
    known, issue = scene.known, scene.known.asked.issue
    allies = next((ranked.groups[g] for g in (ALLIES, UNDECIDED, NEARBY) if ranked.groups[g]), [])
    if not allies:
        above = known.term_tree.above(issue.id)
        wider = [f"ngomap allies --issue {known.terms[above[0]].slug}"] if above else []
        return (f"ngomap add NAME --issue {issue.slug}    (whom do we know of?)", *wider)
    found: list[str] = []
    first = allies[0]
    handle, name = known.actors[first].handle, known.name(first)
    if known.us is not None:
        step = next_step(scene, first)
        via = known.actors[step.with_whom]
        found.append(f"ngomap log {via.handle} --kind {step.kind}    (once the next step with {name} is taken)")
    ours = [command for f in scale.left_out if (command := our_remedy(scene, f))]
    theirs = [f for f in scale.left_out if not our_remedy(scene, f) and (known.us or f not in TAKES_US)]
    if ours:
        found.append(f"{ours[0]}    (to see who is close to us)")
    if theirs:
        found.append(f"{remedy(scene, theirs[0], handle)}    ({UNKNOWN[theirs[0]]}: not recorded of anybody)")
    if not explain:
        found.append(f"ngomap allies --issue {issue.slug} --explain    (how the scores come about)")
    return tuple(found)
