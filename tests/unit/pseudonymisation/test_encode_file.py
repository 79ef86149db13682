import csv
import json
import shutil
import stat
from random import Random

import pytest

from bench.linkage_people import invent_people
from bench.linkage_records import write_records
from config.writing import AnotherFileThere, NotWritable, WouldOverwriteInput
from pseudonymisation.encode_file import encode_file
from pseudonymisation.failures import RecordsUnreadable
from pseudonymisation.identities.normalise import features
from pseudonymisation.keys.project import (
    ProjectKeyRefused,
    create_project_key,
    read_project_key,
)
from pseudonymisation.linkage.project_tokens import (
    KINDS,
    PLACES,
    SPELLINGS,
    ProjectTokens,
    blocks,
)
from pseudonymisation.match_encoded import (
    EncodedUnreadable,
    OneFileTwice,
    ProjectsDiffer,
    match_encoded,
)
from tests.unit.pseudonymisation.conftest import someone


HEADER = "record_id,nom,prenoms,date_naissance,sexe,code_postal\n"
ONES = (
    "a1,Zzbrixmor,Léopoldine,2007-03-14,F,99001\na2,Qwantel,Ines,2006-02-02,F,99001\n"
)
OTHERS = (
    "b1,ZZBRIXMOR,Leopoldine,14/03/2007,F,99001\n"
    "b2,Zzbrixmor,Aglaé,2007-03-14,F,99001\n"
    "b3,Qwantel,Ines,,F,99001\n"
)


HEAD = "# parcours-encoded project=1 version=v2\nrecord_id,tokens\n"
ROW = " ".join(f"{n:012}" for n in range(PLACES))


@pytest.fixture
def key(tmp_path):
    create_project_key(tmp_path / "project.key")
    return tmp_path / "project.key"


@pytest.fixture
def encode(tmp_path, key):
    def _encode(name, content, under=key):
        source, out = tmp_path / f"{name}.csv", tmp_path / f"{name}.encoded.csv"
        source.write_text(HEADER + content, encoding="utf-8")
        copy = shutil.copy(under, tmp_path / f"{name}.key")
        encode_file(source, out, key=copy)
        copy.unlink()
        return out

    return _encode


def links_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return [(r["record_id_a"], r["record_id_b"]) for r in csv.DictReader(file)]


def test_one_person_is_found_in_two_encoded_files_without_the_key(
    encode, key, tmp_path
):
    one, other = encode("a", ONES), encode("b", OTHERS)
    key.unlink()
    match_encoded(one, other, tmp_path / "links.csv")

    assert links_of(tmp_path / "links.csv") == [("a1", "b1"), ("a2", "b3")]


def test_an_encoded_file_shows_neither_name_nor_date_nor_place(encode):
    shown = encode("a", ONES).read_text(encoding="utf-8").lower()

    for secret in ("zzbrix", "opoldine", "qwantel", "ines", "2007", "99001"):
        assert secret not in shown.replace("lines", "")


def test_files_of_two_projects_are_refused(encode, tmp_path):
    create_project_key(tmp_path / "other.key")
    one, other = encode("a", ONES), encode("b", OTHERS, tmp_path / "other.key")
    with pytest.raises(ProjectsDiffer):
        match_encoded(one, other, tmp_path / "links.csv")

    assert not (tmp_path / "links.csv").exists()


def test_two_projects_give_one_identity_no_common_token(key, tmp_path):
    create_project_key(tmp_path / "other.key")
    one, other = (
        tokens_of(someone(), read_project_key(path).key)
        for path in (key, tmp_path / "other.key")
    )

    assert not one & other


