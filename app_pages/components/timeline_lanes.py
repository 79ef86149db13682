"""The lanes of a timeline: each its name, its place, as many rows as its work needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app_pages.components.words import _
from parcours.people.path_view import InterventionView, PathView
from parcours.people.silence import Silence


MOST_ROWS = 3  # of one lane: what overlaps more is drawn over
SHORT_DAYS = 21  # shorter pieces are drawn that long, so that they can be seen
OPEN_STATES = frozenset({"ongoing", "en_cours"})


@dataclass(frozen=True)
class Window:
    """The days `[start, end)` that a picture shows."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """Its length."""
        return (self.end - self.start).days

    def holds(self, start: date, end: date | None = None) -> bool:
        """Tell whether a day, or some of a stretch, is shown."""
        return start < self.end and (end or start + timedelta(days=1)) > self.start


@dataclass(frozen=True)
class Lanes:
    """What is where, from the top.

    Attributes:
        names: name → its first row, in order.
        row_of: row of an intervention → row of the picture.
        n_rows: rows in all.
    """

    names: Mapping[str, int]
    row_of: Mapping[int, int]
    n_rows: int


def whole(path: PathView) -> Window:
    """Give the window of a whole path.

    Args:
        path: as the viewer may see it.

    Returns:
        From its first day to today, half a year at least, with room at the end.
    """
    days = [spell.starts_on for spell in path.spells]
    days += [item.starts_on for item in path.interventions]
    days += [item.on for item in path.contacts]
    days += [item.on for item in path.referrals]
    first = min(days, default=path.as_of - timedelta(days=365))
    last = max([path.as_of, *days]) + timedelta(days=15)
    return Window(min(first, path.as_of - timedelta(days=180)), last)


def within(path: PathView, window: Window) -> PathView:
    """Keep what a window shows; nothing is shortened.

    Args:
        path: as the viewer may see it.
        window: the days shown.

    Returns:
        The path without what lies wholly outside.
    """
    return replace(
        path,
        spells=tuple(
            one for one in path.spells if window.holds(one.starts_on, one.ends_on)
        ),
        interventions=tuple(
            one
            for one in path.interventions
            if window.holds(one.starts_on, drawn_end(one, path.as_of))
        ),
        contacts=tuple(one for one in path.contacts if window.holds(one.on)),
        referrals=tuple(one for one in path.referrals if window.holds(one.on)),
    )


def lanes_of(path: PathView, silent: Sequence[Silence] = ()) -> Lanes:
    """Place the lanes of a path.

    Args:
        path: what is shown of it.
        silent: stretches without contact that are shown.

    Returns:
        Situation, each structure that worked with the young person in the order of its
        first act, contacts and hand-overs where there are any.
    """
    names, row = {_("Situation"): 0}, 1
    row_of: dict[int, int] = {}
    structures = dict.fromkeys(item.organisation for item in path.interventions)
    for name in structures:
        names[name] = row
        work = [one for one in path.interventions if one.organisation == name]
        places = _rows_of(work, path.as_of)
        row_of |= {one.id: row + place for one, place in places}
        row += 1 + max(place for _one, place in places)
    for name, is_there in (
        (_("Contacts"), bool(path.contacts or silent)),
        (_("Relais"), bool(path.referrals)),
    ):
        if is_there:
            names[name] = row
            row += 1
    return Lanes(names, row_of, row)


def _rows_of(
    work: Sequence[InterventionView], as_of: date
) -> list[tuple[InterventionView, int]]:
    """Put each piece of work on the first row that is free when it starts."""
    free: list[date] = []
    places = []
    for one in sorted(work, key=lambda one: (one.starts_on, one.id)):
        place = next((k for k, end in enumerate(free) if end <= one.starts_on), None)
        if place is None and len(free) < MOST_ROWS:
            free.append(one.starts_on)
        place = len(free) - 1 if place is None else place
        free[place] = max(free[place], drawn_end(one, as_of))
        places.append((one, place))
    return places


def drawn_end(item: InterventionView, as_of: date) -> date:
    """Tell how far a piece of work is drawn.

    Args:
        item: the work.
        as_of: today.

    Returns:
        The day after the last one drawn.
    """
    shortest = item.starts_on + timedelta(days=SHORT_DAYS)
    if item.ends_on is not None:
        return max(item.ends_on, shortest)
    return max(as_of, shortest) if item.state in OPEN_STATES else shortest
