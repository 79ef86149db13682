"""A file on the page of imports: taken in hand, corrected, loaded."""

import json
import threading

import pytest
from sqlalchemy import text

from parcours.intake import failures
from parcours.intake.hands import choose_template
from parcours.intake.listing import list_batches, read_answer
from parcours.intake.operations import undo_batch
from parcours.intake.reception import Hand, Load, Reception
from parcours.intake.teaching import choices_of
from tests.hands_house import BAD, FIRST, HEADER, ML, ODD, count, place_of
from tests.intake_house import CANARY


def test_a_file_is_recognised_and_nothing_is_written(page, territory):
    seen = page.take(FIRST, ODD, BAD)

    assert seen.template == ML
    assert seen.look.lines["accepted"] == (2,)
    assert seen.look.lines["refused"] == (3, 4)
    assert seen.look.layout.dropped == ("N° sécu",)
    assert [title for _place, title in seen.look.to_tell] == ["Téléphone"]
    assert count(territory, "batch") + count(territory, "source_row") == 0
    assert count(territory, "person") == 0
    assert territory.desk.questions() == []


def test_a_corrected_cell_is_checked_at_once_loaded_and_told(page, territory):
    seen = page.take(FIRST, BAD)
    assert [r.code for r in seen.look.refused] == ["INTAKE-024"]
    place = place_of(page.rows(3), "Date de naissance")

    seen = page.correct({(3, place): "28/02/2006"})
    assert seen.look.lines["accepted"] == (2, 3)
    assert seen.n_corrected == 1
    load = page.load()

    assert load.answer.accepted == 2
    told = [line for line in load.answer.for_partner if line.kind == "corrected"]
    assert [(t.line, t.column, t.code) for t in told] == [
        (3, "Date de naissance", "INTAKE-024")
    ]
    with territory.record.read() as session:
        born = session.execute(text("SELECT birth_month FROM person")).scalars().all()
    assert "2006-02" in {str(month)[:7] for month in born}


def test_a_correction_that_is_wrong_too_is_refused_at_once(page):
    page.take(BAD)
    place = place_of(page.rows(2), "Date de naissance")

    assert page.correct({(2, place): "=1+1"}).look.refused[0].code == "INTAKE-022"
    assert page.correct({(2, place): "31/02/2006"}).n_corrected == 0


def test_rows_are_read_only_where_the_audit_says_so(page, territory):
    page.take(FIRST, ODD)
    page.rows(3)
    before = count(territory, "audit_line")

    grid = page.rows(2)

    assert CANARY in grid.rows[0][1]
    assert CANARY not in repr(grid)
    assert count(territory, "audit_line") == before + 1
    assert count(territory, "audit_line", "operation = 'intake.read_rows'") == 2


def test_the_same_file_twice_is_told_before_it_is_loaded(page):
    page.take(FIRST)
    batch = page.load().answer.batch

    seen = page.take(FIRST)

    assert seen.earlier == batch
    assert seen.look.lines["known"] == (2,)


def test_a_file_that_a_question_would_follow_is_said_to(page, territory):
    page.take(FIRST)
    page.load()
    twin = f"D7;{CANARY};Ana;04/09/2006;01/02/2025;CDI;05/03/2025;;"

    seen = page.take(twin)

    expected = page.load().answer.to_review
    assert len(seen.look.questions) == expected
    assert set(seen.look.questions) <= set(seen.look.lines["review"])


def test_siblings_with_one_address_and_telephone_pass(page):
    header = HEADER + ";Commune;Code postal"
    tail = "01/02/2025;CDI;05/03/2025;0600000000;;Rivemarle;99900"
    ana = f"D1;{CANARY};Ana;03/09/2006;{tail}"
    leo = f"D2;{CANARY};Léo;14/02/2009;{tail}"

    seen = page.take(ana, leo, header=header)
    answer = page.load().answer

    assert seen.look.questions == frozenset()
    assert (answer.accepted, answer.persons_new, answer.to_review) == (2, 2, 0)


def test_a_load_lets_the_file_go_and_can_be_undone(page, context, territory, reception):
    page.take(FIRST)
    load = page.load()
    assert not reception.has(context.principal.account_id)
    assert (load.state, load.done, load.total) == ("done", 1, 1)

    listed = list_batches(context)
    assert [line.ref for line in listed.batches] == [load.answer.batch]
    assert CANARY not in json.dumps(str(listed))
    undo_batch(context, desk=territory.desk, ref=load.answer.batch)

    assert list_batches(context).batches[0].is_withdrawn


