"""The invented people and what they live through."""

import numpy as np
import pytest

from parcours.synthetic.hazards import CODE, DAYS_PER_YEAR, NEET, SITUATIONS, Hazards
from parcours.synthetic.names import BOYS, GIRLS, surnames
from parcours.synthetic.population import NEVER, day_number, populate
from parcours.synthetic.truth import BEYOND_DAYS, DUTY_DAYS, live
from tests.unit.parcours.synthetic.places import PLACES, UNTIL


COMMON_SURNAMES = set(
    [
        "martin",
        "bernard",
        "thomas",
        "petit",
        "robert",
        "richard",
        "durand",
        "dubois",
        "moreau",
        "laurent",
        "simon",
        "michel",
        "lefebvre",
        "leroy",
        "roux",
        "david",
        "bertrand",
        "morel",
        "fournier",
        "girard",
        "bonnet",
        "dupont",
        "lambert",
        "fontaine",
        "rousseau",
        "vincent",
        "muller",
        "lefevre",
        "faure",
        "andre",
        "mercier",
        "blanc",
        "guerin",
        "boyer",
        "garnier",
        "chevalier",
        "francois",
        "legrand",
        "gauthier",
        "garcia",
        "perrin",
        "robin",
        "clement",
        "morin",
        "nicolas",
        "henry",
        "roussel",
        "mathieu",
        "gautier",
        "masson",
        "marchand",
        "duval",
        "denis",
        "dumont",
        "benali",
        "diallo",
        "traore",
        "nguyen",
        "lopez",
        "sanchez",
        "fernandez",
        "haddad",
        "cohen",
    ]
)


def people(n=3_000, seed=1):
    rng = np.random.default_rng(seed)
    return populate(n, until=UNTIL, places=PLACES, hazards=Hazards(), rng=rng)


def lives(n=3_000, seed=1):
    rng = np.random.default_rng(seed)
    hazards = Hazards()
    population = populate(n, until=UNTIL, places=PLACES, hazards=hazards, rng=rng)
    return population, live(population, until=UNTIL, hazards=hazards, rng=rng)


def test_surnames_are_distinct_and_none_is_a_common_one():
    names = [name.lower() for name in surnames()]

    assert len(set(names)) == len(names) > 8_000
    assert not COMMON_SURNAMES & set(names)
    assert min(map(len, names)) >= 9


def test_given_names_are_about_a_hundred_and_fifty():
    assert 140 <= len(set(GIRLS) | set(BOYS)) <= 160


def test_ages_run_from_twelve_to_twenty_five_on_the_last_day():
    ages = (day_number(UNTIL) - people().birth) / DAYS_PER_YEAR

    assert 12 <= ages.min() < ages.max() <= 25.1


def test_twins_share_birth_and_surname_and_differ_by_given_name():
    population = people(8_000)
    twins = np.flatnonzero(population.twin)
    share = len(twins) / len(population)

    assert 0.015 < share < 0.035
    second = [
        i
        for i in twins
        if i
        and population.family[i - 1] == population.family[i]
        and population.twin[i - 1]
    ]
    assert second
    for i in second:
        if population.birth[i] == population.birth[i - 1]:
            assert population.surname[i] == population.surname[i - 1]
            assert population.given[i] != population.given[i - 1]


def test_siblings_bear_one_surname_and_no_two_one_given_name():
    population = people()
    pairs = set(zip(population.family, population.given, strict=True))

    assert len(pairs) == len(population)


def test_the_same_seed_gives_the_same_lives():
    (first, paths), (second, again) = lives(seed=5), lives(seed=5)

    assert (first.surname == second.surname).all()
    assert (paths.starts == again.starts).all()
    assert (paths.situation == again.situation).all()


def test_spells_follow_one_another_without_gap_from_college_to_the_end():
    population, paths = lives()
    same = paths.person[1:] == paths.person[:-1]
    first = np.append(True, ~same)
    stop = np.minimum(population.died_on, day_number(UNTIL) + BEYOND_DAYS)

    assert (paths.ends > paths.starts).all()
    assert (paths.starts[1:][same] == paths.ends[:-1][same]).all()
    assert (paths.situation[first] == CODE["college"]).all()
    last = np.append(~same, True)
    assert (paths.ends[last] == stop[paths.person[last]]).all()


def test_nobody_under_sixteen_is_called_a_dropout():
    population, paths = lives()
    dropped = paths.situation == CODE["decroche"]
    age = paths.starts - population.birth[paths.person]

    assert dropped.any()
    assert (age[dropped] >= DUTY_DAYS).all()


def test_returns_follow_the_stated_hazard_of_the_first_ninety_days():
    population, paths = lives(30_000)
    neet = np.isin(paths.situation, NEET)
    before = np.append(False, neet[:-1] & (paths.person[1:] == paths.person[:-1]))
    block = neet & ~before
    hazards = Hazards()
    adults = paths.starts - population.birth[paths.person] > 16 * DAYS_PER_YEAR
    qpv, girl = population.in_qpv[paths.person], population.girl[paths.person]
    seen = paths.starts < paths.horizon - 90
    starts = np.flatnonzero(block & adults & seen & ~qpv & ~girl)
    out = np.empty(len(starts))
    for place, at in enumerate(starts):
        end = at
        while end + 1 < len(paths) and before[end + 1] and neet[end + 1]:
            end += 1
        out[place] = paths.ends[end] - paths.starts[at]
    expected = 1 - np.exp(-hazards.back_per_year[0] * 90 / DAYS_PER_YEAR)

    assert len(starts) > 1_500
    assert (out <= 90).mean() == pytest.approx(expected, abs=0.03)


def test_every_situation_is_lived_by_somebody():
    _population, paths = lives(8_000)

    assert set(paths.situation) == set(range(len(SITUATIONS)))


def test_deaths_are_rare_and_departures_are_not():
    population = people(20_000)
    end = day_number(UNTIL)

    assert 0 < (population.died_on < end).mean() < 0.02
    assert 0.05 < (population.left_on < end).mean() < 0.3
    assert (population.renamed_on < NEVER).mean() == pytest.approx(0.044, abs=0.01)
