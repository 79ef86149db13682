"""What goes into a path and what comes out: one fact, one spell."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """One situation fact as known on the as-of day.

    Attributes:
        fact: id of the fact, unique.
        person: id of the person, an integer surrogate.
        situation: code of the nomenclature.
        starts: first day of the situation.
        ends: first day after it, where somebody told it; None while it is open.
        verified: last day on which somebody saw that it still held, if any.
        known: day on which the organisation knew it.
    """

    fact: int
    person: int
    situation: str
    starts: int
    ends: int | None
    verified: int | None
    known: int


@dataclass(frozen=True)
class Spell:
    """A stretch of days that a person spends in one situation.

    `evidence` separates what was seen from what is only presumed to go on. A spell has
    *held for k days* when `evidence - starts >= k`: somebody knew on day k (the first
    day is day 0) that it still held; or when its last day is established
    (`evidence == ends - 1`), it is over (`ends <= as_of`) and it lasted at least k days
    (`ends - starts >= k`). A validity that nobody confirmed never counts.

    Attributes:
        person: id of the person.
        spell: 1, 2, 3 … in time order within the person.
        situation: code of the nomenclature, `inconnue` where no fact covers.
        starts: first day.
        ends: first day after; of the last spell, the day after the as-of day.
        evidence: last day, starts <= evidence < ends, on which something known
            establishes the situation; `starts` for `inconnue`.
    """

    person: int
    spell: int
    situation: str
    starts: int
    ends: int
    evidence: int

    def held_for(self, days: int, *, as_of: int) -> bool:
        """Tell whether it is established that the spell lasted some days.

        Args:
            days: number of days, at least 0.
            as_of: the day on which the path was derived.

        Returns:
            True where evidence, not presumption, reaches that far.
        """
        over = self.ends <= as_of and self.evidence == self.ends - 1
        lasted = self.ends if over else self.evidence
        return lasted - self.starts >= days
