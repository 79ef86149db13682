"""Who comes in, who does not, and what is left when they go."""

from tests.pages.conftest import words_of


def test_the_first_screen_says_what_the_product_is_and_shows_nobody(screens):
    page = screens.door()

    assert not page.exception
    assert "du collège à la vie adulte" in words_of(page)
    assert not page.get("table")


def test_a_wrong_password_is_refused_calmly(screens):
    page = screens.sign_in("conseil", password="not the right words")

    assert "ACCESS-003" in words_of(page)
    assert "token" not in page.session_state


def test_each_role_gets_its_own_first_page(screens):
    titles = {
        login: screens.sign_in(login).title[0].value for login in screens.passwords
    }

    assert titles == {
        "conseil": "Mon portefeuille",
        "coordination": "Mon portefeuille",
        "evaluation": "Cohortes",
        "chefdeprojet": "Tableau de bord",
        "habitants": "Conseil citoyen",
        "verification": "Rapprochements à vérifier",
        "relecture": "Rapprochements à vérifier",
        "protection": "Accords à deux",
        "administration": "Accords à deux",
    }


def test_signing_out_leaves_nothing_of_the_person(screens):
    page = screens.open_first(screens.enter("conseil"))

    page.button(key="sign_out").click().run()

    kept = {key for key in page.session_state.to_dict() if key != "parcours_document"}
    assert not kept & {"token", "person", "search", "saved", "cohort_answers"}


def test_a_session_closed_elsewhere_ends_with_a_calm_notice(screens):
    page = screens.enter("chefdeprojet")
    page.session_state["token"] = "a token that no longer counts"

    page.run()

    assert "Votre session est terminée" in words_of(page)


def test_the_page_of_another_role_is_not_reached_by_its_address(screens):
    page = screens.enter("chefdeprojet")

    screens.go(page, "cohortes")

    assert "Cohortes" not in [title.value for title in page.title]


def test_the_whole_screen_changes_language(screens):
    page = screens.enter("chefdeprojet", "raccrochage")

    page.segmented_control(key="language_choice").set_value("en").run()

    assert page.title[0].value == "Re-engagement"
    assert page.selectbox[0].label == "Solution"
    assert page.selectbox[0].options[0] == "Training or job"


def test_another_language_keeps_the_choices_of_a_page(screens):
    page = screens.enter("chefdeprojet", "raccrochage")
    page.selectbox(key="variant_fr").select_index(1).run()

    page.segmented_control(key="language_choice").set_value("en").run()

    assert page.selectbox(key="variant_en").index == 1
    assert not page.warning


def test_the_account_is_named_by_its_role_in_the_language_chosen(screens):
    page = screens.enter("conseil")
    assert "Référent de parcours" in names_of_popovers(page)

    page.segmented_control(key="language_choice").set_value("en").run()

    assert "Case worker" in names_of_popovers(page)
    assert "conseil · Case worker" in words_of(page)
    assert "Référent de parcours" not in names_of_popovers(page) + words_of(page)


def names_of_popovers(page):
    return "\n".join(block.proto.popover.label for block in page.get("popover"))


def test_a_language_chosen_at_the_door_is_kept_inside(screens):
    page = screens.door()
    page.segmented_control(key="language_choice").set_value("en").run()
    page.text_input(key="login").set_value("chefdeprojet")
    page.text_input(key="password").set_value(screens.passwords["chefdeprojet"])

    page.button(key="sign_in_button").click().run()

    assert page.title[0].value == "Dashboard"
