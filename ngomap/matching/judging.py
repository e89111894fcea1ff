"""What two organizations have in common, weighed: the score of a pair and the sentences that say why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from ngomap.matching.likeness import Likeness, known_word, likeness, telling
from ngomap.matching.looks import Look, Where, contradict, same_identifiers, where
from ngomap.matching.name_words import name_words
from ngomap.matching.names import Name, looks_short
from ngomap.model.facts import UNSTATED_REGISTER

# How alike names must be (0..1) for a shared contact to settle that two are one.
FITS: Final = {"email": 0.55, "phone": 0.6, "address": 0.6, "domain": 0.8}
ALONE: Final = {"email": 0.72, "phone": 0.66, "address": 0.5, "domain": 0.62}
"""What a shared contact counts where the names do not fit: enough to ask a person, but for an address."""
BOTH_FIT: Final = 0.3
"""The same of an address and a telephone together."""
CONTAINED: Final = 0.9
"""From here on (0..1) one name is a part of the other."""
ALIKE: Final = 0.8
"""Names alike to this degree are shown to a person though nothing else is shared."""
MOST_ADDED: Final = 3
LONG_WORD: Final = 8
SLIP_IN_A_KNOWN_WORD: Final = 6


@dataclass(frozen=True, slots=True)
class Judged:
    """The score of a pair, what is supposed of it, and why. `turned`: the second is the parent of the first."""

    score: float
    relation: str
    reasons: tuple[str, ...]
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Company:
    """What the list says as a whole: how many names each acronym was written beside, in how many places there is one of a name, and
    how many have a web domain.
    """

    acronyms: Counter[str]
    names: Counter[str]
    domains: Counter[str]

    @classmethod
    def of(cls, looks: Sequence[Look]) -> Company:
        """What these entries say; several of one name are one owner of its acronym."""
        owned = {(acronym, look.names[0].key) for look in looks for acronym in look.acronyms}
        placed = {(look.names[0].key, look.entry.country, look.place, look.area[:1]) for look in looks}
        return cls(Counter(acronym for acronym, _ in owned), Counter(key for key, *_ in placed), Counter(x.domain for x in looks))


def judge(a: Look, b: Look, company: Company) -> Judged | None:
    """How surely two are one, or why one may be the other's parent; None if nothing speaks for either."""
    apart = contradict(a, b)
    numbers = same_identifiers(a, b)
    place = where(a, b)
    like, name_a, name_b = _names(a, b)
    one_house = bool(a.address[0]) and a.address == b.address and place not in ("apart", "abroad")
    branch = None if one_house or numbers else _branch(a, b, like, name_a, name_b, company)
    if branch is not None:
        return branch
    if apart:
        return None
    if numbers:
        return _by_number(numbers, like, place)
    if place == "abroad":
        return None
    return _best(
        _by_contact(a, b, like, name_a, name_b, place, company),
        _by_acronym(a, b, like, place, company),
        _by_name(a, b, like, name_a, name_b, place, company),
    )


def _best(*judged: Judged | None) -> Judged | None:
    found = [j for j in judged if j is not None]
    if not found:
        return None
    best = max(found, key=lambda j: j.score)
    return Judged(best.score, best.relation, tuple(dict.fromkeys(r for j in (best, *found) for r in j.reasons)))


def _names(a: Look, b: Look) -> tuple[Likeness, Name, Name]:
    """The likeness of the two names that are most alike, and these; the main names if there is nothing to choose."""
    around = a.around | b.around
    street = a.street & b.street if a.address == b.address else frozenset()
    scored = [(likeness(x, y, around, street), x, y) for x in a.names for y in b.names]
    return max(scored, key=lambda s: (s[0].score - s[0].contrast, s[0].equal, -len(s[1].words) - len(s[2].words)))


def _by_number(numbers: list[tuple[str, str]], like: Likeness, place: Where) -> Judged:
    said = ", ".join(f"{scheme} {value}" for scheme, value in numbers)
    if any(scheme != UNSTATED_REGISTER for scheme, _ in numbers):
        return Judged(1.0, "same", (f"Both have the number {said}.",))
    fits = like.score >= FITS["email"] and place != "abroad" and not like.contrast
    return Judged(0.95 if fits else 0.7, "same", (f"Both have the number {numbers[0][1]}, of a register nobody named.",))


