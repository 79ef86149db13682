"""A whole file is linked by its own weights where it shows no twins, and only there."""

import csv
import random
from itertools import combinations

import numpy as np
import pytest

from bench.linkage_people import invent_people
from bench.linkage_quality import pairs_quality
from bench.linkage_records import write_records
from pseudonymisation.identity_file import BORN, IdentityFile
from pseudonymisation.linkage.blocks import WIDE_PAIRS_PER_CLUSTER, candidate_pairs
from pseudonymisation.linkage.clusters import gather
from pseudonymisation.linkage.lexicon import lexicon_of
from pseudonymisation.linkage.matching import match
from pseudonymisation.linkage.rules import Binary, read_linkage_rules
from pseudonymisation.linkage.twins import alike_but_for_name, twins_by_rate
from pseudonymisation.match_file import _read, link_file


HEADER = ("record_id", "person", "organisation", "nom", "prenoms", BORN)
PLACES = ("commune", "code_postal")
SYLLABLES = [a + b for a in "bcdfglmnprstv" for b in ("a", "e", "i", "o", "u", "ai")]
LETTERS = "abcdefghijklmnopqrstuvwxyz"
PEOPLE = 1_200


def word(rng, least, most):
    return "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(least, most)))


def misspelt(text, rng):
    at = rng.randrange(len(text))
    kind = rng.random()
    if kind < 0.3:
        return text[:at] + text[at + 1 :]
    if kind < 0.6:
        return text[:at] + rng.choice(LETTERS) + text[at:]
    if kind < 0.8 and at + 1 < len(text):
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + rng.choice(LETTERS) + text[at + 1 :]


class Corpus:
    """Two files of the same people, the second heavily spoilt, nobody a twin."""

    def __init__(self, seed, *, shared=1.0):
        self.rng = rng = random.Random(seed)
        self.names = [word(rng, 2, 4) for _ in range(500)]
        self.firsts = [word(rng, 2, 3) for _ in range(200)]
        self.towns = [word(rng, 3, 5) for _ in range(400)]
        self.rows = []
        for person in range(PEOPLE):
            identity = self.identity()
            both = rng.random() < shared
            self.add(person, "a", identity)
            other = self.spoilt(identity) if both else self.identity()
            self.add(person if both else PEOPLE + person, "b", other)
        rng.shuffle(self.rows)

    def add(self, person, holder, identity):
        self.rows.append((f"{holder}{person}", person, holder, *identity))

    def day(self):
        rng = self.rng
        year, month, day = (
            rng.randint(1900, 1999),
            rng.randint(1, 12),
            rng.randint(2, 28),
        )
        return f"{year}-{month:02d}-{day:02d}"

    def identity(self):
        rng = self.rng
        name = self.names[int(len(self.names) * rng.random() ** 2)]
        first = self.firsts[int(len(self.firsts) * rng.random() ** 2)]
        postcode = str(rng.randint(2000, 6999))
        return name, first, self.day(), rng.choice(self.towns), postcode

    def spoilt(self, identity):
        rng = self.rng
        name, first, born, town, postcode = identity
        if rng.random() < 0.03:
            name, first = first, name
        else:
            name = self.another(name, self.names, 0.06)
            first = self.another(first, self.firsts, 0.1)
        if rng.random() < 0.06:
            born = self.day() if rng.random() < 0.7 else ""
        town = self.another(town, self.towns, 0.04)
        if rng.random() < 0.15:
            at = rng.randrange(4)
            postcode = postcode[:at] + str(rng.randint(0, 9)) + postcode[at + 1 :]
        return name, first, born, town, postcode

    def another(self, text, others, share):
        chance = self.rng.random()
        if chance < share:
            return self.rng.choice(others)
        if chance < share + 0.2:
            return misspelt(text, self.rng)
        return "" if chance > 0.985 else text

    def write(self, path):
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([(*HEADER, *PLACES), *self.rows])
        return path


def quality(records, tmp_path, *, one_per=None):
    links = tmp_path / "links.csv"
    link_file(records, links, one_per=one_per)
    return pairs_quality(records, links)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(
    ("one_per", "asked"), [(None, 0.9965), ("organisation", 0.998)]
)
def test_a_heavily_spoilt_file_without_twins_is_linked(tmp_path, seed, one_per, asked):
    records = Corpus(seed).write(tmp_path / "records.csv")

    assert quality(records, tmp_path, one_per=one_per)[2] >= asked


