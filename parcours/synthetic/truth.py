"""The true life paths: every situation of every young person, day by day.

People move from one situation to the next by competing hazards (`hazards.Hazards`). All
of them advance together, one change per round, so that the cost is a few array
operations per round. Paths run past the last day anyone knows, for the truth of a
horizon must not be cut where observation is.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from parcours.synthetic.hazards import (
    CODE,
    DAYS_PER_YEAR,
    NEET,
    SITUATIONS,
    Hazards,
    Shares,
    Stay,
)
from parcours.synthetic.population import NEVER, Flags, Ints, Population, day_number


Floats = NDArray[np.float64]

BEYOND_DAYS = 800  # the longest horizon is 731 days
MAJORITY_DAYS = int(18 * DAYS_PER_YEAR)
DUTY_DAYS = 5844  # 16 years of 365.25 days: before it no one is called a dropout


@dataclass(frozen=True)
class Paths:
    """True spells, ordered by person then time; each ends where the next begins.

    Attributes:
        person: index into the population.
        situation: index into `hazards.SITUATIONS`.
        starts, ends: days, half-open.
        horizon: day on which every path is cut, deaths apart.
    """

    person: Ints
    situation: Ints
    starts: Ints
    ends: Ints
    horizon: int

    def __len__(self) -> int:
        return len(self.person)


def live(
    population: Population,
    *,
    until: date,
    hazards: Hazards,
    rng: np.random.Generator,
) -> Paths:
    """Draw everyone's path from entry into collège.

    Args:
        population: who lives here.
        until: last day known to anyone; paths run BEYOND_DAYS further.
        hazards: the stated rates.
        rng: source of randomness.

    Returns:
        The spells, none empty; a death ends a path.
    """
    horizon = day_number(until) + BEYOND_DAYS
    stop = np.minimum(population.died_on, horizon)
    state = np.full(len(population), CODE["college"])
    begins = _september(population.birth, 11)
    without = np.full(len(population), NEVER)  # since when without solution
    active = np.flatnonzero(begins < stop)
    rounds: list[tuple[Ints, Ints, Ints, Ints]] = []
    while len(active):
        move = _Move(population, hazards, active, state, begins, without, rng)
        ends, following = move.draw()
        ends = np.maximum(ends, begins[active] + 1)
        cut = np.minimum(ends, stop[active])
        rounds.append((active, state[active].copy(), begins[active].copy(), cut))
        neet = np.isin(following, NEET)
        stays = neet & (without[active] < NEVER)
        without[active] = np.where(neet, np.where(stays, without[active], ends), NEVER)
        state[active], begins[active] = following, ends
        active = active[begins[active] < stop[active]]
    return _ordered(rounds, horizon)


class _Move:
    """One round: when each active person leaves their situation, and for which."""

    def __init__(
        self,
        population: Population,
        hazards: Hazards,
        active: Ints,
        state: Ints,
        begins: Ints,
        without: Ints,
        rng: np.random.Generator,
    ) -> None:
        self.hazards, self.rng = hazards, rng
        self.state, self.begins = state[active], begins[active]
        self.without = without[active]
        self.birth, self.girl = population.birth[active], population.girl[active]
        self.qpv = population.in_qpv[active]

    def draw(self) -> tuple[Ints, Ints]:
        ends = np.empty(len(self.state), np.int64)
        following = np.empty(len(self.state), np.int64)
        for code in np.unique(self.state):
            here = np.flatnonzero(self.state == code)
            name = SITUATIONS[code]
            if name == "rupture_scolaire":
                drawn = self._broken_early(here)
            elif code in NEET:
                drawn = self._search(here, self.hazards.drifts[name])
            else:
                drawn = self._stay(here, name, self.hazards.stays[name])
            ends[here], following[here] = drawn
        return ends, following

    def _stay(self, here: Ints, name: str, stay: Stay) -> tuple[Ints, Ints]:
        begins = self.begins[here]
        rate = np.full(len(here), stay.breaks)
        if stay.hard:
            rate *= np.where(self.qpv[here], self.hazards.dropout_qpv, 1.0)
            rate *= np.where(self.girl[here], self.hazards.dropout_girls, 1.0)
        free = begins
        if name in ("lycee", "apprentissage"):  # held by the duty of schooling
            free = np.maximum(begins, self.birth[here] + DUTY_DAYS)
        breaks = free + self._wait(rate)
        planned = self._planned(begins, name, stay)
        early = breaks < planned
        following = np.where(
            early,
            self._pick(stay.broken, len(here)),
            self._pick(stay.planned, len(here)),
        )
        ends = np.minimum(breaks, planned)
        young = ends < self.birth[here] + DUTY_DAYS
        lost = early & young & np.isin(following, NEET)
        return ends, np.where(lost, CODE["rupture_scolaire"], following)

    def _planned(self, begins: Ints, name: str, stay: Stay) -> Ints:
        if stay.days is None:
            return np.full(len(begins), NEVER)
        if name in ("college", "lycee", "etudes_sup"):  # years of school, not days
            return _september_from(begins, round(stay.days / DAYS_PER_YEAR))
        return begins + stay.days

    def _broken_early(self, here: Ints) -> tuple[Ints, Ints]:
        """Before 16: back to school, or called a dropout on the birthday."""
        sixteen = self.birth[here] + DUTY_DAYS
        back = self.begins[here] + self._wait(np.full(len(here), 1.2))
        returns = back < sixteen
        following = np.where(returns, CODE["college"], CODE["decroche"])
        return np.minimum(back, np.maximum(sixteen, self.begins[here] + 1)), following

    def _search(self, here: Ints, drifts: Shares) -> tuple[Ints, Ints]:
        """Without solution: find one, by time since the loss, or drift."""
        since = self.begins[here] - self.without[here]
        factor = np.where(self.qpv[here], self.hazards.back_qpv, 1.0)
        factor = factor * np.where(self.girl[here], self.hazards.back_girls, 1.0)
        found = self.without[here] + self._back_after(since, factor)
        total = sum(drifts.values())
        drifted = self.begins[here] + self._wait(np.full(len(here), total))
        minor = found - self.birth[here] < MAJORITY_DAYS
        back = np.where(
            minor,
            self._pick(self.hazards.back_to_minor, len(here)),
            self._pick(self.hazards.back_to, len(here)),
        )
        shares = {name: rate / total for name, rate in drifts.items()}
        drifting = self._pick(shares, len(here))
        return np.minimum(found, drifted), np.where(found <= drifted, back, drifting)

    def _back_after(self, since: Ints, factor: Floats) -> Ints:
        """Invert the piecewise constant hazard, given survival until `since`."""
        edges = np.array([0.0, *self.hazards.back_until_days])
        rates = np.array(self.hazards.back_per_year) / DAYS_PER_YEAR
        at_edges = np.append(0.0, np.cumsum(np.diff(edges) * rates[:-1]))
        piece = np.searchsorted(edges, since, side="right") - 1
        spent = at_edges[piece] + (since - edges[piece]) * rates[piece]
        target = spent + self.rng.exponential(1.0, len(since)) / factor
        piece = np.searchsorted(at_edges, target, side="right") - 1
        days = edges[piece] + (target - at_edges[piece]) / rates[piece]
        return _whole_days(days)

    def _wait(self, per_year: Floats) -> Ints:
        waits = self.rng.exponential(1.0, len(per_year)) * DAYS_PER_YEAR / per_year
        return _whole_days(waits)

    def _pick(self, shares: Shares, n: int) -> Ints:
        codes = np.array([CODE[name] for name in shares])
        return self.rng.choice(codes, n, p=np.array(list(shares.values())))


def _whole_days(days: Floats) -> Ints:
    return np.asarray(np.ceil(days), np.int64)


def _september(births: Ints, age: int) -> Ints:
    """1 September of the civil year in which one turns `age`."""
    years = births.astype("datetime64[D]").astype("datetime64[Y]").astype(int)
    return _first_september(years + age)


def _september_from(begins: Ints, years: int) -> Ints:
    """The end of the n-th school year, the running one counted as the first."""
    dates = begins.astype("datetime64[D]")
    year = dates.astype("datetime64[Y]").astype(int)
    after = begins >= _first_september(year)
    return _first_september(year + np.where(after, years, years - 1))


def _first_september(years_since_1970: Ints) -> Ints:
    starts = years_since_1970.astype("datetime64[Y]").astype("datetime64[M]")
    return (starts + 8).astype("datetime64[D]").astype(np.int64)


def _ordered(rounds: list[tuple[Ints, Ints, Ints, Ints]], horizon: int) -> Paths:
    person, situation, starts, ends = (
        np.concatenate([part[i] for part in rounds]) for i in range(4)
    )
    order = np.lexsort((starts, person))
    kept: Flags = (ends > starts)[order]
    return Paths(
        person=person[order][kept],
        situation=situation[order][kept],
        starts=starts[order][kept],
        ends=ends[order][kept],
        horizon=horizon,
    )
