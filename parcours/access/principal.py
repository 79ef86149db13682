"""Who is acting: the frozen answer of a sign-in, carried by every context."""

from dataclasses import dataclass

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
    """

    account_id: int
    login: str
    display_name: str
    role: str
    organisation_id: int | None = None
    organisation_code: str | None = None
    session_id: str | None = None
    language: Language = "fr"

    @property
    def session_mark(self) -> str | None:
        """Give what the audit keeps of the session: enough to compare, no more."""
        return None if self.session_id is None else self.session_id[:16]
