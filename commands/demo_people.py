"""Who may sign in to a demonstration: accounts for each role, with fresh passwords.

Passwords are drawn at random and printed once; only their Argon2id hashes are kept.
Every run makes new ones and closes the accounts of the run before.
"""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import text

from commands.demo_programme import build_programme
from config.translation import _
from parcours.access.accounts import add_account, disable_account, list_accounts
from parcours.access.context import Context
from parcours.access.passwords import hash_password
from parcours.caseload.operations import assign
from parcours.territory.opening import Territory


CASELOAD = 40
RECENT_DAYS = 240
CONSONANTS, VOWELS = "bcdfgjklmnprstvz", "aeiou"
ORGANISATION = "mission_locale"
COORDINATION = 1  # among the sign-ins

_KNOWN = """
SELECT p.pseudonym
FROM person p
JOIN link l ON l.person_id = p.id AND l.revoked_on IS NULL
JOIN source_subject s ON s.id = l.subject_id
JOIN organisation o ON o.id = s.organisation_id AND o.code = :organisation
JOIN contact c ON c.subject_id = s.id AND c.retired_on IS NULL
GROUP BY p.pseudonym HAVING MAX(c.starts_on) >= :since
ORDER BY p.pseudonym LIMIT :n"""


@dataclass(frozen=True)
class SignIn:
    """What somebody needs to sign in.

    Attributes:
        label: what the account is for, in the reader's language.
        login: the account.
        password: shown once.
    """

    label: str
    login: str
    password: str

    def __repr__(self) -> str:
        return f"SignIn({self.login})"


@dataclass(frozen=True)
class _Wanted:
    stem: str
    label: str
    role: str
    organisation: str | None = None


def open_accounts(territory: Territory, *, until: date) -> list[SignIn]:
    """Make the sign-ins of a demonstration and give its case worker a caseload.

    Args:
        territory: of the demonstration, open.
        until: last day that any partner knows.

    Returns:
        One sign-in per role, and a second reviewer's.

    Raises:
        Failure: what the operations refuse.
    """
    operator = territory.context(territory.operator())
    turn = _close_former(operator)
    wanted = (
        _Wanted("conseil", _("Professionnel de terrain"), "case_worker", ORGANISATION),
        _Wanted("coordination", _("Coordonnateur"), "coordinator", ORGANISATION),
        _Wanted("evaluation", _("Évaluateur"), "evaluator"),
        _Wanted("chefdeprojet", _("Chef de projet"), "policy_officer"),
        _Wanted("habitants", _("Membre du conseil citoyen"), "council_member"),
        _Wanted("verification", _("Vérificateur des rapprochements"), "reviewer"),
        _Wanted(  # perhaps twins: "the same" takes two
            "relecture", _("Second vérificateur des rapprochements"), "reviewer"
        ),
        _Wanted(
            "protection",
            _("Délégué à la protection des données"),
            "data_protection_officer",
        ),
        _Wanted("administration", _("Administrateur"), "administrator"),
    )
    signs = [_open(operator, one, turn) for one in wanted]
    planner = signs[COORDINATION].login
    _fill_caseload(territory, planner, login=signs[0].login, until=until)
    by_stem = {one.stem: sign.login for one, sign in zip(wanted, signs, strict=True)}
    build_programme(
        territory,
        officer=by_stem["chefdeprojet"],
        council=by_stem["habitants"],
        today=operator.today(),
    )
    return signs


def invented_password() -> str:
    """Draw a password that can be said aloud.

    Returns:
        Four groups of four letters, about 50 bits.
    """
    groups = [
        "".join(secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _i in range(2))
        for _j in range(4)
    ]
    return "-".join(groups)


def _close_former(operator: Context) -> str:
    """Disable the accounts of the run before; give the suffix of this run."""
    former = [a for a in list_accounts(operator) if a.role != operator.principal.role]
    for account in former:
        if account.disabled_at is None:
            disable_account(operator, login=account.login)
    turn = sum(account.login.startswith("conseil") for account in former)
    return str(turn + 1) if turn else ""


def _open(operator: Context, wanted: _Wanted, turn: str) -> SignIn:
    login, password = wanted.stem + turn, invented_password()
    add_account(
        operator,
        login=login,
        display_name="",  # their role names them, in the reader's language
        role=wanted.role,
        password_hash=hash_password(password, login=login),
        organisation=wanted.organisation,
    )
    return SignIn(wanted.label, login, password)


def _fill_caseload(
    territory: Territory, planner: str, *, login: str, until: date
) -> None:
    """Assign young people met of late, as a coordinator would."""
    context = territory.context(territory.acting_as(planner))
    with territory.record.read() as session:
        found = session.connection().execute(
            text(_KNOWN),
            {
                "organisation": ORGANISATION,
                "since": (until - timedelta(days=RECENT_DAYS)).isoformat(),
                "n": CASELOAD,
            },
        )
        persons = list(found.scalars())
    for person in persons:
        assign(context, person=person, login=login)
