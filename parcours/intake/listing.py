"""What was loaded, and what goes back to whoever sent it."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from parcours.access.accounts import called
from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.intake.answer import lines_on_record
from parcours.intake.opening import named_sender
from parcours.intake.results import PartnerLine
from parcours.intake.settings import read_settings
from parcours.intake.template_reader import list_templates
from parcours.record.models import Account, Batch, Organisation


MOST_BATCHES = 50


@dataclass(frozen=True)
class BatchLine:
    """One file taken in.

    Attributes:
        ref: what undoing calls it by.
        organisation: code of the sender.
        template: code of the template.
        file_date: day on which the sender knew it.
        recorded_on: day of loading.
        by: what people call who loaded it, None where the account is gone.
        n_rows, n_accepted, n_already_known, n_refused, n_facts: as counted then.
        is_withdrawn: it was undone.
    """

    ref: str
    organisation: str
    template: str
    file_date: date | None
    recorded_on: date
    by: str | None
    n_rows: int
    n_accepted: int
    n_already_known: int
    n_refused: int
    n_facts: int
    is_withdrawn: bool


@dataclass(frozen=True)
class Sender:
    """A structure that may send files.

    Attributes:
        organisation: its code.
        name: as people call it.
        templates: (code, labels) of what it may send.
    """

    organisation: str
    name: str
    templates: tuple[tuple[str, dict[str, str]], ...]


@dataclass(frozen=True)
class Imports:
    """What the page of imports shows before a file is dropped.

    Attributes:
        senders: whose files the account may take in.
        batches: the latest, first.
        n_batches: how many there are in all.
        labels: code of a template → its labels, for the batches.
    """

    senders: tuple[Sender, ...]
    batches: tuple[BatchLine, ...]
    n_batches: int
    labels: dict[str, dict[str, str]]


@operation("intake.batches", kind="read")
def list_batches(
    context: Context, session: Session, *, most: int = MOST_BATCHES
) -> Imports:
    """List the files taken in, and those that may be sent.

    Args:
        context: who acts; its scope bounds the senders.
        session: given by the guard.
        most: batches to give.

    Returns:
        Senders and batches.
    """
    own = None if context.scope == "all" else context.principal.organisation_code
    settings = read_settings(context.config)
    templates = list_templates(context.config, settings=settings)
    labels = {template.code: dict(template.label) for template in templates}
    query = (
        select(Batch, Organisation.code, Account)
        .join(Organisation, col(Organisation.id) == col(Batch.organisation_id))
        .join(Account, col(Account.id) == col(Batch.author_id), isouter=True)
        .order_by(col(Batch.id).desc())
    )
    if context.scope != "all":
        query = query.where(Organisation.code == own)
    found = session.exec(query).all()
    lines = tuple(
        _line(batch, code, None if by is None else called(context, by))
        for batch, code, by in found[:most]
    )
    context.trace.n_results = len(lines)
    return Imports(_senders(context, session, own, labels), lines, len(found), labels)


@operation("intake.answer", kind="read")
def read_answer(
    context: Context, session: Session, *, organisation: str | None = None
) -> tuple[PartnerLine, ...]:
    """Give what goes back to a sender: what to confirm, what became of relays.

    Args:
        context: who acts.
        session: given by the guard.
        organisation: code of the sender; the account's own where left out.

    Returns:
        One line each, under the sender's own codes.

    Raises:
        AccessDenied: the sender is not the account's own organisation.
        OrganisationNeeded: nobody named it.
    """
    code = named_sender(context, organisation)
    query = select(Organisation.id).where(Organisation.code == code)
    sender = session.exec(query).first()
    lines = lines_on_record(
        session,
        organisation_id=sender or 0,
        today=context.today(),
        nomenclature=context.nomenclature,
    )
    context.trace.n_results = len(lines)
    return tuple(lines)


def _line(batch: Batch, organisation: str, by: str | None) -> BatchLine:
    return BatchLine(
        ref=batch.ref,
        organisation=organisation,
        template=batch.template,
        file_date=batch.file_date,
        recorded_on=batch.recorded_on,
        by=by,
        n_rows=batch.n_rows,
        n_accepted=batch.n_accepted,
        n_already_known=batch.n_already_known,
        n_refused=batch.n_refused,
        n_facts=batch.n_facts,
        is_withdrawn=batch.state != "loaded",
    )


def _senders(
    context: Context,
    session: Session,
    own: str | None,
    labels: dict[str, dict[str, str]],
) -> tuple[Sender, ...]:
    found = []
    for organisation in session.exec(select(Organisation).order_by(Organisation.name)):
        codes = {
            code
            for entry in context.conventions.entries
            if entry.covers(
                direction="intake",
                on=context.today(),
                organisation=organisation.code,
            )
            for code in entry.templates & labels.keys()
        }
        if codes and (context.scope == "all" or organisation.code == own):
            allowed = tuple((code, labels[code]) for code in sorted(codes))
            found.append(Sender(organisation.code, organisation.name, allowed))
    return tuple(found)
