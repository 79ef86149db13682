"""« Mon compte »: a second factor set up, asked for, and confirmed once more."""

import base64
import sqlite3
from contextlib import closing
from datetime import timedelta

from parcours.access.codes import code_at, step_of
from parcours.access.policy import ACCESS_FILE
from tests.pages.conftest import clock, words_of


PLACE = "mon-compte"


def secret_on(page):
    """Read the secret that the page spells."""
    return base64.b32decode(page.get("code")[0].value.replace(" ", ""))


def code_now(secret, *, ahead=0):
    return code_at(secret, step_of(clock()) + ahead)


def set_up(page):
    page.button(key="factor_begin").click().run()
    secret = secret_on(page)
    page.text_input(key="factor_code").set_value(code_now(secret))
    page.button(key="factor_confirm").click().run()
    return secret


def prove_long_ago(screens, *, minutes=16):
    """Let every session have given its password so long ago."""
    then = (clock() - timedelta(minutes=minutes)).replace(tzinfo=None).isoformat(" ")
    with closing(sqlite3.connect(screens.folder / "record.db")) as record:
        record.execute("UPDATE account_session SET proved_at = ?", [then])
        record.commit()


def require_factors(screens):
    file = screens.folder / "config" / ACCESS_FILE
    rules = file.read_text(encoding="utf-8")
    file.write_text(rules.replace("second_factor: offered", "second_factor: required"))


def keys_of(page):
    return {str(button.key) for button in page.button}


def test_a_factor_is_set_up_and_asked_for_at_the_door(screens):
    page = screens.enter("evaluation", PLACE)
    assert "protégé que par **un mot de passe**" in words_of(page)

    secret = set_up(page)
    codes = page.get("code")[0].value.splitlines()
    page.button(key="codes_noted").click().run()

    assert len(codes) == 8
    assert "protège votre compte" in words_of(page)
    assert not any(code in words_of(page) for code in codes)
    assert "ACCESS-003" in words_of(screens.sign_in("evaluation"))
    door = screens.door()
    door.text_input(key="login").set_value("evaluation")
    door.text_input(key="password").set_value(screens.passwords["evaluation"])
    door.text_input(key="code").set_value(code_now(secret, ahead=1))
    door.button(key="sign_in_button").click().run()
    assert door.title[0].value == "Cohortes"


def test_a_wrong_first_code_changes_nothing(screens):
    page = screens.enter("evaluation", PLACE)
    page.button(key="factor_begin").click().run()
    page.text_input(key="factor_code").set_value("12")
    page.button(key="factor_confirm").click().run()

    assert "ACCESS-011" in words_of(page)
    page.button(key="factor_leave").click().run()
    assert "factor_begin" in keys_of(page)
    assert screens.sign_in("evaluation").title[0].value == "Cohortes"


def test_the_secret_is_gone_from_the_page_that_was_left(screens):
    page = screens.enter("evaluation", PLACE)
    page.button(key="factor_begin").click().run()

    screens.go(page, "cohortes")
    screens.go(page, PLACE)

    assert not page.get("code")


def test_a_role_that_must_have_a_factor_sees_its_own_account_alone(screens):
    require_factors(screens)
    page = screens.enter("conseil")
    assert page.title[0].value == "Mon compte"
    assert "Votre rôle demande" in words_of(page)
    screens.go(page, "portefeuille")
    assert "Mon portefeuille" not in [title.value for title in page.title]

    screens.go(page, PLACE)
    set_up(page)
    page.button(key="codes_noted").click().run()
    screens.go(page, "portefeuille")

    assert page.title[0].value == "Mon portefeuille"


def test_after_a_while_the_page_asks_again_who_is_there(screens):
    prove_long_ago(screens)
    page = screens.enter("evaluation", PLACE)
    assert not {"factor_begin", "password_change"} & keys_of(page)

    key = "proof_account_begin_factor"
    page.text_input(key=f"{key}_password").set_value("wrong")
    page.button(key=f"{key}_button").click().run()
    assert "ACCESS-003" in words_of(page)
    page.text_input(key=f"{key}_password").set_value(screens.passwords["evaluation"])
    page.button(key=f"{key}_button").click().run()

    assert {"factor_begin", "password_change"} <= keys_of(page)


def test_a_booklet_is_offered_after_a_fresh_proof_alone(screens):
    page = screens.open_first(screens.enter("conseil"))
    page.session_state["rights_box"] = True
    fresh = [str(b.key) for b in page.run().get("download_button")]
    prove_long_ago(screens)
    stale = [str(b.key) for b in page.run().get("download_button")]

    assert any(key.startswith("booklet_json_") for key in fresh)
    assert not any(key.startswith("booklet_json_") for key in stale)
    assert any(key.startswith("proof_booklet_make") for key in keys_of(page))


def test_a_password_is_changed_and_the_other_sessions_close(screens):
    other = screens.sign_in("evaluation")
    page = screens.enter("evaluation", PLACE)
    new = "cornichon rail bleu pendule"
    for key in ("password_new", "password_again"):
        page.text_input(key=key).set_value(new)
    page.button(key="password_change").click().run()

    assert "votre mot de passe est changé" in words_of(page)
    assert "Votre session est terminée" in words_of(other.run())
    assert "ACCESS-003" in words_of(screens.sign_in("evaluation"))
    assert screens.sign_in("evaluation", password=new).title[0].value == "Cohortes"


def test_two_different_or_weak_new_passwords_are_refused(screens):
    page = screens.enter("evaluation", PLACE)
    for one, other, told in (
        ("cornichon rail", "cornichon rails", "ne sont pas les mêmes"),
        ("motdepasse2024!", "motdepasse2024!", "ACCESS-005"),
    ):
        page.text_input(key="password_new").set_value(one)
        page.text_input(key="password_again").set_value(other)
        page.button(key="password_change").click().run()
        assert told in words_of(page)
