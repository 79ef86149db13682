from datetime import date

import pytest

from parcours.intake.answer import safe_csv
from parcours.intake.drafts import (
    AttributeDraft,
    FollowUpDraft,
    InterventionDraft,
    SituationDraft,
    WindowDraft,
)
from parcours.intake.refusals import RULES, codes_page
from parcours.intake.template_reader import check_codes, read_template
from tests.intake_house import (
    CANARY,
    CONFIG,
    EXAMPLES,
    SETTINGS,
    WORDS,
    codes,
    facts,
    read,
)


BASE = {
    "N° dossier": "D1",
    "Nom de naissance": CANARY,
    "Prénom": "Ana",
    "Date de naissance": "03/09/2006",
    "Civilité": "Mme",
    "Date 1er accueil": "01/02/2025",
    "Situation": "CDI",
    "Date début situation": "05/03/2025",
}


def line(changes):
    told = BASE | changes
    return ";".join(told) + "\n" + ";".join(told.values()) + "\n"


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("N° dossier", "2 05 02 99 123 456 78", "INTAKE-021"),
        ("Nom de naissance", "ZZ 205029912345678", "INTAKE-021"),
        ("Remarques", "205029912345678", "INTAKE-021"),
        ("Date de naissance", "31/02/2006", "INTAKE-024"),
        ("Date de naissance", "03/09/1950", "INTAKE-027"),
        ("Date de naissance", "03/09/2024", "INTAKE-027"),
        ("Date début situation", "demain", "INTAKE-012"),
        ("Date début situation", "01/06/2031", "INTAKE-025"),
        ("Date fin situation", "01/01/2025", "INTAKE-026"),
        ("Situation", "on verra", "INTAKE-030"),
        ("Civilité", "docteur", "INTAKE-033"),
        ("Code postal", "ABCDE", "INTAKE-034"),
        ("Prénom", "x" * 200, "INTAKE-035"),
        ("N° dossier", "x" * 100, "INTAKE-036"),
    ],
)
def test_a_bad_cell_refuses_its_row_by_place_and_code(column, value, code):
    checked = read(line({column: value}))[2]
    shown = None if column == "Remarques" else column
    assert codes(checked) == [(2, shown, code)]
    assert value not in repr(checked.refused)


def test_a_row_without_code_or_name_is_refused():
    assert codes(read(line({"N° dossier": "-", "Prénom": "NR"}))[2]) == [
        (2, None, "INTAKE-028")
    ]


def test_a_row_without_a_dated_fact_is_refused():
    blank = {"Date 1er accueil": "", "Situation": "", "Date début situation": ""}
    assert codes(read(line(blank))[2]) == [(2, None, "INTAKE-029")]


@pytest.mark.parametrize("blank", ["", "-", "NR", "NSP", "?", "Non renseigné"])
def test_a_blank_says_nothing(blank):
    told = facts(line({"Situation": blank}))
    assert not [fact for fact in told if isinstance(fact, SituationDraft)]


@pytest.mark.parametrize("name", ["Na", "Null", "None", "Nan"])
def test_names_that_look_like_blanks_are_names(name):
    assert read(line({"Nom de naissance": name}))[2].good[0].who.birth_name == name


@pytest.mark.parametrize(
    ("written", "sex"),
    [
        ("Mme", "F"),
        ("fille", "F"),
        ("2", "F"),
        ("G", "M"),
        ("M.", "M"),
        ("1", "M"),
        ("?", None),
    ],
)
def test_sexes_are_read_by_their_synonyms(written, sex):
    assert read(line({"Civilité": written}))[2].good[0].who.sex == sex


def test_a_postcode_gets_its_lost_zero_back():
    assert read(line({"Code postal": "1000"}))[2].good[0].who.postcode == "01000"


def test_a_first_of_january_is_remarked_and_loaded():
    checked = read(line({"Date de naissance": "01/01/2006"}))[2]
    assert [w.code for w in checked.warnings] == ["INTAKE-050"]
    assert len(checked.good) == 1


@pytest.mark.parametrize("written", ["01/01/1900", "31/12/9999", "1899-12-30"])
def test_a_default_date_of_birth_is_remarked_and_left_out(written):
    checked = read(line({"Date de naissance": written}))[2]

    assert [w.code for w in checked.warnings] == ["INTAKE-054"]
    assert checked.good[0].who.birth_date is None


