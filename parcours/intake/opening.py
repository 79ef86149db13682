"""Before a row is read: who sends what, under which agreement, in which columns."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session, select

from parcours.access.context import Context
from parcours.access.conventions import Convention
from parcours.access.failures import AccessDenied
from parcours.intake.checking import CheckedFile, Progress, Setting, check_table
from parcours.intake.columns import Layout, lay_out, recogniser
from parcours.intake.failures import OrganisationNeeded
from parcours.intake.reading import open_table, read_bytes
from parcours.intake.refusals import Refusal
from parcours.intake.settings import IntakeSettings, read_settings
from parcours.intake.table import Table
from parcours.intake.template import Template
from parcours.intake.template_reader import check_codes, find_template
from parcours.intake.words import fold_word
from parcours.record.models import Organisation
from pseudonymisation.desk import Desk


@dataclass(frozen=True)
class Sending:
    """A file to take in, as asked for.

    Attributes:
        source: the bytes, or the path of the file.
        name: what to call it in messages; the path's own name where left out.
        template: code or path of the template.
        organisation: code of the sender; found by itself where only one fits.
        declared_rows: how many rows the sender announced.
    """

    source: bytes | Path
    template: str
    name: str | None = None
    organisation: str | None = None
    declared_rows: int | None = None

    @property
    def shown_name(self) -> str:
        """Give the file's name without its folders."""
        if self.name is not None:
            return Path(self.name).name
        return self.source.name if isinstance(self.source, Path) else "fichier"


@dataclass(frozen=True)
class Opened:
    """A file whose rows are checked and not yet compared.

    Attributes:
        template: its meaning.
        organisation_id: the sender on record.
        organisation: its code.
        anonymous: the sender works under anonymity, or the template says so.
        convention: the agreement that lets it in.
        table: header, encoding, sheet.
        layout: columns read and dropped.
        checked: rows.
        file_digest: keyed digest of the bytes.
    """

    template: Template
    organisation_id: int
    organisation: str
    anonymous: bool
    convention: Convention
    table: Table
    layout: Layout
    checked: CheckedFile
    file_digest: str

    @property
    def warnings(self) -> tuple[Refusal, ...]:
        """Give the remarks on the file itself, then those on its rows."""
        line = self.table.header_line
        unread = [Refusal(line, None, "INTAKE-053")] if self.table.other_sheets else []
        return (*unread, *self.checked.warnings)


def open_sending(
    context: Context,
    session: Session,
    sending: Sending,
    *,
    desk: Desk,
    progress: Progress | None,
) -> Opened:
    """Gate, open, and check a file.

    Args:
        context: who acts; its scope bounds the sender.
        session: of the record.
        sending: what is asked.
        desk: for keyed digests only.
        progress: told of the rows done.

    Returns:
        The checked file.

    Raises:
        ConventionMissing: no agreement covers sender and template.
        AccessDenied: the sender is not the account's own organisation.
        IntakeRefused: any refusal of the whole file.
    """
    settings = read_settings(context.config)
    template = find_template(sending.template, folder=context.config, settings=settings)
    check_codes(template, context.nomenclature)
    code = _sender(context, template, sending.organisation)
    organisation = _on_record(session, code)
    convention = context.conventions.require(
        direction="intake",
        organisation=code,
        template=template.code,
        on=context.today(),
    )
    content = _content(sending, settings)
    table = open_table(
        content,
        name=sending.shown_name,
        settings=settings,
        recognise=recogniser(template),
    )
    layout = lay_out(
        table,
        template=template,
        settings=settings,
        lets_through=_through(convention),
        name=sending.shown_name,
    )
    checked = check_table(
        table,
        layout,
        setting=Setting(
            template=template,
            settings=settings,
            nomenclature=context.nomenclature,
            organisation=code,
            today=context.today(),
            digest=desk.row_digest,
        ),
        name=sending.shown_name,
        declared_rows=sending.declared_rows,
        progress=progress,
    )
    return Opened(
        template=template,
        organisation_id=organisation.id or 0,
        organisation=code,
        anonymous=template.anonymous or organisation.anonymous_work,
        convention=convention,
        table=table,
        layout=layout,
        checked=checked,
        file_digest=desk.row_digest("file", hashlib.sha256(content).hexdigest()),
    )


def _content(sending: Sending, settings: IntakeSettings) -> bytes:
    if isinstance(sending.source, bytes):
        return sending.source
    return read_bytes(sending.source, settings=settings)


def _sender(context: Context, template: Template, asked: str | None) -> str:
    """Find who sends: as asked, or the account's own, or the only one that may."""
    own = context.principal.organisation_code
    if context.scope != "all" and asked not in (None, own):
        raise AccessDenied(context.operation)
    code = asked or own or _only_sender(context, template.code)
    if code is None:
        raise OrganisationNeeded
    return code


def _only_sender(context: Context, template: str) -> str | None:
    today = context.today()
    senders = {
        organisation
        for entry in context.conventions.entries
        if entry.covers(direction="intake", on=today, template=template)
        for organisation in entry.organisations
    }
    return senders.pop() if len(senders) == 1 else None


def _on_record(session: Session, code: str) -> Organisation:
    query = select(Organisation).where(Organisation.code == code)
    organisation = session.exec(query).first()
    if organisation is None:
        raise OrganisationNeeded
    return organisation


def _through(convention: Convention) -> Callable[[Sequence[str]], bool]:
    """Make the test of whether a column, by any of its headers, may be read."""
    listed = {fold_word(column) for column in convention.columns}
    everything = "*" in convention.columns

    def lets_through(headers: Sequence[str]) -> bool:
        return everything or any(fold_word(header) in listed for header in headers)

    return lets_through