def _by_contact(
    a: Look, b: Look, like: Likeness, name_a: Name, name_b: Name, place: Where, company: Company
) -> Judged | None:
    shared: dict[str, str] = {}
    if a.email and a.email == b.email:
        shared["email"] = f"Both write from {a.email}."
    if a.phone and a.phone == b.phone:
        shared["phone"] = f"Both are called at {a.entry.phone.strip()}."
    if a.address[0] and a.address == b.address and place != "apart":
        shared["address"] = f"Both are at {_address(a)}."
    # A town or a company gives pages to many; where the names have nothing in common, that says nothing.
    if a.domain and a.domain == b.domain and (like.shared or company.domains[a.domain] == 2):
        shared["domain"] = f"Both use {a.domain}."
    if not shared:
        return None
    reasons = list(shared.values())
    at_once = "address" in shared and ("phone" in shared or "email" in shared)
    # In one house with one telephone, a place or number that only one name has is the rest of that name.
    contrast = like.contrast and not (at_once and like.within >= CONTAINED)
    contained = at_once and like.shared and (like.score >= BOTH_FIT or like.within >= CONTAINED)
    fits = contained or any(like.score >= FITS[what] for what in shared)
    elsewhere = _elsewhere(a, b, place)
    if contrast:
        reasons.append(_differ(like))
    if fits and not contrast and not elsewhere:
        alike = [f"{name_a.text!r} and {name_b.text!r} are alike."] if not like.equal else ["The names are the same."]
        return Judged(min(0.99, 0.92 + 0.02 * len(shared) + 0.02 * like.score), "same", (*reasons, *alike))
    base = max(ALONE[what] for what in shared) + 0.05 * (len(shared) - 1) + 0.15 * like.score
    score = min(0.88, base - (0.1 if contrast else 0.0))
    return Judged(score, "same", (*reasons, *elsewhere))


def _by_acronym(a: Look, b: Look, like: Likeness, place: Where, company: Company) -> Judged | None:
    for x, y in ((a, b), (b, a)):
        if x.short and x.short in y.acronyms and y.short != x.short:
            reason = f"{x.entry.name!r} is the acronym of {y.entry.name!r}."
            alone = company.acronyms[x.short] == 1 + (x.short in x.acronyms)
            # `CARE` is not yet `CARE USA`, whatever that is short for.
            beside = any(w in name_words().places for w in y.names[0].words[-1:]) or y.names[0].aside
            if alone and not beside and place != "apart":
                return Judged(0.93, "same", (reason,))
            more = () if alone else (f"Others have the acronym {x.entry.name!r}, too.",)
            return Judged(0.75, "same", (reason, *more, *_elsewhere(a, b, place)))
    for x, y in ((a, b), (b, a)):
        derived = {i for name in y.names for i in name.initials}
        if x.short and x.short in derived:
            score = 0.62 if place == "apart" else 0.75
            return Judged(score, "same", (f"{x.entry.name!r} may be short for {y.entry.name!r}.",))
        known_as = [w for w in x.names[0].words if w in y.acronyms]
        rest = [w for w in x.names[0].words if w not in y.acronyms]
        if known_as and len(x.names[0].words) == 2 and not any(map(telling, rest)):
            return Judged(0.7, "same", (f"{y.entry.name!r} is known as {known_as[0].upper()}.",))
    both = sorted(a.acronyms & b.acronyms, key=lambda s: (-len(s), s))
    if not both or like.contrast:
        return None
    reason = f"Both are known as {both[0].upper()}."
    if like.score >= ALIKE and place != "apart" and not _telling_on_both_sides(like):
        return Judged(0.94, "same", (reason, "The names are alike."))
    of_both = all(any(both[0] in n.initials for n in x.names) for x in (a, b))
    if of_both and like.score < 0.4:
        return None
    strong = len(both[0]) > 3 or like.score >= 0.5
    return Judged(min(0.88, 0.62 + 0.25 * like.score), "same", (reason, *_elsewhere(a, b, place))) if strong else None


def _by_name(a: Look, b: Look, like: Likeness, name_a: Name, name_b: Name, place: Where, company: Company) -> Judged | None:
    if like.contrast:
        return None
    elsewhere = _elsewhere(a, b, place)
    around = a.around | b.around
    quoted = f"{name_a.text!r} and {name_b.text!r}"
    if like.equal:
        reason = "The names are the same." if name_a.text == name_b.text else f"{quoted} say the same."
        parts = (name_a.key in a.partial) + (name_b.key in b.partial)
        if place == "apart":
            # More than two of one name in several towns are chapters; so is what is called as many others are.
            rare = company.names[name_a.key] == 2 and sum(telling(w, around) for w in name_a.words) > 1 and not parts
            return Judged(0.62, "same", (reason, *elsewhere)) if rare else None
        if elsewhere:
            return Judged(0.75 - 0.1 * parts, "same", (reason, *elsewhere))
        if parts:
            return Judged(0.85 if parts == 1 else 0.62, "same", (reason,))
        if not like.in_order:
            rivals = a.acronyms and b.acronyms and not a.acronyms & b.acronyms
            return Judged(0.65 if rivals else 0.84, "same", (f"{quoted} have the same words in another order.",))
        if name_a.form and name_b.form and name_a.form != name_b.form:
            return Judged(0.8, "same", (reason, "But their legal forms differ."))
        if name_a.aside != name_b.aside and not a.acronyms & b.acronyms:
            return Judged(0.86, "same", (reason, "But only one is known by a name beside it."))
        says_whom = any(telling(w, around) for w in name_a.words) or place == "same"
        return Judged(0.95, "same", (reason,)) if says_whom else Judged(0.8, "same", (reason, "Many are called so."))
    if place == "apart":
        return None
    if like.translated:
        return Judged(0.66 if elsewhere else 0.88, "same", (f"{quoted} mean the same.", *elsewhere))
    if like.cut:
        reason = f"{min(name_a.text, name_b.text, key=len)!r} is the beginning of {max(name_a.text, name_b.text, key=len)!r}."
        return Judged(0.93 if place == "same" and not elsewhere else 0.85, "same", (reason, *elsewhere))
    if like.misspelt:
        reason = f"{quoted} differ in spelling only."
        slip = _slip(name_a, name_b)
        score = 0.92 if slip and not elsewhere else 0.88 if not elsewhere else 0.64
        return Judged(score, "same", (reason, *elsewhere))
    score = like.score * (0.85 if _telling_on_both_sides(like) else 1.0)
    x, y = " ".join(name_a.meaning), " ".join(name_b.meaning)
    if not (x.startswith(y) or y.startswith(x)):
        # The order of words tells names that have little but common words apart.
        score = (score + ratio(x, y) / 100) / 2
    if elsewhere or not like.shared:
        return None
    if score < ALIKE:
        return _begins(name_a, name_b)
    return Judged(min(0.88, score), "same", (f"{quoted} are alike.",))


