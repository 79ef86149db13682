"""The reviewer's page: two identities, what differs, three answers with their keys."""

from app_pages.components.words import NARROW
from commands.opening import instant
from parcours.matching.operations import answer_question, list_questions
from parcours.matching.quality import answer_audit, draw_sample, read_audit_pairs
from parcours.people.operations import Disagreement
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


def test_a_wrong_click_is_taken_back_and_the_question_comes_again(screens):
    before = waiting(screens)
    page = started(screens)
    page = answers(page)["Ce sont deux jeunes différents"].click().run()
    assert "dix minutes" in words_of(page)
    page = page.button(key="take_back").click().run()

    assert "Réponse annulée" in words_of(page)
    assert [q.ref for q in waiting(screens)] == [q.ref for q in before]
    assert not [b for b in page.button if b.key == "take_back"]


def test_what_an_answer_changes_is_said_in_words_and_without_a_figure(screens):
    told = words_of(started(screens))

    assert "moins de 11 parcours" in told or "ne déplace aucun fait" in told


def pairs(screens):
    page = screens.enter(LOGIN)
    page = page.segmented_control(key="review_section").set_value("pairs").run()
    assert "Aucune paire n’a encore été tirée" in words_of(page)
    page = page.button(key="draw_pairs").click().run()
    assert not page.table
    return page.button(key="start_pairs").click().run()


def test_a_pair_drawn_by_chance_is_judged_without_a_hint(screens):
    page = pairs(screens)
    told = words_of(page)

    assert page.table
    assert "À vérifier" not in told
    assert "probab" not in told.lower()
    first = [b.key for b in page.button if str(b.key).startswith("answer_same_")]
    page = answers(page)["C’est le même jeune"].click().run()
    assert "ne change aucun parcours" in words_of(page)
    second = [b.key for b in page.button if str(b.key).startswith("answer_same_")]
    assert first != second
    page = page.button(key="take_back").click().run()
    again = [b.key for b in page.button if str(b.key).startswith("answer_same_")]

    assert "Réponse annulée" in words_of(page)
    assert again == first


def test_an_evaluator_reads_how_good_the_links_are(screens):
    page = screens.enter("evaluation", "qualite")
    assert "pas encore mesurée" in words_of(page)
    assert "encore à juger : 11." in words_of(page).replace(NARROW, " ")
    judge_all(screens)
    page = screens.enter("evaluation", "qualite")
    told = words_of(page)

    assert not page.exception
    assert "Sur 100 rapprochements faits" in told
    assert "Ensemble" in set(page.table[0].value.iloc[:, 0])
    assert "Tranche" in set(page.table[1].value.columns)


def judge_all(screens):
    """Judge every third pair as two persons, through the operations."""
    territory = Territory.open(screens.folder, environ={}, now=instant)
    try:
        context = territory.context(territory.acting_as(LOGIN))
        draw_sample(context, desk=territory.desk, each=5)
        for pair in read_audit_pairs(context, desk=territory.desk, most=1000):
            verdict = "same" if pair.number % 3 else "different"
            answer_audit(
                context, desk=territory.desk, number=pair.number, verdict=verdict
            )
    finally:
        territory.close()


def test_a_worker_sees_with_the_identity_on_what_files_contradict_each_other(
    screens, monkeypatch
):
    found = [Disagreement("birth_date", ("2008-05-14",), ("2008-05-15",))]
    monkeypatch.setattr("app_pages.person.read_disagreements", lambda *_a, **_k: found)
    page = screens.open_first(screens.enter("conseil"))
    assert "14/05/2008" not in words_of(page)
    page = page.button(key="reveal").click().run()
    told = words_of(page)

    assert "Les structures ne disent pas la même chose." in told
    assert "14/05/2008 (votre structure), 15/05/2008 (une autre structure)" in told
