"""What Streamlit leaves out for keyboards, telephones, screen readers: one script.

It watches the page and only adds what is missing: a keyboard reaches what scrolls, a
menu of a telephone closes once a page is chosen, Streamlit's own words are said in the
language of the page, and a line to the server that broke or does not answer is told of,
since nothing is saved meanwhile. Nothing is loaded, nothing is sent.
"""

from app_pages.components.words import _


REACH = """
function reach(words) {
  window.__parcoursWords = words;
  if (window.__parcoursReach) { window.__parcoursReach(); return; }
  const say = (all, label) => document.querySelectorAll(all).forEach((one) => {
    if (one.getAttribute('aria-label') !== label) one.setAttribute('aria-label', label);
  });
  const scrolls = (box) => {
    const wide = box.scrollWidth > box.clientWidth + 1;
    if (box.parentElement.matches('.stTable')) {
      const left = box.scrollWidth - box.clientWidth - box.scrollLeft;
      box.parentElement.dataset.more = String(left > 2);
    }
    if (wide === box.hasAttribute('tabindex')) return;
    if (!wide) { box.removeAttribute('tabindex'); box.removeAttribute('role'); return; }
    const table = box.querySelector('table');
    const name = (table && table.getAttribute('aria-label')) || '';
    box.setAttribute('tabindex', '0');
    box.setAttribute('role', 'region');
    box.setAttribute('aria-label', [words.scroll, name].filter(Boolean).join(', '));
    box.addEventListener('scroll', later, { passive: true });
  };
  const dates = () => {
    const segments = '[role=spinbutton][contenteditable][aria-label]';
    document.querySelectorAll(segments).forEach((one) => {
      const [part, ...rest] = one.getAttribute('aria-label').split(', ');
      const said = window.__parcoursWords.dates[part];
      if (said) one.setAttribute('aria-label', [said, ...rest].join(', '));
    });
  };
  const menu = () => {  // the folded pages stand in a box between list and items
    const boxes = '[data-testid=stSidebarNavItems] > div';
    document.querySelectorAll(boxes).forEach((box) => {
      box.setAttribute('role', 'listitem');
      box.querySelectorAll('li').forEach((one) => one.setAttribute('role', 'none'));
    });
  };
  const buttons = () => {
    document.querySelectorAll('.stApp button[aria-label]').forEach((one) => {
      const label = one.getAttribute('aria-label');
      if (label !== one.dataset.said) one.dataset.theirs = label;
      const told = window.__parcoursWords;
      const help = one.dataset.theirs.replace(/^Help for /, told.help);
      one.dataset.said = told.buttons[one.dataset.theirs] || help;
      if (label !== one.dataset.said) one.setAttribute('aria-label', one.dataset.said);
    });
  };
  const boxes = () => document.querySelectorAll('.stCheckbox label').forEach((one) => {
    const box = one.querySelector('input[aria-label]');
    const text = one.textContent.trim();  // theirs is the Markdown of the label
    if (box && text && box.getAttribute('aria-label') !== text) {
      box.setAttribute('aria-label', text);
    }
  });
  const texts = () => {
    const theirs = '[data-testid=InputInstructions], .stFileUploader';
    document.querySelectorAll(theirs).forEach((place) => {
      const walk = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) {
        const said = window.__parcoursWords.texts[walk.currentNode.nodeValue];
        if (said) walk.currentNode.nodeValue = said;
      }
    });
  };
  const line = document.createElement('div');
  line.id = 'parcours-line';
  line.setAttribute('role', 'status');
  document.body.append(line);
  let last = 'kept', hush = 0, patience = 0, isLong = false;
  const tell = (said) => {
    const text = window.__parcoursWords.line[said] || '';
    if (line.textContent !== text) line.textContent = text;
    line.dataset.said = said;
  };
  const answered = () => {
    clearTimeout(patience);
    if (line.dataset.said === 'slow') tell('kept');
  };
  const windows = () => {  // theirs of a long outage stands over the words typed
    document.querySelectorAll('[role=dialog]').forEach((one) => {
      const shut = one.querySelector('[aria-label=Close], [data-theirs=Close]');
      const texts = [...one.querySelectorAll('*')].map((part) => part.textContent);
      if (!shut || !texts.includes('Connection error')) return;
      isLong = true;
      shut.click();
    });
  };
  const watch = (app) => {
    const now = app.dataset.testConnectionState === 'CONNECTED' ? 'kept' : 'lost';
    if (now === 'lost') {
      answered(); clearTimeout(hush); windows(); tell(isLong ? 'long' : 'lost');
    }
    if (now === 'kept' && last === 'lost') {
      isLong = false;
      tell('back');
      window.__parcoursAsk();  // of a server that began anew, the page is not alive
      hush = setTimeout(() => tell('kept'), 15000);
    }
    last = now;
  };
  const door = () => {  // the server began anew: the page asks who is there
    const isDoor = document.querySelector('.st-key-password') !== null;
    if (isDoor && line.dataset.said === 'back') { clearTimeout(hush); tell('door'); }
    if (!isDoor && line.dataset.said === 'door') tell('kept');
  };
  const all = () => {
    asked = 0;
    const told = window.__parcoursWords;
    const app = document.querySelector('.stApp');
    if (app) {
      const { backgroundColor: page, color: ink } = getComputedStyle(app);
      document.documentElement.style.setProperty('--page', page);
      document.documentElement.style.setProperty('--ink', ink);
      watch(app);
      door();
    }
    document.querySelectorAll('.stTable > div, .st-key-timeline_box').forEach(scrolls);
    for (const [place, label] of Object.entries(told.labels)) say(place, label);
    dates();
    buttons();
    menu();
    boxes();
    texts();
    const skip = document.querySelector('a[href="#stMain"]');
    if (skip && skip.textContent !== told.skip) skip.textContent = told.skip;
  };
  let asked = 0;
  function later() { asked = asked || requestAnimationFrame(all); }
  window.__parcoursReach = later;
  const seen = (changes) => {
    const run = 'data-test-script-state';
    if (changes.some((one) => one.attributeName === run)) answered();
    later();
  };
  new MutationObserver(seen).observe(document.body, {
    childList: true, subtree: true,
    attributes: true, attributeFilter: ['open', 'aria-label', 'hidden',
      'data-test-connection-state', 'data-test-script-state'] });
  addEventListener('resize', later);
  addEventListener('click', (event) => {
    if (event.target.closest('.stButton button, .stFormSubmitButton button')) {
      clearTimeout(patience);
      patience = setTimeout(() => tell('slow'), 5000);
    }
    const link = event.target.closest('[data-testid=stSidebarNavLink]');
    if (!link || innerWidth > 767) return;
    const shut = document.querySelector('[data-testid=stSidebarCollapseButton] button');
    if (shut) setTimeout(() => shut.click(), 0);
  });
  later();
}
"""
"""`reach(words)`: may be called at every run; it is set up once."""


