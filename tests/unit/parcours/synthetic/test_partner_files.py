"""What partners see, and the files that they send."""

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

from parcours.synthetic.dirt import invented_numbers
from parcours.synthetic.hazards import CODE, SITUATIONS
from parcours.synthetic.judging import judge_linkage
from parcours.synthetic.observers import (
    NO_DAY,
    first_loss,
    follow,
    last_september,
    see_interviews,
    see_school,
)
from parcours.synthetic.population import day_number
from parcours.synthetic.territory import Recipe, invent, write_files
from pseudonymisation.identities.refusals import looks_like_nir
from tests.unit.parcours.synthetic.places import PLACES, UNTIL


RECIPE = Recipe(young=800, until=UNTIL)
END = day_number(UNTIL)


@pytest.fixture(scope="module")
def truth():
    return invent(RECIPE, places=PLACES, rng=np.random.default_rng(3))


@pytest.fixture(scope="module")
def files(truth, tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    made = write_files(truth, folder, recipe=RECIPE, rng=np.random.default_rng(4))
    return {file.template: file for file in made}


@pytest.fixture(scope="module")
def followed(truth):
    return follow(
        truth.population,
        truth.paths,
        until=END,
        habits=RECIPE.habits,
        rng=np.random.default_rng(5),
    )


def test_schools_list_nothing_after_the_first_loss(truth):
    stays = see_school(truth.population, truth.paths, until=END)
    lost = first_loss(truth.population, truth.paths)

    assert (stays["entry"] < lost[stays["person"]]).all()
    assert stays["dropped_out"].any()
    assert (stays.loc[stays["current"], "entry"] >= last_september(END)).all()


def test_nobody_is_met_before_sixteen_nor_after_the_last_day(truth, followed):
    age = followed.first - truth.population.birth[followed.person]

    assert (age >= 16 * 365).all()
    assert (followed.first <= followed.last).all()
    assert (followed.last <= END).all()


def test_nothing_later_than_the_last_interview_is_told(truth, followed):
    told = see_interviews(truth.paths, followed)
    last = followed.last[told["row"]]

    assert (told["starts"] <= last).all()
    assert ((told["ends"] == NO_DAY) | (told["ends"] < last)).all()


def test_meeting_the_mission_locale_does_not_depend_on_what_follows(truth):
    """Those who found a solution at once are met as often as the others."""
    recipe = Recipe(young=30_000, until=UNTIL)
    rng = np.random.default_rng(6)
    large = invent(recipe, places=PLACES, rng=rng)
    people, paths = large.population, large.paths
    met = follow(people, paths, until=END, habits=recipe.habits, rng=rng).person
    lost = first_loss(people, paths)
    sixteen = people.birth + 5844
    gone = np.minimum(people.left_on, people.died_on)
    old = (lost >= sixteen) & (lost < END - 900) & (gone > lost + 900)
    searching = np.isin(paths.situation, [CODE["decroche"], CODE["recherche_emploi"]])
    at_loss = searching & (paths.starts == lost[paths.person])
    short = np.zeros(len(people), bool)
    short[paths.person[at_loss & (paths.ends - paths.starts < 60)]] = True
    seen = np.isin(np.arange(len(people)), met)

    quick, slow = seen[old & short].mean(), seen[old & ~short].mean()

    assert quick == pytest.approx(slow, abs=0.03)


def test_the_partners_send_five_files_in_their_own_encodings(files):
    school = files["liste_scolaire"].path.read_bytes()
    mission = files["mission_locale"].path.read_bytes()
    street = files["prevention_specialisee"].path.read_text("utf-8")

    assert school.startswith(b"\xef\xbb\xbf")
    assert "N° dossier" in mission.decode("cp1252")
    with pytest.raises(UnicodeDecodeError):
        mission.decode("utf-8")
    assert street.count("\t") > street.count(";")
    assert files["chantier_educatif"].path.suffix == ".xlsx"


def test_forbidden_columns_are_in_the_files_that_intake_must_strip(files):
    header = files["liste_scolaire"].path.read_text("utf-8-sig").splitlines()[0]

    assert "N° sécurité sociale" in header
    assert "Nationalité" in header


def test_the_prevention_team_writes_no_identity(files, truth):
    text = files["prevention_specialisee"].path.read_text("utf-8")

    assert not any(name in text for name in set(truth.population.surname))


def test_the_truth_of_each_line_is_that_of_its_row(files):
    file = files["mission_locale"]
    lines = file.path.read_bytes().decode("cp1252").split("\r\n")
    codes = [lines[line - 1].split(";")[0] for line in file.truth["line"]]

    by_code = pd.Series(file.truth["person"].to_numpy()).groupby(codes).nunique()
    assert by_code.max() == 1
    assert len(lines) - 2 == len(file.truth)


def test_the_workbook_has_a_title_a_total_and_a_second_sheet(files):
    file = files["chantier_educatif"]
    book = load_workbook(file.path, read_only=True)
    rows = book["Présences"].iter_rows(values_only=True)
    cells = [row[0] if row else None for row in rows]
    book.close()

    assert len(book.sheetnames) == 2
    assert cells[2] == "Intitulé du chantier"
    assert cells[-1] == "TOTAL"
    assert file.truth["line"].iloc[0] == 4


def test_no_column_of_the_truth_reaches_a_file(files):
    for file in files.values():
        assert b"_person" not in file.path.read_bytes()


def test_invented_national_numbers_look_like_one_and_cannot_be():
    numbers = invented_numbers(50, np.random.default_rng(1))

    assert all(looks_like_nir(number) for number in numbers)
    assert all(number.split()[2:5] == ["99", "99", "999"] for number in numbers)


def test_linkage_is_judged_over_pairs():
    person = np.array([1, 1, 1, 2, 2, 3])
    found = np.array([1, 1, 9, 2, 2, 2])

    score = judge_linkage(person, found)

    assert score.precision == pytest.approx(2 / 4)
    assert score.recall == pytest.approx(2 / 4)
    assert score.n_records == 6


def test_every_situation_has_its_words_for_the_mission_locale():
    from parcours.synthetic.named_partners import _MILO

    assert set(_MILO) == set(SITUATIONS)
