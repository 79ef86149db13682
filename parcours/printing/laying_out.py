"""A booklet → the sheet of its printed form, two to four pages, nothing left out.

What was done several times in a year is one line with all its days, so that ten years
of support still hold in a few pages.
"""

from collections.abc import Iterable
from datetime import date

from config.numbers import day, month
from config.translation import current_language
from config.typography import _
from parcours.nomenclature import Nomenclature
from parcours.people.path_view import InterventionView
from parcours.printing import wording
from parcours.printing.booklet import Booklet, Words
from parcours.printing.document import Paragraph, Part, Points, Section, Sheet, Table
from parcours.printing.home_and_school import rows_of
from parcours.rights.settings import RightsRules


def lay_out(
    booklet: Booklet, *, words: Nomenclature, rules: RightsRules, roles: dict[str, str]
) -> Sheet:
    """Lay a booklet out.

    Args:
        booklet: everything it tells.
        words: the territory's nomenclature.
        rules: of rights, for the reasons.
        roles: name of each role in the language in use.

    Returns:
        The sheet, in the language in use.
    """
    text = _("Fait le {day}. Ce carnet est à toi : garde-le, montre-le à qui tu veux.")
    return Sheet(
        title=_("Mon carnet de parcours"),
        subtitle=text.format(day=day(booklet.made_on)),
        language=current_language(),
        made_on=booklet.made_on,
        sections=(
            _about(booklet, words),
            _wishes(booklet),
            _situations(booklet, words),
            _done(booklet, words),
            Section(_("Qui peut lire"), _can_read(booklet), on_new_page=True),
            Section(_("Qui a lu"), _has_read(booklet, roles)),
            Section(
                _("Ce qui t’a été dit, ce que tu as choisi"), _told(booklet, rules)
            ),
            _rights(rules),
        ),
    )


def _about(booklet: Booklet, words: Nomenclature) -> Section:
    lines = []
    identity = booklet.identity
    if identity is not None:
        names = (identity.given_names, identity.usage_name or identity.birth_name)
        lines.append(" ".join(name for name in names if name))
        born = identity.birth_date
        parts = [] if born is None else [born.day, born.month, born.year]
        if parts:
            written = "/".join(f"{part:02}" for part in parts if part)
            lines.append(_("Naissance : {day}").format(day=written))
        if identity.commune:
            lines.append(_("Commune : {name}").format(name=identity.commune))
    elif booklet.by is None:
        lines.append(_("Ton nom est gardé à part, dans un coffre : il n’est pas ici."))
    if booklet.path.age is not None:
        lines.append(_("{n} ans").format(n=booklet.path.age))
    now = booklet.path.spells[-1] if booklet.path.spells else None
    lead = _("Ta situation n’est pas encore écrite.")
    if now is not None:
        text = _("Aujourd’hui : {name}, depuis le {day}.")
        name = wording.short(now.situation, words.situations)
        lead = text.format(name=name, day=day(now.starts_on))
    parts_: tuple[Part, ...] = (Paragraph(lead, is_lead=True),)
    if any(lines):
        parts_ += (Points(tuple(line for line in lines if line)),)
    return Section(_("Où j’en suis"), parts_)


def _wishes(booklet: Booklet) -> Section:
    lines = []
    for goal in booklet.goals:
        lines.append(_wish(goal))
        lines += [_step(s) for s in booklet.steps if s.goal_ref == goal.ref]
    known = {goal.ref for goal in booklet.goals}
    lines += [_step(s) for s in booklet.steps if s.goal_ref not in known]
    if not lines:
        return Section(_("Ce que je veux"), (Paragraph(_("Rien d’écrit encore.")),))
    return Section(_("Ce que je veux"), (Points(tuple(lines)),))


def _wish(goal: Words) -> str:
    text = f"« {goal.text} »" if goal.own else goal.text
    notes = [_("mes mots") if goal.own else "", wording.state(goal.state)]
    shown = ", ".join(note for note in notes if note)
    return f"{text} ({shown})" if shown else text