def tokens_of(row, key):
    maker = ProjectTokens(key)
    return {maker.token(b) for held in blocks(features(row)).values() for b in held}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "record_id,tokens\na,00\n",
        "# parcours-encoded project=1 version=v2\nrecord_id,nom\n",
        "# parcours-encoded project=1 version=v2\nrecord_id,tokens\na,00\n",
        HEAD + f"a,{ROW}\na,{ROW[::-1]}\n",
        HEAD + f"a,{ROW}\nb,{ROW}\n",
        HEAD + f"a,{ROW[:-1]}\n",
        HEAD + f"a,{ROW} {'x' * 12}\n",
        "# parcours-encoded project=1\nrecord_id,tokens\n",
        "# parcours-encoded project=1 version=v2\nrecord_id,tokens\na\n",
    ],
)
def test_what_is_no_encoded_file_is_refused(encode, tmp_path, content):
    (tmp_path / "broken.csv").write_text(content, encoding="utf-8")
    with pytest.raises(EncodedUnreadable):
        match_encoded(encode("a", ONES), tmp_path / "broken.csv", tmp_path / "l.csv")


def test_a_project_key_is_written_once_and_read_by_its_owner_alone(key):
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    with pytest.raises(ProjectKeyRefused):
        create_project_key(key)
    key.chmod(0o640)
    with pytest.raises(ProjectKeyRefused):
        read_project_key(key)


@pytest.mark.parametrize("content", ["", "{}", '{"project": "zz", "root": "AA=="}'])
def test_an_altered_project_key_is_refused(key, content):
    key.write_text(content, encoding="utf-8")
    with pytest.raises(ProjectKeyRefused):
        read_project_key(key)


def places_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        file.readline()
        return {r["record_id"]: r["tokens"].split() for r in csv.DictReader(file)}


def test_every_record_has_as_many_tokens_whatever_it_says(encode):
    poor = ONES + "a3,Zzempty,,,,\na4,,,2006-01-02,,\n"

    assert {len(held) for held in places_of(encode("a", poor)).values()} == {PLACES}


def test_no_token_stands_twice_in_a_file_though_records_share_all_they_say(encode):
    family = "".join(
        f"f{n},Qwantel,Ines,2006-02-{1 + n % 3:02d},F,99001\n" for n in range(60)
    )
    held = [t for row in places_of(encode("a", ONES + family)).values() for t in row]

    assert len(held) == len(set(held)) == 62 * PLACES


def test_a_person_written_twice_in_a_file_is_found_by_the_first_record(
    encode, tmp_path
):
    twice = ONES + "a9,Zzbrixmor,Leopoldine,2007-03-14,F,99001\n"
    match_encoded(encode("a", twice), encode("b", OTHERS), tmp_path / "links.csv")

    assert links_of(tmp_path / "links.csv") == [("a1", "b1"), ("a2", "b3")]


def test_records_that_look_like_an_earlier_one_are_counted(key, tmp_path):
    source = tmp_path / "a.csv"
    twice = "a9,Zzbrixmor,Leopoldine,2007-03-14,F,99001\n"
    source.write_text(HEADER + ONES + twice, encoding="utf-8")
    encoded = encode_file(source, tmp_path / "a.encoded", key=key)

    assert (encoded.records, encoded.repeated) == (3, 1)


def test_rows_stand_in_an_order_of_chance(encode):
    rows = "".join(f"r{n:03},Zzname{n},Ines,,F,\n" for n in range(200))
    order = list(places_of(encode("a", rows)))

    assert sorted(order) != order


@pytest.mark.parametrize("kind", KINDS)
def test_every_block_joins_three_fields_or_more(kind):
    rows = someone(), someone(birth_date=None)
    held = [b for row in rows for b in blocks(features(row)).get(kind, ())]

    assert held
    assert all(len(block) >= 4 and all(block) for block in held)
    assert len(held) <= 2 * SPELLINGS


def test_a_project_key_encodes_once_and_nothing_of_it_is_left(key, tmp_path):
    root = json.loads(key.read_text(encoding="utf-8"))["root"]
    source, out = tmp_path / "a.csv", tmp_path / "a.encoded"
    source.write_text(HEADER + ONES, encoding="utf-8")
    encode_file(source, out, key=key)
    before = out.read_bytes()
    with pytest.raises(ProjectKeyRefused, match="déjà servi"):
        encode_file(source, out, key=key)

    assert root not in key.read_text(encoding="utf-8")
    assert out.read_bytes() == before


