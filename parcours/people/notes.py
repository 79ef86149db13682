"""Free text that may be kept: short, factual, without a number that names someone."""

from parcours.people.failures import NoteRefused
from pseudonymisation.identities.refusals import contains_nir


MAX_NOTE = 200  # signs; longer notes drift from facts to judgement


def checked_note(note: str | None, *, field: str = "note") -> str | None:
    """Check a free text before it is kept.

    Args:
        note: what was typed.
        field: where it was typed, named by the refusal.

    Returns:
        The text without surrounding blanks, None where empty.

    Raises:
        NoteRefused: too long, or with a number shaped like a national number.
    """
    text = (note or "").strip()
    if len(text) > MAX_NOTE or contains_nir(text):
        raise NoteRefused(field)
    return text or None
