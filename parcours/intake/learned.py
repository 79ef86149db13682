"""What a sender's own titles and words mean, told once and known again.

Nothing of the file is kept: a title or a word is remembered as a keyed digest of its
folded form, beside what it means. Whoever reads the record learns which of our columns
were told of, never how the partner writes them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from sqlmodel import Session, select

from parcours.intake.words import fold_word
from parcours.record.worktop import Mapping as MappingRow


COLUMN, VALUE = "column", "value"
IGNORED = ""
"""What a title or a word means that is known, and not wanted."""

MONTHS = "month"
"""The field of the words that stand in columns of months."""

UNKNOWN_WORDS = frozenset({"INTAKE-030", "INTAKE-033", "INTAKE-051", "INTAKE-052"})
"""Rules that a word breaks only by being unknown: its meaning may be told."""

Digest = Callable[..., str]
"""Parts → keyed digest."""


@dataclass(frozen=True)
class Learned:
    """What one sender's files of one template were said to mean.

    Attributes:
        key: keyed digest of (kind, field, folded text), already bound to sender and
            template.
        columns: digest of a title → our column, or `IGNORED`.
        values: (our column, digest of a word) → code, or `IGNORED`.
    """

    key: Digest = field(repr=False)
    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    values: Mapping[tuple[str, str], str] = field(
        default_factory=lambda: MappingProxyType({})
    )

    def column(self, header: str) -> str | None:
        """Say what a title was told to mean.

        Args:
            header: as the file has it.

        Returns:
            Our column, `IGNORED`, or None where nobody told.
        """
        if not self.columns:
            return None
        return self.columns.get(self.key(COLUMN, "", fold_word(header)))

    def value(self, name: str, text: str) -> str | None:
        """Say what a word was told to mean.

        Args:
            name: our column, or `MONTHS`.
            text: the cell.

        Returns:
            A code, `IGNORED`, or None where nobody told.
        """
        return self.values.get((name, self.key(VALUE, name, fold_word(text))))

    def knows_values_of(self, name: str) -> bool:
        """Tell whether any word of a column was told of.

        Args:
            name: our column, or `MONTHS`.

        Returns:
            False where reading needs no digest at all.
        """
        return any(column == name for column, _key in self.values)


def key_of(digest: Digest, *, organisation: str, template: str) -> Digest:
    """Bind the digest of titles and words to one sender and one template.

    Two senders that use one word leave digests that do not meet.

    Args:
        digest: keyed, of the vault.
        organisation: code of the sender.
        template: code of the template.

    Returns:
        (kind, field, folded text) → digest.
    """

    def key(kind: str, name: str, folded: str) -> str:
        return digest("mapping", organisation, template, kind, name, folded)

    return key


def read_learned(
    session: Session,
    *,
    organisation_id: int,
    organisation: str,
    template: str,
    digest: Digest,
) -> Learned:
    """Read what was told of a sender's files.

    Args:
        session: of the record.
        organisation_id: the sender.
        organisation: its code.
        template: code of the template.
        digest: keyed, of the vault.

    Returns:
        All that is known, perhaps nothing.
    """
    query = select(MappingRow).where(
        MappingRow.organisation_id == organisation_id, MappingRow.template == template
    )
    rows = session.exec(query).all()
    return Learned(
        key_of(digest, organisation=organisation, template=template),
        {row.source_key: row.target for row in rows if row.kind == COLUMN},
        {(row.field, row.source_key): row.target for row in rows if row.kind == VALUE},
    )
