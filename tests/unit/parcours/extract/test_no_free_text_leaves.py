"""No word that somebody typed is in an extract, wherever it was typed."""

from datetime import date

from parcours.record.models import Draft, Intervention
from tests.record_house import START
from tests.unit.parcours.extract.house import DAY, rows


WORDS = "zorgluberie"


def test_no_typed_word_is_in_any_byte_of_an_extract(house):
    subject = house.subject(house.person())
    house.situation(subject)
    house.fact(
        Intervention,
        subject,
        kind="cej",
        starts_on=DAY,
        note=f"{WORDS} un",
        next_step=f"{WORDS} deux",
        next_step_on=date(2025, 10, 1),
    )
    house.add(
        Draft(
            ref="0" * 16,
            account_id=house.operator.account_id,
            form="intervention",
            key_id="none",
            sealed=f'{{"note": "{WORDS} trois"}}'.encode(),  # as if it were not sealed
            saved_at=START,
        )
    )

    made = house.extract()

    files = [path for path in house.folder.rglob("*") if path.suffix != ".db"]
    tables = [path.stem for path in files if path.suffix == ".parquet"]
    assert rows(made, "interventions")
    for path in files:
        if path.is_file() and "record.db" not in path.name:
            assert WORDS.encode() not in path.read_bytes(), path.name
    for table in set(tables):
        assert WORDS not in str(rows(made, table)), table
