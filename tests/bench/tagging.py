"""How well terms are proposed from text: charities whose activities people have tagged, half of them never looked at.

The charities of `uk-charities-ukcat` carry tags of the UK charity classification. `tagging_terms.csv` says which of
its codes correspond to which of our terms; a code that lies under another counts as that one too (unless the table
says that only the code itself does), as a narrower term of ours counts as the wider, for every method alike. The halves are drawn with a fixed seed; the lexicon was written and tuned
against the development half alone. Beside it, on the same held-out half: plain search for every term's own name and
aliases, and the classification's own regular expressions, which its makers wrote on these very charities (so that
they have seen what is held out here). Every method reads the name and the activities; the legal objects count for
ours as what is said aside, and would cost the other two a good part of their precision. How well one person does by
another's tags, where two had the same charity, says what can be hoped for at best.
"""

from __future__ import annotations

import csv
import random
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ngomap.matching.text_lexicon import shipped_lexicon
from ngomap.matching.text_terms import AUTOMATIC, REVIEW, Tagger
from ngomap.model.shipped import shipped_rows
from ngomap.model.text import name_key
from ngomap.model.words import VOCABULARY_FILES, Term
from tests.bench.measuring import Line

DATASET = Path(__file__).resolve().parents[3] / "shared" / "datasets" / "uk-charities-ukcat"
TABLE = Path(__file__).with_name("tagging_terms.csv")
SEED = 2022
VOCABULARIES = ("issue", "population", "service")
SHORTEST_ALIAS = 4

Slug = tuple[str, str]
"""A vocabulary and the slug of a term in it."""
Found = Mapping[str, frozenset[Slug]]
"""What a method, or a person, finds in each charity, by its id."""


@dataclass(frozen=True)
class Charity:
    """A charity as the register and the taggers describe it: `taggings` holds the codes each person gave."""

    id: str
    name: str
    activities: str
    objects: str
    taggings: tuple[frozenset[str], ...]


@dataclass(frozen=True)
class Score:
    """How well one method does in one vocabulary."""

    method: str
    vocabulary: str
    precision: float
    recall: float
    f1: float
    macro_f1: float


