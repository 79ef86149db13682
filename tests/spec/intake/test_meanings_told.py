"""What a partner's titles and words mean: told once, kept as digests alone."""

import pytest
from sqlalchemy import text

from parcours.intake import failures
from parcours.intake.learned import key_of
from parcours.intake.operations import load_file
from parcours.intake.teaching import choices_of, forget_meanings
from tests.hands_house import FIRST, HEADER, ML, ODD, count
from tests.intake_house import CANARY


def test_an_unknown_word_is_told_once_and_the_second_file_asks_nothing(page, territory):
    seen = page.take(FIRST, ODD)
    (word,) = seen.look.words
    assert (word.column, word.shown, word.n_rows) == ("situation", "Situation", 1)

    place = seen.look.to_tell[0][0]
    seen = page.teach(
        columns={place: ""}, words={(word.column, word.text): "recherche_emploi"}
    )
    assert (seen.look.words, seen.look.to_tell) == ((), ())
    assert seen.look.lines["refused"] == ()
    page.load()
    again = page.take(
        FIRST, "D9;ZZTESTDE;Max;11/10/2005;;On verra  bien !;06/03/2025;;"
    )

    assert (again.look.words, again.look.to_tell) == ((), ())
    assert again.look.lines["accepted"] == (3,)
    told = "situation = 'recherche_emploi'"
    assert count(territory, "situation_fact", told) == 1


def test_what_was_told_holds_for_the_command_line_too(page, context, territory):
    word = page.take(FIRST, ODD).look.words[0]
    page.teach(words={(word.column, word.text): "recherche_emploi"})

    content = "\n".join([HEADER, ODD, ""]).encode()
    answer = load_file(
        context, desk=territory.desk, source=content, template=ML, name="f.csv"
    )

    assert answer.refused == ()


def test_what_is_remembered_of_a_file_are_digests_alone(page, territory):
    odd = ODD.replace("on verra bien", CANARY)
    header = HEADER.replace("Téléphone", "Colonne ZZTITRE")
    seen = page.take(odd, header=header)
    page.teach(
        columns={seen.look.to_tell[0][0]: ""},
        words={("situation", CANARY): "recherche_emploi"},
    )

    with territory.record.read() as session:
        kept = str(session.execute(text("SELECT * FROM mapping")).all()).upper()
    assert count(territory, "mapping") == 2
    assert CANARY not in kept
    assert "ZZTITRE" not in kept


def test_two_senders_leave_digests_that_do_not_meet(territory):
    digest = territory.desk.row_digest
    keys = {
        key_of(digest, organisation=sender, template=template)("value", "x", "mot")
        for sender in (ML, "autre")
        for template in (ML, "autre_modele")
    }

    assert len(keys) == 4


def test_a_column_of_another_name_is_told_and_read(page):
    header = HEADER.replace("Date début situation", "Depuis quand")
    seen = page.take(FIRST.replace("01/02/2025", ""), header=header)
    assert seen.look.lines["refused"] == (2,)
    places = {title: place for place, title in seen.look.to_tell}
    assert "debut_situation" in dict(choices_of(seen.look))

    seen = page.teach(columns={places["Depuis quand"]: "debut_situation"})

    assert seen.look.lines["accepted"] == (2,)


def test_a_file_without_its_minimum_says_so_until_it_is_told(page):
    header = HEADER.replace("N° dossier", "Repère").replace("Nom de naissance", "N.")
    seen = page.take(FIRST, header=header)
    assert seen.look.lacks == ("N° dossier",)
    places = {title: place for place, title in seen.look.to_tell}

    seen = page.teach(columns={places["Repère"]: "dossier"})

    assert seen.look.lacks is None
    assert seen.look.lines["accepted"] == (2,)


def test_a_forbidden_column_cannot_be_told_of(page):
    seen = page.take(FIRST)

    with pytest.raises(failures.MeaningUnknown):
        page.teach(columns={8: "situation"})
    assert seen.look.layout.dropped == ("N° sécu",)


def test_two_columns_of_one_meaning_are_refused(page):
    header = HEADER.replace("Date début situation", "A").replace("Téléphone", "B")
    seen = page.take(FIRST, header=header)
    one, two = (place for place, _title in seen.look.to_tell)

    with pytest.raises(failures.ColumnsDuplicated):
        page.teach(columns={one: "debut_situation", two: "debut_situation"})


@pytest.mark.parametrize("told", [{("situation", "x"): "?"}, {("rien", "x"): "F"}])
def test_a_meaning_that_the_template_lacks_is_refused(page, territory, told):
    page.take(FIRST)

    with pytest.raises(failures.MeaningUnknown):
        page.teach(words=told)
    assert count(territory, "mapping") == 0


def test_what_was_told_is_forgotten(page, context, reception):
    word = page.take(FIRST, ODD).look.words[0]
    page.teach(words={(word.column, word.text): ""})
    assert page.look().look.words == ()

    forget_meanings(context, reception=reception)

    assert len(page.look().look.words) == 1


def test_one_meaning_is_forgotten_and_the_others_stay(page, context, reception):
    header = HEADER.replace("Date début situation", "Depuis quand")
    seen = page.take(FIRST, ODD, header=header)
    places = {title: place for place, title in seen.look.to_tell}
    word = seen.look.words[0]
    seen = page.teach(
        columns={places["Depuis quand"]: "debut_situation", places["Téléphone"]: ""},
        words={(word.column, word.text): "recherche_emploi"},
    )
    told = {(one.column, one.text): one for one in seen.look.told}
    assert set(told) == {
        ("", "Depuis quand"),
        ("", "Téléphone"),
        ("situation", "on verra bien"),
    }

    gone = forget_meanings(
        context, reception=reception, only=[told["", "Depuis quand"].key]
    )

    seen = page.look()
    assert gone == 1
    assert [title for _place, title in seen.look.to_tell] == ["Depuis quand"]
    assert {one.text for one in seen.look.told} == {"Téléphone", "on verra bien"}


def test_what_the_file_in_hand_does_not_say_is_listed_without_a_word(page):
    word = page.take(FIRST, ODD).look.words[0]
    page.teach(words={(word.column, word.text): "recherche_emploi"})

    (told,) = page.take(FIRST).look.told

    assert (told.kind, told.column, told.target, told.text) == (
        "value",
        "situation",
        "recherche_emploi",
        None,
    )
    assert told.key not in repr(told)


def test_what_one_sender_told_is_not_forgotten_with_anothers_digest(
    page, context, reception, territory
):
    word = page.take(FIRST, ODD).look.words[0]
    page.teach(words={(word.column, word.text): "recherche_emploi"})

    gone = forget_meanings(context, reception=reception, only=["elsewhere"])

    assert gone == 0
    assert count(territory, "mapping") == 1


def test_a_word_told_later_changes_the_row_that_was_loaded_without_it(page, territory):
    header = f"{HEADER};Dispositif;Date début dispositif"
    line = f"{FIRST};Truc local;01/03/2025"
    page.take(line, header=header)
    page.load()
    seen = page.take(line, header=header)
    assert seen.look.lines["known"] == (2,)

    seen = page.teach(words={("dispositif", "Truc local"): "pacea"})

    assert seen.look.n_changed == 1
    page.load()
    assert count(territory, "intervention", "kind = 'pacea'") == 1
