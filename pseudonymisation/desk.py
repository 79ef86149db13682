"""The desk: the one door through which identities come in and go out.

Callers hold an audited authorisation; the desk knows nothing of accounts. It hands out
pseudonyms, decisions and, where asked by name, identities.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from pseudonymisation import (
    asking,
    comparing,
    erasure,
    graves,
    joining,
    recovery,
    reindex,
    reveal,
    rotation,
    subjects,
    taking_back,
    withdrawal,
)
from pseudonymisation.admission import Admitter
from pseudonymisation.auditing import Auditing
from pseudonymisation.finding import Finder
from pseudonymisation.identities.integrity import Integrity
from pseudonymisation.identities.store import reading
from pseudonymisation.indexes import is_outdated
from pseudonymisation.intent import Intent
from pseudonymisation.keys.keyring import KeyFiles
from pseudonymisation.keys.passphrase import Passphrase, nobody
from pseudonymisation.keys.words import WordSeal
from pseudonymisation.linkage.index_failures import IndexOutdated
from pseudonymisation.linkage.rules import read_linkage_rules
from pseudonymisation.pseudonym import Pseudonym
from pseudonymisation.rekeying import Rekeying
from pseudonymisation.scrubbing import scrub, truncate_log
from pseudonymisation.values import (
    Admission,
    Answer,
    Answered,
    Comparison,
    Contradiction,
    Decision,
    Identity,
    IdentityRow,
    Moved,
    OpenQuestion,
    PartialDate,
    PendingIntent,
    Recovered,
    TakenBack,
)
from pseudonymisation.vault import Vault, integrity_of, open_with_keys


__all__ = [
    "Admission",
    "Decision",
    "Desk",
    "Identity",
    "IdentityRow",
    "Intent",
    "PartialDate",
    "PendingIntent",
    "Recovered",
]


class Desk:
    """The vault's door. Made by `Desk.open`; closed by `close` or `with`.

    Args:
        vault: the opened vault.
    """

    def __init__(self, vault: Vault) -> None:
        self._opened = vault
        self._finder = Finder(vault)

    def __repr__(self) -> str:
        return "Desk(…)"

    @property
    def _vault(self) -> Vault:
        """Give the vault, under the names of this moment."""
        self._opened.names.refresh()
        return self._opened

    @classmethod
    def open(
        cls,
        *,
        url: str,
        keys_folder: Path,
        now: Callable[[], datetime],
        rules_file: Path | None = None,
        passphrase: Passphrase = nobody,
    ) -> "Desk":
        """Open the vault, making its tables where a local file lacks them.

        Args:
            url: SQLAlchemy address of the vault.
            keys_folder: where the key files lie.
            now: the clock, aware of its time zone.
            rules_file: `linkage.yaml`; the product's own where None.
            passphrase: asked only where a key file is sealed.

        Returns:
            The desk.

        Raises:
            KeysFailure: the key files are absent, open to others or malformed.
            VaultOutdated: a server's tables are of another version.
            ConfigurationRefused: the rules break a rule of form or content.
        """
        files = KeyFiles(keys_folder, passphrase)
        keyring = files.open()
        rules = read_linkage_rules(rules_file)
        vault = open_with_keys(url, keyring=keyring, now=now, rules=rules, files=files)
        reindex.reindex_few(vault)
        return cls(vault)

    def close(self) -> None:
        """Close the vault's connections."""
        self._finder.close()
        self._opened.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def intent(self, *, kind: str, author: str) -> Intent:
        """Begin a use case that writes the vault and the record.

        Inside `with`: admit or withdraw; `prepare()`; commit the record with the
        intent's `ref`; `finish()`. Leaving before `prepare` changes nothing, which
        serves for a preview; leaving between the two leaves it to `recover`.

        Args:
            kind: the use case.
            author: the account.

        Returns:
            The intent, to be entered; entering raises `VaultBusy` where another
            keeps the vault over ten seconds, `RecoveryNeeded` where one is pending.
        """
        return Intent(self._vault, kind=kind, author=author)

    def admit(
        self,
        rows: Sequence[IdentityRow],
        *,
        intent: Intent,
        returning: bool = False,
    ) -> list[Admission]:
        """Give each row its subject and its person.

        Args:
            rows: any number; several calls under one intent meet each other.
            intent: open, not yet prepared.
            returning: the young people say that they come back after an erasure.

        Returns:
            One admission per row, in order.

        Raises:
            RowWithoutHandle: a row has neither code nor identity.
            IntentMisused: the intent is closed or prepared.
            ErasedPersonMet: a row is about an erased person; see `erased`.
            IndexOutdated: the blind index waits for `reindex`.
        """
        admitter = intent.scratch.get("admitter")
        if admitter is None:
            admitter = Admitter(self._vault, intent)
            intent.scratch["admitter"] = admitter
        answers: list[Admission] = admitter.admit(rows, returning=returning)
        return answers

    def withdraw(
        self, ref: str, *, intent: Intent, void: Sequence[str] = ()
    ) -> list[Pseudonym]:
        """Take back what an earlier intent brought; see `withdrawal.withdraw`."""
        return withdrawal.withdraw(self._vault, ref, intent=intent, void=void)

    def recover(self, was_recorded: Callable[[str], bool]) -> list[Recovered]:
        """Finish or undo interrupted intents; see `recovery.recover`."""
        return recovery.recover(self._vault, was_recorded)

    def pending(self) -> list[PendingIntent]:
        """List the intents neither finished nor undone, oldest first."""
        return recovery.pending_intents(self._vault)

    def reveal(self, person: Pseudonym, *, organisation: str | None) -> Identity:
        """Open one identity; see `reveal.reveal`."""
        return reveal.reveal(self._vault, person, organisation=organisation)

    def reveal_many(
        self, persons: Sequence[Pseudonym], organisation: str | None
    ) -> dict[Pseudonym, Identity]:
        """Open several identities; see `reveal.reveal_many`."""
        return reveal.reveal_many(self._vault, persons, organisation=organisation)

    def find(
        self, text: str, *, born: PartialDate | None = None, organisation: str
    ) -> Iterator[list[Pseudonym]]:
        """Find persons by name or birth, nearest first; see `finding.Finder.find`."""
        self._opened.names.refresh()
        return self._finder.find(text, born=born, organisation=organisation)

    def prepare_search(self, organisation: str) -> None:
        """Begin to read names, since a search may follow; see `finding`."""
        self._finder.prepare(organisation)

    def questions(self) -> list[OpenQuestion]:
        """List the questions that wait for a human; they name nobody."""
        return asking.open_questions(self._vault)

    def compare(self, ref: str) -> Comparison:
        """Open both identities of a question; see `comparing.compare`."""
        return comparing.compare(self._vault, ref)

    def contradictions(self, person: Pseudonym) -> tuple[Contradiction, ...]:
        """List on what organisations do not agree; see `comparing`."""
        return comparing.contradictions_of(self._vault, person)

    def answer(
        self,
        ref: str,
        answer: Answer,
        *,
        keep: Pseudonym | None = None,
        intent: Intent,
    ) -> Answered:
        """Take an answer to a question; see `asking.answer_question`."""
        return asking.answer_question(
            self._vault, ref, answer, keep=keep, intent=intent
        )

    def take_back(self, ref: str | None, *, intent: Intent) -> TakenBack:
        """Take back the author's last answer; see `taking_back.take_back`."""
        return taking_back.take_back(self._vault, ref, intent=intent)

    def join(self, *, keep: Pseudonym, gone: Pseudonym, intent: Intent) -> list[Moved]:
        """Link one person's subjects to another; see `joining.join`."""
        return joining.join(self._vault, keep=keep, gone=gone, intent=intent)

    def separate(
        self, person: Pseudonym, leaving: Sequence[Pseudonym], *, intent: Intent
    ) -> list[Moved]:
        """Take subjects out of a person; see `joining.separate`."""
        return joining.separate(
            self._vault, person=person, leaving=leaving, intent=intent
        )

    def refuse_linkage(self, subject: Pseudonym, *, intent: Intent) -> list[Moved]:
        """Keep a subject alone for good; see `joining.refuse`."""
        return joining.refuse(self._vault, subject=subject, intent=intent)

    def who_refuse(self, asked: Collection[Pseudonym]) -> set[Pseudonym]:
        """Tell of which subjects linkage was refused; see `subjects.who_refuse`."""
        return subjects.who_refuse(self._vault, asked)

    def find_by_code(self, *, organisation: str, code: str) -> Pseudonym | None:
        """Find the person an organisation knows by a code; None where nobody is."""
        return joining.find_by_code(self._vault, organisation=organisation, code=code)

    def erase(self, person: Pseudonym, *, intent: Intent, day: date) -> list[Pseudonym]:
        """Mark a person as erased, who goes when it finishes; see `erasure.erase`."""
        self._finder.forget()
        return erasure.erase(self._vault, person, intent=intent, day=day)

    def erased(self, rows: Sequence[IdentityRow]) -> set[int]:
        """Tell which rows are about an erased person; see `graves.met`."""
        return graves.met(self._vault, rows)

    def scrub(self) -> bool:
        """Rebuild the vault's file without what was deleted; see `scrubbing.scrub`."""
        return scrub(self._vault.engine)

    def empty_log(self) -> bool:
        """Cut the log, which an erasure beside a reader leaves; see `scrubbing`."""
        return truncate_log(self._vault.engine)

    def rotate_keys(
        self,
        keys_folder: Path,
        *,
        passphrase: Passphrase = nobody,
        step: rotation.Step = lambda _name: None,
    ) -> rotation.Rotated:
        """Wrap every data key under a new wrapping key; see `rotation.rotate`."""
        return rotation.rotate(
            self._vault, keys_folder, passphrase=passphrase, step=step
        )

    def check_index(self) -> None:
        """Refuse a blind index of other rules.

        Raises:
            IndexOutdated: nobody can be admitted before `reindex`.
        """
        with reading(self._vault.engine) as connection:
            if is_outdated(connection):
                raise IndexOutdated

    def reindex(self, *, step: reindex.Step = lambda _name: None) -> reindex.Reindexed:
        """Make the blind index by the rules of today; see `reindex.reindex`."""
        return reindex.reindex(self._vault, step=step)

    def data_keys(self) -> dict[str, int]:
        """Count the data keys by the id of their wrapping key."""
        return rotation.count_by_key(self._vault)

    def integrity(self) -> Integrity:
        """Compare every row of the vault with what was written; see `integrity`."""
        return integrity_of(self._vault)

    @property
    def rekeying(self) -> Rekeying:
        """Give the window where everybody gets a next name."""
        return Rekeying(self._vault)

    @property
    def auditing(self) -> Auditing:
        """Give the window where the quality of links is measured."""
        return Auditing(self._vault)

    @property
    def words(self) -> WordSeal:
        """Give what seals the words that an account typed and has not saved."""
        return WordSeal(self._opened.envelope)

    def row_digest(self, *parts: str) -> str:
        """Digest a row under a key, to know it again without keeping it.

        Args:
            parts: its cells, in order.

        Returns:
            64 hexadecimal digits.
        """
        return self._vault.rows.digest("row", *parts).hex()

    def audit_key(self) -> bytes:
        """Give the key of the audit chain, 32 bytes, from its own key file."""
        return self._vault.audit_key
