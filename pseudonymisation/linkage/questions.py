"""Why a human should look: the reasons of questions, in words."""

from config.translation import _
from pseudonymisation.linkage.further_names import SPELT_OTHERWISE
from pseudonymisation.linkage.rules import Binary, Birth, Given, Surname
from pseudonymisation.linkage.scoring import Scored


_GIVEN = {
    Given.MISSING: "given_name_missing",
    Given.DIFFERENT: "given_name_other",
    Given.RIVAL: "given_name_close",
    Given.FURTHER: "given_name_part",
    Given.BEGINNING: "given_name_spelling",
    Given.TWO_ERRORS: "given_name_spelling",
    Given.UNSURE_ERROR: "given_name_spelling",
}
_TWINS = frozenset(("given_name_other", "given_name_close", "given_names_further"))
_BIRTH = {
    Birth.MISSING: "birth_date_missing",
    Birth.DIFFERENT: "birth_date_other",
    Birth.SAME_YEAR: "birth_date_partial",
    Birth.TWO_PARTS: "birth_date_part",
    Birth.SLIP: "birth_date_slip",
    Birth.TURNED: "birth_date_slip",
}


def reasons_of(scored: Scored, pair: int) -> tuple[str, ...]:
    """Name what parts two persons, as stable words.

    Args:
        scored: compared pairs.
        pair: which.

    Returns:
        Words for `reason_text`, the gravest first; never empty.
    """
    found = []
    if scored.sex[pair] == Binary.DIFFERENT:
        found.append("sex_differs")
    found.append(_GIVEN.get(Given(scored.given[pair]), ""))
    if scored.further[pair] == Binary.DIFFERENT:
        found.append("given_names_further")
    elif scored.further[pair] == SPELT_OTHERWISE:
        found.append("given_names_spelling")
    found.append(_BIRTH.get(Birth(scored.birth[pair]), ""))
    if scored.surname[pair] == Surname.DIFFERENT:
        found.append("surname_changed")
    elif scored.surname[pair] != Surname.EXACT:
        found.append("surname_spelling")
    return tuple(filter(None, found)) or ("several_candidates",)


def two_reviewers_needed(reasons: str) -> bool:
    """Tell whether two persons may be twins, so that "same" takes two reviewers.

    Args:
        reasons: stable words, as stored: parted by spaces.

    Returns:
        True for another given name on the same date of birth.
    """
    said = reasons.split()
    same_birth = not any(reason.startswith("birth_date") for reason in said)
    return same_birth and not _TWINS.isdisjoint(said)


def reason_text(reasons: str) -> str:
    """Say reasons in the reader's language.

    Args:
        reasons: stable words, as stored: parted by spaces.

    Returns:
        Phrases parted by commas; they name no one.
    """
    texts = {
        "birth_date_missing": _("date de naissance absente"),
        "birth_date_other": _("autre date de naissance"),
        "birth_date_part": _("jour, mois ou année de naissance différent"),
        "birth_date_partial": _("date de naissance incomplète"),
        "birth_date_slip": _("date de naissance à un chiffre près"),
        "given_name_close": _("prénoms à une lettre près : jumeaux possibles"),
        "given_name_missing": _("prénom absent"),
        "given_name_other": _("autre prénom : jumeaux, ou second prénom"),
        "given_name_part": _("un prénom de l’un figure parmi ceux de l’autre"),
        "given_name_spelling": _("prénom écrit autrement"),
        "given_names_further": _("autres prénoms différents : jumeaux possibles"),
        "given_names_spelling": _(
            "autres prénoms écrits autrement, ou absents d’un côté"
        ),
        "same_organisation": _("deux dossiers du même organisme"),
        "several_candidates": _("plusieurs personnes conviennent"),
        "sex_differs": _("sexe différent"),
        "surname_changed": _("autre nom de famille"),
        "surname_spelling": _("nom de famille écrit autrement"),
    }
    said = (texts.get(reason, _("à examiner")) for reason in reasons.split())
    return ", ".join(dict.fromkeys(said))
