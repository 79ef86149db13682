"""Cautions in words: one sentence on what was found, one on what to do.

The numbers come as texts: exact ones for a table of one's own, told ones (rounded, or
"fewer than") for everything that stands on governed data.
"""

from collections.abc import Mapping

from cohorts.guards.caution import Caution, Severity
from cohorts.guards.wording_numbers import plain_words
from config.translation import _


def gravity(severity: Severity) -> str:
    """Name a gravity, in the language in use.

    Args:
        severity: how grave.

    Returns:
        Two or three words.
    """
    return {
        Severity.STOP: _("Ne pas lire tel quel"),
        Severity.CARE: _("Prudence"),
        Severity.KNOW: _("À savoir"),
    }[severity]


def sentence(code: str, words: Mapping[str, str]) -> str:
    """Say what was found.

    Args:
        code: of the caution.
        words: its numbers and names as texts; `group` is its label, "" = the whole.

    Returns:
        One or two sentences, in the language in use.
    """
    text = _SENTENCES[code]()
    said = text.format_map(dict(words))
    group = words.get("group", "")
    if not group:
        return said[:1].upper() + said[1:]
    return _("Groupe « {group} » : {text}").format(group=group, text=said)


def remedy(code: str, words: Mapping[str, str]) -> str:
    """Say what to do.

    Args:
        code: of the caution.
        words: as `sentence`.

    Returns:
        One or two sentences, in the language in use.
    """
    return _REMEDIES[code]().format_map(dict(words))


def as_note(caution: Caution) -> str:
    """Say a caution with its exact numbers: for a table of one's own only.

    Args:
        caution: any.

    Returns:
        What was found and what to do, in one line.
    """
    words = plain_words(caution)
    return f"{sentence(caution.code, words)} {remedy(caution.code, words)}"


