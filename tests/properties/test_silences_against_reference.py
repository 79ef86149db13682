"""Stretches without contact, against a walk from day to day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from parcours.people.path_view import ContactView, InterventionView, PathView
from parcours.people.silence import silences
from tests.properties.effort import tries


FIRST = date(2025, 1, 1)
AS_OF = FIRST + timedelta(days=120)
LONGEST = 10
offsets = st.integers(0, 120)


def day(offset):
    return FIRST + timedelta(days=offset)


@st.composite
def acts(draw):
    start = draw(offsets)
    length = draw(st.none() | st.integers(1, 40))
    return InterventionView(
        id=1,
        kind="pacea",
        starts_on=day(start),
        ends_on=None if length is None else day(start + length),
        organisation="x",
        organisation_kind="x",
        hours=None,
        state=draw(st.sampled_from(["done", "ongoing", "planned", "cancelled"])),
        result=draw(st.sampled_from([None, "rdv_pris", "sans_reponse"])),
        next_step=None,
        note=None,
        mine=True,
    )


contacts = st.builds(
    ContactView,
    on=offsets.map(day),
    result=st.sampled_from(["rdv_pris", "sans_reponse"]),
    organisation=st.just("x"),
)


def path_of(interventions, met):
    return PathView(
        person="v1.record.x",
        as_of=AS_OF,
        age=None,
        sex=None,
        spells=(),
        interventions=tuple(interventions),
        contacts=tuple(met),
        referrals=(),
        follow_up=(),
        last_verified_on=None,
        residence_qpv=None,
        residence_since=None,
    )


def days_met(path):
    """The slow reference: every day on which somebody met the young person."""
    found = {one.on for one in path.contacts if one.result == "rdv_pris"}
    for item in path.interventions:
        if item.state in ("planned", "cancelled") or item.result == "sans_reponse":
            continue
        end = item.ends_on or item.starts_on + timedelta(days=1)
        length = (end - item.starts_on).days
        found |= {item.starts_on + timedelta(days=n) for n in range(length)}
    return {on for on in found if on <= AS_OF}


@tries(200)
@given(st.lists(acts(), max_size=5), st.lists(contacts, max_size=5))
def test_a_silence_is_a_run_of_days_on_which_nobody_met(interventions, met):
    path = path_of(interventions, met)

    found = silences(path, established={"rdv_pris"}, longest=LONGEST)

    days, silent, run = days_met(path), [], []
    for n in range(121 if days else 0):
        if day(n) in days or day(n) < min(days):
            silent, run = [*silent, run], []
        else:
            run.append(day(n))
    runs = [one for one in [*silent, run] if len(one) > LONGEST]
    assert [(s.starts_on, s.days) for s in found] == [(r[0], len(r)) for r in runs]
    assert [s.lasts for s in found] == [r[-1] == AS_OF for r in runs]
