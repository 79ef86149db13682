"""Which situations are kept apart, and which are told together because few are in them.

A situation that fewer persons than the threshold ever held would tell who they are by
its own line; such ones go together under one name. If even together they are too few,
the least held of the others joins them.
"""

from collections.abc import Mapping

from parcours.nomenclature import Nomenclature


OTHERS = "autres_situations"
OTHERS_LABEL = {"fr": "autres situations", "en": "other situations"}


def pooled(persons: Mapping[str, int], *, threshold: int) -> dict[str, str]:
    """Say under which name each situation is told.

    Args:
        persons: situation → persons who ever held it.
        threshold: least persons of one that stands alone.

    Returns:
        situation → its own name, or `OTHERS`.

    >>> pooled({"a": 40, "b": 20, "c": 2}, threshold=5)
    {'a': 'a', 'b': 'autres_situations', 'c': 'autres_situations'}
    """
    rare = {state for state, n in persons.items() if n < threshold}
    frequent = sorted((n, state) for state, n in persons.items() if state not in rare)
    while rare and frequent and sum(persons[state] for state in rare) < threshold:
        rare.add(frequent.pop(0)[1])
    return {state: OTHERS if state in rare else state for state in persons}


def labels_of(
    states: tuple[str, ...], words: Nomenclature
) -> dict[str, dict[str, str]]:
    """Give the words of situations.

    Args:
        states: situations, `OTHERS` among them perhaps.
        words: the nomenclature.

    Returns:
        situation → French and English.
    """
    unknown = {"fr": "inconnue", "en": "unknown"}
    return {
        state: OTHERS_LABEL
        if state == OTHERS
        else dict(words.situations[state].labels)
        if state in words.situations
        else unknown
        for state in states
    }
