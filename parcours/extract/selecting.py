"""What may be seen of the record as of a day → one select per table of an extract.

The columns of each select follow those of `tables.SCHEMAS`; days travel as text.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    cast,
    false,
    or_,
    select,
    true,
)
from sqlmodel import col

from parcours.extract.programme import PROGRAMME_STATEMENTS
from parcours.extract.sight import Sight
from parcours.people.protections import OPPOSITION, RESTRICTION
from parcours.record.models import (
    Action,
    Attribute,
    Contact,
    FactBase,
    FollowUp,
    HeadCount,
    Intervention,
    Link,
    ObservationWindow,
    Organisation,
    Protection,
    SituationFact,
)


OPPOSED = "opposition"  # a status of follow-up


def _held(model: type[FactBase] | type[HeadCount], sight: Sight) -> ColumnElement[bool]:
    return and_(
        col(model.recorded_on) <= sight.as_of,
        or_(col(model.retired_on).is_(None), col(model.retired_on) > sight.as_of),
        col(model.organisation_id).in_(sight.organisations),
    )


def linked(sight: Sight) -> Select[Any]:
    """Select the links that held on the as-of day, but for files frozen then.

    A file under restriction is not counted from the day on which it was recorded, and
    counts again once it is lifted; an extract as of an earlier day stays what it was.
    """
    return _held_links(sight).where(col(Link.subject_id).not_in(_restricted(sight)))


def _held_links(sight: Sight) -> Select[Any]:
    return select(Link).where(
        col(Link.recorded_on) <= sight.as_of,
        or_(col(Link.revoked_on).is_(None), col(Link.revoked_on) > sight.as_of),
    )


def _restricted(sight: Sight) -> Select[Any]:
    asked, day = Protection, sight.as_of
    return select(col(asked.subject_id)).where(
        col(asked.kind) == RESTRICTION,
        col(asked.recorded_on) <= day,
        or_(col(asked.retired_on).is_(None), col(asked.retired_on) > day),
        col(asked.starts_on) <= day,
        or_(col(asked.ends_on).is_(None), col(asked.ends_on) > day),
    )


def opposed(sight: Sight) -> Select[Any]:
    """Select the persons who object to the follow-up, known today.

    Every path that a young person who objects today had on the as-of day is meant,
    whatever was joined or separated since.
    """
    today = col(Link.revoked_on).is_(None)
    told, asked = FollowUp, Protection  # by a partner's file, or on the page
    objecting = select(col(Link.person_id)).where(
        today,
        or_(
            col(Link.subject_id).in_(
                select(col(told.subject_id)).where(
                    col(told.status) == OPPOSED, col(told.retired_on).is_(None)
                )
            ),
            col(Link.subject_id).in_(
                select(col(asked.subject_id)).where(
                    col(asked.kind) == OPPOSITION,
                    col(asked.retired_on).is_(None),
                    col(asked.ends_on).is_(None),
                )
            ),
        ),
    )
    theirs = select(col(Link.subject_id)).where(
        col(Link.person_id).in_(objecting), today
    )
    then = _held_links(sight).subquery()
    return select(then.c.person_id).where(then.c.subject_id.in_(theirs))


def _facts(model: type[FactBase], columns: Sequence[Any], sight: Sight) -> Select[Any]:
    """Select facts with their person and subject; `columns` follow the schema."""
    link = linked(sight).subquery()
    return (
        select(*[link.c.person_id if c is _PERSON else c for c in columns])
        .add_columns(col(model.subject_id))
        .select_from(model)
        .join(link, link.c.subject_id == col(model.subject_id))
        .join(Organisation, col(Organisation.id) == col(model.organisation_id))
        .where(_held(model, sight))
    )


def _day(column: Any) -> ColumnElement[Any]:
    return cast(col(column), String)


_PERSON: Any = col(Link.person_id)
_CODE: Any = col(Organisation.code)


def _situations(sight: Sight) -> Select[Any]:
    fact = SituationFact
    columns: list[Any] = [
        _PERSON,
        col(fact.situation),
        _day(fact.starts_on),
        _day(fact.ends_on),
        _day(fact.verified_on),
        _day(fact.known_on),
        col(fact.precision),
        _CODE,
    ]
    return _facts(fact, columns, sight).order_by(col(fact.id))


def _interventions(sight: Sight) -> Select[Any]:
    done = Intervention
    columns: list[Any] = [
        _PERSON,
        col(done.kind),
        _day(done.starts_on),
        _day(done.ends_on),
        col(done.hours),
        col(done.modality),
        col(done.state),
        col(done.end_reason),
        _CODE,
        col(Action.code),
    ]
    facts = _facts(done, columns, sight)
    return facts.outerjoin(Action, col(Action.id) == col(done.action_id))


def _contacts(sight: Sight) -> Select[Any]:
    columns: list[Any] = [_PERSON, _day(Contact.starts_on), col(Contact.result), _CODE]
    return _facts(Contact, columns, sight)


def _follow_up(sight: Sight) -> Select[Any]:
    columns: list[Any] = [
        _PERSON,
        col(FollowUp.status),
        _day(FollowUp.starts_on),
        _CODE,
    ]
    return _facts(FollowUp, columns, sight)


def _windows(sight: Sight) -> Select[Any]:
    seen = ObservationWindow
    columns: list[Any] = [
        _PERSON,
        _day(seen.starts_on),
        _day(seen.ends_on),
        col(seen.kind),
        _CODE,
    ]
    return _facts(seen, columns, sight)


def _attributes(sight: Sight) -> Select[Any]:
    told = Attribute
    columns: list[Any] = [
        _PERSON,
        col(told.name),
        col(told.value),
        _day(told.starts_on),
        _day(told.ends_on),
    ]
    listed = [
        and_(
            col(told.organisation_id) == organisation,
            true() if names is None else col(told.name).in_(names),
        )
        for organisation, names in sight.attributes.items()
    ]
    return _facts(told, columns, sight).where(or_(false(), *listed))


def _head_counts(sight: Sight) -> Select[Any]:
    count = HeadCount
    numbers = (
        count.n,
        count.n_girls,
        count.n_qpv,
        count.n_11_13,
        count.n_14_15,
        count.n_16_17,
        count.n_18_25,
    )
    return (
        select(col(count.title), _day(count.on), col(count.place))
        .add_columns(*[col(number) for number in numbers], _CODE)
        .join(Organisation, col(Organisation.id) == col(count.organisation_id))
        .where(_held(count, sight))
    )


STATEMENTS: Mapping[str, Callable[[Sight], Select[Any]]] = {
    "situation_facts": _situations,
    "interventions": _interventions,
    "contacts": _contacts,
    "follow_up": _follow_up,
    "windows": _windows,
    "attributes": _attributes,
    "head_counts": _head_counts,
    **PROGRAMME_STATEMENTS,
}
