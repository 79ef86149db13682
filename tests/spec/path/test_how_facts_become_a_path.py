"""How facts become a path, one rule a paragraph.

`until` is the last day; `verified` the last day somebody saw the situation hold;
`evidence` the last day on which the situation of a spell is established.
"""

title = "How facts become a path"


def test_a_student_job_does_not_hide_school(spec_path):
    """At school with a job beside it, a young person is at school."""
    spec_path(
        facts="""
          situation | from       | until
          ----------+------------+-----------
          lycee     | 2024-09-02 | 2025-06-30
          job       | 2025-01-10 | 2025-03-31
        """,
        as_of="2025-06-30",
        expected="""
          situation | from       | until
          ----------+------------+-----------
          lycee     | 2024-09-02 | 2025-06-30
        """,
    )


def test_dropping_out_closes_school(spec_path):
    """School that nobody closed ends on the day before dropping out."""
    spec_path(
        facts="""
          situation | from       | until
          ----------+------------+-----------
          lycee     | 2024-09-02 |
          decroche  | 2025-02-03 |
        """,
        as_of="2025-04-01",
        expected="""
          situation | from       | until      | evidence
          ----------+------------+------------+-----------
          lycee     | 2024-09-02 | 2025-02-02 | 2025-02-02
          decroche  | 2025-02-03 | 2025-04-01 | 2025-02-03
        """,
    )


def test_school_closed_by_dropping_out_is_established_also_where_a_job_shows(spec_path):
    """The end of school is told even when what follows in the path is the job."""
    spec_path(
        facts="""
          situation | from       | until
          ----------+------------+-----------
          job       | 2025-01-10 | 2025-06-30
          lycee     | 2025-01-15 |
          decroche  | 2025-03-03 |
        """,
        as_of="2025-04-01",
        expected="""
          situation | from       | until      | evidence
          ----------+------------+------------+-----------
          job       | 2025-01-10 | 2025-01-14 | 2025-01-14
          lycee     | 2025-01-15 | 2025-03-02 | 2025-03-02
          job       | 2025-03-03 | 2025-04-01 | 2025-04-01
        """,
    )


def test_a_job_does_not_close_school(spec_path):
    """Only a situation that closes school ends it; under a job it goes on."""
    spec_path(
        facts="""
          situation | from       | until
          ----------+------------+-----------
          lycee     | 2024-09-02 |
          job       | 2024-11-04 |
        """,
        as_of="2025-08-31",
        expected="""
          situation | from       | until
          ----------+------------+-----------
          lycee     | 2024-09-02 | 2025-08-31
        """,
    )


def test_open_school_ends_on_31_august(spec_path):
    """An enrolment that nobody renews is over when the school year is."""
    spec_path(
        facts="""
          situation | from       | until
          ----------+------------+-----------
          lycee     | 2024-09-02 |
        """,
        as_of="2025-10-01",
        expected="""
          situation | from       | until      | evidence
          ----------+------------+------------+-----------
          lycee     | 2024-09-02 | 2025-08-31 | 2024-09-02
          inconnue  | 2025-09-01 | 2025-10-01 | 2025-09-01
        """,
    )


def test_school_verified_on_1_september_holds_for_another_year(spec_path):
    """31 August comes next after the day it was last verified, not the first day."""
    spec_path(
        facts="""
          situation | from       | until | verified
          ----------+------------+-------+-----------
          lycee     | 2023-09-04 |       | 2024-09-01
        """,
        as_of="2025-10-01",
        expected="""
          situation | from       | until      | evidence
          ----------+------------+------------+-----------
          lycee     | 2023-09-04 | 2025-08-31 | 2024-09-01
          inconnue  | 2025-09-01 | 2025-10-01 | 2025-09-01
        """,
    )


def test_an_open_fact_is_presumed_for_its_validity_then_unknown(spec_path):
    """180 days after the last news the path says unknown, neither in nor out."""
    spec_path(
        facts="""
          situation | from       | until
          ----------+------------+-----------
          formation | 2025-01-01 |
        """,
        as_of="2025-07-31",
        expected="""
          situation | from       | until      | evidence
          ----------+------------+------------+-----------
          formation | 2025-01-01 | 2025-06-29 | 2025-01-01
          inconnue  | 2025-06-30 | 2025-07-31 | 2025-06-30
        """,
    )


def test_last_verified_extends_the_validity(spec_path):
    """The 180 days run from the last day somebody saw that it still held."""
    spec_path(
        facts="""
          situation | from       | until | verified
          ----------+------------+-------+-----------
          formation | 2025-01-01 |       | 2025-03-01
        """,
        as_of="2025-12-31",
        expected="""
          situation | from       | until      | evidence
          ----------+------------+------------+-----------
          formation | 2025-01-01 | 2025-08-27 | 2025-03-01
          inconnue  | 2025-08-28 | 2025-12-31 | 2025-08-28
        """,
    )


def test_days_that_nothing_covers_are_unknown(spec_path):
    """A gap between two told stays is a gap in knowledge, not joblessness."""
    spec_path(
        facts="""
          situation | from       | until
          ----------+------------+-----------
          formation | 2025-01-01 | 2025-01-31
          job       | 2025-03-01 | 2025-03-31
        """,
        as_of="2025-03-31",
        expected="""
          situation | from       | until      | evidence
          ----------+------------+------------+-----------
          formation | 2025-01-01 | 2025-01-31 | 2025-01-31
          inconnue  | 2025-02-01 | 2025-02-28 | 2025-02-01
          job       | 2025-03-01 | 2025-03-31 | 2025-03-31
        """,
    )


