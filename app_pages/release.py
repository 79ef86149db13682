"""« Diffusion »: what would be published; asked for by one, agreed to by another."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from itertools import groupby

import streamlit as st

from app_pages import steps
from app_pages.components import formats, notices, tables
from app_pages.components.downloads import hand_over
from app_pages.components.words import _, named, plain
from app_pages.release_doubts import ask_about
from app_pages.visit import Visit
from cohorts.disclosure.series import TableVerdict
from cohorts.drafting import Draft
from cohorts.handing_out import hand_out_site
from cohorts.indicators.of_programme import DIVISOR
from cohorts.publication.content import Content
from cohorts.publishing import (
    EditionView,
    ask_publication,
    decide_publication,
    list_editions,
    preview_publication,
    publish_edition,
)
from config.failure import Failure
from config.translation import counted


DRAFT = "release_draft"  # released figures and public words, gone with the session
HERE = "release"
AGREE, DECLINE, PUBLISH, ASKED = "agree", "decline", "publish", "asked"
SHORT = 12  # signs of a digest that a page shows
VERDICTS = ("PASS", "REVIEW", "FAIL")


def show(visit: Visit) -> None:
    """Draw the page.

    Args:
        visit: who is here.
    """
    st.title(_("Diffusion"), anchor=False)
    st.markdown(
        _(
            "Ce qui sort d’ici sort pour toujours. Vous voyez ce qui serait publié, "
            "vous le demandez, une autre personne l’accepte : alors seulement le site "
            "public peut être fait."
        )
    )
    steps.tell(
        HERE,
        {
            ASKED: _("Enregistré : la demande attend une autre personne."),
            AGREE: _("Enregistré : votre accord est donné, pour ce contenu exact."),
            DECLINE: _("Enregistré : la demande est refusée, rien n’est publié."),
            PUBLISH: _(
                "L’édition est publiée. Son site se télécharge plus bas, ou s’écrit "
                "sur la machine du territoire : « parcours publish --out DOSSIER »."
            ),
        },
    )
    _editions(visit, list_editions(visit.context))
    st.header(_("Ce qui serait publié aujourd’hui"), anchor=False)
    try:
        with st.spinner(_("Calcul en cours…")):
            draft = _read(visit)
    except Failure as refusal:
        notices.refused(refusal)
        return
    _summary(draft)
    _verdicts(draft)
    _council(draft.content)
    _request(visit, draft)


def _read(visit: Visit) -> Draft:
    """Read the draft once per session and day; anew while a text is to be mended."""
    kept = st.session_state.get(DRAFT)
    if kept is None or kept[0] != visit.today or kept[1].doubts:
        kept = (visit.today, preview_publication(visit.context))
        st.session_state[DRAFT] = kept
    found: Draft = kept[1]
    return found


def _editions(visit: Visit, views: Sequence[EditionView]) -> None:
    st.header(_("Éditions"), anchor=False)
    if not views:
        notices.nothing(_("Aucune édition n’a encore été demandée."), "")
        return
    open_states = ("waiting", "agreed")
    for view in views:
        if view.approval.state in open_states:
            _card(visit, view)
    past = [one for one in views if one.approval.state not in open_states]
    for view in past:
        st.markdown(_line(visit, view))
        if view.is_published and visit.may("release.site"):
            _site(visit, view.edition.ref)


def _site(visit: Visit, ref: str) -> None:
    """Offer the site as one file; it is made at the click, and noted."""
    st.download_button(
        _("Télécharger le site (ZIP)"),
        data=lambda: hand_over(lambda: hand_out_site(visit.context, ref=ref).zipped()),
        file_name=f"site-{ref[:SHORT]}.zip",
        mime="application/zip",
        on_click="ignore",
        key=f"site_{ref}",
    )


def _card(visit: Visit, view: EditionView) -> None:
    asked, login = view.approval, visit.context.principal.login
    with st.container(border=True, key=f"edition_{asked.ref}"):
        st.markdown(f"**{_what(view)}**")
        lines = [
            _("Pourquoi : {reason}").format(reason=plain(asked.reason)),
            _("Demandé par {login}, le {day}.").format(
                login=plain(asked.asked_by), day=_day(visit, view)
            ),
        ]
        if asked.state == "agreed":
            by = plain(asked.decided_by or "")
            lines.append(_("Accepté par {login}.").format(login=by))
        st.markdown("  \n".join(lines))
        mine = asked.asked_by == login
        if asked.state == "agreed" and mine:
            _act(visit, asked.ref, ((PUBLISH, _("Publier cette édition")),))
        elif asked.state == "agreed":
            st.markdown(_("Qui l’a demandée peut maintenant la publier."))
        elif mine:
            st.markdown(_("C’est votre demande : une autre personne doit répondre."))
        else:
            acts = ((AGREE, _("Donner mon accord")), (DECLINE, _("Refuser")))
            _act(visit, asked.ref, acts)


def _act(visit: Visit, ref: str, acts: Sequence[tuple[str, str]]) -> None:
    for act, _label in acts:
        if steps.is_asked(act, ref):
            _confirm(visit, ref, act)
            return
    with st.container(horizontal=True):
        for act, label in acts:
            st.button(label, key=f"{act}_{ref}", on_click=partial(steps.ask, act, ref))


def _confirm(visit: Visit, ref: str, act: str) -> None:
    words = {
        AGREE: (
            _("Donner votre accord ?"),
            _("Oui, je donne mon accord"),
            [
                _("Votre accord porte sur ce contenu exact, et sur lui seul."),
                _("Votre nom de compte est inscrit au journal avec la demande."),
            ],
        ),
        DECLINE: (
            _("Refuser cette demande ?"),
            _("Oui, je refuse"),
            [_("La demande s’arrête là ; une autre peut être faite.")],
        ),
        PUBLISH: (
            _("Publier cette édition ?"),
            _("Oui, publier"),
            [
                _("Le contenu est figé : une erreur se corrige par une autre édition."),
                _("Ce qui est publié ne peut plus être repris."),
            ],
        ),
    }
    title, yes, lines = words[act]
    steps.confirm(
        lines,
        title=title,
        yes=yes,
        no=_("Ne pas répondre maintenant") if act != PUBLISH else _("Pas maintenant"),
        do=partial(_do, visit, ref, act),
    )


def _do(visit: Visit, ref: str, act: str) -> None:
    def work() -> tuple[str, str]:
        if act == PUBLISH:
            publish_edition(visit.context, ref=ref)
        else:
            decide_publication(visit.context, ref=ref, agree=act == AGREE)
        return act, HERE

    steps.run(work)


def _line(visit: Visit, view: EditionView) -> str:
    """Write a past edition as an item of a list."""
    asked = view.approval
    by = plain(asked.decided_by or "")
    state = {
        "used": _("publiée, acceptée par {login}"),
        "refused": _("refusée par {login}"),
    }.get(asked.state, _("tombée sans réponse ou sans usage"))
    detail = _("demandée par {login}, le {day} : {reason}").format(
        login=plain(asked.asked_by), day=_day(visit, view), reason=plain(asked.reason)
    )
    return f"- **{_what(view)}**, {state.format(login=by)}  \n  :small[{detail}]"


def _what(view: EditionView) -> str:
    own = view.edition
    return _("Édition {ref}, chiffres connus au {day}, empreinte {digest}").format(
        ref=own.ref[:SHORT], day=_iso_day(own.as_of), digest=own.digest[:SHORT]
    )


def _day(visit: Visit, view: EditionView) -> str:
    return formats.day(visit.day_of(view.approval.asked_at))


def _iso_day(text: str) -> str:
    return formats.day(date.fromisoformat(text))


def _summary(draft: Draft) -> None:
    content = draft.content
    figures, tables_ = content.figures, content.fields["tables"]
    n_told = sum(one.is_told for one in figures.figures)
    text = _(
        "**{n} chiffres** : {released} tableaux montrés, {little} montrés en petite "
        "partie, {nothing} masqués tout entiers."
    )
    st.markdown(text.format(n=formats.whole(n_told), **tables_))
    st.caption(
        _(
            "Extrait « {extract} », connu au {day} ; règles de diffusion version "
            "{version} ; empreinte {digest}. Les chiffres par structure ne sont pas "
            "publiés."
        ).format(
            extract=figures.extract,
            day=_iso_day(figures.as_of),
            version=figures.rules_version,
            digest=content.digest[:SHORT],
        )
    )


def _verdicts(draft: Draft) -> None:
    st.subheader(_("Verdict par tableau"), anchor=False)
    labels = {
        one["id"]: named(one["label"]) for one in draft.content.fields["indicators"]
    } | {DIVISOR: _("Jeunes des actions financées")}

    def of(one: TableVerdict) -> str:
        return one.name.partition("|")[0]

    found = sorted(draft.verdicts, key=of)
    rows = [
        _row(labels.get(code, code), list(own)) for code, own in groupby(found, key=of)
    ]
    heads = [
        _("Indicateur"),
        _("Montrés"),
        _("En partie"),
        _("Masqués"),
        _("Cases montrées"),
    ]
    if any(one.told_on for one in found):
        heads.append(_("Repris d’avant"))
    tables.table(
        heads,
        [row[: len(heads)] for row in rows],
        alt=_("Verdict de diffusion par indicateur, en nombre de tableaux"),
    )
    with st.expander(_("Preuves, tableau par tableau")):
        tables.table(
            (_("Tableau"), _("Verdict"), _("Ce qui a décidé"), _("Repris du")),
            [
                (
                    plain(" · ".join(part for part in one.name.split("|") if part)),
                    _verdict(one.verdict),
                    plain(", ".join(one.evidence)),
                    _iso_day(one.told_on) if one.told_on else "",
                )
                for one in found
            ],
            alt=_("Preuves de chaque verdict"),
        )


def _row(name: str, own: list[TableVerdict]) -> tuple[str, ...]:
    n_told, n_cells = sum(o.n_told for o in own), sum(o.n_cells for o in own)
    shown = _("{told} sur {all}").format(
        told=formats.whole(n_told), all=formats.whole(n_cells)
    )
    counts = [sum(one.verdict == verdict for one in own) for verdict in VERDICTS]
    again = sum(bool(one.told_on) for one in own)
    return (plain(name), *map(formats.whole, counts), shown, formats.whole(again))


def _verdict(verdict: str) -> str:
    return {
        "PASS": _("montré"),
        "REVIEW": _("montré en petite partie"),
        "FAIL": _("masqué"),
    }[verdict]


def _council(content: Content) -> None:
    said = content.fields["council"]
    n_questions = sum(len(one["questions"]) for one in said)
    unanswered = sum(not q["answer"] for one in said for q in one["questions"])
    st.subheader(_("Conseil citoyen"), anchor=False)
    told = counted(
        len(said),
        one=_("**{n} demande décidée**, avec son avis et ses réponses."),
        many=_("**{n} demandes décidées**, avec leurs avis et leurs réponses."),
    )
    st.markdown(told)
    texts = [one["words"] for one in said if one["words"]]
    texts += [
        q[k] for one in said for q in one["questions"] for k in ("question", "answer")
    ]
    if unanswered:
        st.markdown(
            counted(
                unanswered,
                one=_("{n} question est encore sans réponse, et sera publiée ainsi."),
                many=_(
                    "{n} questions sont encore sans réponse, et seront publiées ainsi."
                ),
            )
        )
    if n_questions or texts:
        with st.expander(_("Relire les textes qui seraient publiés")):
            st.caption(_("Aucun nom de personne ne doit s’y trouver."))
            st.markdown("\n".join(f"- {plain(text)}" for text in texts if text))


def _request(visit: Visit, draft: Draft) -> None:
    st.header(_("Demander la publication"), anchor=False)
    with st.form("release_ask", border=False):
        confirmed = ask_about(draft)
        reason = st.text_input(
            _("Pourquoi, en quelques mots, sans nom de personne"), max_chars=200
        )
        st.caption(
            _(
                "Votre demande vaut sept jours. Une autre personne (chef de projet, "
                "délégué à la protection des données ou administrateur) y répond."
            )
        )
        if st.form_submit_button(_("Demander à publier"), type="primary"):

            def work() -> tuple[str, str]:
                st.session_state.pop(DRAFT, None)  # what was read may have changed
                ask_publication(
                    visit.context,
                    digest=draft.content.digest,
                    reason=reason,
                    confirmed=confirmed,
                )
                return ASKED, HERE

            steps.run(work)
            st.rerun()
