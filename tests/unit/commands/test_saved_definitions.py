"""`parcours cohort save`, `versions` and `diff`, as an evaluator types them."""

import json

import pytest


TEXT = """\
name: mon_essai
label: {fr: "Essai", en: "Trial"}
origin: {dropout: true}
outcome:
  - {code: retour, label: {fr: "retour", en: "return"}, reengagement: strict}
"""


@pytest.fixture
def cohort(parcours, folder, tmp_path):
    def call(*words):
        return parcours("cohort", *words, "--dir", folder)

    return call


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "essai.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_saved_definition_has_versions_that_compare(cohort, file):
    assert cohort("save", file, "--note", "premier jet")[0] == 0
    file.write_text(TEXT.replace("strict", "wide"), encoding="utf-8")
    assert cohort("save", file)[0] == 0

    status, out, _err = cohort("versions", "mon_essai", "--json")
    assert status == 0
    assert [(v["version"], v["note"]) for v in json.loads(out)] == [
        (1, "premier jet"),
        (2, ""),
    ]
    status, out, _err = cohort("diff", "mon_essai@1", "mon_essai", "--json")
    assert status == 0
    assert {item["side"] for item in json.loads(out)} == {"gone", "come"}


def test_saved_definition_is_listed_and_explained_like_any_other(cohort, file):
    cohort("save", file)

    assert "mon_essai" in cohort("list")[1]
    assert "leur premier décrochage" in cohort("explain", "mon_essai")[1]


def test_draft_is_not_listed_among_the_definitions(cohort, file):
    cohort("save", file, "--draft")

    assert "mon_essai" not in cohort("list")[1]
    assert "brouillon" in cohort("versions")[1]


def test_name_of_the_territory_is_refused(cohort, file):
    file.write_text(TEXT.replace("mon_essai", "rechute"), encoding="utf-8")
    status, _out, err = cohort("save", file)

    assert status == 1
    assert "SAVED-001" in err


def test_impossible_definition_is_refused_at_its_line(cohort, file):
    file.write_text(TEXT + "clock: siecles\n", encoding="utf-8")
    status, _out, err = cohort("save", file)

    assert status == 1
    assert "CONFIG-001" in err


def test_version_that_is_not_there_is_refused(cohort, file):
    cohort("save", file)
    status, _out, err = cohort("diff", "mon_essai@7", "mon_essai")

    assert status == 1
    assert "SAVED-002" in err
