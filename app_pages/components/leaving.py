"""A question before a page is left whose words are kept nowhere: one script.

« Nouvelle fiche jeune » holds an identity. Unsaved it is kept in no store, and in no
memory of the server beyond the page: so whoever is about to lose it is asked first, at
a link to another page, at signing out, and when the browser closes or loads the page
again. The browser's own way back is the one at which nobody can ask.
"""

from app_pages.components.words import _


LEAVING = """
function leaving(words) {
  window.__parcoursLeave = words;
  if (window.__parcoursLeaving) return;
  window.__parcoursLeaving = true;
  const names = ['birth_name', 'given_names', 'usage_name', 'commune', 'postcode',
    'code'];
  const fields = names.map((name) => `.st-key-new_${name} input`).join(', ');
  const typed = () =>
    [...document.querySelectorAll(fields)].some((field) => field.value.trim());
  const ways = ['a[data-testid=stTopNavLink]', 'a[data-testid=stTopNavDropdownLink]',
    'a[data-testid=stSidebarNavLink]', '.st-key-sign_out button'].join(', ');
  addEventListener('click', (event) => {
    const way = event.target.closest && event.target.closest(ways);
    if (!way || !typed() || confirm(window.__parcoursLeave)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  addEventListener('beforeunload', (event) => { if (typed()) event.preventDefault(); });
}
"""
"""`leaving(words)`: may be called at every run; it is set up once."""


def leaving_words() -> str:
    """Ask in the language of the page what `leaving` asks."""
    return _(
        "Cette fiche n’est pas enregistrée. Une identité non enregistrée n’est gardée "
        "nulle part : quitter la page l’efface. Quitter ?"
    )