def test_of_equal_precedence_the_latest_known_wins(spec_path):
    """Who learned it last is believed."""
    spec_path(
        facts="""
          situation | from       | until      | known
          ----------+------------+------------+-----------
          lycee     | 2025-01-01 | 2025-03-31 | 2025-01-05
          college   | 2025-01-01 | 2025-03-31 | 2025-02-20
        """,
        as_of="2025-03-31",
        expected="""
          situation | from       | until
          ----------+------------+-----------
          college   | 2025-01-01 | 2025-03-31
        """,
    )


def test_of_equally_known_facts_the_latest_start_wins(spec_path):
    """The newer stay of one file is the current one."""
    spec_path(
        facts="""
          situation | from       | until      | known
          ----------+------------+------------+-----------
          college   | 2025-01-01 | 2025-03-31 | 2025-04-01
          lycee     | 2025-02-01 | 2025-03-31 | 2025-04-01
        """,
        as_of="2025-04-01",
        expected="""
          situation | from       | until
          ----------+------------+-----------
          college   | 2025-01-01 | 2025-01-31
          lycee     | 2025-02-01 | 2025-03-31
          inconnue  | 2025-04-01 | 2025-04-01
        """,
    )


def test_of_facts_alike_in_all_else_the_first_code_wins(spec_path):
    """A tie is settled the same way every time."""
    spec_path(
        facts="""
          situation | from       | until
          ----------+------------+-----------
          lycee     | 2025-01-01 | 2025-03-31
          college   | 2025-01-01 | 2025-03-31
        """,
        as_of="2025-03-31",
        expected="""
          situation | from       | until
          ----------+------------+-----------
          college   | 2025-01-01 | 2025-03-31
        """,
    )


def test_adjacent_equal_days_make_one_spell(spec_path):
    """Two school years told by two files are one stay at school."""
    spec_path(
        facts="""
          situation | from       | until
          ----------+------------+-----------
          lycee     | 2023-09-01 | 2024-08-31
          lycee     | 2024-09-01 | 2025-06-30
        """,
        as_of="2025-06-30",
        expected="""
          situation | from       | until
          ----------+------------+-----------
          lycee     | 2023-09-01 | 2025-06-30
        """,
    )


def test_a_path_stops_at_its_as_of_day(spec_path):
    """A later start is not there yet, and an announced end is not evidence beyond."""
    spec_path(
        facts="""
          situation | from       | until
          ----------+------------+-----------
          formation | 2025-01-01 | 2025-12-31
          job       | 2025-06-01 | 2025-12-31
        """,
        as_of="2025-05-15",
        expected="""
          situation | from       | until      | evidence
          ----------+------------+------------+-----------
          formation | 2025-01-01 | 2025-05-15 | 2025-05-15
        """,
    )


def test_a_presumed_validity_is_no_evidence(spec_path):
    """Seen once, 100 days ago, and nothing since: established on that day only."""
    spec_path(
        facts="""
          situation | from       | until
          ----------+------------+-----------
          formation | 2025-01-01 |
        """,
        as_of="2025-04-10",
        expected="""
          situation | from       | until      | evidence
          ----------+------------+------------+-----------
          formation | 2025-01-01 | 2025-04-10 | 2025-01-01
        """,
    )


def test_an_unknown_gap_before_the_next_fact_is_no_evidence(spec_path):
    """What starts after the validity ran out says nothing of how long it lasted."""
    spec_path(
        facts="""
          situation | from       | until
          ----------+------------+-----------
          formation | 2025-01-01 |
          decroche  | 2025-09-01 |
        """,
        as_of="2025-09-01",
        expected="""
          situation | from       | until      | evidence
          ----------+------------+------------+-----------
          formation | 2025-01-01 | 2025-06-29 | 2025-01-01
          inconnue  | 2025-06-30 | 2025-08-31 | 2025-06-30
          decroche  | 2025-09-01 | 2025-09-01 | 2025-09-01
        """,
    )


def test_a_second_source_that_does_not_win_still_gives_evidence(spec_path):
    """The one verified, the other known later: both tell the same stay."""
    spec_path(
        facts="""
          situation | from       | until | verified   | known
          ----------+------------+-------+------------+-----------
          formation | 2025-01-01 |       | 2025-03-15 | 2025-01-05
          formation | 2025-01-02 |       |            | 2025-03-20
        """,
        as_of="2025-04-10",
        expected="""
          situation | from       | until      | evidence
          ----------+------------+------------+-----------
          formation | 2025-01-01 | 2025-04-10 | 2025-03-15
        """,
    )


def test_facts_that_end_before_they_start_tell_nothing(spec_path):
    """Such facts are refused upstream; a path that meets one ignores it."""
    spec_path(
        facts="""
          situation | from       | until
          ----------+------------+-----------
          decroche  | 2024-10-01 | 2024-09-01
          lycee     | 2024-09-02 |
        """,
        as_of="2024-12-31",
        expected="""
          situation | from       | until
          ----------+------------+-----------
          lycee     | 2024-09-02 | 2024-12-31
        """,
    )