@pytest.mark.parametrize(
    ("written", "birth"),
    [
        ("00/03/2007", (2007, 3, None)),
        ("00/00/2007", (2007, None, None)),
        ("XX/XX/2007", (2007, None, None)),
        ("2007-00-00", (2007, None, None)),
    ],
)
def test_a_birth_told_in_part_is_taken_as_far_as_it_is_known(written, birth):
    checked = read(line({"Date de naissance": written}))[2]

    known = checked.good[0].who.birth_date
    assert (known.year, known.month, known.day) == birth


@pytest.mark.parametrize("written", ["00/03/1850", "00/13/2007", "31/02/2007"])
def test_an_impossible_birth_is_refused(written):
    assert not read(line({"Date de naissance": written}))[2].good


@pytest.mark.parametrize("written", ["59 000", "F-59000", "59000.0"])
def test_a_postcode_is_read_without_what_stands_around_it(written):
    assert read(line({"Code postal": written}))[2].good[0].who.postcode == "59000"


def situation(**changes):
    told = facts(
        line({name.replace("_", " "): value for name, value in changes.items()})
    )
    return next(fact for fact in told if isinstance(fact, SituationDraft))


@pytest.mark.parametrize(
    ("word", "contract", "code"),
    [
        ("cherche patron", "", "recherche_emploi"),
        ("Contrat en Alternance", "Contrat pro", "contrat_pro"),
        ("Emploi", "CDI", "emploi_durable"),
        ("Emploi", "PEC", "emploi_aide_iae"),
        ("intérim de tps en tps", "", "emploi_transition"),
        ("DÉSCOLARISÉ", "", "decroche"),
    ],
)
def test_words_of_partners_become_situations(word, contract, code):
    assert situation(Situation=word, Type_de_contrat=contract).situation == code


def test_the_last_day_of_a_situation_is_part_of_it():
    fact = situation(Date_fin_situation="05/03/2025")
    assert (fact.starts_on, fact.ends_on) == (date(2025, 3, 5), date(2025, 3, 6))


def test_a_fixed_term_job_over_six_months_is_lasting():
    short = situation(Situation="CDD", Date_fin_situation="30/06/2025")
    long = situation(Situation="CDD", Date_fin_situation="30/12/2025")
    assert (short.situation, long.situation) == ("emploi_transition", "emploi_durable")


@pytest.mark.parametrize(
    ("told", "value", "vintage"),
    [
        ("Oui", "inside", None),
        ("non", "outside", None),
        ("la fila", "QN99902M", 2024),
        ("QP999002", "QP999002", 2015),
        ("QN99901M", "QN99901M", 2024),
        ("Rivemarle", "outside", None),
    ],
)
def test_a_neighbourhood_keeps_its_vintage(told, value, vintage):
    found = [
        f
        for f in facts(line({"QPV": told}))
        if getattr(f, "name", "") == "residence_qpv"
    ]
    assert found == [
        AttributeDraft(
            "residence_qpv", value, date(2025, 3, 5), vintage, "partner_list"
        )
    ]


def test_a_name_takes_the_vintage_of_its_day():
    changes = {"QPV": "La Filature", "Date début situation": "05/03/2022"}
    found = [
        f for f in facts(line(changes)) if getattr(f, "name", "") == "residence_qpv"
    ]
    assert (found[0].value, found[0].vintage) == ("QP999002", 2015)


def test_an_unknown_neighbourhood_is_remarked_and_not_taken():
    checked = read(line({"QPV": "Là-bas"}))[2]
    assert [w.code for w in checked.warnings] == ["INTAKE-052"]


def test_an_end_reason_becomes_a_follow_up_status():
    changes = {
        "Dispositif": "CEJ",
        "Date début dispositif": "01/03/2025",
        "Date fin dispositif": "01/09/2025",
        "Motif de fin": "déménagement",
    }
    told = facts(line(changes))
    assert FollowUpDraft("demenage", date(2025, 9, 1)) in told
    cej = next(f for f in told if isinstance(f, InterventionDraft) and f.kind == "cej")
    assert (cej.end_reason, cej.state) == ("demenagement", "done")


