"""The vault's half of a re-keying of pseudonyms.

    stage ──► names (for the record to take, under an intent) ──► adopted when the
    intent finishes, or at the next opening after a death ──► prove ──► retire

The record's half, the order of both and what it is for: `parcours.keeping.rekeying`
and docs/adr/0013.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from pseudonymisation.failures import VaultBusy
from pseudonymisation.identities.lock import vault_lock
from pseudonymisation.identities.store import BUSY_SECONDS, reading
from pseudonymisation.naming import PARAMETERS, SOURCES
from pseudonymisation.pseudonym import Pseudonym
from pseudonymisation.scrubbing import scrub
from pseudonymisation.vault import Vault


class Rekeying:
    """Stages, tells and proves the next names. Got from the desk.

    Args:
        vault: the opened vault.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def __repr__(self) -> str:
        return f"Rekeying(generation={self.generation})"

    @property
    def generation(self) -> int:
        """Tell the generation of the root in service."""
        return self._vault.names.active

    @property
    def staged(self) -> bool:
        """Tell whether the next root waits for the record to take its names."""
        return self._vault.names.roots.staged

    @property
    def to_retire(self) -> bool:
        """Tell whether the former root is still there."""
        return self._vault.names.roots.to_retire

    @property
    def under_way(self) -> str:
        """Name the state: "staged", "to retire", or "" where none is under way."""
        if self.staged:
            return "staged"
        return "to retire" if self.to_retire else ""

    @property
    def generations(self) -> frozenset[int]:
        """Tell of which generations a root is there."""
        return frozenset(self._vault.names.roots.by_generation)

    def stage(self) -> None:
        """Draw the next root, unless one waits already.

        Raises:
            VaultBusy: another work holds the vault; nothing was done.
            KeysFailure: the key file does not open.
        """
        with self._locked():
            self._vault.names.stage()

    def renamed(self, domain: str) -> dict[str, str]:
        """Tell the next name of everybody in a domain; the intent holds the vault.

        Args:
            domain: "record" or "subject".

        Returns:
            Next name by the name in service.
        """
        with reading(self._vault.engine) as connection:
            names = self._vault.names.renamed(connection, domain)
            return {str(now): str(then) for now, then in names}

    def nobody(self, domain: str) -> str:
        """Draw a next name that stands for nobody; see `Names.nobody`."""
        return str(self._vault.names.nobody(domain))

    def strays(self) -> int:
        """Count the vault's rows that no name in service leads to."""
        with reading(self._vault.engine) as connection:
            return self._vault.names.strays(connection)

    def known(self, domain: str, names: Collection[Pseudonym]) -> int:
        """Count the names that lead to a row of the vault.

        Args:
            domain: of all of them.
            names: of the record.

        Returns:
            How many do.
        """
        wanted = [self._vault.lookup(name) for name in names]
        held = SOURCES[domain].c.lookup
        with reading(self._vault.engine) as connection:
            return sum(
                len(
                    connection.execute(
                        SOURCES[domain]
                        .select()
                        .with_only_columns(held)
                        .where(held.in_(wanted[start : start + PARAMETERS]))
                    ).all()
                )
                for start in range(0, len(wanted), PARAMETERS)
            )

    def scrub(self) -> bool:
        """Rebuild the vault's file; see `scrubbing.scrub`."""
        return scrub(self._vault.engine)

    def retire(self) -> None:
        """Destroy the former root, once everything is proven.

        Raises:
            VaultBusy: another work holds the vault; starting again goes on.
        """
        with self._locked():
            self._vault.names.retire()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        lock = vault_lock(self._vault.engine)
        if not lock.acquire(wait_seconds=BUSY_SECONDS):
            raise VaultBusy
        try:
            self._vault.names.refresh()
            yield
        finally:
            lock.release()
