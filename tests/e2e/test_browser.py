"""The interface in a real browser: each role walks, and nothing leaves the machine."""

import re

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from commands.opening import instant
from parcours.keeping.reidentification import request_reidentification
from parcours.record.models import Person
from parcours.territory.opening import Territory
from pseudonymisation.pseudonym import Pseudonym
from tests.e2e.conftest import WAIT_MS


pytestmark = pytest.mark.browser


def test_a_case_worker_finds_reads_and_writes(walk, served, tmp_path):
    walk.enter("conseil", served[1]["conseil"])
    walk.sees("Mon portefeuille")
    walk.keep(tmp_path, "caseload")
    walk.page.locator("[class*='st-key-open_'] button").first.click()
    walk.page.get_by_role("button", name="Voir l’identité").click()
    window = walk.page.get_by_role("dialog")
    expect(window.get_by_text("inscrite au journal")).to_be_visible()
    walk.page.keyboard.press("Escape")
    expect(window).to_be_hidden()
    walk.page.get_by_role("button", name="Enregistrer l’intervention").click()
    expect(walk.page.get_by_text("Enregistré")).to_be_visible()
    walk.page.get_by_role("button", name="Annuler").click()
    expect(walk.page.get_by_text("Saisie annulée")).to_be_visible()
    walk.keep(tmp_path, "person")

    assert "v1." not in walk.page.url
    walk.is_clean()


def test_an_evaluator_reads_a_curve_and_takes_released_figures(walk, served, tmp_path):
    walk.enter("evaluation", served[1]["evaluation"])
    walk.sees("Cohortes")
    expect(walk.page.locator("[data-testid='stVegaLiteChart']")).to_be_visible()
    walk.page.locator("[data-testid='stVegaLiteChart']").hover()
    for action in ("Show data", "Download as PNG", "Copy Vega-Lite spec"):
        assert not walk.page.get_by_role("button", name=action).count()
    walk.keep(tmp_path, "cohort")

    with walk.page.expect_download(timeout=WAIT_MS) as coming:
        walk.page.get_by_role("button", name="Tableau (CSV)").click()

    assert coming.value.suggested_filename.endswith(".csv")
    walk.is_clean()


@pytest.mark.parametrize(
    ("button", "ending", "start"),
    [
        ("Rapport (PDF)", ".pdf", b"%PDF-"),
        ("Rapport (HTML)", ".html", b"<!DOCTYPE html>"),
        ("Image (PNG)", ".png", b"\x89PNG"),
        ("Résultat à recalculer", ".resultat.json", b"{"),
    ],
)
def test_an_evaluator_takes_a_file_away(walk, served, button, ending, start):
    walk.enter("evaluation", served[1]["evaluation"])
    walk.sees("Cohortes")

    with walk.page.expect_download(timeout=WAIT_MS) as coming:
        walk.page.get_by_role("button", name=button).click()

    assert coming.value.suggested_filename.endswith(ending)
    assert coming.value.path().read_bytes().startswith(start)
    walk.is_clean()


def test_a_policy_officer_reads_rates_in_both_languages(walk, served, tmp_path):
    walk.enter("chefdeprojet", served[1]["chefdeprojet"])
    walk.sees("Tableau de bord")
    assert walk.page.evaluate("document.documentElement.lang") == "fr"
    walk.keep(tmp_path, "dashboard")

    walk.page.get_by_role("button", name="Chef de projet").click()
    choices = walk.page.get_by_test_id("stPopoverBody")
    choices.get_by_text("English", exact=True).click()

    walk.page.wait_for_function("document.documentElement.lang === 'en'")
    walk.is_clean()


def test_a_telephone_shows_the_whole_width_without_scrolling_sideways(walk, served):
    walk.page.set_viewport_size({"width": 390, "height": 844})
    walk.enter("conseil", served[1]["conseil"])
    walk.sees("Mon portefeuille")

    width = walk.page.evaluate("document.documentElement.scrollWidth")

    assert width <= 390
    walk.is_clean()


def test_a_telephone_scrolls_a_path_inside_its_own_box(walk, served):
    walk.page.set_viewport_size({"width": 390, "height": 844})
    walk.enter("conseil", served[1]["conseil"])
    walk.page.locator("[class*='st-key-open_'] button").first.click()
    box = walk.page.locator(".st-key-timeline_box")
    expect(box.locator("svg text").first).to_be_visible()

    own, inside = box.evaluate("box => [box.clientWidth, box.scrollWidth]")
    page = walk.page.evaluate("document.documentElement.scrollWidth")
    sizes = box.locator("svg text").evaluate_all(
        "all => all.map(text => parseFloat(getComputedStyle(text).fontSize))"
    )

    assert inside > 2 * own
    assert page <= 390
    assert min(sizes) >= 12
    walk.is_clean()