def _begins(a: Name, b: Name) -> Judged | None:
    """Whether one name is the other with something added, as names grow (`... of the United Nations`)."""
    short, long = sorted((a, b), key=lambda n: len(n.meaning))
    size = len(short.meaning)
    if size < 2 or long.meaning[:size] != short.meaning or len(long.meaning) - size > MOST_ADDED:
        return None
    return Judged(0.65, "same", (f"{short.text!r} is the beginning of {long.text!r}.",))


def _slip(a: Name, b: Name) -> bool:
    """Whether one long word of several differs by one key: a slip, not another name."""
    x, y = sorted(set(a.words) - set(b.words)), sorted(set(b.words) - set(a.words))
    if len(x) != 1 or len(y) != 1 or len(a.words) < 3 or OSA.distance(x[0], y[0]) > 1:
        return False
    length = min(len(x[0]), len(y[0]))
    return length >= LONG_WORD or (length >= SLIP_IN_A_KNOWN_WORD and known_word(x[0]) != known_word(y[0]))


def _telling_on_both_sides(like: Likeness) -> bool:
    return any(map(telling, like.more_a)) and any(map(telling, like.more_b))


def _elsewhere(a: Look, b: Look, place: Where) -> tuple[str, ...]:
    """What is said of two that are in two places: branches of one organization are organizations of their own."""
    if place == "apart":
        here, there = (x.entry.place or (x.entry.area[0] if x.entry.area else "") for x in (a, b))
        return (f"But one is in {here}, the other in {there}.",)
    if a.address[0] and b.address[0] and a.address[0] != b.address[0]:
        return (f"But one is at {_address(a)}, the other at {_address(b)}.",)
    return ()


def _address(look: Look) -> str:
    return look.entry.address.strip(" .")


def _differ(like: Likeness) -> str:
    more = [" ".join(w) for w in (like.more_a, like.more_b) if w]
    return f"But {' and '.join(repr(m) for m in more)} set the names apart." if more else "But the names differ."


def _branch(a: Look, b: Look, like: Likeness, name_a: Name, name_b: Name, company: Company) -> Judged | None:
    """Whether one is called as the other and a place or a chapter more. Where several have the name, none is known to be
    the parent.
    """
    for turned, more, less, parent, child in (
        (False, like.more_b, like.more_a, a, b), (True, like.more_a, like.more_b, b, a),
    ):  # fmt: skip
        name, longer = (name_b, name_a) if turned else (name_a, name_b)
        whole = name.key not in parent.partial and longer.key not in child.partial
        begins = longer.meaning[: len(name.meaning)] == name.meaning
        # `CARE` is a common word, but nobody writes a common word so.
        says_whom = any(map(telling, name.words)) or looks_short(name.text)
        if not more or less or not whole or not begins or not says_whom:
            continue
        words = name_words()
        places = [w for w in more if w in words.places or w in child.around]
        chapters = [w for w in more if w in words.branch]
        rest = [w for w in more if w not in places and w not in chapters and not w.isdigit() and w not in words.directions]
        if (places or chapters) and not rest:
            if company.names[name.key] > 1:
                return NOTHING
            said = " ".join(more)
            reason = f"{child.entry.name!r} is called as {parent.entry.name!r}, with {said!r} added."
            same_house = [f"Both use {a.domain}."] if a.domain and a.domain == b.domain else []
            return Judged(0.8 if same_house else 0.7, "parent-of", (reason, *same_house), turned)
    return None


NOTHING: Final = Judged(0.0, "parent-of", ())
"""A chapter of we do not know which parent."""
