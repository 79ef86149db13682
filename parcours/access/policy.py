"""`config/access.yaml` → which role may run which operation, and how far it sees.

What is not listed is denied. Scopes, from narrow to wide: own_caseload,
own_organisation, shared, aggregate (figures only), all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast, get_args

from config.reading import Entry, read_yaml
from config.translation import _


Scope = Literal["own_caseload", "own_organisation", "shared", "aggregate", "all"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
ACCESS_FILE = "access.yaml"


@dataclass(frozen=True)
class Role:
    """A role that an account may hold.

    Attributes:
        code: name in accounts and in the audit.
        labels: {"fr": …, "en": …}.
    """

    code: str
    labels: Mapping[str, str]


@dataclass(frozen=True)
class Policy:
    """Who may do what.

    Attributes:
        roles: roles by code.
        grants: operation → role → scope.
    """

    roles: Mapping[str, Role]
    grants: Mapping[str, Mapping[str, Scope]]

    def grant(self, role: str, operation: str) -> Scope | None:
        """Tell how far a role may go in an operation.

        Args:
            role: code of the role.
            operation: name of the operation.

        Returns:
            The scope, or None: denied. Unlisted operations are denied to all.
        """
        return self.grants.get(operation, {}).get(role)


def read_policy(folder: Path) -> Policy:
    """Read a territory's access rules.

    Args:
        folder: its configuration folder.

    Returns:
        The policy.

    Raises:
        ConfigurationRefused: a role or scope is unknown, a key misspelt.
    """
    top = read_yaml(folder / ACCESS_FILE)
    top.integer("version", 1)
    roles = {code: _role(code, entry) for code, entry in _blocks(top.entry("roles"))}
    grants = {
        name: _grants(entry, roles) for name, entry in _blocks(top.entry("operations"))
    }
    top.finish()
    return Policy(MappingProxyType(roles), MappingProxyType(grants))


def _blocks(entry: Entry) -> list[tuple[str, Entry]]:
    return [(key, entry.entry(key)) for key, _value in entry.items()]


def _role(code: str, entry: Entry) -> Role:
    role = Role(code, entry.labels())
    entry.finish()
    return role


def _grants(entry: Entry, roles: Mapping[str, Role]) -> Mapping[str, Scope]:
    granted: dict[str, Scope] = {}
    for role, _value in entry.items():
        if role not in roles:
            raise entry.refuse(_("Ce rôle n’est pas défini plus haut."), role)
        granted[role] = cast(Scope, entry.choice(role, SCOPES))
    return MappingProxyType(granted)
