"""« Passer le relais » on a young person's page, and the screen « Relais »."""

from datetime import UTC, datetime

import pytest

from parcours.access.accounts import add_account
from parcours.access.passwords import hash_password
from parcours.access.signing_in import sign_in
from parcours.referrals.answering import refuse
from parcours.referrals.proposing import NewRelay, propose
from parcours.referrals.reading import read_box
from parcours.territory.opening import Territory
from tests.pages.conftest import words_of


PASSWORD = "kavo-milu-terado-puni"


def now():
    return datetime.now(UTC)


def add_partner(screens, login="passerelle", organisation="chantiers"):
    """Let somebody of another organisation in, with a session of their own."""
    territory = Territory.open(screens.folder, environ={}, now=now)
    try:
        operator = territory.context(territory.operator())
        add_account(
            operator,
            login=login,
            display_name="Zorglub",
            role="case_worker",
            password_hash=hash_password(PASSWORD, login=login),
            organisation=organisation,
        )
        stores = territory.record, territory.audit
        _who, token = sign_in(*stores, login=login, password=PASSWORD, now=now())
    finally:
        territory.close()
    screens.tokens = screens.tokens | {login: token}


def act_as(screens, login, act):
    territory = Territory.open(screens.folder, environ={}, now=now)
    try:
        return act(territory, territory.context(territory.acting_as(login)))
    finally:
        territory.close()


def proposed(screens, person):
    """Propose a hand-over as the case worker, beside the page."""
    new = NewRelay("chantiers", "agreed", ("age",))
    return act_as(
        screens, "conseil", lambda _t, context: propose(context, person=person, new=new)
    )


def key_of(page, kind, start):
    return next(e for e in page.get(kind) if str(e.key).startswith(start))


def with_relay_open(screens):
    page = screens.open_first(screens.enter("conseil"))
    page.session_state["relay_box"] = True
    return page.run()


def filled(screens, said="agreed"):
    page = with_relay_open(screens)
    key_of(page, "selectbox", "relay_recipient").set_value("chantiers").run()
    key_of(page, "radio", "relay_said").set_value(said).run()
    return page


def test_nobody_has_a_hand_over_at_first(screens):
    page = screens.enter("conseil", "relais")

    assert page.title[0].value == "Relais"
    assert "Aucun relais n’attend rien de vous." in words_of(page)
    assert "n’a reçu aucun relais" in words_of(page)


def test_a_hand_over_is_proposed_from_a_young_person_s_page(screens):
    page = filled(screens)
    key_of(page, "checkbox", "relay_line").check().run()

    key_of(page, "button", "relay_propose").click().run()

    assert not page.exception
    assert "Relais proposé" in words_of(page)


def test_what_will_be_read_stands_under_the_choice(screens):
    page = filled(screens)
    assert "Rien encore" in words_of(page)

    key_of(page, "checkbox", "relay_line").check().run()

    assert f"- {key_of(page, 'checkbox', 'relay_line').label}" in words_of(page)


def test_who_was_not_told_is_not_handed_over_and_the_choice_stays(screens):
    page = filled(screens, said="not_yet")
    key_of(page, "checkbox", "relay_line").check().run()

    key_of(page, "button", "relay_propose").click().run()

    assert "Le jeune n’en a pas encore été informé." in words_of(page)
    assert key_of(page, "selectbox", "relay_recipient").value == "chantiers"
    assert key_of(page, "checkbox", "relay_line").value


def test_a_hand_over_without_a_line_is_refused_beside_the_lines(screens):
    page = filled(screens)

    key_of(page, "button", "relay_propose").click().run()

    assert "Cochez au moins une ligne avec le jeune." in words_of(page)


@pytest.fixture
def asked(screens):
    """A hand-over that waits at the worksite association."""
    add_partner(screens)
    page = screens.open_first(screens.enter("conseil"))
    return proposed(screens, page.session_state["person"])


