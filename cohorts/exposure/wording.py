"""The design of a comparison → the word that a page may use for it.

A word that claims more than the design supports is an error like a wrong digit.
"""

from typing import Literal

from config.translation import _


Design = Literal[
    "description",
    "time-varying",
    "landmark",
    "weighted",
    "matched",
    "standardised",
    "negative-control",
    "emulation",
]
ALTERNATIVES: tuple[Design, ...] = ("time-varying", "landmark", "emulation")


def word_for(design: Design) -> str:
    """Give the word for what a design shows.

    Args:
        design: how the comparison was made.

    Returns:
        "devenir observé", "association", or for a declared emulation "effet estimé,
        sous les hypothèses déclarées", in the reader's language.
    """
    if design == "description":
        return _("devenir observé")
    if design == "emulation":
        return _("effet estimé, sous les hypothèses déclarées")
    return _("association")


def name_of(design: Design) -> str:
    """Name a design for people.

    Args:
        design: how the comparison is made.

    Returns:
        A few words, in the reader's language.
    """
    return {
        "description": _("description"),
        "time-varying": _("exposition qui change avec le temps"),
        "landmark": _("points de repère"),
        "weighted": _("comparaison pondérée"),
        "matched": _("comparaison appariée"),
        "standardised": _("comparaison standardisée"),
        "negative-control": _("contrôle négatif"),
        "emulation": _("essai cible émulé"),
    }[design]
