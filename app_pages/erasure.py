"""« Effacement »: a young person is forgotten; what goes and what stays is said first.

The officer names them by the reference of their page, sees of whom it speaks without a
name, and types the last signs of it to confirm.
"""

from functools import partial

import streamlit as st

from app_pages import steps
from app_pages.components import formats, notices, proof
from app_pages.components.words import _, plain
from app_pages.links_history import organisations
from app_pages.visit import Visit
from config.failure import Failure
from parcours.keeping.erasure import ToErase, erase_person, weigh_erasure


ERASE, NOT_SCRUBBED = "erase", "not_scrubbed"
LONGEST_REFERENCE = 80
TYPED = 6  # last signs of the reference
REFERENCE, CONFIRMED = "erasure_reference", "erasure_typed"
HERE = "erasure"


def show(visit: Visit) -> None:
    """Draw the page.

    Args:
        visit: who is here.
    """
    st.title(_("Effacer un jeune"), anchor=False)
    st.markdown(
        _(
            "À la demande du jeune ou de ses parents, ou au terme de la durée de "
            "conservation. Cet acte n’attend l’accord de personne d’autre : vous en "
            "répondez, et le journal le garde."
        )
    )
    steps.tell(
        HERE,
        {
            ERASE: _("Effacé : le coffre ne garde plus rien de ce jeune."),
            NOT_SCRUBBED: _(
                "Effacé. Un lecteur tenait encore le coffre : lancez « parcours doctor "
                "--repair » pour ôter les dernières traces du fichier."
            ),
        },
    )
    reference = st.text_input(
        _("Référence de la fiche"),
        key=REFERENCE,
        max_chars=LONGEST_REFERENCE,
        placeholder="v1.record.…",
        help=_("Le référent la copie sur la fiche jeune, sous « Ses droits »."),
    ).strip()
    if not reference:
        notices.nothing(
            _("Aucun jeune n’est choisi."),
            _("Demandez la référence de la fiche à qui accompagne le jeune."),
        )
        return
    try:
        found = weigh_erasure(visit.context, person=reference)
    except Failure as refusal:
        notices.refused(refusal)
        return
    _about(visit, found)
    _consequences()
    _ask(visit, found)


def _about(visit: Visit, found: ToErase) -> None:
    names = organisations(visit)
    known = ", ".join(plain(names.get(code, code)) for code in found.organisations)
    lines = [_("Connu de : {names}").format(names=known or _("personne"))]
    if found.n_facts:
        text = _("{n} faits inscrits, du {first} au {last}")
        lines.append(
            text.format(
                n=formats.whole(found.n_facts),
                first=formats.day(found.first_on),
                last=formats.day(found.last_on),
            )
        )
    else:
        lines.append(_("Aucun fait inscrit"))
    st.header(_("De qui il s’agit, sans nom"), anchor=False)
    st.markdown("  \n".join(lines))


def _consequences() -> None:
    left, right = st.columns(2, gap="large")
    left.header(_("Ce qui est détruit"), anchor=False)
    left.markdown(
        "\n".join(
            f"- {line}"
            for line in (
                _("son identité, toutes versions, et la clé qui la protégeait ;"),
                _("ses rapprochements, les questions et réponses à son sujet ;"),
                _("les codes des structures, son mois de naissance, son sexe ;"),
                _("les commentaires, sa place dans les portefeuilles."),
            )
        )
    )
    right.header(_("Ce qui reste"), anchor=False)
    right.markdown(
        "\n".join(
            f"- {line}"
            for line in (
                _("les faits, qui ne mènent plus à personne et ne sortent plus ;"),
                _("les chiffres déjà publiés ;"),
                _(
                    "une empreinte chiffrée, qui arrête les fichiers où il "
                    "reviendrait : nul ne le réinscrit sans le dire ;"
                ),
                _(
                    "les sauvegardes, jusqu’au prochain changement de clé : « parcours "
                    "keys rotate »."
                ),
            )
        )
    )


def _ask(visit: Visit, found: ToErase) -> None:
    if not steps.is_asked(ERASE, found.person):
        st.button(
            _("Effacer ce jeune"),
            key="erase",
            on_click=partial(steps.ask, ERASE, found.person),
        )
        return
    steps.confirm(
        [
            _("C’est pour toujours : aucune commande ne le rend."),
            _("Le dossier de chaque structure citée ci-dessus est concerné."),
        ],
        title=_("Effacer ce jeune pour toujours ?"),
        yes=_("Effacer pour toujours"),
        no=_("Ne rien effacer"),
        do=partial(steps.run, partial(_erase, visit, found.person)),
        check=partial(_may_erase, visit, found.person[-TYPED:]),
    )


def _may_erase(visit: Visit, wanted: str) -> bool:
    return proof.given(visit, "people.erase") and _is_typed(wanted)


def _is_typed(wanted: str) -> bool:
    """Draw the field of the confirmation, and tell whether it was typed right."""
    label = _("Pour confirmer, recopiez les {n} derniers signes de la référence")
    typed = st.text_input(label.format(n=TYPED), key=CONFIRMED, max_chars=TYPED)
    is_right = typed.strip().lower() == wanted
    if typed and not is_right:
        st.markdown(f":small[:red[{_('Ce ne sont pas les derniers signes.')}]]")
    return is_right


def _erase(visit: Visit, person: str) -> tuple[str, str]:
    done = erase_person(visit.context, desk=visit.desk, person=person)
    for key in (REFERENCE, CONFIRMED):
        st.session_state[key] = ""
    return ERASE if done.scrubbed else NOT_SCRUBBED, HERE
