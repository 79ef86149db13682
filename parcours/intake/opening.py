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
from parcours.intake.columns import Layout, lay_out, recogniser, shown_name
from parcours.intake.failures import OrganisationNeeded
from parcours.intake.held import HeldTable
from parcours.intake.learned import Learned, read_learned
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
        source: the bytes, the path of the file, or its table in hand.
        name: what to call it in messages; the path's own name where left out.
        template: code or path of the template.
        organisation: code of the sender; found by itself where only one fits.
        declared_rows: how many rows the sender announced.
    """

    source: bytes | Path | HeldTable
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
        corrected: places whose cells were corrected here, and the rules they broke.
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
    corrected: tuple[Refusal, ...] = ()

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
    gate = pass_gate(context, session, sending, desk=desk)
    table, digest = _table(sending, gate)
    layout = lay_out(
        table,
        template=gate.template,
        settings=gate.settings,
        lets_through=gate.lets_through,
        name=sending.shown_name,
        learned=gate.learned,
    )
    checked = check_table(
        table,
        layout,
        setting=gate.setting(context, desk),
        name=sending.shown_name,
        declared_rows=sending.declared_rows,
        progress=progress,
    )
    return Opened(
        template=gate.template,
        organisation_id=gate.organisation_id,
        organisation=gate.organisation,
        anonymous=gate.anonymous,
        convention=gate.convention,
        table=table,
        layout=layout,
        checked=checked,
        file_digest=desk.row_digest("file", digest),
        corrected=_corrected(sending, table),
    )


@dataclass(frozen=True)
class Gate:
    """What lets a sender's files of one template in, before any is opened.

    Attributes:
        template: its meaning.
        settings: what every file must respect.
        organisation_id: the sender on record.
        organisation: its code.
        anonymous: the sender works under anonymity, or the template says so.
        convention: the agreement that lets it in.
        learned: what the sender's own titles and words were told to mean.
    """

    template: Template
    settings: IntakeSettings
    organisation_id: int
    organisation: str
    anonymous: bool
    convention: Convention
    learned: Learned

    def lets_through(self, headers: Sequence[str]) -> bool:
        """Tell whether the agreement lets a column in.

        Args:
            headers: every title that the column may have.

        Returns:
            Whether any of them is listed.
        """
        return _through(self.convention)(headers)

    def setting(self, context: Context, desk: Desk) -> Setting:
        """Give what checking needs besides the table.

        Args:
            context: who acts.
            desk: for keyed digests only.

        Returns:
            Template, words, sender and day.
        """
        return Setting(
            template=self.template,
            settings=self.settings,
            nomenclature=context.nomenclature,
            organisation=self.organisation,
            today=context.today(),
            digest=desk.row_digest,
            learned=self.learned,
        )


def pass_gate(
    context: Context, session: Session, sending: Sending, *, desk: Desk
) -> Gate:
    """Find the template, the sender and the agreement between them.

    Args:
        context: who acts; its scope bounds the sender.
        session: of the record.
        sending: what is asked.
        desk: for keyed digests only.

    Returns:
        What lets the file in.

    Raises:
        ConventionMissing: no agreement covers sender and template.
        AccessDenied: the sender is not the account's own organisation.
        TemplateUnknown, OrganisationNeeded: not named, or not there.
    """
    settings = read_settings(context.config)
    template = find_template(sending.template, folder=context.config, settings=settings)
    check_codes(template, context.nomenclature)
    code = named_sender(context, sending.organisation, template=template.code)
    organisation = _on_record(session, code)
    convention = context.conventions.require(
        direction="intake",
        organisation=code,
        template=template.code,
        on=context.today(),
    )
    return Gate(
        template=template,
        settings=settings,
        organisation_id=organisation.id or 0,
        organisation=code,
        anonymous=template.anonymous or organisation.anonymous_work,
        convention=convention,
        learned=read_learned(
            session,
            organisation_id=organisation.id or 0,
            organisation=code,
            template=template.code,
            digest=desk.row_digest,
        ),
    )


def _table(sending: Sending, gate: Gate) -> tuple[Table, str]:
    """Open what was sent; give its table and the SHA-256 of the file."""
    if isinstance(sending.source, HeldTable):
        return sending.source.as_table(), sending.source.content_digest
    content = _content(sending.source, gate.settings)
    table = open_table(
        content,
        name=sending.shown_name,
        settings=gate.settings,
        recognise=recogniser(gate.template, gate.learned),
    )
    return table, hashlib.sha256(content).hexdigest()


def _corrected(sending: Sending, table: Table) -> tuple[Refusal, ...]:
    if not isinstance(sending.source, HeldTable):
        return ()
    return tuple(
        Refusal(line, shown_name(table.header[position], position), made.code or "")
        for (line, position), made in sorted(sending.source.corrections.items())
    )


def _content(source: bytes | Path, settings: IntakeSettings) -> bytes:
    return (
        source if isinstance(source, bytes) else read_bytes(source, settings=settings)
    )


def named_sender(
    context: Context, asked: str | None, *, template: str | None = None
) -> str:
    """Find who sends: as asked, or the account's own, or the only one that may.

    Args:
        context: who acts; its scope bounds the sender.
        asked: code of the sender, if it was named.
        template: code of a template that perhaps only one may send.

    Returns:
        Its code.

    Raises:
        AccessDenied: the sender is not the account's own organisation.
        OrganisationNeeded: nobody named it.
    """
    own = context.principal.organisation_code
    if context.scope != "all" and asked not in (None, own):
        raise AccessDenied(context.operation)
    code = asked or own or (_only_sender(context, template) if template else None)
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
