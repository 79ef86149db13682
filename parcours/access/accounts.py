"""Accounts: who may sign in, under which one role, for which organisation."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from config.translation import LANGUAGES, Language, _, current_language
from parcours.access.context import Context
from parcours.access.factors import drop_factor
from parcours.access.failures import AccountRefused
from parcours.access.guard import operation
from parcours.access.sessions import end_sessions, row_of
from parcours.record.models import Account, Draft, Organisation, SecondFactor


_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}\Z")
OPERATOR_ROLE = "operator"


@dataclass(frozen=True)
class AccountView:
    """An account, as shown to those who keep accounts.

    Attributes:
        login: name in the audit.
        display_name: what people call them.
        role: code of the role.
        organisation: code, or None.
        created_at: UTC.
        disabled_at: UTC, or None while it works.
        with_factor: it signs in with a second factor.
    """

    login: str
    display_name: str
    role: str
    organisation: str | None
    created_at: datetime
    disabled_at: datetime | None
    with_factor: bool = False


def called(context: Context, account: Account) -> str:
    """Name an account to people: its display name, or its login.

    Args:
        context: who reads.
        account: who did something.

    Returns:
        The name; for whoever works at the machine the label of their role, since their
        login is the machine's and means nothing to others.
    """
    role = context.policy.roles.get(account.role)
    if account.role == OPERATOR_ROLE and role is not None:
        return role.labels[current_language()]
    return account.display_name or account.login


@operation("account.add", kind="write", about="login")
def add_account(
    context: Context,
    session: Session,
    *,
    login: str,
    display_name: str,
    role: str,
    password_hash: str,
    organisation: str | None = None,
    language: Language = "fr",
) -> AccountView:
    """Make an account.

    Args:
        context: who acts.
        session: given by the guard.
        login: 2 to 64 small letters, digits and `. _ @ -`.
        display_name: what people call them.
        role: a role of `access.yaml`; the machine's own role is not given out.
        password_hash: from `passwords.hash_password`, made before the lock is taken.
        organisation: code of an organisation on record, or None.
        language: "fr" or "en".

    Returns:
        The account.

    Raises:
        AccountRefused: login taken or malformed, role or organisation unknown.
    """
    _check_login(session, login)
    if role not in context.policy.roles or role == OPERATOR_ROLE:
        raise AccountRefused(_("Ce rôle n’existe pas ou ne se donne pas."))
    account = Account(
        login=login,
        display_name=display_name,
        role=role,
        organisation_id=_organisation_id(session, organisation),
        password_hash=password_hash,
        language=language if language in LANGUAGES else LANGUAGES[0],
        created_at=context.now(),
    )
    session.add(account)
    return _view(account, organisation)


def _check_login(session: Session, login: str) -> None:
    if not _LOGIN.match(login):
        raise AccountRefused(
            _("Un identifiant s’écrit en minuscules, chiffres et « . _ @ - ».")
        )
    if session.exec(select(Account).where(Account.login == login)).first():
        raise AccountRefused(_("Cet identifiant est déjà pris."))


def _organisation_id(session: Session, code: str | None) -> int | None:
    if code is None:
        return None
    found = session.exec(select(Organisation).where(Organisation.code == code)).first()
    if found is None:
        raise AccountRefused(_("Cette structure n’est pas connue ici."))
    return found.id


@operation("account.disable", kind="write", about="login")
def disable_account(context: Context, session: Session, *, login: str) -> AccountView:
    """Close an account and every session it has open, at once.

    What it typed and had not saved goes with it: nobody else could read it.

    Args:
        context: who acts.
        session: given by the guard.
        login: the account.

    Returns:
        The account; disabling it again changes nothing.

    Raises:
        AccountRefused: there is none, or it is the machine's own.
    """
    account = _one_of_ours(session, login)
    if account.disabled_at is None:
        account.disabled_at = context.now()
        end_sessions(session, row_of(account), at=context.now())
        unsaved = delete(Draft).where(col(Draft.account_id) == account.id)
        session.connection().execute(unsaved)
    return _view(account, _organisation_code(session, account))


@operation("account.set_password", kind="write", about="login")
def set_password(
    context: Context, session: Session, *, login: str, password_hash: str
) -> AccountView:
    """Give an account another password, and end its sessions.

    Args:
        context: who acts.
        session: given by the guard.
        login: the account.
        password_hash: from `passwords.hash_password`, made before the lock is taken.

    Returns:
        The account.

    Raises:
        AccountRefused: there is none, or it is the machine's own.
    """
    account = _one_of_ours(session, login)
    account.password_hash = password_hash
    account.failed_attempts, account.locked_until = 0, None
    end_sessions(session, row_of(account), at=context.now())
    return _view(account, _organisation_code(session, account))


@operation("account.reset_factor", kind="write", about="login")
def reset_factor(context: Context, session: Session, *, login: str) -> AccountView:
    """Take the second factor of a lost telephone away, and end the sessions.

    Whoever's role must have one sets it up again before anything else.

    Args:
        context: who acts.
        session: given by the guard.
        login: the account.

    Returns:
        The account; without a factor, nothing changes but its sessions.

    Raises:
        AccountRefused: there is none, or it is the machine's own.
    """
    account = _one_of_ours(session, login)
    drop_factor(session, row_of(account))
    end_sessions(session, row_of(account), at=context.now())
    return _view(account, _organisation_code(session, account))


def _one_of_ours(session: Session, login: str) -> Account:
    account = session.exec(select(Account).where(Account.login == login)).first()
    if account is None or account.role == OPERATOR_ROLE:
        raise AccountRefused(_("Ce compte n’existe pas ou ne se change pas ainsi."))
    return account


@operation("account.list", kind="read")
def list_accounts(context: Context, session: Session) -> list[AccountView]:
    """List the accounts, by login.

    Args:
        context: who acts.
        session: given by the guard.

    Returns:
        Every account, disabled ones too.
    """
    rows = session.exec(select(Account).order_by(col(Account.login)))
    confirmed = col(SecondFactor.confirmed_at).is_not(None)
    with_factor = set(session.exec(select(SecondFactor.account_id).where(confirmed)))
    return [
        _view(row, _organisation_code(session, row), with_factor=row.id in with_factor)
        for row in rows.all()
    ]


def _organisation_code(session: Session, account: Account) -> str | None:
    if account.organisation_id is None:
        return None
    organisation = session.get(Organisation, account.organisation_id)
    return None if organisation is None else organisation.code


def _view(
    account: Account, organisation: str | None, *, with_factor: bool = False
) -> AccountView:
    return AccountView(
        login=account.login,
        display_name=account.display_name,
        role=account.role,
        organisation=organisation,
        created_at=account.created_at,
        disabled_at=account.disabled_at,
        with_factor=with_factor,
    )
