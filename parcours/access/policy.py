"""`config/access.yaml` → which role may run which operation, and how far it sees.

What is not listed is denied. Scopes, from narrow to wide: own_caseload,
own_organisation, shared, aggregate (figures only), all.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast, get_args

from config.reading import Entry, read_yaml
from config.translation import _


Scope = Literal["own_caseload", "own_organisation", "shared", "aggregate", "all"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
TOUCHED = (
    "identity",
    "record",
    "pseudonymised",
    "aggregate",
    "accounts",
    "own_account",
    "log",
    "keys",
    "none",
)
OWN_ACCOUNT = "own_account"
"""What an operation touches that stays open before a second factor is there."""
FACTOR = ("required", "offered")
ACCESS_FILE = "access.yaml"
IDLE_MINUTES = 60
LONGEST_HOURS = 8
LONGEST_IDLE_MINUTES, LONGEST_SESSION_HOURS, LONGEST_PROOF_MINUTES = 120, 24, 60


@dataclass(frozen=True)
class Role:
    """A role that an account may hold.

    Attributes:
        code: name in accounts and in the audit.
        labels: {"fr": …, "en": …}.
        idle_minutes: without a click for so long, the session is over.
        longest_hours: after so long it is over, in use or not.
        needs_factor: nothing but their own account is open to them without a second
            factor.
    """

    code: str
    labels: Mapping[str, str]
    idle_minutes: int = IDLE_MINUTES
    longest_hours: int = LONGEST_HOURS
    needs_factor: bool = False


@dataclass(frozen=True)
class Permitted:
    """An operation and the roles that may run it.

    Attributes:
        code: name of the operation.
        labels: {"fr": …, "en": …}.
        touches: what it reads or writes, for the register of processing.
        scopes: role → how far it sees.
        proof_minutes: within so long of the password (and the code); None where a
            session that counts is enough.
    """

    code: str
    labels: Mapping[str, str]
    touches: str
    scopes: Mapping[str, Scope]
    proof_minutes: int | None = None


@dataclass(frozen=True)
class Policy:
    """Who may do what.

    Attributes:
        roles: roles by code.
        operations: operations by code.
    """

    roles: Mapping[str, Role]
    operations: Mapping[str, Permitted]

    def grant(self, role: str, operation: str) -> Scope | None:
        """Tell how far a role may go in an operation.

        Args:
            role: code of the role.
            operation: name of the operation.

        Returns:
            The scope, or None: denied. Unlisted operations are denied to all.
        """
        permitted = self.operations.get(operation)
        return None if permitted is None else permitted.scopes.get(role)

    def is_open_before_factor(self, operation: str) -> bool:
        """Tell whether an operation concerns the own account alone.

        Args:
            operation: name of the operation.

        Returns:
            True where it stays open to who must still set up a second factor.
        """
        permitted = self.operations.get(operation)
        return permitted is not None and permitted.touches == OWN_ACCOUNT

    def must_prove(
        self, operation: str, *, proved_at: datetime | None, now: datetime
    ) -> bool:
        """Tell whether an operation asks for the password once more.

        Args:
            operation: name of the operation.
            proved_at: when it was last given, None on the command line.
            now: the instant.

        Returns:
            True where the proof is too old for it.
        """
        permitted = self.operations.get(operation)
        if permitted is None or permitted.proof_minutes is None or proved_at is None:
            return False
        return now - proved_at >= timedelta(minutes=permitted.proof_minutes)


def read_policy(folder: Path) -> Policy:
    """Read a territory's access rules.

    Args:
        folder: its configuration folder.

    Returns:
        The policy.

    Raises:
        ConfigurationRefused: a role or scope is unknown, a code written twice, a key
            misspelt.
    """
    top = read_yaml(folder / ACCESS_FILE)
    read_heading(top)
    roles: dict[str, Role] = {}
    for entry in top.entries("roles"):
        role = _role(entry)
        _refuse_twice(entry, role.code, roles)
        roles[role.code] = role
    operations: dict[str, Permitted] = {}
    for entry in top.entries("operations"):
        permitted = _permitted(entry, roles)
        _refuse_twice(entry, permitted.code, operations)
        operations[permitted.code] = permitted
    top.finish()
    return Policy(MappingProxyType(roles), MappingProxyType(operations))


def read_heading(top: Entry) -> None:
    """Take the keys that say where a file's content comes from.

    Args:
        top: the file's mapping.
    """
    top.integer("version", 1)
    top.text("source", "")
    top.boolean("proposed", False)
    top.date_or_none("valid_from")
    top.date_or_none("valid_to")


def _role(entry: Entry) -> Role:
    role = Role(
        code=entry.text("code"),
        labels=entry.labels(),
        idle_minutes=_limit(entry, "idle_minutes", IDLE_MINUTES, LONGEST_IDLE_MINUTES),
        longest_hours=_limit(
            entry, "longest_hours", LONGEST_HOURS, LONGEST_SESSION_HOURS
        ),
        needs_factor=entry.choice("second_factor", FACTOR, "offered") == "required",
    )
    entry.finish()
    return role


def _limit(entry: Entry, key: str, default: int, most: int) -> int:
    limit = entry.integer(key, default)
    if not 1 <= limit <= most:
        text = _("Un nombre entier de 1 à {most} est attendu.")
        raise entry.refuse(text.format(most=most), key)
    return limit


def _permitted(entry: Entry, roles: Mapping[str, Role]) -> Permitted:
    permitted = Permitted(
        code=entry.text("code"),
        labels=entry.labels(),
        touches=entry.choice("touches", TOUCHED),
        scopes=_scopes(entry.entry("roles"), roles),
        proof_minutes=_limit(entry, "proof_minutes", 0, LONGEST_PROOF_MINUTES)
        if entry.has("proof_minutes")
        else None,
    )
    entry.finish()
    return permitted


def _scopes(entry: Entry, roles: Mapping[str, Role]) -> Mapping[str, Scope]:
    scopes: dict[str, Scope] = {}
    for role, _value in entry.items():
        if role not in roles:
            raise entry.refuse(_("Ce rôle n’est pas défini plus haut."), role)
        scopes[role] = cast(Scope, entry.choice(role, SCOPES))
    return MappingProxyType(scopes)


def _refuse_twice(entry: Entry, code: str, known: Container[str]) -> None:
    if code in known:
        raise entry.refuse(_("Ce code est écrit deux fois."), "code")