def test_a_file_that_is_refused_does_not_spend_the_key(key, tmp_path):
    source, out = tmp_path / "a.csv", tmp_path / "a.encoded"
    source.write_text(HEADER + "a1,Zzbrixmor,Ines,not-a-date,F,\n", encoding="utf-8")
    with pytest.raises(RecordsUnreadable):
        encode_file(source, out, key=key)

    assert not out.exists()
    assert read_project_key(key).key


def test_two_records_without_a_date_are_linked_by_rare_names_and_place(
    encode, tmp_path
):
    one = encode("a", "a1,Zzbrixmor,Ines,,F,99001\na2,Qwantel,Zoé,2006-02-03,F,99001\n")
    other = encode(
        "b", "b1,Zzbrixmor,Inès,2005-01-02,F,99001\nb2,Qwantel,Zoe,2009-11-23,F,99001\n"
    )
    match_encoded(one, other, tmp_path / "links.csv")

    assert links_of(tmp_path / "links.csv") == [("a1", "b1")]


def test_two_twins_that_nothing_tells_apart_are_left_alone(encode, tmp_path):
    one = encode("a", "a1,Zzbrixmor,Ines,2006-02-03,F,99001\n")
    other = encode(
        "b",
        "b1,Zzbrixmor,Maud Ines,2006-02-03,F,99001\n"
        "b2,Zzbrixmor,Anna Ines,2006-02-03,F,99001\n",
    )
    match_encoded(one, other, tmp_path / "links.csv")

    assert links_of(tmp_path / "links.csv") == []


def test_two_organisations_find_most_of_their_common_people(key, tmp_path):
    rng = Random(11)
    people = list(invent_people(4_000, rng))
    write_records(people, tmp_path / "all.csv", rng)
    with (tmp_path / "all.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    truth = {row["record_id"]: row["person"] for row in rows}
    sides = []
    for name in ("college", "mission"):
        once = {row["person"]: row for row in rows if row["organisation"] == name}
        sides.append(set(once))
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(once.values())
        copy = shutil.copy(key, tmp_path / f"{name}.key")
        encode_file(tmp_path / name, tmp_path / f"{name}.encoded", key=copy)
    match_encoded(
        tmp_path / "college.encoded", tmp_path / "mission.encoded", tmp_path / "links"
    )
    found = links_of(tmp_path / "links")
    right = sum(truth[one] == truth[other] for one, other in found)

    assert right / len(found) >= 0.97
    assert right / len(sides[0] & sides[1]) >= 0.88


@pytest.mark.parametrize("out", ["a.csv", "project.key", "other.csv"])
def test_encoding_over_what_is_there_is_refused_and_spends_nothing(key, tmp_path, out):
    source = tmp_path / "a.csv"
    source.write_text(HEADER + ONES, encoding="utf-8")
    (tmp_path / "other.csv").write_text("notes of mine", encoding="utf-8")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises((WouldOverwriteInput, AnotherFileThere)):
        encode_file(source, tmp_path / out, key=key)

    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_an_encoded_file_that_cannot_be_written_spends_nothing(key, tmp_path):
    source = tmp_path / "a.csv"
    source.write_text(HEADER + ONES, encoding="utf-8")
    with pytest.raises(NotWritable):
        encode_file(source, tmp_path / "absent" / "a.encoded", key=key)

    assert read_project_key(key).key


@pytest.mark.parametrize("over", [0, 1])
def test_an_encoded_file_is_not_written_over_by_its_links(encode, over):
    files = encode("a", ONES), encode("b", OTHERS)
    with pytest.raises(WouldOverwriteInput):
        match_encoded(*files, files[over])


def test_one_file_given_twice_is_refused_under_any_name(encode, tmp_path):
    one = encode("a", ONES)
    copy = shutil.copy(one, tmp_path / "copy")
    for other in (one, copy):
        with pytest.raises(OneFileTwice):
            match_encoded(one, other, tmp_path / "links.csv")


def test_the_same_rows_encoded_twice_are_refused(encode, tmp_path):
    one, again = encode("a", ONES), encode("b", ONES)
    with pytest.raises(OneFileTwice):
        match_encoded(one, again, tmp_path / "links.csv")

    assert not (tmp_path / "links.csv").exists()
