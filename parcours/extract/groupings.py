"""Source subjects → the person they belong to, and would under other linkage.

Linkage errs, and its errors move results. So that an evaluator can see how far, each
extract carries two other groupings of the same subjects: pessimistic, where every link
of less than `SURE` probability is taken apart, and optimistic, where every open
question of `LIKELY` probability or more is answered "the same young person". Numbers
only: neither a score nor a pseudonym says which link was in doubt.
"""

import numpy as np
import pyarrow as pa
from sqlmodel import Session, col

from parcours.extract.reading import Numbered
from parcours.extract.selecting import linked
from parcours.extract.sight import Sight
from parcours.extract.tables import SCHEMAS
from parcours.record.models import Link, SourceSubject
from pseudonymisation.translate import Doubts


SURE = 0.99
LIKELY = 0.5


def group(
    session: Session, sight: Sight, *, persons: Numbered, doubts: Doubts
) -> pa.RecordBatch:
    """Group the subjects of an extract in three ways.

    Args:
        session: a reading session of the record.
        sight: what may be seen.
        persons: the numbers that persons and subjects bear.
        doubts: weak links, likely questions.

    Returns:
        Rows of `groupings`, in random order; a subject whose link is taken apart is a
        person of its own.
    """
    weak = {pseudonym.text for pseudonym in doubts.weak}
    together = _together(persons, doubts)
    rows = []
    apart = len(persons.ids)
    for subject_id, person_id, text in session.execute(
        linked(sight)
        .with_only_columns(
            col(Link.subject_id), col(Link.person_id), col(SourceSubject.subject)
        )
        .join(SourceSubject, col(SourceSubject.id) == col(Link.subject_id))
    ):
        person = _number(persons.number_of, person_id)
        if not person:
            continue
        pessimistic = person
        if text in weak:
            apart += 1
            pessimistic = apart
        subject = _number(persons.subject_number_of, subject_id)
        rows.append((subject, person, pessimistic, together.get(person, person)))
    columns = zip(*sorted(rows), strict=True) if rows else ((),) * 4
    schema = SCHEMAS["groupings"]
    arrays = [pa.array(column, pa.int64()) for column in columns]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _number(number_of: np.ndarray, record_id: int) -> int:
    return int(number_of[record_id]) if record_id < len(number_of) else 0


def _together(persons: Numbered, doubts: Doubts) -> dict[int, int]:
    """Give the lowest number among the persons that questions join."""
    number = {text: place for place, text in enumerate(persons.pseudonyms, 1)}
    parent: dict[int, int] = {}

    def root(person: int) -> int:
        while parent.get(person, person) != person:
            person = parent[person]
        return person

    for one, other in doubts.likely:
        a, b = number.get(one.text), number.get(other.text)
        if a is not None and b is not None:
            low, high = sorted((root(a), root(b)))
            parent[high] = low
    return {person: root(person) for person in parent}
