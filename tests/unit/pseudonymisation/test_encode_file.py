import csv
import stat
from random import Random

import pytest

from bench.linkage_people import invent_people
from bench.linkage_records import write_records
from pseudonymisation.encode_file import (
    EncodedUnreadable,
    ProjectsDiffer,
    encode_file,
    match_encoded,
)
from pseudonymisation.identities.normalise import features
from pseudonymisation.keys.project import (
    ProjectKeyRefused,
    create_project_key,
    read_project_key,
)
from pseudonymisation.linkage.project_tokens import ROUND, ProjectTokens, blocks
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


@pytest.fixture
def key(tmp_path):
    create_project_key(tmp_path / "project.key")
    return tmp_path / "project.key"


@pytest.fixture
def encode(tmp_path, key):
    def _encode(name, content, under=key):
        source, out = tmp_path / f"{name}.csv", tmp_path / f"{name}.encoded.csv"
        source.write_text(HEADER + content, encoding="utf-8")
        encode_file(source, out, key=under)
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

    assert links_of(tmp_path / "links.csv") == [("a1", "b1")]


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
    makers = [
        ProjectTokens(read_project_key(path).key)
        for path in (key, tmp_path / "other.key")
    ]
    one, other = (set(maker.tokens(features(someone()))) for maker in makers)

    assert not one & other


@pytest.mark.parametrize(
    "content",
    [
        "",
        "record_id,tokens\na,00\n",
        "# parcours-encoded project=1 version=v1\nrecord_id,nom\n",
        "# parcours-encoded project=1 version=v1\nrecord_id,tokens\na,00\na,11\n",
        "# parcours-encoded project=1\nrecord_id,tokens\n",
        "# parcours-encoded project=1 version=v1\nrecord_id,tokens\na\n",
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


def test_every_record_has_a_round_number_of_tokens_whatever_it_says(key):
    maker = ProjectTokens(read_project_key(key).key)
    told = someone(), someone(birth_date=None, postcode=None), someone(given_names=None)

    assert {len(maker.tokens(features(row))) % ROUND for row in told} == {0}
    assert all(maker.tokens(features(row)) for row in told)


def test_every_token_joins_three_fields_or_more():
    assert all(len(block) >= 4 and all(block) for block in blocks(features(someone())))


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
        encode_file(tmp_path / name, tmp_path / f"{name}.encoded", key=key)
    match_encoded(
        tmp_path / "college.encoded", tmp_path / "mission.encoded", tmp_path / "links"
    )
    found = links_of(tmp_path / "links")
    right = sum(truth[one] == truth[other] for one, other in found)

    assert right / len(found) >= 0.98
    assert right / len(sides[0] & sides[1]) >= 0.75
