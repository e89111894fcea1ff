"""Terms from text: what invented organizations say of themselves, and what must never happen."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngomap.matching.text_lexicon import Lexicon, shipped_lexicon
from ngomap.matching.text_terms import AUTOMATIC, REVIEW, Tagger
from ngomap.model.words import Term
from tests.bench.tagging import shipped_terms

TERMS, ALIASES = shipped_terms()
TAGGER = Tagger(TERMS, ALIASES, shipped_lexicon())
SLUGS = {t.id: f"{t.vocabulary}:{t.slug}" for t in TERMS}


def slugs(text: str, name: str = "", aside: str = "", least: float = REVIEW) -> set[str]:
    return {SLUGS[s.term] for s in TAGGER.suggest(text, name, aside) if s.score >= least}


MISSIONS: dict[str, str] = {
    "We take the city's budget apart, line by line, and show residents how public money is spent.": "issue:budget-transparency",
    "Free legal advice for tenants facing eviction, and representation in court when it comes to that.":
        "issue:housing service:legal-aid",
    "A night shelter, hot meals and a hand to hold for people who sleep rough around the harbour.":
        "issue:homelessness service:food-distribution service:shelter",
    "We train village health workers and bring clean water and latrines to rural families.":
        "issue:primary-health-care issue:drinking-water issue:sanitation population:rural-communities service:water-supply",
    "Independent observers at every polling station: free and fair elections, and voter education before them.":
        "issue:elections issue:civic-education service:voter-education population:voters",
    "Helpline and safe houses for women who flee domestic violence, and their children.":
        "issue:gender-based-violence population:children population:survivors-of-violence population:women "
        "service:hotline service:safe-house",
    "We plant trees, restore wetlands and teach schoolchildren about climate change.":
        "issue:climate issue:forests issue:freshwater population:children population:students service:environmental-action",
    "Microloans and business training for women who sell on the street.": "population:women service:microcredit",
    "Seeds and tools for smallholder farmers after the drought.":
        "issue:agriculture issue:climate-adaptation population:smallholders service:agricultural-support",
    "We fact-check rumours about refugees and teach journalists media literacy.":
        "issue:disinformation issue:refugees population:journalists population:refugees",
    "Nous accueillons les demandeurs d'asile : cours de français, aide juridique et soutien psychologique.":
        "issue:refugees population:refugees service:counselling service:legal-aid service:literacy-classes",
    "Association à but non lucratif pour l'accès à l'eau potable et l'assainissement des villages.":
        "issue:drinking-water issue:sanitation",
    "Lutte contre la corruption et transparence des marchés publics.": "issue:procurement",
    "Becas y apoyo escolar para niñas y adolescentes de comunidades indígenas.":
        "issue:education population:adolescents population:girls population:indigenous-peoples population:youth "
        "service:scholarships service:tutoring",
    "Acompañamos a familias desplazadas y migrantes con asesoría jurídica y apoyo psicosocial.":
        "issue:family-support issue:mental-health issue:migration population:migrants population:parents "
        "service:counselling service:legal-aid",
    "Organización sin fines de lucro que defiende los derechos humanos y documenta violaciones.": "issue:human-rights",
    "Defendemos os direitos humanos e a igualdade de género nas favelas.":
        "issue:gender issue:human-rights issue:informal-settlements",
    "A choir for anybody over sixty who likes to sing.": "issue:arts-and-culture",
}  # fmt: skip


@pytest.mark.parametrize("mission", MISSIONS)
def test_what_a_mission_is_about(mission: str) -> None:
    assert slugs(mission) == set(MISSIONS[mission].split())


@pytest.mark.parametrize(
    "text",
    [
        "The association supports development in the community.",
        "For the public benefit and such charitable purposes as the trustees see fit, without distinction of race or sex.",
        "A registered charity, limited by guarantee; see the annual report.",
        "We never work with prisoners, nor with refugees.",
        "Open to all, regardless of disability, religion or sexual orientation.",
        "",
        "   \n ",
        "...",
    ],
)
def test_what_says_nothing_suggests_nothing(text: str) -> None:
    assert slugs(text) == set()


def test_a_denial_ends_with_its_part_of_the_sentence() -> None:
    assert "service:clinics" not in slugs("We do not run hospitals, but we mend wheelchairs for disabled people.")
    assert "population:persons-with-disabilities" in slugs("We do not run hospitals, but we help disabled people.")
    assert "issue:corruption" in slugs("We not only sing; we fight corruption.")
    assert "issue:homelessness" in slugs("A not-for-profit night shelter for the homeless.")


def test_a_phrase_is_not_put_together_over_a_comma_or_around_what_is_passed_over() -> None:
    lexicon = Lexicon({("issue", "a"): [("clean river water", 0.9), ("refugees", 0.9)]}, {}, {"river": "phrase", "no": "few"})
    tagger = Tagger([Term(1, "issue", "a", "Aqua")], {}, lexicon)
    assert tagger.scores("clean river water") == []
    plain = Tagger([Term(1, "issue", "a", "Aqua")], {}, Lexicon(lexicon.phrases, {}, {"no": "few"}))
    assert plain.scores("clean river water")
    assert plain.scores("clean river, water") == plain.scores("clean river; water") == []
    assert plain.scores("no clean river refugees") == []
    assert plain.scores("no beans, refugees")


def test_an_ambiguous_word_needs_company() -> None:
    lexicon = Lexicon({("issue", "water"): [("water", 0.3), ("pump", 0.3), ("well", 0.3)]})
    tagger = Tagger([Term(1, "issue", "water", "Aqua")], {}, lexicon)
    assert tagger.suggest("water") == []
    assert [s.words for s in tagger.suggest("water pump")] == [("water", "pump")]
    assert tagger.suggest("water, water, water") == []


def test_a_narrower_term_hides_the_wider_unless_that_is_surer() -> None:
    assert "issue:health" not in slugs("Malaria control and better health in the villages.")
    wide, narrow = Term(1, "issue", "wide", "Wide"), Term(2, "issue", "narrow", "Narrow", 1)
    lexicon = Lexicon({("issue", "wide"): [("wide", 0.9)], ("issue", "narrow"): [("narrow", 0.6), ("thin", 0.9)]})
    tagger = Tagger([wide, narrow], {}, lexicon)
    assert {s.term for s in tagger.suggest("wide narrow")} == {1, 2}
    assert {s.term for s in tagger.suggest("wide thin")} == {2}
    assert {s.term for s in tagger.scores("wide thin", but={2})} == {1}


def test_a_longer_phrase_hides_the_shorter_in_it() -> None:
    assert "issue:health" in slugs("Health.")
    assert slugs("Mental health.") == {"issue:mental-health"}


def test_a_name_counts_but_less_and_what_is_said_aside_makes_surer() -> None:
    named = {s.term: s.score for s in TAGGER.scores("", "Refugee Council")}
    said = {s.term: s.score for s in TAGGER.scores("Refugee Council")}
    assert all(named[term] < said[term] for term in named)
    alone = {SLUGS[s.term]: s.score for s in TAGGER.scores("We help refugees.")}
    both = {SLUGS[s.term]: s.score for s in TAGGER.scores("We help refugees.", aside="For refugees.")}
    assert both["population:refugees"] > alone["population:refugees"]
    assert slugs("We sing.", aside="To relieve poverty.") == slugs("We sing.")
    assert slugs("", aside="We help refugees.") == slugs("We help refugees.")


def test_acronyms_are_met_in_capitals_only_and_never_where_all_is_capitals() -> None:
    assert "issue:water-sanitation-hygiene" in slugs("Our WASH team digs in three districts.")
    assert "issue:water-sanitation-hygiene" not in slugs("Boys wash cars for the poor box.")
    assert "issue:water-sanitation-hygiene" not in slugs("BOYS WASH CARS EVERY SUNDAY")


def test_terms_of_the_map_itself_work_by_name_and_alias() -> None:
    own = Term(9001, "issue", "ghost-workers", "Ghost workers")
    tagger = Tagger([*TERMS, own], {**ALIASES, 9001: ["phantom employees", "GWK"]}, shipped_lexicon())
    for text in ("We look for ghost workers.", "Phantom employees on the payroll.", "A GWK hotline for clerks."):
        assert 9001 in {s.term for s in tagger.suggest(text)}, text


def test_sectors_are_never_proposed() -> None:
    tagger = Tagger([Term(1, "sector", "health", "Health")], {1: ["Hospitals"]}, shipped_lexicon())
    assert tagger.scores("health hospitals") == []


words = st.sampled_from(sorted({w for m in MISSIONS for w in m.split()} | {"not", "without", "WASH", "the", ",", ";", "\n"}))
texts = st.one_of(st.lists(words, max_size=40).map(" ".join), st.text(max_size=200))


@given(texts, texts, texts)
def test_suggestions_are_terms_with_words_that_stand_in_a_text(text: str, name: str, aside: str) -> None:
    for suggestion in TAGGER.scores(text, name, aside):
        assert suggestion.term in SLUGS
        assert 0 < suggestion.score <= 1
        assert suggestion.words
        assert all(w in text or w in name or w in aside for w in suggestion.words)


@given(texts, st.randoms(use_true_random=False))
def test_the_order_of_terms_and_aliases_never_matters(text: str, order: random.Random) -> None:
    terms = TERMS[:60]
    mixed = order.sample(terms, len(terms))
    aliases = {t.id: order.sample(ALIASES[t.id], len(ALIASES[t.id])) for t in mixed}
    assert Tagger(mixed, aliases, Lexicon()).scores(text) == Tagger(terms, ALIASES, Lexicon()).scores(text)


@given(texts)
def test_a_second_reading_says_the_same(text: str) -> None:
    assert TAGGER.scores(text) == TAGGER.scores(text)


def test_huge_and_odd_texts_are_read() -> None:
    assert slugs("refugees " * 50_000)
    assert slugs("not " * 30_000) == set()
    TAGGER.scores("\x00\ud800 \u202e" + "a" * 100_000)


def test_what_is_taken_by_itself_is_a_part_of_what_is_proposed() -> None:
    assert REVIEW < AUTOMATIC
    for mission in MISSIONS:
        assert slugs(mission, least=AUTOMATIC) <= slugs(mission)
