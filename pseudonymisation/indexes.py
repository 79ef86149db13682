"""Which rules made the blind index of a vault, and whether it may be searched.

Tokens and handles made under other rules are not found again: whoever searched with
them would make a second person of everybody. So nothing is admitted, and nobody is
erased, unless the index is whole and of the very rules that the code follows.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select

from pseudonymisation.identities.tables import (
    identities,
    subjects,
    token_indexes,
    tombstones,
)
from pseudonymisation.linkage.index_failures import IndexOutdated
from pseudonymisation.linkage.index_version import index_version
from pseudonymisation.vault import Vault


EMPTYING, FILLING, WHOLE = "emptying", "filling", "whole"


@dataclass(frozen=True, slots=True)
class TokenIndex:
    """The index that a vault has, or is being given.

    Attributes:
        number: id of its row.
        name: version of its rules.
        state: EMPTYING, FILLING or WHOLE.
    """

    number: int
    name: str
    state: str

    @property
    def usable(self) -> bool:
        """Tell whether it may be searched by the rules of this code."""
        return self.state == WHOLE and self.name == index_version()


def latest_index(connection: Connection) -> TokenIndex | None:
    """Give the index in use or in the making; None where no version has a name.

    Args:
        connection: to the vault.

    Returns:
        The index.
    """
    query = select(token_indexes).order_by(token_indexes.c.id.desc()).limit(1)
    row = connection.execute(query).first()
    return None if row is None else TokenIndex(row.id, row.name, row.state)


def is_outdated(connection: Connection) -> bool:
    """Tell whether the index must be made again before anybody is admitted.

    Args:
        connection: to the vault.

    Returns:
        False in an empty vault.
    """
    index = latest_index(connection)
    if index is None:
        return not _is_empty(connection)
    return not index.usable


def index_in_use(vault: Vault, connection: Connection) -> int:
    """Give the index under which an intent searches and writes.

    Args:
        vault: the opened vault.
        connection: the intent's transaction; an empty vault is given its index here.

    Returns:
        Id of the index.

    Raises:
        IndexOutdated: it was made under other rules, or is not whole.
    """
    index = latest_index(connection)
    if index is not None and index.usable:
        return index.number
    if index is not None or not _is_empty(connection):
        raise IndexOutdated
    return begin_index(vault, connection, state=WHOLE)


def begin_index(vault: Vault, connection: Connection, *, state: str) -> int:
    """Put a new index on record, by the rules of this code.

    Args:
        vault: the opened vault.
        connection: a writing transaction.
        state: EMPTYING, or WHOLE where there is nothing to index.

    Returns:
        Its id.
    """
    highest = connection.execute(select(func.max(token_indexes.c.id))).scalar() or 0
    at = vault.now()
    row = {
        "id": highest + 1,
        "name": index_version(),
        "state": state,
        "started_at": at,
        "closed_at": at if state == WHOLE else None,
    }
    connection.execute(insert(token_indexes), [row])
    return highest + 1


def older_tombstones(connection: Connection) -> int:
    """Count the tombstones whose names were read by other rules.

    What they say of a name cannot be made again: the person is forgotten. They hold
    back by the organisation's code, and by a name that both rules read alike.

    Args:
        connection: to the vault.

    Returns:
        The number.
    """
    same = select(token_indexes.c.id).where(token_indexes.c.name == index_version())
    query = select(func.count()).where(
        tombstones.c.indexed_by.is_(None) | tombstones.c.indexed_by.not_in(same)
    )
    return connection.execute(query).scalar() or 0


def _is_empty(connection: Connection) -> bool:
    """Tell whether nothing was ever indexed here."""
    return not any(
        connection.execute(select(func.max(table.c.id))).scalar()
        for table in (identities, subjects)
    )
