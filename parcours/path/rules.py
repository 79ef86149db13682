"""The nomenclature's situations as two small tables that SQL joins."""

import pandas as pd

from parcours.nomenclature import Nomenclature


RULE_TYPES = {
    "situation": "object",
    "code_order": "int32",
    "precedence": "int32",
    "validity_days": "Int32",
    "until_31_august": "int32",
}
CLOSING = ("situation", "closed")


def situation_rules(nomenclature: Nomenclature) -> pd.DataFrame:
    """Say of every situation how strong it is and how long it is presumed to last.

    Args:
        nomenclature: the whole nomenclature, including situations no longer in use.

    Returns:
        One row per situation: situation; code_order (int32, 0, 1, 2 … in the order of
        the codes); precedence (int32, lowest wins); validity_days (Int32, missing
        where presumed without limit); until_31_august (int32, 0 or 1).
    """
    frame = pd.DataFrame(situation_rows(nomenclature), columns=list(RULE_TYPES))
    return frame.astype(RULE_TYPES)


def situation_rows(nomenclature: Nomenclature) -> list[tuple[object, ...]]:
    """Give the same rows without a frame, for a sheet that has few facts.

    Args:
        nomenclature: the whole nomenclature.

    Returns:
        One row per situation, of the columns `RULE_TYPES`.
    """
    situations = sorted(nomenclature.situations.items())
    return [
        (one.code, n, one.precedence, one.validity_days, int(one.until_31_august))
        for n, (_code, one) in enumerate(situations)
    ]


def closing_rules(nomenclature: Nomenclature) -> pd.DataFrame:
    """Say which situation ends which other when it starts later.

    Args:
        nomenclature: the whole nomenclature.

    Returns:
        One row per pair: situation (the later one), closed (the one that it ends).
    """
    pairs = closing_rows(nomenclature)
    return pd.DataFrame(pairs, columns=list(CLOSING), dtype="object")


def closing_rows(nomenclature: Nomenclature) -> list[tuple[str, str]]:
    """Give the same rows without a frame.

    Args:
        nomenclature: the whole nomenclature.

    Returns:
        One row per pair, of the columns `CLOSING`.
    """
    return [
        (code, closed)
        for code, situation in sorted(nomenclature.situations.items())
        for closed in sorted(situation.closes)
    ]
