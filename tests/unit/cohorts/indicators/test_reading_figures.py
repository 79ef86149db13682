"""Trend, funnel, detectable difference, sentences: of released figures alone."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cohorts.indicators.actions import ActionLine
from cohorts.indicators.catalogue import read_catalogue
from cohorts.indicators.detectable import detectable_difference
from cohorts.indicators.figures import Figure, IndicatorSet
from cohorts.indicators.funnel import WIDE, funnel_of, limits_at
from cohorts.indicators.kept import KeptSets, key_of
from cohorts.indicators.money import money_of, money_said
from cohorts.indicators.outlines import read_outlines
from cohorts.indicators.sentences import how_fast, how_many, left_out, what_changed
from cohorts.indicators.trend import change, last_change, pooled
from config.reading import ConfigurationRefused
from tests.unit.cohorts.indicators.tables import SHIPPED


PERIODS = ("2026", "2025", "2024", "2024-2026")


def share(value, spread=0.05, **more):
    return Figure(
        "part_femmes",
        n=60,
        value=value,
        low=value - spread,
        high=value + spread,
        **more,
    )


def made(*figures):
    return IndicatorSet("e", "2026-06-30", "1", "1", 11, figures, {}, PERIODS)


def test_a_change_is_established_where_its_limits_leave_out_nought():
    assert change(share(0.3), share(0.6)).direction == "up"
    assert change(share(0.6), share(0.3)).direction == "down"
    assert change(share(0.40), share(0.45)).direction == "open"


def test_the_year_that_is_not_over_is_no_trend():
    years = [share(0.3, period="2024"), share(0.4, period="2025")]
    found = last_change(made(*years, share(0.9, period="2026")), "part_femmes")

    assert (found.before.value, found.after.value) == (0.3, 0.4)


def test_years_are_taken_together_only_where_the_last_whole_one_is_not_told():
    hidden = Figure("part_femmes", period="2025", hidden="masked")
    together = share(0.4, period="2024-2026")

    assert pooled(made(hidden, together), "part_femmes") is together
    told = share(0.3, period="2025")
    assert pooled(made(told, together), "part_femmes") is told


def test_a_funnel_places_a_group_by_its_size_and_keeps_the_order_of_names():
    groups = [
        Figure("x", group="z", n=600, value=0.30),
        Figure("x", group="a", n=12, value=0.30),
        Figure("x", group="m", hidden="masked"),
    ]
    funnel = funnel_of(groups, centre=0.5)

    assert [(p.group, p.place) for p in funnel.points] == [
        ("a", "inside"),
        ("z", "below"),
    ]
    assert (funnel.n_above, funnel.n_below) == (0, 1)


def test_the_limits_of_a_funnel_close_in_as_groups_grow():
    small, large = (limits_at(n, centre=0.4, width=WIDE) for n in (20, 2000))

    assert small[0] < large[0] < 0.4 < large[1] < small[1]


@pytest.mark.parametrize(("n", "seen"), [(3, None), (25, 0.396), (400, 0.099)])
def test_few_young_people_show_large_differences_only(n, seen):
    found = detectable_difference(n, n, share=0.5)

    assert found == (None if seen is None else pytest.approx(seen, abs=5e-4))


def test_nothing_told_is_said_as_such_and_never_as_nought():
    nothing = made()
    said = how_many(nothing) + how_fast(nothing) + left_out(nothing)
    said += what_changed(nothing, read_catalogue(SHIPPED))

    assert "Moins de 11 jeunes" in said[0].replace("\u202f", " ").replace("\xa0", " ")
    assert not any(" 0 " in one for one in said)


def test_a_kept_set_is_the_one_that_was_made_and_replaces_the_former(tmp_path):
    kept = KeptSets(tmp_path / "evaluation.db")
    one, other = made(share(0.4, period="2025")), made()
    now = datetime(2026, 7, 1, tzinfo=UTC)
    kept.keep(key_of(["a"]), one, now=now)

    assert kept.find(key_of(["a"])) == one
    assert kept.find(key_of(["b"])) is None
    kept.keep(key_of(["b"]), other, now=now)
    assert kept.find(key_of(["a"])) is None
    kept.close()


@pytest.mark.parametrize("text", ["{", "[]", '{"features": [{}]}'])
def test_outlines_that_are_none_are_refused(tmp_path, text):
    (tmp_path / "quartiers.geojson").write_text(text)

    with pytest.raises(ConfigurationRefused):
        read_outlines(tmp_path)


def an_action(year, code="A", granted=None, spent=None, state="funded"):
    return ActionLine(
        code,
        f"{code}{year}",
        code,
        "asso",
        "EQ",
        year,
        state=state,
        granted_cents=granted,
        spent_cents=spent,
    )


def plainly(said):
    return " ".join(said).replace("\u202f", " ").replace("\xa0", " ")


def test_actions_and_attendances_of_a_sentence_are_of_one_year():
    counted = [
        Figure("participations", period=year, n=n, value=float(n))
        for year, n in (("2026", 90), ("2025", 60))
    ]
    found = replace(
        made(*counted),
        actions=(an_action(2026, granted=900_00), an_action(2025, granted=500_00)),
    )

    first = plainly(how_many(found))
    assert "Une action financée en 2025, 500 €" in first
    assert "60 participations" in first
    assert "2026" not in first
    asked = plainly(how_many(found, year="2026"))
    assert "Une action financée en 2026, 900 €" in asked
    assert "90 participations environ" in asked
    assert "(2026 jusqu’au 30 juin 2026)" in asked
    assert "2025" not in asked


def test_on_the_first_day_the_actions_of_the_year_under_way_are_told():
    found = replace(made(), actions=(an_action(2026, granted=900_00),))

    assert "Une action financée en 2026" in plainly(how_many(found))


def test_what_was_granted_and_what_was_spent_are_never_added_up():
    money = money_of(
        [
            an_action(2025, "A", granted=100_00, spent=180_00),
            an_action(2025, "B", granted=50_00),
            an_action(2025, "C", granted=70_00, spent=10_00, state="cancelled"),
        ]
    )

    assert (money.n, money.granted_cents, money.n_granted) == (2, 150_00, 2)
    assert (money.spent_cents, money.n_spent) == (180_00, 1)
    assert plainly(money_said(money, year=2025)) == (
        "2 actions financées en 2025, 150 € accordés par les financeurs. "
        "Dépensé : 180 €, d’après le bilan d’une action sur 2."
    )


def test_money_of_which_nothing_is_known_is_said_as_such():
    said = plainly(money_said(money_of([an_action(2025)]), year=2025))

    assert "aucun montant accordé n’est connu" in said
    assert "aucun bilan ne le dit encore" in said
    assert money_said(money_of([]), year=2025) == []


def test_a_report_tells_no_change_after_its_year():
    years = [share(n, period=p) for n, p in ((0.3, "2024"), (0.4, "2025"))]
    found = replace(made(*years), periods=(*PERIODS, "2023"))

    assert last_change(found, "part_femmes").after.period == "2025"
    assert last_change(found, "part_femmes", until="2024") is None