def open_relay(screens, login):
    page = screens.enter(login, "relais")
    if not [b for b in page.button if str(b.key).startswith("relay_")]:
        key_of(page, "segmented_control", "relay_box").set_value("sent").run()
    key_of(page, "button", "relay_").click().run()
    return page


def test_the_recipient_reads_the_packet_and_no_name(screens, asked):
    page = open_relay(screens, "passerelle")

    assert "Transmis" in words_of(page)
    assert "ans" in words_of(page)
    assert not [b for b in page.button if b.key == "relay_person"]
    assert "v1.record" not in words_of(page)


def test_accepting_opens_the_page_of_the_young_person(screens, asked):
    page = open_relay(screens, "passerelle")
    page.button(key="relay_accept").click().run()

    page.button(key="step_yes").click().run()

    assert "Relais accepté" in words_of(page)
    page.button(key="relay_person").click().run()
    assert screens.go(page, "fiche").title[0].value


def test_a_refusal_waits_for_its_reason_then_reaches_the_sender(screens, asked):
    page = open_relay(screens, "passerelle")
    page.button(key="relay_refuse").click().run()
    assert page.button(key="step_yes").disabled
    key_of(page, "selectbox", "relay_reason").set_value("no_room").run()
    page.button(key="step_yes").click().run()

    seen = open_relay(screens, "conseil")

    assert "refusé par la structure" in words_of(seen)
    assert "Plus de place pour le moment" in words_of(seen)


def test_an_answer_that_came_meanwhile_is_told_calmly(screens, asked):
    page = open_relay(screens, "passerelle")
    page.button(key="relay_accept").click().run()
    act_as(
        screens,
        "passerelle",
        lambda _t, context: refuse(context, thread=asked, by="young_person"),
    )

    page.button(key="step_yes").click().run()

    assert not page.exception
    assert "Introuvable" in words_of(page) or "changé entre-temps" in words_of(page)


def test_both_sides_add_words_and_a_refused_one_stays(screens, asked):
    page = open_relay(screens, "passerelle")
    word = key_of(page, "text_input", "relay_word")
    word.set_value("1 08 05 75 123 456 78").run()
    page.button(key="relay_say").click().run()
    assert "numéro interdit" in words_of(page)
    assert key_of(page, "text_input", "relay_word").value

    key_of(page, "text_input", "relay_word").set_value("nous appelons jeudi").run()
    page.button(key="relay_say").click().run()

    assert "nous appelons jeudi" in words_of(open_relay(screens, "conseil"))


def test_a_word_that_seems_to_name_somebody_is_asked_about_and_sent_the_second_time(
    screens, asked
):
    page = open_relay(screens, "passerelle")
    key_of(page, "text_input", "relay_word").set_value("vu Mme Zorglub au CMP").run()
    page.button(key="relay_say").click().run()
    assert "Ces mots semblent parler" in words_of(page)
    assert "Mme Zorglub" not in words_of(open_relay(screens, "conseil"))

    page.button(key="relay_say").click().run()

    assert "Mme Zorglub" in words_of(open_relay(screens, "conseil"))


def test_a_third_organisation_sees_no_line(screens, asked):
    add_partner(screens, login="ecole", organisation="education_nationale")

    page = screens.enter("ecole", "relais")

    assert "n’a reçu aucun relais" in words_of(page)


def test_a_thread_of_others_is_refused_by_its_reference(screens, asked):
    add_partner(screens, login="ecole", organisation="education_nationale")
    page = screens.enter("ecole", "relais")
    page.session_state["relay"] = asked

    page.run()

    assert "Introuvable, ou hors de ce que vous pouvez voir." in words_of(page)


def test_the_list_tells_what_is_new(screens, asked):
    page = screens.enter("passerelle", "relais")

    assert "**1 relais** attend votre réponse" in words_of(page)
    assert "Nouveau" in key_of(page, "button", "relay_").label
    sent = act_as(
        screens,
        "conseil",
        lambda territory, context: read_box(context, desk=territory.desk, box="sent"),
    )
    assert [line.unread for line in sent] == [False]
