"""The reviewer's page: two identities, what differs, three answers with their keys."""

from commands.opening import instant
from parcours.matching.operations import answer_question, list_questions
from parcours.territory.opening import Territory
from tests.pages.conftest import words_of


LOGIN = "verification"
TEXTS = {
    "C’est le même jeune",
    "Ce sont deux jeunes différents",
    "Je ne sais pas",
}


def started(screens):
    page = screens.enter(LOGIN)
    return page.button(key="start_review").click().run()


def answers(page):
    return {b.label: b for b in page.button if str(b.key).startswith("answer_")}


def waiting(screens):
    territory = Territory.open(screens.folder, environ={}, now=instant)
    try:
        context = territory.context(territory.acting_as(LOGIN))
        return list_questions(context, desk=territory.desk)
    finally:
        territory.close()


def test_no_identity_is_read_before_one_asks_for_it(screens):
    page = screens.enter(LOGIN)

    assert not page.exception
    assert f"Encore **{len(waiting(screens))} questions**." in words_of(page)
    assert not page.table
    assert answers(page) == {}


def test_both_identities_stand_side_by_side_with_what_differs_in_words(screens):
    page = started(screens)
    shown = page.table[0].value

    assert "Est-ce le même jeune" in words_of(page)
    assert len(shown.columns) == 4
    marks = {"= identique", "≈ proche", "≠ différent", "non comparable", ""}
    assert set(shown["Comparaison"]) <= marks
    assert set(answers(page)) == TEXTS


def test_the_word_merge_is_never_used(screens):
    page = started(screens)

    assert "fusion" not in words_of(page).lower() + str(answers(page)).lower()


def test_an_answer_is_recorded_and_the_next_question_comes(screens):
    before = waiting(screens)
    page = started(screens)
    page = answers(page)["Ce sont deux jeunes différents"].click().run()

    assert "Enregistré" in words_of(page)
    assert f"Encore **{len(before) - 1} questions**." in words_of(page)
    assert {q.ref for q in before} - {q.ref for q in waiting(screens)} == {
        before[0].ref
    }


def test_not_knowing_leaves_the_question_to_others(screens):
    page = started(screens)
    page = answers(page)["Je ne sais pas"].click().run()

    assert "reste posée à d’autres" in words_of(page)


def test_a_question_settled_meanwhile_is_said_calmly(screens):
    page = started(screens)
    first = waiting(screens)[0]
    territory = Territory.open(screens.folder, environ={}, now=instant)
    context = territory.context(territory.acting_as(LOGIN))
    answer_question(context, desk=territory.desk, ref=first.ref, answer="different")
    territory.close()
    page = answers(page)["C’est le même jeune"].click().run()

    assert "n’est plus ouverte" in words_of(page)
    assert not page.exception


def test_an_empty_queue_says_so(screens):
    territory = Territory.open(screens.folder, environ={}, now=instant)
    with territory.desk.intent(kind="test", author="zoe") as intent:
        for question in territory.desk.questions():
            territory.desk.answer(question.ref, "different", intent=intent)
        intent.prepare()
        intent.finish()
    territory.close()

    assert "n’attend votre réponse" in words_of(screens.enter(LOGIN))


def test_the_page_speaks_english(screens):
    page = started(screens)
    page = page.segmented_control(key="language_choice").set_value("en").run()

    assert "Is this the same young person?" in words_of(page)
    assert "It is the same young person" in answers(page)