def reach_words() -> dict[str, object]:
    """Say Streamlit's own words in the language of the page.

    Returns:
        What `reach` takes: the name of what scrolls, of parts of a date, of the places
        and the small print that Streamlit has in English alone, and what is told of the
        line to the server.
    """
    pages, menu = _("Pages"), _("Menu")
    return {
        "scroll": _("Défile de côté"),
        "dates": {"day": _("jour"), "month": _("mois"), "year": _("année")},
        "buttons": {
            "Open": _("Ouvrir la liste"),
            "Close": _("Refermer la liste"),
            "Choose date": _("Choisir un jour"),
            "Increment": _("Augmenter"),
            "Decrement": _("Diminuer"),
            "Clear value": _("Vider"),
            "Clear all": _("Tout retirer"),
            "Show password": _("Montrer le mot de passe"),
            "Hide password": _("Cacher le mot de passe"),
        },
        "help": _("Aide pour : "),
        "texts": {
            "Press Enter to apply": _("Entrée pour valider"),
            "Press Enter to submit form": _("Entrée pour envoyer"),
            "Press Ctrl+Enter to apply": _("Ctrl+Entrée pour valider"),
            "Press ⌘+Enter to apply": _("⌘+Entrée pour valider"),
            "Upload": _("Choisir un fichier"),
            "20MB per file": _("20 Mo au plus par fichier"),
        },
        "skip": _("Aller au contenu"),
        "line": {
            "lost": _(
                "La connexion est coupée : rien de ce qui est à l’écran n’est "
                "enregistré pour l’instant. Laissez cette page ouverte : votre saisie "
                "y reste, sauf si le service redémarre."
            ),
            "long": _(
                "La connexion reste coupée : rien n’est enregistré. Laissez cette page "
                "ouverte : elle reprend d’elle-même au retour, ou vous demande de vous "
                "identifier si le service a redémarré. Gardez ce qui presse sur papier."
            ),
            "door": _(
                "Le service a redémarré : identifiez-vous de nouveau. Une saisie "
                "commencée vous sera proposée là où elle était ; relisez-en les "
                "derniers mots."
            ),
            "back": _(
                "La connexion est revenue. Vérifiez votre saisie, puis enregistrez-la."
            ),
            "slow": _(
                "Pas encore de réponse : rien n’est confirmé tant que « Enregistré » "
                "ne s’affiche pas."
            ),
        },
        "labels": {
            "[data-testid=stTopNav], [data-testid=stSidebarNav]": pages,
            "section[data-testid=stSidebar]": menu,
            "[data-testid=stExpandSidebarButton]": _("Ouvrir le menu"),
            "[data-testid=stSidebarCollapseButton] button": _("Fermer le menu"),
        },
    }
