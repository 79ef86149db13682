"""What each partner sees of the true paths: its own part, in its own words.

How censoring stays honest, so that the estimate can meet the truth:

- Whether and when somebody meets the mission locale is drawn from the day they lose
  their first solution, whatever becomes of them afterwards (the lists of the dropout
  platform are called one by one, those who found something too).
- Interviews come at intervals of their own; each tells the true dates of all that
  changed since the one before. The last interview is the last established day.
- Loss to follow-up strikes at a constant rate, whatever the situation.
- A new solution younger than a month at the last interview gets one more call when it
  is a month old: the decision rests on the past alone.
- Schools list schooling before the first loss, and that loss on its day. Returns to
  training happen elsewhere and are told to the mission locale only, so that nobody is
  seen to come back where others would not be seen to stay out.

Frames hold `person`, days as integers (`NO_DAY` where empty), words as text.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from parcours.synthetic.hazards import (
    CODE,
    DAYS_PER_YEAR,
    NEET,
    SCHOOL,
)
from parcours.synthetic.population import NEVER, Flags, Ints, Population
from parcours.synthetic.truth import DUTY_DAYS, Paths


NO_DAY = -(2**31)
CONFIRMED_DAYS = 31
LISTED_YEARS = 10


@dataclass(frozen=True)
class Habits:
    """How partners work; shares of people, rates per year, days.

    Attributes:
        met: share of those who lost a solution whom the mission locale ever meets.
        met_at_once: share of these met within a week; the others wait `met_after`
            days on average.
        met_otherwise: share of the others that it meets, at 16 to 21 years.
        interview_days: mean days between interviews.
        lost: rate of loss to follow-up.
        worksites: share of young people ever on an educational worksite.
        street_work: share known to the prevention team.
        worksite_when_lost: share of those who lost a solution who are taken on a
            worksite in the year after; the others go at any age of 14 to 20.
    """

    met: float = 0.75
    met_at_once: float = 0.3
    met_after: float = 70.0
    met_otherwise: float = 0.04
    interview_days: float = 70.0
    lost: float = 0.18
    worksites: float = 0.07
    street_work: float = 0.08
    worksite_when_lost: float = 0.0


@dataclass(frozen=True)
class Followed:
    """Whom the mission locale followed, and over which days.

    Attributes:
        person: index into the population, ascending.
        first: day of the first interview; last: of the last one.
        end: why follow-up ended: "" (it runs on), "lost", "left", "died", "age".
        ended: the day it did, `NO_DAY` where it runs on.
    """

    person: Ints
    first: Ints
    last: Ints
    end: np.ndarray
    ended: Ints


def see_school(population: Population, paths: Paths, *, until: int) -> pd.DataFrame:
    """List the stays in the territory's schools, with the first loss of schooling.

    Args:
        population: who lives here.
        paths: their true paths.
        until: last day known.

    Returns:
        One row per stay: person, situation, entry, exit (last day), dropped_out,
        moved_away, graduated, current.
    """
    lost_on = first_loss(population, paths)
    kept = np.isin(paths.situation, SCHOOL)
    kept &= paths.starts < np.minimum(lost_on, population.left_on)[paths.person]
    kept &= paths.starts <= until
    kept &= paths.ends >= until - int(LISTED_YEARS * DAYS_PER_YEAR)
    person, ends = paths.person[kept], paths.ends[kept]
    left = population.left_on[person]
    following = np.append(paths.situation[1:], -1)[kept]
    final = np.append(paths.person[1:] != paths.person[:-1], True)[kept]
    moved = left < ends
    ends = np.minimum(ends, left)
    current = ends > until
    dropped = (following == CODE["decroche"]) & ~final & ~moved & ~current
    rows = pd.DataFrame(
        {
            "person": person,
            "situation": paths.situation[kept],
            "entry": paths.starts[kept],
            "exit": np.where(current, NO_DAY, ends - 1),
            "dropped_out": dropped,
            "moved_away": moved & ~current,
            "graduated": ~dropped & ~moved & ~current & ~np.isin(following, NEET),
            "current": current,
        }
    )
    return _with_this_year(rows, until)


def _with_this_year(rows: pd.DataFrame, until: int) -> pd.DataFrame:
    """Enrol pupils still there anew this September: lists are made every year."""
    autumn = last_september(until)
    earlier = rows["current"] & (rows["entry"] < autumn)
    past = rows[earlier].assign(exit=autumn - 1, current=False, graduated=False)
    rows = rows.assign(entry=rows["entry"].where(~earlier, autumn))
    return pd.concat([past, rows]).sort_values(["person", "entry"], ignore_index=True)


def follow(
    population: Population,
    paths: Paths,
    *,
    until: int,
    habits: Habits,
    rng: np.random.Generator,
) -> Followed:
    """Draw whom the mission locale follows, and until when.

    Args:
        population: who lives here.
        paths: their true paths.
        until: last day known.
        habits: how it works.
        rng: source of randomness.

    Returns:
        The young people followed.
    """
    first = _first_contacts(population, paths, habits, rng)
    age_limit = population.birth + int(26 * DAYS_PER_YEAR)
    gone = np.minimum(population.left_on, population.died_on)
    person = np.flatnonzero(first < np.minimum(np.minimum(gone, age_limit), until))
    first = first[person]
    waits = rng.exponential(DAYS_PER_YEAR / habits.lost, len(person))
    lost = first + waits.astype(np.int64)
    reasons = np.stack(
        [lost, gone[person], age_limit[person], np.full_like(lost, until)]
    )
    stop = reasons.min(axis=0)
    last = _last_interviews(first, stop, habits, rng)
    last = _confirmed(paths, person, last, np.minimum(gone[person], until))
    which = reasons.argmin(axis=0)
    died = population.died_on[person] <= population.left_on[person]
    names = np.array(["lost", "left", "age", ""])
    end = np.where((which == 1) & died, "died", names[which])
    return Followed(person, first, last, end, np.where(which == 3, NO_DAY, stop))


def _first_contacts(
    population: Population, paths: Paths, habits: Habits, rng: np.random.Generator
) -> Ints:
    n = len(population)
    lost_on = first_loss(population, paths)
    soon = rng.random(n) < habits.met_at_once
    waits = np.where(
        soon, rng.uniform(0, 7, n), rng.exponential(habits.met_after, n)
    ).astype(np.int64)
    sixteen = population.birth + DUTY_DAYS
    after_loss = np.maximum(lost_on + waits, sixteen)
    otherwise = sixteen + rng.uniform(0, 5 * DAYS_PER_YEAR, n).astype(np.int64)
    known = lost_on < NEVER
    draw = rng.random(n)
    return np.where(
        known & (draw < habits.met),
        after_loss,
        np.where(~known & (draw < habits.met_otherwise), otherwise, NEVER),
    )


def _last_interviews(
    first: Ints, stop: Ints, habits: Habits, rng: np.random.Generator
) -> Ints:
    """Walk from interview to interview while there is somebody to meet."""
    last = first.copy()
    walking = np.arange(len(first))
    while len(walking):
        gaps = rng.gamma(4.0, habits.interview_days / 4.0, len(walking))
        following = last[walking] + 1 + gaps.astype(np.int64)
        met = following < stop[walking]
        walking = walking[met]
        last[walking] = following[met]
    return last


def _confirmed(paths: Paths, person: Ints, last: Ints, limit: Ints) -> Ints:
    """Call once more whoever found something less than a month before the last day."""
    for _call in range(4):
        state, since = situation_on(paths, person, last)
        fresh = ~np.isin(state, NEET) & (last - since < CONFIRMED_DAYS)
        fresh &= since >= 0
        called = np.where(fresh, since + CONFIRMED_DAYS, last)
        last = np.maximum(last, np.minimum(called, limit))
    return last


def see_interviews(paths: Paths, followed: Followed) -> pd.DataFrame:
    """List what the mission locale wrote: one row per situation it was told.

    Args:
        paths: the true paths.
        followed: whom it followed, until when.

    Returns:
        person, situation, starts, ends (last day, `NO_DAY` if open on the last
        interview), row (index into `followed`).
    """
    row_of = np.full(int(paths.person.max()) + 1, -1)
    row_of[followed.person] = np.arange(len(followed.person))
    row = row_of[paths.person]
    told = (row >= 0) & (paths.starts <= followed.last[row]) & ~_childhood(paths)
    person, starts, ends = paths.person[told], paths.starts[told], paths.ends[told]
    situation, row = paths.situation[told], row[told]
    open_ = ends > followed.last[row]
    return pd.DataFrame(
        {
            "person": person,
            "situation": situation,
            "starts": starts,
            "ends": np.where(open_, NO_DAY, ends - 1),
            "row": row,
        }
    )


def _childhood(paths: Paths) -> Flags:
    """Collège, unless it is what was lost: nobody recounts it otherwise."""
    lost_next = np.append(np.isin(paths.situation[1:], NEET), False)
    college = paths.situation == CODE["college"]
    return np.asarray(college & ~lost_next, bool)


def first_loss(population: Population, paths: Paths) -> Ints:
    """Tell each person's first day without solution, `NEVER` where there is none."""
    first = np.full(len(population), NEVER)
    neet = np.isin(paths.situation, NEET)
    np.minimum.at(first, paths.person[neet], paths.starts[neet])
    return first


def situation_on(paths: Paths, person: Ints, day: Ints) -> tuple[Ints, Ints]:
    """Tell the true situation of persons on days, and since when.

    Args:
        paths: the true paths.
        person: indices into the population.
        day: one day for each.

    Returns:
        Index into `SITUATIONS` and first day of the spell.
    """
    keys = paths.person * NEVER + paths.starts
    at = np.searchsorted(keys, person * NEVER + day, side="right") - 1
    return paths.situation[at], paths.starts[at]


def last_september(day: int) -> int:
    """Tell the last 1 September on or before a day."""
    date = np.datetime64(day, "D")
    year = date.astype("datetime64[Y]").astype("datetime64[M]")
    autumn = (year + 8).astype("datetime64[D]")
    if autumn > date:
        autumn = (year - 4).astype("datetime64[D]")
    return int(autumn.astype(np.int64))