def charities(folder: Path = DATASET) -> list[Charity]:
    """Every charity once; some were given to two people."""
    taggings: dict[str, list[frozenset[str]]] = {}
    first: dict[str, dict[str, str]] = {}
    with (folder / "sample.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            taggings.setdefault(row["org_id"], []).append(frozenset(filter(None, row["UKCAT"].split(";"))))
            first.setdefault(row["org_id"], row)
    return [
        Charity(id_, row["name"], row["activities"], row["objects"], tuple(taggings[id_]))
        for id_, row in first.items()
    ]


def halves(every: Sequence[Charity], seed: int = SEED) -> tuple[list[Charity], list[Charity]]:
    """The half to develop on, and the half that is held out."""
    ids = sorted(charity.id for charity in every)
    development = set(random.Random(seed).sample(ids, len(ids) // 2))
    return [c for c in every if c.id in development], [c for c in every if c.id not in development]


class Classification:
    """The UK charity classification, our terms, and which correspond."""

    def __init__(self, folder: Path = DATASET) -> None:
        with (folder / "ukcat.csv").open(encoding="utf-8", newline="") as file:
            self.codes = {row["Code"]: row for row in csv.DictReader(file)}
        self.terms, self.aliases = shipped_terms()
        by_id = {t.id: t for t in self.terms}
        self.wider: dict[Slug, frozenset[Slug]] = {}
        for term in self.terms:
            above, parent = [], term.parent
            while parent is not None:
                above.append((term.vocabulary, by_id[parent].slug))
                parent = by_id[parent].parent
            self.wider[term.vocabulary, term.slug] = frozenset([(term.vocabulary, term.slug), *above])
        self.meaning: dict[str, set[Slug]] = {}
        self.of_itself: dict[str, set[Slug]] = {}
        with TABLE.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                kind = self.meaning if row["narrower"] == "yes" else self.of_itself
                kind.setdefault(row["code"], set()).add((row["vocabulary"], row["slug"]))
        self.measured = self.widened(s for kind in (self.meaning, self.of_itself) for slugs in kind.values() for s in slugs)

    def implied(self, codes: Iterable[str]) -> frozenset[str]:
        """The codes with those they lie under: `HE201` under `HE200` under `HE`."""
        every = set(codes)
        for code in list(every):
            row = self.codes.get(code)
            if row:
                over = [code[:2]]
                over += [c for c, r in self.codes.items() if r["Subcategory"] and r["tag"] == r["Subcategory"] == row["Subcategory"]]
                every.update(over)
        return frozenset(every)

    def widened(self, slugs: Iterable[Slug]) -> frozenset[Slug]:
        """The terms with all wider ones."""
        return frozenset(wide for slug in slugs for wide in self.wider[slug])

    def of_codes(self, codes: Iterable[str]) -> frozenset[Slug]:
        """What codes mean in our terms."""
        given = set(codes)
        return self.widened(
            [s for code in self.implied(given) for s in self.meaning.get(code, ())]
            + [s for code in given for s in self.of_itself.get(code, ())]
        )

    def of_terms(self, slugs: Iterable[Slug]) -> frozenset[Slug]:
        """Terms as they are compared: with the wider ones, and only those that some code corresponds to."""
        return self.widened(slugs) & self.measured


def shipped_terms() -> tuple[list[Term], dict[int, list[str]]]:
    """The starting vocabularies as a new map has them."""
    terms: list[Term] = []
    aliases: dict[int, list[str]] = {}
    for vocabulary in VOCABULARIES:
        ids: dict[str, int] = {}
        for row in shipped_rows(VOCABULARY_FILES[vocabulary]):
            id_ = ids[row["slug"]] = len(terms) + 1
            terms.append(Term(id_, vocabulary, row["slug"], row["name"], ids.get(row["parent"])))
            aliases[id_] = [alias for alias in row["aliases"].split("|") if alias]
    return terms, aliases


def by_people(some: Sequence[Charity], classes: Classification) -> Found:
    """What people found: what any of them tagged."""
    return {c.id: classes.of_codes(code for codes in c.taggings for code in codes) for c in some}


def by_tagger(some: Sequence[Charity], classes: Classification, threshold: float) -> Found:
    """What our tagger finds with a score of at least the threshold."""
    tagger = Tagger(classes.terms, classes.aliases, shipped_lexicon())
    slugs = {t.id: (t.vocabulary, t.slug) for t in classes.terms}
    return {
        c.id: classes.of_terms(slugs[s.term] for s in tagger.suggest(c.activities, c.name, c.objects) if s.score >= threshold) for c in some
    }


def by_names(some: Sequence[Charity], classes: Classification) -> Found:
    """The baseline: a term is found where its name or an alias of at least four letters stands as whole words."""
    patterns: dict[Slug, re.Pattern[str]] = {}
    for term in classes.terms:
        keys = {name_key(text) for text in (term.name, *classes.aliases[term.id])}
        words = sorted(re.escape(key) for key in keys if len(key) >= SHORTEST_ALIAS)
        patterns[term.vocabulary, term.slug] = re.compile(rf"\b(?:{'|'.join(words)})\b")
    found = {}
    for charity in some:
        key = name_key(f"{charity.name} {charity.activities}")
        found[charity.id] = classes.of_terms(slug for slug, pattern in patterns.items() if pattern.search(key))
    return found


def by_expressions(some: Sequence[Charity], classes: Classification) -> Found:
    """The classification's own rules: a regular expression for each code, and one for what is not meant."""
    rules = [
        (code, _expression(row["Regular expression"]), _expression(row["Exclude regular expression"]))
        for code, row in classes.codes.items()
        if row["Regular expression"]
    ]
    found = {}
    for charity in some:
        text = f"{charity.name} {charity.activities}"
        met = [code for code, rule, but in rules if rule and rule.search(text) and not (but and but.search(text))]
        found[charity.id] = classes.of_codes(met)
    return found


def _expression(text: str) -> re.Pattern[str] | None:
    return re.compile(text, re.IGNORECASE) if text else None


def scored(method: str, found: Found, truth: Found, measured: Iterable[Slug]) -> list[Score]:
    """Precision, recall and F1 over all pairs of charity and term (micro), and the mean F1 of the terms (macro)."""
    scores = []
    for vocabulary in VOCABULARIES:
        terms = sorted(slug for slug in measured if slug[0] == vocabulary)
        counts = [_counts(found, truth, term) for term in terms]
        right, given, wanted = (sum(column) for column in zip(*counts, strict=True)) if counts else (0, 0, 0)
        # A term that no person gave has no recall to speak of.
        each = [f1(r, g, w) for r, g, w in counts if w]
        scores.append(
            Score(
                method, vocabulary, right / given if given else 0.0, right / wanted if wanted else 0.0,
                f1(right, given, wanted), sum(each) / len(each) if each else 0.0,
            )
        )
    return scores


def _counts(found: Found, truth: Found, term: Slug) -> tuple[int, int, int]:
    """Right, given, wanted."""
    return (
        sum(term in found[id_] and term in truth[id_] for id_ in truth),
        sum(term in found[id_] for id_ in truth),
        sum(term in truth[id_] for id_ in truth),
    )


def f1(right: int, given: int, wanted: int) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * right / (given + wanted) if given + wanted else 0.0


METHODS: dict[str, Callable[[Sequence[Charity], Classification], Found]] = {
    f"ngomap, automatic ({AUTOMATIC})": lambda some, classes: by_tagger(some, classes, AUTOMATIC),
    f"ngomap, review ({REVIEW})": lambda some, classes: by_tagger(some, classes, REVIEW),
    "names and aliases searched": by_names,
    "UKCAT's own expressions": by_expressions,
}


def agreement(some: Sequence[Charity], classes: Classification) -> list[Score]:
    """How well one person does by another's tags, where two had the same charity: what can be hoped for at best."""
    twice = [c for c in some if len(c.taggings) > 1]
    first = {c.id: classes.of_codes(c.taggings[0]) for c in twice}
    second = {c.id: classes.of_codes(c.taggings[1]) for c in twice}
    return scored(f"one person by another ({len(twice)} charities)", second, first, classes.measured)


def measured(some: Sequence[Charity], classes: Classification) -> list[Score]:
    """Every method on some charities."""
    truth = by_people(some, classes)
    scores = [s for name, method in METHODS.items() for s in scored(name, method(some, classes), truth, classes.measured)]
    return scores + agreement(some, classes)


def table(scores: Sequence[Score]) -> str:
    """The scores as a Markdown table."""
    rows = ["| vocabulary | method | precision | recall | F1 | mean F1 of the terms |", "|---|---|---:|---:|---:|---:|"]
    rows += [
        f"| {s.vocabulary} | {s.method} | {s.precision:.2f} | {s.recall:.2f} | {s.f1:.2f} | {s.macro_f1:.2f} |"
        for s in sorted(scores, key=lambda s: VOCABULARIES.index(s.vocabulary))
    ]
    return "\n".join(rows)


def seconds_to_read(some: Sequence[Charity], classes: Classification) -> float:
    """How long the tagger takes to be made and to read every text."""
    begin = time.perf_counter()
    by_tagger(some, classes, REVIEW)
    return time.perf_counter() - begin


def tagging(folder: Path = DATASET) -> list[Line]:
    """Print every method's scores on the held-out half. Ours must be clearly ahead of searching for names."""
    classes = Classification(folder)
    every = charities(folder)
    _, held_out = halves(every)
    scores = measured(held_out, classes)
    print(f"Terms from text: {len(held_out)} held-out charities, {len(classes.measured)} terms that UKCAT has too;")
    print(f"all {len(every)} read in {seconds_to_read(every, classes):.1f} s.\n")
    print(table(scores) + "\n")
    names = list(METHODS)
    best = {(s.vocabulary, s.method): s.f1 for s in scores}
    behind = [v for v in VOCABULARIES for ours in names[:2] if best[v, ours] < best[v, names[2]]]
    if behind:
        raise AssertionError(f"Searching for names is better than the tagger: {', '.join(behind)}")
    return []
