"""What is said of each actor: why, by which way, with what care, and what next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ngomap.analyses.allies_cautions import cautions, stale_tie
from ngomap.analyses.allies_factors import Scene
from ngomap.analyses.allies_ground import listed
from ngomap.analyses.allies_offered import again, offered
from ngomap.analyses.allies_ranking import Scale, Values, plain
from ngomap.analyses.allies_roles import roles_of
from ngomap.analyses.allies_steps import next_step
from ngomap.analyses.allies_telling import LABELS, TELLERS, stance_words, tell_influence, tell_issue, tell_stance
from ngomap.analyses.allies_unknown import UNKNOWN, remedy
from ngomap.analyses.tie_words import rung_words, towards_us
from ngomap.model.report import Reason

SHARED_NAMED: Final = 2
BROUGHT_NAMED: Final = 1
UNKNOWN_NAMED: Final = 2
TELLS_THE_ISSUE: Final = ("coordinate", "learn")
"""Roles whose rule says already what the actor works on."""


def ally_reasons(scene: Scene, scale: Scale, actor: int, values: Values, explain: bool) -> tuple[Reason, ...]:
    """Somebody who is likely to stand with us."""
    return (
        _role(scene, actor, values),
        *(explanation(scene, scale, actor, values) if explain else _ground(scene, actor, values)),
        *again(scene, actor),
        *([] if explain else offered(scene, actor)),
        *_way(scene, actor),
        *cautions(scene, actor),
        _step(scene, actor),
        *([] if explain else _unknown(scene, scale, actor, values)),
    )


def undecided_reasons(scene: Scene, scale: Scale, actor: int, values: Values, explain: bool) -> tuple[Reason, ...]:
    """Somebody who counts on the issue and is neutral, or whose stance is not known."""
    rows = scene.known.stances.get(actor)
    if rows:
        told = tell_stance(scene, actor)
        text, evidence = f"{told.text}{_how_much(scene, actor)}", told.evidence
    else:
        told = tell_influence(scene, actor)
        text, evidence = f"{told.text}; where they stand is not known", told.evidence
    return (
        Reason("stance", f"{_capital(text)}.", evidence),
        *(explanation(scene, scale, actor, values) if explain else _ground(scene, actor, values)),
        *_way(scene, actor),
        *cautions(scene, actor),
        _step(scene, actor),
    )


def nearby_reasons(scene: Scene, scale: Scale, actor: int, values: Values, explain: bool) -> tuple[Reason, ...]:
    """Somebody who shares ground with us and can be reached, but does not work on the issue as far as the map says."""
    return (
        *(explanation(scene, scale, actor, values) if explain else _ground(scene, actor, values)),
        *_way(scene, actor),
        *cautions(scene, actor),
        _step(scene, actor),
    )


def against_reasons(scene: Scene, actor: int, insiders: Sequence[int]) -> tuple[Reason, ...]:
    """An opponent or a rival, and who inside is with us all the same."""
    known = scene.known
    found: list[Reason] = []
    rows = known.stances.get(actor, [])
    against = [s for s in rows if (s.stance or 0) < 0]
    if against:
        others = [s for s in rows if (s.stance or 0) >= 0]
        text = ", ".join(stance_words(scene, s) for s in against)
        text += f", but {', '.join(stance_words(scene, s) for s in others)}" if others else ""
        found.append(
            Reason(
                "opponent",
                f"{_capital(text)}{_how_much(scene, actor)}.",
                tuple(f"stance:{s.id}" for s in (*against, *others)),
            )
        )
    for tie in known.rivalries.get(actor, ()):
        if known.us is not None and known.us.id in (tie.a, tie.b):
            told = tell_issue(scene, actor) if scene.best_issue(actor) is not None else None
            work = f"; {told.text}" if told else ""
            found.append(
                Reason("rival", f"A rival of ours{work}.", (f"tie:{tie.id}", *(told.evidence if told else ())))
            )
    direct = known.direct_ties(actor)
    if direct and known.us is not None:
        said = ", ".join(dict.fromkeys(towards_us(t, known.us.id) + rung_words(t) for t in direct))
        found.append(Reason("tie", f"All the same: {said}.", tuple(f"tie:{t.id}" for t in direct)))
    for person in insiders:
        tie = next(t for t in known.positions[person] if t.b == actor)
        secret = " (that is secret)" if person in known.secret else ""
        text = f"{known.name(person)} inside is with us{secret}."
        found.append(Reason("insider", text, (f"tie:{tie.id}", f"actor:{person}")))
    return tuple(found)


def explanation(scene: Scene, scale: Scale, actor: int, values: Values) -> list[Reason]:
    """One reason for each factor that takes part, the heaviest first, and their sum. Value x weight = product stands
    there in full, so that the products add up to the points, and points / weights to the score, exactly.
    """
    found: list[Reason] = []
    for factor in sorted(scale.counted, key=lambda f: -scale.weights[f]):
        share, weight = scale.share(factor, values), scale.weights[factor]
        sum_ = f"{plain(share)} x weight {plain(weight)} = {plain(share * weight)}"
        if values.get(factor) is None:
            found.append(Reason(f"factor-{factor}", f"{LABELS[factor]}: not known, so the map's median {sum_}."))
        else:
            told = TELLERS[factor](scene, actor)
            found.append(Reason(f"factor-{factor}", f"{LABELS[factor]}: {sum_} ({told.text}).", told.evidence))
    text = f"Together {plain(scale.points(values))} of {plain(scale.total)} points."
    return [*found, Reason("sum", text)] if found else []


def _role(scene: Scene, actor: int, values: Values) -> Reason:
    roles = roles_of(scene, actor)
    role, told = roles[0]
    said, evidence = [told.text], [*told.evidence]
    factors = ["issue"] if values["issue"] and role not in TELLS_THE_ISSUE else []
    for factor in (*factors, "stance", "influence"):
        if values[factor] is not None:
            more = TELLERS[factor](scene, actor)
            said.append(more.text)
            evidence += more.evidence
    others = f" Also: {', '.join(r for r, _ in roles[1:])}." if len(roles) > 1 else ""
    return Reason(f"role-{role}", f"{role.capitalize()}: {'; '.join(said)}.{others}", tuple(dict.fromkeys(evidence)))


def _ground(scene: Scene, actor: int, values: Values) -> list[Reason]:
    ground = scene.ground
    sides = (
        ("common", "shares {}", ground.names(ground.common(actor)), SHARED_NAMED),
        ("they-bring", "they bring {}", ground.brought(ground.they_bring(actor), "we"), BROUGHT_NAMED),
        ("we-bring", "we bring {}", ground.brought(ground.we_bring(actor), "they"), BROUGHT_NAMED),
    )
    said = [words.format(listed(names, most)) for _, words, names, most in sides if names]
    evidence = [e for factor, _, names, _ in sides if names for e in TELLERS[factor](scene, actor).evidence]
    return [Reason("ground", f"{_capital('; '.join(said))}.", tuple(dict.fromkeys(evidence)))] if said else []


def _way(scene: Scene, actor: int) -> list[Reason]:
    path = scene.circle.way(actor)
    if path is None:
        return []
    ties = [f"tie:{t.id}" for t in scene.circle.ties_along(path)]
    text = scene.circle.path_text(path)
    if path.steps > 1:
        return [Reason("path", f"Path: {scene.known.name(path.nodes[1])} {text}.", tuple(ties))]
    last = None if stale_tie(scene, actor) else scene.known.last_contact.get(actor)
    when, event = (f"; last contact {last.on_date}", [f"event:{last.id}"]) if last else ("", [])
    return [Reason("path", f"{_capital(text)}{when}.", (*ties, *event))]


def _step(scene: Scene, actor: int) -> Reason:
    step = next_step(scene, actor)
    return Reason("next-step", f"Next: {step.text}", step.evidence)


def _how_much(scene: Scene, actor: int) -> str:
    return f", {tell_influence(scene, actor).text}" if actor in scene.known.influences else ""


def _unknown(scene: Scene, scale: Scale, actor: int, values: Values) -> list[Reason]:
    missing = sorted((f for f in scale.counted if values[f] is None), key=lambda f: -scale.weights[f])
    if not missing:
        return []
    command = remedy(scene, missing[0], scene.known.actors[actor].handle)
    names = listed([UNKNOWN[f] for f in missing], UNKNOWN_NAMED)
    return [Reason("unknown", f"Not known: {names}. To note the first: {command}")]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