def _step(step: Words) -> str:
    notes = [wording.state(step.state)]
    if step.state == "open" and step.on is not None:
        notes.append(_("avant le {day}").format(day=day(step.on)))
    notes.append(_("c’est moi qui le fais") if step.own else "")
    shown = ", ".join(note for note in notes if note)
    text = _("Étape : {text}").format(text=step.text)
    return f"{text} ({shown})" if shown else text


def _situations(booklet: Booklet, words: Nomenclature) -> Section:
    rows = tuple(
        (
            day(one.starts_on),
            day(one.ends_on) if one.ends_on <= booklet.made_on else _("aujourd’hui"),
            wording.short(one.situation, words.situations),
        )
        for one in booklet.path.spells
    )
    parts: tuple[Part, ...] = (Paragraph(_("Rien d’écrit encore.")),)
    if rows:
        heads = (_("Du"), _("Au"), _("Situation"))
        parts = (Table(_("Mes situations, dans l’ordre"), heads, rows),)
    homes = rows_of(booklet.attributes, words, on=booklet.made_on)
    if homes:
        heads = (_("Du"), _("Au"), _("Quoi"))
        parts += (Table(_("Mes quartiers, mes écoles, mon diplôme"), heads, homes),)
    return Section(_("Mon parcours"), parts)


def _done(booklet: Booklet, words: Nomenclature) -> Section:
    parts: list[Part] = []
    rows = [
        *_interventions(booklet.path.interventions, words),
        *_contacts(booklet, words),
    ]
    if rows:
        rows.sort()
        heads = (_("Année"), _("Quoi"), _("Avec"), _("Quand"))
        caption = _("Ce que nous avons fait, une ligne par action et par année")
        parts.append(Table(caption, heads, tuple(rows)))
    relays = tuple(
        (day(one.on), one.sender, one.recipient, wording.relay_state(one.state))
        for one in booklet.path.referrals
    )
    if relays:
        heads = (_("Le"), _("De"), _("Vers"), _("Réponse"))
        parts.append(Table(_("Les passages de relais"), heads, relays))
    notes = tuple(
        _("{head} : {text}").format(head=day(one.starts_on), text=booklet.notes[one.id])
        for one in booklet.path.interventions
        if one.id in booklet.notes
    )
    if notes:
        parts += [Paragraph(_("Ce qui a été écrit en quelques mots :")), Points(notes)]
    statuses = tuple(
        _("{head} : {text}").format(
            head=day(on), text=wording.short(status, words.follow_up)
        )
        for on, status in booklet.path.follow_up
    )
    if statuses:
        parts += [Paragraph(_("Le suivi :")), Points(statuses)]
    return Section(
        _("Ce que nous avons fait"),
        tuple(parts) or (Paragraph(_("Rien d’écrit encore.")),),
    )


def _interventions(
    done: Iterable[InterventionView], words: Nomenclature
) -> list[tuple[str, ...]]:
    """One line for what was done in one year, with its days; stretches apart."""
    grouped: dict[tuple[str, str, str, str], list[InterventionView]] = {}
    for one in done:
        what = wording.short(one.kind, words.interventions)
        state = "" if one.state == "done" else wording.state(one.state)
        key = (str(one.starts_on.year), what, one.organisation, state)
        grouped.setdefault(key, []).append(one)
    rows: list[tuple[str, ...]] = []
    for (year, what, organisation, state), ones in grouped.items():
        single = [one.starts_on for one in ones if one.ends_on is None]
        when = [wording.days_of_a_year(single)] if single else []
        when += [wording.span(o.starts_on, o.ends_on) for o in ones if o.ends_on]
        hours = sum(one.hours or 0 for one in ones)
        if hours:
            when.append(_("{n} h en tout").format(n=f"{hours:g}"))
        label = f"{what} ({state})" if state else what
        rows.append((year, label, organisation, " ; ".join(when)))
    return rows


