"""The rights of a young person on their page, and the officer's list of requests."""

from config.typography import NARROW
from tests.pages.conftest import words_of


WORKER, OFFICER = "conseil", "protection"
BOX = "rights_box"


def said_on(page):
    """All that a page says, with plain spaces."""
    return words_of(page).replace(NARROW, " ")


def opened(screens):
    page = screens.open_first(screens.enter(WORKER))
    page.session_state[BOX] = True
    return page.run()


def press(page, key):
    return page.button(key=key).click().run()


def keys(page):
    return {button.key for button in page.button}


def test_nothing_of_rights_is_drawn_before_somebody_opens_it(screens):
    page = screens.open_first(screens.enter(WORKER))

    assert "inform" not in keys(page)


def test_a_new_path_says_who_is_still_to_be_told(screens):
    said = said_on(opened(screens))

    assert "Reste à informer" in said
    assert "Personne n’a encore été informé." in said
    assert "Jamais ta santé" in said


def test_the_whole_reference_stands_there_to_ask_for_an_erasure(screens):
    page = opened(screens)

    assert page.session_state["person"] in [block.value for block in page.code]


def test_what_was_told_is_recorded_in_one_gesture(screens):
    page = press(opened(screens), "inform")
    said = said_on(page)

    assert "Noté : l’information est inscrite." in said
    assert "le jeune, de vive voix (texte 1)" in said


def test_a_day_to_come_is_refused_in_words(screens):
    page = opened(screens)
    field = page.date_input(key="inform_on")
    field.set_value(field.value.replace(year=2090)).run()
    page = press(page, "inform")

    assert "Cette date n’est pas possible ici." in said_on(page)


def test_each_organisation_is_asked_about_and_may_be_refused(screens):
    page = opened(screens)
    key = "choice_prevention_specialisee_fr"
    page = page.radio(key=key).set_value("refuse").run()

    assert "Enregistré : son choix vaut dès maintenant." in said_on(page)
    assert "refus du" in said_on(page)
    assert page.radio(key=key).value == "refuse"


def test_a_frozen_file_refuses_entries_and_may_be_lifted(screens):
    page = press(opened(screens), "rights_protect_restriction")
    assert "Gel du dossier depuis le" in said_on(page)
    page = press(page, "rights_lift_restriction")

    assert "la protection est levée" in said_on(page)
    assert "rights_protect_restriction" in keys(page)


def test_an_opposition_says_what_it_changes_before_it_is_recorded(screens):
    page = press(opened(screens), "rights_oppose")
    said = said_on(page)
    assert "même d’un jour passé" in said
    assert "Opposition depuis" not in said
    page = press(page, "step_yes")

    assert "plus aucun chiffre ne compte ce jeune" in said_on(page)
    assert "Opposition depuis le" in said_on(page)


def test_a_request_reaches_the_officer_who_answers_it(screens):
    page = press(opened(screens), "request")
    assert "la demande est dans la liste du délégué" in said_on(page)
    person = page.session_state["person"]
    officer = screens.enter(OFFICER, "demandes")
    assert "Une demande attend une réponse" in said_on(officer)
    assert person in {element.value for element in officer.get("code")}
    grant = next(k for k in keys(officer) if str(k).startswith("grant_"))
    officer = press(officer, grant)

    assert "Aucune demande n’attend de réponse." in said_on(officer)
    assert "accordée le" in said_on(officer)


def test_an_officer_without_requests_is_told_where_they_come_from(read_screens):
    page = read_screens.enter(OFFICER, "demandes")

    assert "Aucune demande n’a été reçue." in said_on(page)


def test_a_worker_has_no_list_of_all_requests(read_screens):
    page = read_screens.enter(WORKER, "demandes")

    assert "Demandes de droits" not in said_on(page)


def test_the_booklet_is_made_at_the_click_and_written_down(screens):
    page = opened(screens)
    before = list(page.get("download_button"))
    keys_of_files = {str(button.key) for button in before}

    assert any(key.startswith("booklet_json_") for key in keys_of_files)
    assert "carnet" in said_on(page)
