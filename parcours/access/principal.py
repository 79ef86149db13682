"""Who is acting: the frozen answer of a sign-in, carried by every context."""

from dataclasses import dataclass
from datetime import datetime

from config.translation import Language


@dataclass(frozen=True)
class Principal:
    """An account acting under its one role.

    Attributes:
        account_id: row in the record.
        login: what the account is called in the audit.
        display_name: what people call them.
        role: a role of `config/access.yaml`.
        organisation_id: their organisation, None for those above all.
        organisation_code: its code.
        session_id: SHA-256 of the session's token, None on the command line.
        language: language of their screens.
        with_factor: the session was opened or proved with a second factor.
        proved_at: when the session last gave its password; None on the command line.
        machine_user: who is at the machine when commands act, None on the pages.
    """

    account_id: int
    login: str
    display_name: str
    role: str
    organisation_id: int | None = None
    organisation_code: str | None = None
    session_id: str | None = None
    language: Language = "fr"
    machine_user: str | None = None
    with_factor: bool = False
    proved_at: datetime | None = None

    @property
    def session_mark(self) -> str | None:
        """Give what the audit keeps of the session: enough to compare, no more."""
        if self.session_id is not None:
            return self.session_id[:16]
        return None if self.machine_user is None else f"machine:{self.machine_user}"
