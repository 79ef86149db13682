"""Head-counts without names → participations and shares that may be told.

Participations, not persons: who comes four times counts four times. They are protected
as if each were one person, which only ever hides more. Shares carry no limits, since
the same people come again.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from cohorts.disclosure.head_counts import Told
from cohorts.disclosure.rules import Rules
from cohorts.disclosure.shares import ReleasedShares, release_shares


ALL = "all"
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Counted:
    """Exact sums of an action's head-counts.

    Attributes:
        n: participations.
        n_girls: of girls and women.
        of_girls: participations among which girls were counted apart.
        n_qpv: of people of a priority neighbourhood.
        of_qpv: participations among which these were counted apart.
    """

    n: int = 0
    n_girls: int = 0
    of_girls: int = 0
    n_qpv: int = 0
    of_qpv: int = 0


@dataclass(frozen=True)
class ToldReach:
    """What may be told of an action's head-counts.

    Attributes:
        n: participations, rounded or kept back.
        girls: share of girls and women, None where not told or not counted.
        qpv: share of people of a priority neighbourhood, None likewise.
    """

    n: Told
    girls: float | None = None
    qpv: float | None = None


def release_reach(
    counted: Mapping[str, Counted], *, rules: Rules, disclosure: str = "protected"
) -> dict[str, ToldReach]:
    """Protect the head-counts of several actions together, and their whole.

    Args:
        counted: code of an action → its sums; those without any count are left out.
        rules: the rules in force.
        disclosure: "protected" or "public_data".

    Returns:
        Code → what may be told; "all" = every action together, where any was counted.
    """
    there = {code: one for code, one in counted.items() if one.n}
    if not there:
        return {}

    def told(table: Mapping[str, Mapping[str, int]]) -> ReleasedShares:
        return release_shares(table, rules=rules, disclosure=disclosure)

    found: dict[str, ToldReach] = {}
    for part in (there, {ALL: _sum(there)}):
        numbers = {
            one.group: one.n
            for one in told({code: {ALL: x.n} for code, x in part.items()}).groups
        }
        girls, qpv = (
            _shares(told(table))
            for table in (
                {
                    c: _parts(x.n_girls, x.of_girls)
                    for c, x in part.items()
                    if x.of_girls
                },
                {c: _parts(x.n_qpv, x.of_qpv) for c, x in part.items() if x.of_qpv},
            )
        )
        found |= {
            code: ToldReach(numbers[code], girls.get(code), qpv.get(code))
            for code in part
        }
    return found


def _sum(counted: Mapping[str, Counted]) -> Counted:
    ones = list(counted.values())
    return Counted(
        n=sum(one.n for one in ones),
        n_girls=sum(one.n_girls for one in ones),
        of_girls=sum(one.of_girls for one in ones),
        n_qpv=sum(one.n_qpv for one in ones),
        of_qpv=sum(one.of_qpv for one in ones),
    )


def _parts(some: int, whole: int) -> dict[str, int]:
    return {YES: some, NO: max(whole - some, 0)}


def _shares(released: ReleasedShares) -> dict[str, float | None]:
    return {
        group.group: next((p.share for p in group.parts if p.part == YES), None)
        for group in released.groups
    }