# Functions, not texts: the language is that of the reader, known when they read.
_SENTENCES = {
    "late-entry": lambda: _(
        "{late} épisodes sur {n} ne sont observés qu’après leur origine (entrée "
        "tardive). Le calcul ne les compte qu’à partir de là ; ceux qui sont sortis "
        "avant d’être vus n’y sont pas."
    ),
    "thin-start": lambda: _(
        "les premières marches reposent sur moins de {floor} jeunes à risque, jusqu’à "
        "{time_start}."
    ),
    "curve-collapses": lambda: _(
        "la courbe tombe à zéro alors que d’autres jeunes entrent encore : moins de "
        "{floor} étaient à risque avant {time_start}."
    ),
    "never-enough-at-risk": lambda: _(
        "jamais {floor} jeunes ne sont à risque ensemble."
    ),
    "competing-ends": lambda: _(
        "à {time}, {share_right} ont connu cette issue ; compter les autres fins comme "
        "un suivi interrompu donnerait {share_naive}, ce qui n’est la part de personne."
    ),
    "end-censored": lambda: _(
        "la définition traite comme un suivi interrompu une fin définitive : "
        "{statuses}."
    ),
    "end-not-named": lambda: _(
        "une fin définitive n’est pas nommée dans la définition : {statuses}."
    ),
    "follow-up": lambda: _("la moitié est suivie au moins {time_median}."),
    "unlike-follow-up": lambda: _(
        "les groupes ne sont pas suivis aussi longtemps les uns que les autres "
        "(log-rank sur la fin du suivi, p = {p})."
    ),
    "lost": lambda: _(
        "{lost} épisodes sur {n} sont perdus de vue avant la fin. Sans nouvelle ne "
        "veut pas dire sans issue."
    ),
    "bounds": lambda: _(
        "à {time}, {share} si les {lost} épisodes interrompus ressemblent aux autres ; "
        "{share_worst} si aucun d’eux n’a connu l’issue, {share_best} si tous l’ont "
        "connue."
    ),
    "repeated-persons": lambda: _("{spells} épisodes pour {persons} personnes."),
    "heavy-ties": lambda: _(
        "{share_tied} des événements partagent leur date avec un autre : {events} "
        "événements pour {times} dates."
    ),
    "few-at-risk": lambda: _("moins de {few} jeunes sont encore suivis à {time}."),
    "few-events": lambda: _("moins de {few} événements sont observés."),
    "no-event": lambda: _("aucun événement n’est observé, ou trop peu pour le dire."),
    "few-events-per-coefficient": lambda: _(
        "{events} événements pour {coefficients} coefficients."
    ),
    "summer": lambda: _(
        "à {time}, {share_with} quand les sorties de l’été sont datées de la rentrée, "
        "{share_without} quand elles le sont de leur propre jour."
    ),
    "stale-news": lambda: _(
        "rien d’établi depuis plus de {days} jours chez : {organisations} ({persons} "
        "jeunes sur {n}). Ils ne sont pas « sans issue » : leur suivi s’arrête à la "
        "dernière nouvelle."
    ),
    "immortal-time": lambda: _(
        "{later} des {exposed} participants ont commencé après l’origine ; "
        "{share_waited} de leur temps observé précède leur participation."
    ),
    "undated-profile": lambda: _(
        "le profil « {breakdown} » ne porte pas de date pour {undated} jeunes sur "
        "{n} : rien ne dit qu’il était connu à l’origine."
    ),
}
_REMEDIES = {
    "late-entry": lambda: _(
        "Lisez l’effectif à risque sous la courbe ; n’en tirez rien sur les sorties "
        "précoces."
    ),
    "thin-start": lambda: _(
        "Faites commencer la courbe à {time_start} (at_risk_floor: {floor} dans la "
        "définition) : {excluded} épisodes terminés avant n’y seraient plus."
    ),
    "curve-collapses": lambda: _(
        "Ne lisez pas cette courbe ; faites-la commencer à {time_start} "
        "(at_risk_floor: {floor} dans la définition)."
    ),
    "never-enough-at-risk": lambda: _(
        "Élargissez la définition, ou lisez ce groupe avec un autre."
    ),
    "competing-ends": lambda: _(
        "Citez l’incidence cumulée (Aalen-Johansen), jamais 1 − Kaplan-Meier."
    ),
    "end-censored": lambda: _("Déplacez-la parmi les autres fins (competing)."),
    "end-not-named": lambda: _("Ajoutez-la parmi les autres fins (competing)."),
    "follow-up": lambda: _("Au-delà, la courbe repose sur les plus anciens."),
    "unlike-follow-up": lambda: _(
        "Comparez à un horizon que tous atteignent, ou pondérez par la chance d’être "
        "encore suivi."
    ),
    "lost": lambda: _(
        "Lisez les bornes, et demandez aux structures ce que ces jeunes sont devenus."
    ),
    "bounds": lambda: _(
        "Citez les deux bornes avec la part ; plus elles sont larges, plus le résultat "
        "dépend de ce qu’on suppose des perdus de vue."
    ),
    "repeated-persons": lambda: _(
        "Citez les deux nombres ; les erreurs types d’un modèle se calculent par "
        "personne."
    ),
    "heavy-ties": lambda: _(
        "Préférez un modèle à temps discret (cloglog) ; jamais les ex æquo de Breslow."
    ),
    "few-at-risk": lambda: _("Ne lisez pas la courbe au-delà."),
    "few-events": lambda: _(
        "Ne concluez pas sur ce groupe ; pour un modèle, la méthode de Firth."
    ),
    "no-event": lambda: _(
        "Ne concluez pas à l’absence d’effet : allongez le suivi ou élargissez la "
        "définition."
    ),
    "few-events-per-coefficient": lambda: _(
        "Retirez des covariables jusqu’à {least} événements par coefficient, ou prenez "
        "la méthode de Firth."
    ),
    "summer": lambda: _("Dites laquelle des deux datations vous citez."),
    "stale-news": lambda: _(
        "Relancez ces structures avant de comparer, ou lisez les bornes."
    ),
    "immortal-time": lambda: _(
        "Ne comparez pas « a participé » à « n’a jamais participé » : exposition "
        "datée, repères (landmarks) ou essai émulé."
    ),
    "undated-profile": lambda: _(
        "S’il a pu être noté après, ne comparez pas ces groupes : faites-en une "
        "exposition datée, à l’Atelier."
    ),
}
CODES = tuple(_SENTENCES)
