"""The nomenclature's situations as two small tables that SQL joins."""

import pandas as pd

from parcours.nomenclature import Nomenclature


def situation_rules(nomenclature: Nomenclature) -> pd.DataFrame:
    """Say of every situation how strong it is and how long it is presumed to last.

    Args:
        nomenclature: the whole nomenclature, including situations no longer in use.

    Returns:
        One row per situation: situation; code_order (int32, 0, 1, 2 … in the order of
        the codes); precedence (int32, lowest wins); validity_days (Int32, missing
        where presumed without limit); until_31_august (int32, 0 or 1).
    """
    ordered = [
        nomenclature.situations[code] for code in sorted(nomenclature.situations)
    ]
    return pd.DataFrame(
        {
            "situation": [s.code for s in ordered],
            "code_order": pd.Series(range(len(ordered)), dtype="int32"),
            "precedence": pd.Series([s.precedence for s in ordered], dtype="int32"),
            "validity_days": pd.Series(
                [s.validity_days for s in ordered], dtype="Int32"
            ),
            "until_31_august": pd.Series(
                [int(s.until_31_august) for s in ordered], dtype="int32"
            ),
        }
    )


def closing_rules(nomenclature: Nomenclature) -> pd.DataFrame:
    """Say which situation ends which other when it starts later.

    Args:
        nomenclature: the whole nomenclature.

    Returns:
        One row per pair: situation (the later one), closed (the one that it ends).
    """
    pairs = [
        (code, closed)
        for code, situation in sorted(nomenclature.situations.items())
        for closed in sorted(situation.closes)
    ]
    return pd.DataFrame(pairs, columns=["situation", "closed"], dtype="object")
