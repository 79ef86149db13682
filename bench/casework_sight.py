"""What a worker may be given, read beforehand by other means than the operations.

Every value that an operation returns to a worker is held against it: another
organisation's young people and notes, another account's caseload and drafts.
"""

from dataclasses import dataclass

from sqlalchemy import text

from bench.casework_place import Sign
from parcours.people.cards import PersonCard
from parcours.people.path_view import PathView
from parcours.territory.opening import Territory
from parcours.worktop.operations import KeptDraft


_KNOWN = """
SELECT p.pseudonym FROM organisation o
JOIN source_subject s ON s.organisation_id = o.id
JOIN link l ON l.subject_id = s.id AND l.revoked_on IS NULL
JOIN person p ON p.id = l.person_id
WHERE o.code = :organisation"""
_HELD = """
SELECT p.pseudonym FROM account c
JOIN assignment a ON a.account_id = c.id AND a.ends_on IS NULL
JOIN person p ON p.id = a.person_id
WHERE c.login = :login"""


@dataclass(frozen=True)
class Sight:
    """What one worker may see.

    Attributes:
        sign: the worker.
        known: pseudonyms of those whom the organisation knows.
        held: of those in the caseload, in order.
        own: name of the organisation.
        tell: names of the organisations of whose facts a page may speak.
    """

    sign: Sign
    known: frozenset[str]
    held: tuple[str, ...]
    own: str
    tell: frozenset[str]

    @property
    def mark(self) -> str:
        """What this worker writes into notes and drafts, and nobody else."""
        return f"Essai {self.sign.login}."

    def foreign_cards(self, cards: list[PersonCard], *, caseload: bool) -> int:
        """Count the cards that are not for this worker."""
        mine = frozenset(self.held) if caseload else self.known
        return sum(card.person not in mine for card in cards)

    def foreign_path(self, path: PathView, asked: str) -> int:
        """Count what a path tells and this worker may not be told."""
        told = [one.organisation for one in path.interventions]
        told += [one.organisation for one in path.contacts]
        n = sum(name not in self.tell for name in (*told, *path.elsewhere))
        n += sum(
            one.note is not None and one.organisation != self.own
            for one in path.interventions
        )
        return n + (path.person != asked or asked not in self.known)

    def foreign_drafts(self, drafts: list[KeptDraft]) -> int:
        """Count the drafts of others."""
        return sum(draft.fields.get("note") != self.mark for draft in drafts)


def sight_of(territory: Territory, sign: Sign) -> Sight:
    """Read what a worker may be given.

    Args:
        territory: open.
        sign: the worker.

    Returns:
        Their sight.
    """
    with territory.record.read() as session:
        reading = session.connection()
        known = reading.execute(text(_KNOWN), {"organisation": sign.organisation})
        held = reading.execute(text(_HELD), {"login": sign.login})
        names = {
            row.code: (row.name, bool(row.anonymous_work))
            for row in reading.execute(text("SELECT * FROM organisation"))
        }
        return Sight(
            sign,
            frozenset(known.scalars()),
            tuple(sorted(set(held.scalars()))),
            names[sign.organisation][0],
            frozenset(names[code][0] for code in _tellers(territory, sign, names)),
        )


def _tellers(
    territory: Territory, sign: Sign, names: dict[str, tuple[str, bool]]
) -> set[str]:
    """Name who may be read: oneself, who shares by convention, none that is anonymous.

    Agreements of young people are not looked at: a demonstration holds none.
    """
    today = territory.now().date()
    opened = {
        code
        for one in territory.conventions.entries
        if one.covers(direction="sharing", on=today, recipient=sign.organisation)
        for code in one.organisations
    }
    return {sign.organisation} | {c for c in opened if c in names and not names[c][1]}