def test_a_refused_load_keeps_the_file_in_hand(page, context, reception, monkeypatch):
    page.take(FIRST)
    monkeypatch.setattr(
        "parcours.intake.loads.load_file",
        lambda *_args, **_options: (_ for _ in ()).throw(failures.FileEmpty()),
    )

    load = page.load()

    assert load.state == "failed"
    assert isinstance(load.error, failures.FileEmpty)
    assert load.error.__traceback__ is None
    assert reception.has(context.principal.account_id)


def test_one_account_loads_one_file_at_a_time(reception):
    gate = threading.Event()
    load = Load("t", 1)
    thread = reception.start(1, load, lambda _load: gate.wait(10) and None)

    with pytest.raises(failures.LoadUnderWay):
        reception.start(1, Load("t", 1), lambda _load: None)
    gate.set()
    thread.join()
    assert load.state == "done"
    reception.put_away(1)
    assert reception.load_of(1) is None


def test_an_untouched_file_is_let_go():
    reception = Reception(idle=0.05)
    reception.put(1, Hand("f.csv", ML, b"x", ()))
    gone = threading.Event()
    gone.wait(0.5)

    with pytest.raises(failures.NothingInHand):
        reception.hand(1)


def test_a_file_of_another_s_template_is_named(page):
    header = "Nom;Prénom;Date de naissance;Établissement;Date d'entrée;Motif de sortie"
    line = f"{CANARY};Ana;03/09/2006;Lycée;01/09/2024;"

    with pytest.raises(failures.TemplateNotAgreed) as caught:
        page.take(line, header=header)

    assert "Modèle" in str(caught.value)
    assert CANARY not in str(caught.value)


def test_a_file_of_no_template_is_refused(page):
    with pytest.raises(failures.HeaderNotFound):
        page.take("1;2", header="Alpha;Bêta")


def test_another_template_can_be_chosen_where_several_may_be_sent(page, context):
    page.take(FIRST)

    with pytest.raises(failures.TemplateUnknown):
        choose_template(
            context, desk=page.desk, reception=page.reception, template="../x"
        )
    choose_template(context, desk=page.desk, reception=page.reception, template=ML)

    assert page.look().look.lines["accepted"] == (2,)


def test_what_goes_back_to_a_sender_is_read_at_any_time(page, context):
    page.take(FIRST.replace("CDI", "chômage"))
    page.load()

    lines = read_answer(context, organisation=ML)

    assert [(line.kind, line.subject) for line in lines] == [("to_confirm", "D1")]


ODD_HEADER = "Matricule;Patronyme;Petit nom;Né le;Chose"
ODD_ROW = f"D1;{CANARY};Ana;03/09/2006;x"


def test_a_file_whose_titles_nobody_knows_is_of_the_template_chosen(page, context):
    seen = page.take(ODD_ROW, header=ODD_HEADER)

    assert seen.is_unknown
    assert seen.template is None
    assert ML in [one.template for one in seen.candidates]

    choose_template(context, desk=page.desk, reception=page.reception, template=ML)
    look = page.look().look

    assert [title for _place, title in look.to_tell] == ODD_HEADER.split(";")
    assert look.lacks


def test_its_titles_are_told_once_and_known_in_the_next_file(page, context):
    page.take(ODD_ROW, header=ODD_HEADER)
    choose_template(context, desk=page.desk, reception=page.reception, template=ML)
    names = dict(choices_of(page.look().look))
    by_title = {title: name for name, title in names.items()}
    told = {
        0: by_title["N° dossier"],
        1: by_title["Nom de naissance"],
        3: by_title["Date de naissance"],
        4: by_title["Date 1er accueil"],
    }

    row = ODD_ROW.replace(";x", ";01/02/2025")
    seen = page.teach(columns=told)
    assert seen.look.lacks is None
    seen = page.take(row.replace("D1", "D2"), header=ODD_HEADER)

    assert seen.template == ML
    assert seen.look.lines["accepted"] == (2,)


@pytest.mark.parametrize(
    "header", ["Ana;Zoé;03/09/2006;CDI", "1;2;3;4", "Alpha;Bêta", "A1;B2;C3;D4"]
)
def test_a_row_of_somebody_is_not_read_as_titles(page, header):
    with pytest.raises(failures.HeaderNotFound):
        page.take("1;2", header=header)
