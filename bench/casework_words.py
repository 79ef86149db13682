"""What workers would type to find the young people whom their organisation knows."""

from random import Random

from sqlmodel import col, select

from parcours.access.context import Context
from parcours.record.models import Link, Person, SourceSubject
from pseudonymisation.desk import Desk
from pseudonymisation.pseudonym import Pseudonym
from pseudonymisation.values import Identity


def known(context: Context) -> list[str]:
    """List whom the worker's organisation knows.

    Args:
        context: the worker's.

    Returns:
        Pseudonyms, in order.
    """
    with context.record.read() as session:
        query = (
            select(Person.pseudonym)
            .join(Link, col(Link.person_id) == col(Person.id))
            .join(SourceSubject, col(SourceSubject.id) == col(Link.subject_id))
            .where(
                SourceSubject.organisation_id == context.principal.organisation_id,
                col(Link.revoked_on).is_(None),
            )
            .distinct()
        )
        return sorted(session.exec(query).all())


def typed_texts(
    context: Context, desk: Desk, persons: list[str], rng: Random
) -> list[str]:
    """Write what a worker would type: names cut or misspelt, dates, short forms.

    Args:
        context: the worker's.
        desk: the door to the vault.
        persons: pseudonyms of invented people.
        rng: of the slips.

    Returns:
        As many texts as persons.
    """
    organisation = context.principal.organisation_code
    shown = desk.reveal_many([Pseudonym.parse(p) for p in persons], organisation)
    texts = [p.rsplit(".", 1)[-1][:6] for p in persons[::10]]
    for identity in shown.values():
        texts += _typed(identity, rng)
    rng.shuffle(texts)
    return texts[: len(persons)]


def _typed(identity: Identity, rng: Random) -> list[str]:
    name, given = identity.birth_name or "", identity.given_names or ""
    at = rng.randrange(max(len(name), 1))
    slip = name[:at] + name[at + 1 :]
    texts = [name[:4], given, f"{given} {name}", f"{slip} {given}", slip]
    if identity.birth_date is not None and identity.birth_date.day is not None:
        born = identity.birth_date
        texts.append(f"{born.day:02}/{born.month:02}/{born.year}")
    return [text for text in texts if text.strip()]