def test_a_younger_pupil_breaks_off_school_and_an_older_one_drops_out():
    head = "Nom;Prénom;Date de naissance;Division;"
    head += "Date d'entrée;Date de sortie;Motif de sortie\n"
    young = facts(
        head + "X;Y;01/02/2010;3e;01/09/2024;10/01/2025;abandon\n", "liste_scolaire"
    )
    old = facts(
        head + "X;Y;01/02/2007;2nde;01/09/2024;10/01/2025;abandon\n", "liste_scolaire"
    )
    assert [f.situation for f in young if isinstance(f, SituationDraft)] == [
        "college",
        "rupture_scolaire",
    ]
    assert [f.situation for f in old if isinstance(f, SituationDraft)] == [
        "lycee",
        "decroche",
    ]


def test_equal_months_that_follow_one_another_become_one_fact():
    text = "Code;2024-09;2024-10;2024-11;2024-12\nA;emploi;emploi;;emploi\n"
    assert facts(text, "etats_mensuels") == [
        SituationDraft(
            "emploi_transition", date(2024, 9, 1), date(2024, 11, 1), "month", None
        ),
        SituationDraft(
            "emploi_transition", date(2024, 12, 1), date(2025, 1, 1), "month", None
        ),
        WindowDraft("retrospective", date(2024, 9, 1), date(2025, 1, 1)),
    ]


def test_an_unknown_monthly_state_names_its_month():
    text = "Code;2024-09;2024-10\nA;emploi;truc\n"
    assert codes(read(text, "etats_mensuels")[2]) == [(2, "2024-10", "INTAKE-030")]


def test_hours_take_a_decimal_comma_and_presence_gives_the_state():
    head = "Intitulé du chantier;Date début;Date fin;Nom;Prénom;"
    head += "Heures réalisées;Présence\n"
    told = facts(
        head + "Mur;21/04/2025;25/04/2025;X;Y;28,5;Abandon\n", "chantier_educatif"
    )
    assert (told[0].hours, told[0].state, told[0].action) == (
        28.5,
        "interrupted",
        "Mur",
    )


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ("20;5;5", []),
        ("20;25;5", [(2, "dont filles", "INTAKE-037")]),
        (";5;5", [(2, "Nb participants", "INTAKE-038")]),
        ("vingt;5;5", [(2, "Nb participants", "INTAKE-031")]),
    ],
)
def test_head_counts_hold_their_parts_against_their_total(numbers, expected):
    head = "Action;Date;Nb participants;dont filles;dont 11-13\n"
    assert (
        codes(read(head + f"Foot;12/07/2025;{numbers}\n", "action_collective")[2])
        == expected
    )


@pytest.mark.parametrize(
    "path", sorted((CONFIG / "partners").glob("*.yaml")), ids=lambda p: p.stem
)
def test_every_shipped_template_writes_codes_that_exist(path):
    template = read_template(path, settings=SETTINGS)
    check_codes(template, WORDS)
    assert template.code == path.stem


def test_the_mvad_template_keeps_six_states_apart():
    template = read_template(EXAMPLES / "mvad" / "template.yaml", settings=SETTINGS)
    check_codes(template, WORDS)
    assert len(template.months.words.codes()) == 6


@pytest.mark.parametrize(
    "file",
    [
        "liste_scolaire",
        "mission_locale",
        "prevention_specialisee",
        "chantier_educatif",
        "action_collective",
        "etats_mensuels",
    ],
)
def test_the_clean_samples_load_whole(file):
    content = (EXAMPLES / "partner_files" / f"{file}.csv").read_bytes()
    assert read(content, file)[2].refused == ()


def test_the_page_of_codes_is_up_to_date():
    page = (CONFIG.parent / "docs" / "intake-codes.md").read_text(encoding="utf-8")
    assert page == codes_page()
    assert all(code in page for code in RULES)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r", "\n"])
def test_nothing_in_the_answer_file_runs_as_a_formula(start):
    assert safe_csv([[f"{start}cmd"]]).startswith("\"'")


@pytest.mark.parametrize("code", ["DURANDAL Rosette", "Rosette", "Durandal Rosette 2"])
def test_a_code_that_may_be_a_name_is_refused(code):
    text = f"Code;2024-09\n{code};emploi\n"
    assert codes(read(text, "etats_mensuels")[2]) == [(2, "Code", "INTAKE-036")]


@pytest.mark.parametrize("code", ["A", "AB-12", "dossier 2024-017", "000123"])
def test_a_code_of_letters_and_digits_is_taken(code):
    assert codes(read(f"Code;2024-09\n{code};emploi\n", "etats_mensuels")[2]) == []
