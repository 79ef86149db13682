"""The nomenclature is read whole, resolved, dated, and refused where it is wrong."""

import shutil
from datetime import date
from itertools import pairwise, product
from pathlib import Path

import pytest

import config
from config.reading import ConfigurationRefused
from parcours.nomenclature import Nomenclature, read_nomenclature


FOLDER = Path(config.__file__).parent
SCHOOL = {"college", "lycee", "sre", "etudes_sup"}
WORK_STUDY = {"apprentissage", "contrat_pro"}
JOBS = {"emploi_durable", "emploi_transition", "emploi_aide_iae"}
NEET = {
    "accompagne_sans_solution",
    "recherche_emploi",
    "rupture_scolaire",
    "decroche",
    "inactif",
}


LEAST_DISTANCE = 10  # CIE76; 2.3 is just noticeable
VISION = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}
XYZ = (
    (0.4124, 0.3576, 0.1805),
    (0.2126, 0.7152, 0.0722),
    (0.0193, 0.1192, 0.9505),
)
TWO_VALIDITIES = "validity_days: 1\n    until_31_august: true"


def day(iso: str) -> int:
    return (date.fromisoformat(iso) - date(1970, 1, 1)).days


@pytest.fixture(scope="module")
def words() -> Nomenclature:
    return read_nomenclature(FOLDER)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER / "nomenclature", tmp_path / "nomenclature")
    return tmp_path


def edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / "nomenclature" / f"{file}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def linear(colour: str) -> list[float]:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    ]


