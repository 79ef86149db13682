"""French is the source, English the catalogue, and sessions never share a language."""

from contextvars import copy_context

import pytest

from config.translation import _, current_language, label, use_language


def test_french_is_the_first_language():
    assert copy_context().run(current_language) == "fr"


def test_french_texts_are_their_own_translation():
    assert _("Le fichier dépasse 1 Mio.") == "Le fichier dépasse 1 Mio."


@pytest.mark.usefixtures("english")
def test_a_known_text_is_given_in_english():
    assert _("ligne {line}") == "line {line}"


@pytest.mark.usefixtures("english")
def test_a_text_without_translation_stays_french():
    assert _("Texte que personne n’a traduit") == "Texte que personne n’a traduit"


def test_a_language_chosen_in_one_context_is_not_seen_in_another():
    other = copy_context()
    other.run(use_language, "en")

    assert current_language() == "fr"
    assert other.run(current_language) == "en"


@pytest.mark.usefixtures("english")
def test_labels_follow_the_language():
    labels = {"fr": "Décroché", "en": "Dropped out"}
    assert label(labels) == "Dropped out"


@pytest.mark.usefixtures("english")
def test_a_label_absent_in_english_is_given_in_french():
    assert label({"fr": "Mission locale"}) == "Mission locale"


def test_one_text_serves_both_languages():
    assert label("CEJ") == "CEJ"
