"""A path → the long stretches in which nobody is known to have met the young person.

They are stretches of the follow-up, not of the young person: what a structure does not
record, or does not share, is not seen here.
"""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from parcours.people.path_view import InterventionView, PathView


LONGEST_DAYS = 90
NOT_DONE = frozenset({"planned", "prevue", "cancelled", "annulee"})
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Silence:
    """A stretch `[starts_on, ends_on)` without any contact.

    Attributes:
        lasts: it goes on today.
    """

    starts_on: date
    ends_on: date
    lasts: bool

    @property
    def days(self) -> int:
        """Its length in days."""
        return (self.ends_on - self.starts_on).days


def silences(
    path: PathView, *, established: Container[str], longest: int = LONGEST_DAYS
) -> tuple[Silence, ...]:
    """Find the stretches without any contact, from the first one on.

    An intervention with an end covers its days; one that goes on covers its first day
    only, since nobody said anything after it. An attempt that reached nobody covers
    nothing.

    Args:
        path: as the viewer may see it.
        established: codes of the results of a contact that reached somebody.
        longest: days without contact that pass unmarked.

    Returns:
        Stretches of more than that many days, in time order.
    """
    met = sorted(_met(path, established))
    if not met:
        return ()
    found, last = [], met[0][1]
    today = path.as_of + DAY
    for start, end in [*met[1:], (today, today)]:
        if (start - last).days > longest:
            found.append(Silence(last, start, lasts=start == today))
        last = max(last, end)
    return tuple(found)


def _met(path: PathView, established: Container[str]) -> Iterator[tuple[date, date]]:
    """Give the stretches `[first, end)` in which the young person was met."""
    for item in path.interventions:
        in_vain = item.result is not None and item.result not in established
        took_place = item.state not in NOT_DONE and not in_vain
        if took_place and item.starts_on <= path.as_of:
            yield item.starts_on, min(_end(item), path.as_of + DAY)
    for one in path.contacts:
        if one.result in established:
            yield one.on, one.on + DAY


def _end(item: InterventionView) -> date:
    return item.starts_on + DAY if item.ends_on is None else item.ends_on