def _contacts(booklet: Booklet, words: Nomenclature) -> list[tuple[str, ...]]:
    grouped: dict[tuple[str, str, str], list[date]] = {}
    for one in booklet.path.contacts:
        what = wording.short(one.result, words.contact_results)
        key = (str(one.on.year), what, one.organisation)
        grouped.setdefault(key, []).append(one.on)
    text = _("Contact : {what}")
    return [
        (year, text.format(what=what), organisation, wording.days_of_a_year(days))
        for (year, what, organisation), days in grouped.items()
    ]


def _can_read(booklet: Booklet) -> tuple[Part, ...]:
    rows = []
    for giver in booklet.givers:
        rows.append((giver.name, giver.name, _("elle l’a écrit")))
        for one in giver.recipients:
            why = _("tout, avec ton accord")
            if one.choice is None:
                text = _("{kinds}, par convention")
                why = text.format(kinds=wording.kinds(one.opened))
            rows.append((one.name, giver.name, why))
    heads = (_("Qui"), _("Peut lire ce qu’a écrit"), _("Quoi, pourquoi"))
    note = _(
        "Tu peux accepter ou refuser pour chacune, et changer d’avis. Pour les études, "
        "seuls des chiffres d’ensemble sortent, sans nom."
    )
    caption = _("Les structures qui peuvent lire")
    return (Table(caption, heads, tuple(rows)), Paragraph(note))


def _has_read(booklet: Booklet, roles: dict[str, str]) -> tuple[Part, ...]:
    by_name: dict[str, list[str]] = {}
    for one in booklet.readings:
        name = roles.get(one.who, one.who) if one.is_role else one.who
        when = _("{month} ({n} j)").format(month=month(one.month), n=one.n_days)
        by_name.setdefault(name, []).append(when)
    rows = tuple((name, ", ".join(months)) for name, months in by_name.items())
    parts: list[Part] = []
    if rows:
        caption = _("Qui a lu, par mois, avec le nombre de jours")
        parts.append(Table(caption, (_("Qui"), _("Quand")), rows))
    else:
        parts.append(Paragraph(_("Personne n’a encore lu.")))
    if booklet.by is not None:
        text = _(
            "Ce carnet est fait par {name} : il contient ce que cette structure peut "
            "lire. Le délégué à la protection des données peut te donner celui de "
            "toutes les structures, avec la liste complète de qui a lu."
        )
        parts.append(Paragraph(text.format(name=booklet.by)))
    return tuple(parts)


def _told(booklet: Booklet, rules: RightsRules) -> tuple[Part, ...]:
    lines = []
    for on, who, how, version, reason in booklet.told:
        text = _("{day} : {who}, {how} (texte {version})").format(
            day=day(on), who=wording.who(who), how=wording.how(how), version=version
        )
        why = wording.named(reason, rules.not_told)
        lines.append(f"{text} · {why}" if why else text)
    for kind, since in booklet.held:
        text = _("Depuis le {day} : {what}")
        lines.append(text.format(day=day(since), what=wording.protection(kind)))
    if not lines:
        return (Paragraph(_("Rien d’écrit encore.")),)
    return (Points(tuple(lines)),)


def _rights(rules: RightsRules) -> Section:
    months = rules.answer_within_months
    lines = (
        _("Faire corriger ce qui est faux."),
        _("Demander que d’autres ne voient pas ton dossier, ou qu’il soit gelé."),
        _("T’opposer : plus rien ne sert, et l’aide que tu reçois ne change pas."),
        _("Demander l’effacement."),
        _("Emporter une copie que d’autres logiciels savent lire (JSON)."),
    )
    text = _(
        "Parle à la personne qui t’accompagne ou au délégué à la protection des "
        "données : réponse en {n} mois au plus. Sinon, la CNIL : cnil.fr."
    )
    return Section(_("Mes droits"), (Points(lines), Paragraph(text.format(n=months))))
