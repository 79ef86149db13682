"""Why an entry is corrected or withdrawn: a short list, never free words."""

from config.translation import _


REASONS = ("typo", "more_known", "duplicate", "wrong_person", "did_not_happen", "undo")
ASKED = REASONS[:-1]  # « undo » is the click right after saving
DEFAULT_REASON = "undo"


def reason_name(code: str) -> str:
    """Give a reason's name.

    Args:
        code: one of `REASONS`.

    Returns:
        The name in the language in use.
    """
    return {
        "typo": _("Erreur de saisie"),
        "more_known": _("On en sait plus"),
        "duplicate": _("Saisie deux fois"),
        "wrong_person": _("Ce n’était pas ce jeune"),
        "did_not_happen": _("N’a pas eu lieu"),
        "undo": _("Annulée juste après la saisie"),
    }[code]
