"""« Imports »: recognised, told of once, loaded, undone, or refused in words."""

import time
from contextlib import contextmanager

import pytest

from app_pages import imports_hand
from tests.hands_house import BAD, FIRST, HEADER, ODD
from tests.intake_house import CANARY, EXAMPLES, workbook
from tests.pages.conftest import words_of
from tests.pages.test_case_worker_pages import key_of, speak_english


PATH, LOGIN = "imports", "coordination"
SECONDS = 60


def opened(screens, login=LOGIN):
    return screens.enter(login, PATH)


def drop(page, content, name="envoi.csv"):
    page.file_uploader[0].set_value((name, content, "text/csv"))
    return page.run()


def csv(*lines, header=HEADER):
    return "\n".join([header, *lines, ""]).encode()


def loaded(page):
    page.button(key="imports_load").click().run()
    until = time.monotonic() + SECONDS
    while page.get("progress") and time.monotonic() < until:
        page.run()
    return page


def texts(page):
    return words_of(page).replace("\N{NO-BREAK SPACE}", " ").replace("\u202f", " ")


def has(page, key):
    return key in {str(button.key) for button in page.button}


def test_the_page_says_what_was_loaded_last_and_awaits_a_file(screens):
    page = opened(screens)

    assert "Dernier fichier chargé" in texts(page)
    assert "Suivi de la mission locale" in texts(page)
    assert len(page.file_uploader) == 1
    assert not page.exception


def test_a_known_file_is_recognised_and_names_nobody_until_asked(screens):
    page = drop(opened(screens), csv(FIRST, BAD))

    said = texts(page)
    assert "Suivi de la mission locale · 2 lignes" in said
    assert "1 à charger" in said
    assert "N° sécu" in said.replace("\\", "")
    assert CANARY not in said
    assert not page.data_editor
    page.button(key="imports_rows").click().run()
    assert len(page.data_editor) == 1
    assert not page.exception


def test_no_cell_nor_name_is_kept_in_the_session(screens):
    page = drop(opened(screens), csv(FIRST, BAD, ODD))
    page.button(key="imports_rows").click().run()

    kept = repr(page.session_state)

    assert "imports_grid" in kept
    assert CANARY not in kept
    assert "ZZTEST" not in kept


def test_a_word_told_once_is_not_asked_again(screens):
    page = drop(opened(screens), csv(FIRST, ODD))
    assert "on verra bien" in key_of(page, "selectbox", "imports_word_0").label

    key_of(page, "selectbox", "imports_word_0").set_value("recherche_emploi")
    key_of(page, "selectbox", "imports_column_").set_value("")
    key_of(page, "button", "FormSubmitter").click().run()

    assert "2 à charger" in texts(page)
    page = loaded(page)
    assert "2 lignes chargées" in texts(page)
    page = drop(page, csv(FIRST.replace("D1", "D8"), ODD.replace("D2", "D9")))
    assert not [box for box in page.selectbox if "imports_" in str(box.key)]
    assert "2 à charger" in texts(page)


def test_one_meaning_is_forgotten_while_the_other_stays(screens):
    page = drop(opened(screens), csv(FIRST, ODD))
    key_of(page, "selectbox", "imports_word_0").set_value("recherche_emploi")
    key_of(page, "selectbox", "imports_column_").set_value("")
    key_of(page, "button", "FormSubmitter").click().run()
    assert "imports_forget" not in {str(one.key) for one in page.button}

    box = f"imports_told_{page.session_state['imports_file_no']}"
    page.session_state[box] = True
    page.run()
    assert "« on verra bien » · Situation : **En recherche" in texts(page)
    assert "Colonne « Téléphone » : **non lue**" in texts(page)
    word = next(b for b in page.button if "on verra bien" in b.label)
    word.click().run()

    assert "on verra bien" in key_of(page, "selectbox", "imports_word_0").label
    page.session_state[box] = True
    page.run()
    assert "Déjà dit" in " ".join(one.label for one in page.expander)
    assert "Colonne « Téléphone » : **non lue**" in texts(page)
    assert not page.exception


def test_a_corrected_cell_loads_its_row(screens):
    page = drop(opened(screens), csv(BAD))
    assert "Rien de nouveau à charger" in texts(page)
    page.button(key="imports_rows").click().run()
    (editor,) = page.data_editor
    column = next(
        name for name in editor.value.columns if editor.value[name][0] == "31/02/2006"
    )

    edits = {"edited_rows": {0: {column: "28/02/2006"}}}
    page.session_state[editor.key] = {**edits, "added_rows": [], "deleted_rows": []}
    page.run()

    assert "1 à charger" in texts(page)
    assert "cellules corrigées ici : 1" in texts(page)
    page = loaded(page)
    assert "corrigées ici : 1" in texts(page)


def test_a_batch_is_undone_in_two_steps(screens):
    page = loaded(drop(opened(screens), csv(FIRST)))
    undo = next(b for b in page.button if str(b.key).startswith("undo_"))

    undo.click().run()
    assert "ne compteront plus" in texts(page)
    page.button(key="step_yes").click().run()

    assert "Import annulé" in texts(page)
    assert "import annulé" in texts(page)
    assert not page.exception


