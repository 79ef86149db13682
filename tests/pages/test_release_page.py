"""« Diffusion »: what would leave; asked by one, agreed to by another, published."""

import shutil

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from commands.main import app
from parcours.approvals.operations import decide_approval, list_approvals
from parcours.record.models import CouncilQuestion
from tests.pages.conftest import words_of
from tests.pages.test_files_of_a_path import press, territory_of


OFFICER, SECOND, ADMINISTRATOR = "chefdeprojet", "protection", "administration"
PATH = "diffusion"
WHY = "Comité de pilotage de décembre"


def plain(page):
    return words_of(page).replace("\u202f", " ").replace("\u00a0", " ")


def ask(screens):
    page = screens.enter(OFFICER, PATH)
    page.text_input[0].set_value(WHY)
    submit = next(b for b in page.button if b.label == "Demander à publier")
    return submit.click().run()


def only_ref(screens):
    with territory_of(screens) as territory:
        context = territory.context(territory.acting_as(SECOND))
        return next(
            one.ref for one in list_approvals(context) if one.kind == "publication"
        )


def sites(page):
    """Labels of the buttons that hand out a site."""
    return [
        one.proto.label
        for one in page.get("download_button")
        if one.proto.label.startswith("Télécharger le site")
    ]


def agree(screens):
    with territory_of(screens) as territory:
        context = territory.context(territory.acting_as(SECOND))
        decide_approval(context, ref=only_ref(screens), agree=True)


def test_what_would_leave_is_told_table_by_table(read_screens):
    page = read_screens.enter(OFFICER, PATH)
    said = plain(page)
    columns = [name for t in page.table for name in t.value.columns]

    assert not page.exception
    assert "Aucune édition n’a encore été demandée." in said
    assert "tableaux montrés" in said
    assert "règles de diffusion version 1" in said
    assert {"Verdict", "Cases montrées", "Ce qui a décidé"} <= set(columns)
    named = next(t.value for t in page.table if "Cases montrées" in t.value.columns)
    assert not named["Indicateur"].str.contains("_").any()
    evidence = next(t.value for t in page.table if "Ce qui a décidé" in t.value.columns)
    assert evidence["Ce qui a décidé"].str.contains("threshold=11").all()


def test_the_page_is_read_in_english(read_screens):
    page = read_screens.enter(OFFICER, PATH)
    page.session_state["language"] = "en"
    page = page.run()

    assert not page.exception


def test_a_request_without_a_reason_is_refused_in_words(screens):
    page = screens.enter(OFFICER, PATH)
    submit = next(b for b in page.button if b.label == "Demander à publier")
    page = submit.click().run()

    assert "La demande ne dit pas pourquoi." in plain(page)


def test_one_asks_another_agrees_and_the_first_publishes(screens, tmp_path):
    page = ask(screens)
    assert "C’est votre demande" in plain(page)
    assert "la demande attend une autre personne" in plain(page)
    assert sites(page) == []

    agree(screens)
    page = screens.enter(OFFICER, PATH)
    assert "Accepté par protection" in plain(page)
    page = press(page, f"publish_{only_ref(screens)}")
    assert "Ce qui est publié ne peut plus être repris." in plain(page)
    page = press(page, "step_yes")
    assert "L’édition est publiée." in plain(page)
    assert "publiée, acceptée par protection" in plain(page)
    assert sites(page) == ["Télécharger le site (ZIP)"]

    words = ["--dir", str(screens.folder), "publish", "--out", str(tmp_path / "site")]
    made = CliRunner().invoke(app, words, catch_exceptions=False)
    assert made.exit_code == 0, made.output
    assert (tmp_path / "site" / "fr" / "index.html").is_file()


def test_the_page_of_approvals_asks_no_custodian_for_a_publication(screens):
    ask(screens)
    page = screens.enter(ADMINISTRATOR, "accords")
    assert "Publier une édition des chiffres protégés" in plain(page)

    page = press(page, f"agree_{only_ref(screens)}")

    assert "gardiens" not in plain(page)


def test_without_an_extract_nothing_can_be_asked_for(screens):
    shutil.rmtree(screens.folder / "extracts")
    page = screens.enter(OFFICER, PATH)

    assert not page.exception
    assert not [b for b in page.button if b.label == "Demander à publier"]


@pytest.mark.parametrize("login", ["evaluation", "habitants", "conseil"])
def test_nobody_else_has_the_page(read_screens, login):
    page = read_screens.enter(login, PATH)

    assert "Ce qui sort d’ici sort pour toujours" not in plain(page)


def test_the_command_writes_nothing_before_two_agreed(screens, tmp_path):
    from config.failure import Failure

    words = ["--dir", str(screens.folder), "publish", "--out", str(tmp_path / "site")]
    with pytest.raises(Failure, match="PUBLISH-003"):
        CliRunner().invoke(app, words, catch_exceptions=False)

    assert not (tmp_path / "site").exists()


def with_a_person_in_a_question(screens):
    """Put a name and a number where the council asked, as somebody once typed them."""
    with territory_of(screens) as territory, territory.record.write() as session:
        row = session.exec(select(CouncilQuestion)).first()
        row.question = "Voir Karim, au 06 12 34 56 78"
        session.add(row)


def test_a_doubtful_text_is_confirmed_by_name_before_it_is_asked_for(screens):
    with_a_person_in_a_question(screens)
    page = ask(screens)

    assert "1 texte semble contenir" in plain(page).replace("*", "")
    assert "restent à relire" in plain(page)

    (box,) = [one for one in page.checkbox if one.key.startswith("release_text_")]
    assert "question 1" in box.label
    page.text_input[0].set_value(WHY)
    box.check()
    submit = next(b for b in page.button if b.label == "Demander à publier")
    page = submit.click().run()

    assert "la demande attend une autre personne" in plain(page)
    page = screens.enter(ADMINISTRATOR, "accords")
    assert "Textes relus et confirmés" in plain(page)
    assert "question 1 (semble contenir un prénom" in plain(page).replace("\\", "")
    assert "Karim" not in plain(page)