def test_another_language_in_the_middle_of_an_entry_loses_nothing(walk, served):
    walk.enter("conseil", served[1]["conseil"])
    walk.page.locator("[class*='st-key-open_'] button").first.click()
    kind = walk.page.locator("[class*='st-key-kind_'] input")
    kind.fill("PACEA")
    kind.press("Enter")
    more = walk.page.get_by_text("Durée, étape suivante, commentaire")
    more.click()
    walk.page.get_by_label("Commentaire", exact=True).fill("rendez-vous pris")

    walk.page.get_by_role("button", name="Référent de parcours").click()
    choices = walk.page.get_by_test_id("stPopoverBody")
    choices.get_by_text("English", exact=True).click()
    walk.page.wait_for_function("document.documentElement.lang === 'en'")

    expect(kind).to_have_count(1)  # for a moment the former language's is there too
    expect(kind).to_have_value("Contractual pathway to autonomy (PACEA)")
    expect(walk.page.get_by_label("Comment", exact=True)).to_have_value(
        "rendez-vous pris"
    )
    walk.is_clean()


def test_two_young_people_are_told_apart_by_the_names_of_their_buttons(walk, served):
    walk.enter("conseil", served[1]["conseil"])
    walk.sees("Mon portefeuille")

    cards = walk.page.locator(".st-key-cards").get_by_role("button")
    expect(cards.first).to_have_accessible_name(
        re.compile(r"\w\.\s.*(ans|inconnu)\s.+(Vu|Jamais)\s", re.DOTALL)
    )


def test_an_outsider_is_asked_who_they_are_at_every_address(walk, served):
    walk.page.goto(f"{served[0]}/portefeuille")

    expect(walk.page.get_by_label("Identifiant")).to_be_visible(timeout=WAIT_MS)
    expect(walk.page.get_by_role("dialog")).to_have_count(0)
    assert walk.foreign == []


def test_a_refusal_is_told_before_it_is_recorded_and_holds(walk, served, tmp_path):
    walk.page.set_viewport_size({"width": 390, "height": 844})
    walk.enter("conseil", served[1]["conseil"])
    walk.sees("Mon portefeuille")
    walk.page.locator("[class*='st-key-open_'] button").last.click()
    walk.page.get_by_text("Ses dossiers dans les structures").click()
    refusal = "Ce jeune refuse que ses dossiers soient rapprochés"
    walk.page.get_by_role("button", name=refusal).click()
    expect(walk.page.get_by_text("C’est pour toujours")).to_be_visible()
    walk.page.get_by_role("button", name="Enregistrer son refus").click()

    expect(
        walk.page.get_by_text("ce dossier reste seul, pour toujours")
    ).to_be_visible()
    expect(walk.page.get_by_text(f"{refusal}.")).to_be_visible()
    expect(walk.page.get_by_role("button", name=refusal)).to_have_count(0)
    walk.keep(tmp_path, "refusal")
    assert walk.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert "v1." not in walk.page.url
    walk.is_clean()


def test_an_administrator_agrees_to_what_the_officer_asked(walk, served, tmp_path):
    territory = Territory.open(served[2], environ={}, now=instant)
    officer = territory.context(territory.acting_as("protection"))
    with territory.record.read() as session:
        person = session.exec(select(Person.pseudonym)).first()
    request_reidentification(
        officer,
        desk=territory.desk,
        persons=[Pseudonym.parse(person)],
        reason="Réquisition du juge des enfants",
    )
    territory.close()
    walk.enter("administration", served[1]["administration"])
    walk.sees("Accords à deux")
    expect(walk.page.get_by_text("Réquisition du juge des enfants")).to_be_visible()
    walk.page.get_by_role("button", name="Donner mon accord").click()
    walk.page.get_by_role("button", name="Oui, je donne mon accord").click()

    expect(walk.page.get_by_text("votre accord est donné")).to_be_visible()
    expect(walk.page.get_by_text("accordée par administration")).to_be_visible()
    expect(walk.page.get_by_role("button", name="Donner mon accord")).to_have_count(0)
    walk.keep(tmp_path, "approvals")
    walk.is_clean()