def test_a_load_is_found_again_after_leaving_the_page(screens):
    page = drop(opened(screens), csv(FIRST))
    page.button(key="imports_load").click().run()
    page = screens.go(page, "portefeuille")

    page = screens.go(page, PATH)
    until = time.monotonic() + SECONDS
    while page.get("progress") and time.monotonic() < until:
        page.run()

    assert "1 ligne chargée" in texts(page)


def test_a_file_in_hand_is_found_again_and_can_be_left(screens):
    page = drop(opened(screens), csv(FIRST))
    page = screens.go(screens.go(page, "portefeuille"), PATH)
    assert has(page, "imports_load")

    page.button(key="imports_leave").click().run()

    assert len(page.file_uploader) == 1


def test_the_same_file_twice_brings_nothing(screens):
    page = loaded(drop(opened(screens), csv(FIRST)))

    page = drop(page, csv(FIRST))

    assert "déjà été chargé" in texts(page)
    assert "Rien de nouveau à charger" in texts(page)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "INTAKE-002"),
        (b"\n\n", "INTAKE-002"),
        (b"\xff\xfe\x00", "INTAKE-003"),
        (csv(FIRST).replace(b"Ana", b"A\x00a"), "INTAKE-003"),
        (b"a;b\n1;2\n", "INTAKE-004"),
        (csv(FIRST, 'D2;"ZZ'), "INTAKE-006"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "INTAKE-013"),
        (b"PK\x03\x04" + b"x" * 600, "INTAKE-013"),
        ((EXAMPLES / "partner_files/liste_scolaire.csv").read_bytes(), "INTAKE-040"),
    ],
)
def test_a_bad_file_is_refused_in_words_and_nothing_is_in_hand(screens, content, code):
    page = drop(opened(screens), content)

    said = " ".join(str(w.value) for w in page.warning)
    assert code in said
    assert len(page.file_uploader) == 1
    assert not page.exception


def test_a_workbook_with_titles_above_its_header_is_read(screens):
    rows = [line.split(";") for line in (HEADER, FIRST)]

    page = drop(opened(screens), workbook(rows, before=3), "envoi.xlsx")

    assert "1 à charger" in texts(page)


def test_a_file_without_its_minimum_says_what_to_tell(screens):
    header = HEADER.replace("N° dossier", "Repère").replace("Nom de naissance", "N.")

    page = drop(opened(screens), csv(FIRST, header=header))

    assert "Il manque les colonnes minimales" in texts(page)
    assert not has(page, "imports_load")
    assert key_of(page, "selectbox", "imports_column_")


def test_what_goes_back_is_read_only_when_it_is_opened(screens):
    page = opened(screens)
    assert "Ce qui revient au partenaire" not in texts(page)

    page.session_state["imports_back"] = True
    page.run()

    assert "situations à confirmer" in texts(page)
    assert not page.exception


def test_those_who_load_nothing_have_no_such_page(screens):
    page = screens.enter("conseil", PATH)

    assert "Imports" not in [title.value for title in page.title]


def test_the_page_speaks_english(screens):
    page = speak_english(drop(opened(screens), csv(FIRST, BAD, ODD)))

    said = texts(page)
    assert "1 to load" in said
    assert "Refused rows will not be loaded" in said
    assert "à charger" not in said


UNKNOWN = b"Matricule;Patronyme;Petit nom;Chose\nD1;ZZTEST;Ana;x\n"


def test_a_file_whose_titles_nobody_knows_asks_for_its_template(screens):
    page = drop(opened(screens), UNKNOWN)
    assert "Aucun modèle ne reconnaît les titres" in texts(page)
    (asked,) = (box for box in page.radio if "imports_template" in str(box.key))

    asked.set_value("mission_locale")
    page.button(key="imports_choose").click().run()

    assert "Il manque les colonnes minimales" in texts(page)
    assert "Matricule" in key_of(page, "selectbox", "imports_column_0").label
    assert not page.exception


def test_one_row_refused_is_said_in_the_singular(screens):
    page = drop(opened(screens), csv(FIRST, BAD))

    assert "1 refusée" in texts(page)
    assert "1 refusées" not in texts(page)


def test_something_turns_while_a_file_is_checked(screens, monkeypatch):
    turning, seen = [], []
    spinner, check = imports_hand.st.spinner, imports_hand.check_file

    @contextmanager
    def watched(text, **options):
        turning.append(text)
        with spinner(text, **options):
            yield
        turning.pop()

    def checked(*args, **named):
        seen.append(list(turning))
        return check(*args, **named)

    monkeypatch.setattr(imports_hand.st, "spinner", watched)
    monkeypatch.setattr(imports_hand, "check_file", checked)
    drop(opened(screens), csv(FIRST))

    assert seen
    assert all("Lecture" in texts[0] for texts in seen)