def seen(colour: str, vision: str) -> tuple[float, float, float]:
    """CIE L*a*b* of a colour as seen (Machado, Oliveira & Fernandes 2009)."""
    rgb = linear(colour)
    rgb = [sum(w * c for w, c in zip(row, rgb, strict=True)) for row in VISION[vision]]
    white = (0.95047, 1.0, 1.08883)
    x, y, z = (
        _cube(max(sum(w * c for w, c in zip(row, rgb, strict=True)), 0) / n)
        for row, n in zip(XYZ, white, strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _cube(t: float) -> float:
    return t ** (1 / 3) if t > (6 / 29) ** 3 else t / (3 * (6 / 29) ** 2) + 4 / 29


def distance(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5


def test_every_situation_closes_itself_but_the_unknown_one(words: Nomenclature):
    for situation in words.situations.values():
        assert (situation.code in situation.closes) == (situation.code != "inconnue")


@pytest.mark.parametrize("neet", sorted(NEET))
def test_having_no_solution_closes_everything_else(words: Nomenclature, neet: str):
    assert words.situations[neet].closes == set(words.situations) - {"inconnue"}


@pytest.mark.parametrize("job", sorted(JOBS))
def test_a_job_closes_no_schooling(words: Nomenclature, job: str):
    closes = words.situations[job].closes

    assert not closes & (SCHOOL | {"remediation"})
    assert closes >= JOBS | NEET


@pytest.mark.parametrize("school", sorted(SCHOOL))
def test_school_closes_no_job(words: Nomenclature, school: str):
    closes = words.situations[school].closes

    assert not closes & (JOBS | {"service_civique"})
    assert closes >= SCHOOL | WORK_STUDY | NEET | {"remediation"}


@pytest.mark.parametrize("contract", sorted(WORK_STUDY))
def test_a_work_study_contract_closes_school_jobs_and_neet(
    words: Nomenclature, contract: str
):
    assert words.situations[contract].closes >= SCHOOL | JOBS | NEET


def test_unavailability_closes_the_neet_situations_that_would_hide_it(
    words: Nomenclature,
):
    unavailable = words.situations["empechement"]

    for code in NEET:
        assert words.situations[code].precedence < unavailable.precedence
    assert unavailable.closes >= NEET


def test_the_unknown_situation_loses_to_every_other(words: Nomenclature):
    unknown = words.situations["inconnue"]

    assert unknown.precedence == 99
    assert not unknown.closes
    assert unknown.neet is None


def test_work_study_then_school_then_training_then_job(words: Nomenclature):
    order = ["apprentissage", "lycee", "formation_pro", "remediation"]
    order += ["emploi_durable", "emploi_transition", "emploi_aide_iae"]
    order += ["service_civique", "accompagne_sans_solution", "recherche_emploi"]
    numbers = [words.situations[code].precedence for code in order]

    assert numbers == sorted(set(numbers))


def test_school_is_believed_to_31_august_and_the_rest_for_days(words: Nomenclature):
    to_august = {s.code for s in words.situations.values() if s.until_31_august}

    assert to_august == SCHOOL | {"remediation"}
    for situation in words.situations.values():
        assert (situation.validity_days is None) == situation.until_31_august


def test_every_situation_has_a_colour_of_its_own(words: Nomenclature):
    colours = [situation.colour for situation in words.situations.values()]

    assert len(set(colours)) == len(colours)


def test_text_reads_on_every_colour(words: Nomenclature):
    for situation in words.situations.values():
        ratio = contrast(situation.colour, situation.text_colour)
        assert ratio >= 4.5, (situation.code, round(ratio, 2))


@pytest.mark.parametrize("vision", ["deuteranopia", "protanopia", "full"])
def test_having_no_solution_never_looks_like_having_one(
    words: Nomenclature, vision: str
):
    situations = words.situations.values()
    without = [s for s in situations if s.neet]
    with_one = [s for s in situations if s.wide]

    for one, other in product(without, with_one):
        apart = distance(seen(one.colour, vision), seen(other.colour, vision))
        assert apart >= LEAST_DISTANCE, (one.code, other.code, round(apart, 1))


def test_a_kind_of_intervention_is_valid_from_its_decree(words: Nomenclature):
    cej = words.interventions["cej"]

    assert not cej.valid_on(day("2022-02-28"))
    assert cej.valid_on(day("2022-03-01"))


def test_a_neighbourhood_changes_code_with_its_vintage(words: Nomenclature):
    before = words.at(day("2023-12-31")).territories
    after = words.at(day("2024-01-01")).territories

    assert "filature" in after.keys() - before.keys()
    assert "filature_2015" in before.keys() - after.keys()
    assert after["filature"].succeeds == ("filature_2015",)


def test_looking_up_a_day_keeps_the_hash(words: Nomenclature):
    assert words.at(0).hash == words.hash


def test_situations_hold_in_any_year(words: Nomenclature):
    assert words.at(day("1993-07-01")).situations == words.situations


def test_age_bands_touch_without_overlap(words: Nomenclature):
    bands = list(words.age_bands.values())

    for one, following in pairwise(bands):
        assert following.min == one.max + 1


def test_street_work_may_not_name_anyone(words: Nomenclature):
    assert words.interventions["rencontre_rue"].named == "forbidden"


def test_schemes_that_are_a_situation_say_which(words: Nomenclature):
    opens = {
        kind.code: kind.opens_situation
        for kind in words.interventions.values()
        if kind.opens_situation
    }

    assert opens == {"sre": "sre", "e2c": "formation_pro", "epide": "formation_pro"}


def test_the_hash_changes_with_any_file(words: Nomenclature, copy: Path):
    assert read_nomenclature(copy).hash == words.hash
    edit(copy, "themes", "version: 1", "version: 2")

    assert read_nomenclature(copy).hash != words.hash


def test_the_words_cannot_be_changed_in_place(words: Nomenclature):
    with pytest.raises(TypeError):
        words.situations["lycee"] = words.situations["college"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("situations", "closes: [school,", "closes: [schol,"),
        ("situations", "family: school", "family: scool"),
        ("situations", "until_31_august: true", TWO_VALIDITIES),
        ("situations", "until_31_august: true", "until_31_august: false"),
        ("situations", 'colour: "#77AADD"', 'colour: "blue"'),
        ("situations", "role: origin", "role: orgin"),
        ("situations", "code: lycee", "code: college"),
        ("situations", "precedence: 4", "precedance: 4"),
        ("situations", "requires_diploma: [aucun", "requires_diploma: [aucune"),
        ("interventions", "theme: insertion", "theme: insertions"),
        ("interventions", "pillar: cohesion", "pillar: cohesions"),
        ("interventions", "axes: [jeunesse]", "axes: [jeunes]"),
        ("interventions", "opens_situation: sre", "opens_situation: srr"),
        ("interventions", "ages: [11, 25]", "ages: [25, 11]"),
        ("interventions", "ages: [11, 25]", "ages: [11]"),
        ("interventions", "modality: group", "modality: crowd"),
        ("follow_up", "effect: at_risk", "effect: risk"),
        ("exits", "situations: [emploi_durable]", "situations: [emploi]"),
        ("territories", "QN99901M", "QP99901M"),
        ("territories", "commune: rivemarle", "commune: ailleurs"),
        ("territories", "valid_to: 2024-01-01", "valid_to: 2014-01-01"),
        ("pillars", "source:", "sources:"),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_with_its_line(copy: Path, file: str, old: str, new: str):
    edit(copy, file, old, new)

    with pytest.raises(ConfigurationRefused) as caught:
        read_nomenclature(copy)
    assert caught.value.where.file == f"{file}.yaml"
    assert caught.value.where.line is not None


def test_an_absent_file_is_refused(copy: Path):
    (copy / "nomenclature" / "exits.yaml").unlink()

    with pytest.raises(ConfigurationRefused):
        read_nomenclature(copy)
