"""What minors need in writing before they work: warnings, pure, never refusals."""

from dataclasses import dataclass
from datetime import date

from config.numbers import day as day_text
from config.translation import _
from parcours.interventions.minors import Caution
from parcours.people.days import age_in_years
from parcours.worksites.settings import Permissions
from parcours.worksites.sheet import Participant


@dataclass(frozen=True)
class PersonCaution:
    """Something to check about one young person of a sheet.

    Attributes:
        person: pseudonym.
        code: stable name.
        text: one sentence for people, in the language in use.
        on: the first day concerned, if any.
    """

    person: str
    code: str
    text: str
    on: date | None = None

    @classmethod
    def of(cls, person: str, caution: Caution) -> "PersonCaution":
        """Make one of a caution on minors and hours.

        Args:
            person: pseudonym.
            caution: what the rules on minors say.

        Returns:
            The same, about this young person.
        """
        return cls(person, caution.code, caution.text, caution.on)


def missing_permissions(
    who: Participant,
    *,
    starts_on: date,
    birth_month: date | None,
    rules: Permissions,
) -> tuple[PersonCaution, ...]:
    """Say which permissions are not noted for a young person who works.

    Args:
        who: the young person.
        starts_on: first day of the sheet.
        birth_month: first day of the month of birth; unknown ages are told elsewhere.
        rules: the rules in force.

    Returns:
        At most two cautions.
    """
    age = age_in_years(birth_month, starts_on)
    if age is None or age >= rules.guardian_under:
        return ()
    found = []
    if who.parents_agreed is not True:
        text = _("{age} ans : accord écrit du représentant légal non noté.")
        found.append(("guardian", text.format(age=age)))
    first, last = rules.inspection_ages
    if first <= age <= last:
        asked = who.inspection_on
        notice = rules.inspection_days_before
        if asked is None:
            text = _(
                "{age} ans : demande à l’inspection du travail non notée ; elle se "
                "fait au moins {n} jours avant le début."
            )
            found.append(("inspection", text.format(age=age, n=notice)))
        elif (starts_on - asked).days < notice:
            text = _(
                "{age} ans : demande à l’inspection du travail le {day}, moins de "
                "{n} jours avant le début."
            )
            told = text.format(age=age, n=notice, day=day_text(asked))
            found.append(("inspection_late", told))
    return tuple(PersonCaution(who.person, code, text) for code, text in found)
