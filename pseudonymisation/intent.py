"""The intent: how the vault and the record come to agree.

They cannot commit together, so the vault commits first, as pending; the record then
commits with the intent's reference; the vault finishes.

    open ──prepare()──► pending ──(the caller commits the record)──finish()──► done
      │                    │
      └ exit or error:     └ error or death: recovery finishes what the record
        nothing happened     holds and undoes what it does not

The intent holds the vault's lock for its life, so that nobody matches against rows
that may yet be undone; a lock dies with its process, a pending intent does not: no new
intent opens before it is recovered.
"""

import secrets
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, func, insert, select

from pseudonymisation.failures import IntentMisused, RecoveryNeeded, VaultBusy
from pseudonymisation.identities.lock import vault_lock
from pseudonymisation.identities.store import BUSY_SECONDS, writing
from pseudonymisation.identities.tables import intents
from pseudonymisation.recovery import DONE, PENDING, close_intent, follow_record
from pseudonymisation.vault import Vault


class Intent:
    """One use case that writes the vault and the record. Used with `with`.

    Args:
        vault: the opened vault.
        kind: the use case, such as "intake".
        author: the account.

    Attributes:
        ref: 32 hexadecimal digits, for the record's own row.
        author: the account.
        number: id of the intent's row, once open.
        scratch: what the doors keep between two calls, by door.
    """

    def __init__(self, vault: Vault, *, kind: str, author: str) -> None:
        self._vault = vault
        self._lock = vault_lock(vault.engine)
        self._kind = kind
        self._connection: Connection | None = None
        self._prepared = False
        self._finished = False
        self.author = author
        self.ref = secrets.token_hex(16)
        self.number = 0
        self.scratch: dict[str, Any] = {}

    def __repr__(self) -> str:
        return f"Intent(ref={self.ref!r}, kind={self._kind!r})"

    def __enter__(self) -> Self:
        if not self._lock.acquire(wait_seconds=BUSY_SECONDS):
            raise VaultBusy
        try:
            self._vault.envelope.refresh()
            self._vault.names.refresh()
            self._connection = writing(self._vault.engine)
            self._declare(self._connection)
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    @property
    def connection(self) -> Connection:
        """The vault transaction of this intent.

        Raises:
            IntentMisused: the intent is not open, or already prepared.
        """
        if self._connection is None or self._prepared:
            raise IntentMisused
        return self._connection

    def prepare(self) -> None:
        """Commit the vault's half as pending.

        Raises:
            IntentMisused: the intent is not open, or already prepared.
        """
        self.connection.commit()
        self._prepared = True

    def finish(self) -> None:
        """Close the intent, once the record has committed with its reference.

        Raises:
            IntentMisused: `prepare` was not called, or `finish` was.
        """
        if self._connection is None or not self._prepared or self._finished:
            raise IntentMisused
        follow_record(self._vault, self._connection, self._kind)
        close_intent(
            self._vault,
            self._connection,
            self.number,
            state=DONE,
            closed_at=self._vault.now(),
        )
        self._connection.commit()
        self._finished = True

    def _declare(self, connection: Connection) -> None:
        waiting = select(func.count()).where(intents.c.state == PENDING)
        if connection.execute(waiting).scalar():
            raise RecoveryNeeded
        highest = connection.execute(select(func.max(intents.c.id))).scalar()
        self.number = (highest or 0) + 1
        row = {
            "id": self.number,
            "ref": self.ref,
            "kind": self._kind,
            "author": self.author,
            "state": PENDING,
            "started_at": self._vault.now(),
        }
        connection.execute(insert(intents), [row])

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.rollback()
            self._connection.close()
            self._connection = None
        self.scratch.clear()
        self._lock.release()
