"""Why a human should look: the reasons of questions, in words."""

from config.translation import _


def reason_text(reason: str) -> str:
    """Say a reason in the reader's language.

    Args:
        reason: a stable word, as stored.

    Returns:
        One phrase; names no one.
    """
    texts = {
        "further_given_names_differ": _("les autres prénoms ne s’accordent pas"),
        "given_name_close": _("prénoms à une lettre près : jumeaux possibles"),
        "given_name_other": _(
            "même nom et même naissance, autre prénom : jumeaux, ou second prénom"
        ),
        "given_name_part": _("un prénom de l’un figure parmi ceux de l’autre"),
        "surname_changed": _("même prénom, naissance et lieu, autre nom de famille"),
        "sex_differs": _("tout s’accorde sauf le sexe"),
        "two_errors": _("deux différences de saisie"),
        "birth_date_partial": _("date de naissance incomplète"),
        "birth_date_missing": _("date de naissance absente"),
        "same_organisation": _("deux dossiers du même organisme"),
        "several_candidates": _("plusieurs personnes conviennent"),
    }
    return texts.get(reason, _("à examiner"))