@pytest.mark.parametrize("shared", [0.1, 0.5])
def test_where_files_share_few_people_those_left_over_stay_apart(tmp_path, shared):
    records = Corpus(3, shared=shared).write(tmp_path / "records.csv")
    precision, recall, _f1 = quality(records, tmp_path)

    assert precision >= 0.995
    assert recall >= 0.7


@pytest.fixture(scope="module")
def invented(tmp_path_factory):
    """Files of invented young people, 2.7 % of them twins, with their truth."""
    found = []
    for seed in (11, 12, 13):
        rng = random.Random(seed)
        path = tmp_path_factory.mktemp("invented") / "records.csv"
        write_records(invent_people(6_000, rng), path, rng)
        names, columns, _holder = _read(IdentityFile(path), None)
        with path.open(encoding="utf-8") as file:
            truth = {r["record_id"]: r["person"] for r in csv.DictReader(file)}
        found.append((columns, [truth[name] for name in names]))
    return found


@pytest.fixture(scope="module")
def linked(invented):
    rules = read_linkage_rules()
    return [(match(columns, rules=rules), truth) for columns, truth in invented]


def test_a_file_shows_its_twins_and_its_vetoes_stand(linked):
    rules = read_linkage_rules()

    for found, _truth in linked:
        assert 0.007 < found.twins.pairs_per_person < 0.027
        assert found.twins.at_risk > 5 * rules.vetoes_rest_below


def test_what_is_shown_of_possible_twins_is_how_many_are_one_person(linked):
    shown, true = [], []
    for found, truth in linked:
        asked = found.asked
        first = np.unique(found.person, return_index=True)[1]
        like = np.flatnonzero(alike_but_for_name(asked))
        shown.extend((1 / (1 + np.exp2(-asked.bits[like]))).tolist())
        true.extend(
            truth[first[asked.a[pair]]] == truth[first[asked.b[pair]]] for pair in like
        )
    shown, true = np.array(shown), np.array(true)

    assert abs(shown.mean() - true.mean()) < 0.04
    for low, high in ((0, 0.3), (0.3, 0.7), (0.7, 0.88), (0.88, 1)):
        band = shown[(shown >= low) & (shown < high)]
        share = true[(shown >= low) & (shown < high)].mean()
        error = np.sqrt((band * (1 - band)).sum()) / len(band)
        assert len(band) >= 25
        assert abs(band.mean() - share) < 3 * error, (low, band.mean(), share, error)


def test_two_of_two_sexes_and_several_records_each_are_surely_twins():
    share = twins_by_rate(read_linkage_rules().twins).share

    assert share[1, 1, Binary.DIFFERENT] > 0.8
    assert share[1, 1, Binary.SAME] < 0.1
    assert (np.diff(share[:, -1, Binary.SAME][1:]) >= 0).all()


def test_a_wide_key_pairs_those_whom_two_spoilt_fields_part(tmp_path):
    rows = [
        ("1", "1", "a", "bertot", "lia", "1990-05-06", "nordou", "4001"),
        ("2", "1", "b", "camvil", "zoe", "1990-05-06", "sudan", "4009"),
        ("3", "2", "b", "camvil", "mai", "1971-02-03", "estel", "5001"),
    ]
    path = tmp_path / "rows.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([(*HEADER, *PLACES), *rows])
    _names, columns, _holder = _read(IdentityFile(path), None)
    clusters = gather(columns, np.arange(3))
    lexicon = lexicon_of(columns, np.ones(3, dtype=np.bool_))
    narrow = candidate_pairs(clusters, lexicon, largest_block=60)
    wide = candidate_pairs(clusters, lexicon, largest_block=60, wide=True)

    assert len(narrow[0]) == 0
    assert [pair.tolist() for pair in wide] == [[0], [1]]


def test_a_wide_key_that_would_pair_nearly_everyone_is_passed_over(tmp_path):
    n = 2 * WIDE_PAIRS_PER_CLUSTER + 4
    rows = [
        (str(i), str(i), "a", word(random.Random(i), 4, 4), "", "1990-05-06", "", "")
        for i in range(n)
    ]
    path = tmp_path / "rows.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([(*HEADER, *PLACES), *rows])
    _names, columns, _holder = _read(IdentityFile(path), None)
    clusters = gather(columns, np.arange(n))
    lexicon = lexicon_of(columns, np.ones(n, dtype=np.bool_))
    a, _b = candidate_pairs(clusters, lexicon, largest_block=60, wide=True)

    assert len(a) < len(list(combinations(range(n), 2)))
