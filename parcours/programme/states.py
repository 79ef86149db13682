"""Which change of state is possible, and for whom: the table of `programme.yaml`.

Pure: what stands before a change is given as names of conditions that are met.
"""

from collections.abc import Set

from parcours.programme.failures import (
    ConditionMissing,
    TransitionImpossible,
    TransitionNotYours,
)
from parcours.programme.settings import ProgrammeSettings, Transition


def check_can_move(
    settings: ProgrammeSettings,
    *,
    source: str,
    target: str,
    role: str,
    met: Set[str],
) -> None:
    """Refuse a change of state that may not be.

    Args:
        settings: the table.
        source: state that the application is in.
        target: state asked for.
        role: of who asks.
        met: conditions that hold now.

    Raises:
        TransitionImpossible: the table has no such line.
        TransitionNotYours: it is of another role.
        ConditionMissing: the first condition that does not hold.
    """
    transition = settings.transitions.get((source, target))
    if transition is None:
        raise TransitionImpossible
    if role not in transition.roles:
        raise TransitionNotYours
    for condition in transition.requires:
        if condition not in met:
            raise ConditionMissing(condition)


def moves_from(
    settings: ProgrammeSettings, source: str, *, role: str
) -> list[Transition]:
    """List the changes that a role may ask for, whatever is still missing.

    Args:
        settings: the table.
        source: state that the application is in.
        role: of who asks.

    Returns:
        The transitions, in file order.
    """
    return [
        one
        for one in settings.transitions.values()
        if one.source == source and role in one.roles
    ]


def missing(transition: Transition, met: Set[str]) -> list[str]:
    """Name what a change still lacks.

    Args:
        transition: a line of the table.
        met: conditions that hold now.

    Returns:
        Conditions, in the order of the table.
    """
    return [each for each in transition.requires if each not in met]
