"""The language of the document, where the next entry starts, and the style sheet.

Streamlit writes `<html lang="en">` whatever the page says, which makes a screen reader
speak French with an English voice. This component sets that attribute, and moves the
focus when asked; it loads nothing and keeps nothing.

It also lays the style sheet over the page, and hands over the words of an entry after a
pause in typing, as leaving the field would: so that a page loaded again loses none. The
caret stays where it is.
"""

from uuid import uuid4

import streamlit as st

from app_pages.components.leaving import LEAVING, leaving_words
from app_pages.components.reach import REACH, reach_words
from app_pages.components.sheet import SHEET
from config.translation import current_language


SCRIPT = (
    REACH
    + LEAVING
    + """
export default function(component) {
  const { lang, sheet: rules, focus, turn, words, leave } = component.data;
  document.documentElement.lang = lang;
  window.__parcoursAsk = () => component.setTriggerValue('back', Date.now());
  reach(words);
  leaving(leave);
  if (!window.__parcoursSheet) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    window.__parcoursSheet = sheet;
  }
  if (!window.__parcoursPause) {
    window.__parcoursPause = true;
    let pause = 0;
    const words_typed = new RegExp(
      '(^| )st-key-((note|step|goal_label|step_label|relay_note|relay_word' +
      '|quick_place|sheet_title|sheet_place|sheet_employer)_\\\\d' +
      '|fix_\\\\d+_(note|step))');
    document.addEventListener('input', (event) => {
      const field = event.target;
      const place = field.closest && field.closest('[class*="st-key-"]');
      if (!place || !words_typed.test(place.className)) return;
      clearTimeout(pause);
      const enter = { key: 'Enter', ctrlKey: true, bubbles: true };
      pause = setTimeout(() => {
        if (document.activeElement !== field) return;
        field.dispatchEvent(new KeyboardEvent('keydown', enter));
      }, 1500);
    });
  }
  if (!focus || window.__parcoursTurn === turn) return;
  window.__parcoursTurn = turn;
  // The field may be drawn after this runs, or once more: look for it until it holds
  // the focus for a while, or until somebody takes the matter into their own hands.
  const nobody = () => [null, document.body].includes(document.activeElement);
  let held = 0, first = true, own = false;
  const taken = () => { own = true; };
  const acts = ['keydown', 'pointerdown'];
  acts.forEach((act) => document.addEventListener(act, taken, true));
  const began = Date.now();
  const look = () => {
    const place = document.querySelector('.st-key-' + focus);
    const field = place && place.querySelector('input, button, [tabindex="0"]');
    if (!own && field && (first || nobody())) {
      field.focus({ preventScroll: true });
      first = document.activeElement !== field;
    }
    held = field && document.activeElement === field ? held + 1 : 0;
    const over = own || held > 30 || Date.now() - began > 15000;
    if (!over && window.__parcoursTurn === turn) { setTimeout(look, 100); return; }
    acts.forEach((act) => document.removeEventListener(act, taken, true));
  };
  look();
}
"""
)
FOCUS = "focus"
TURN = "focus_turn"


def ask_focus(key: str) -> None:
    """Ask that a widget gets the focus when the page is drawn again.

    Args:
        key: key of the widget.
    """
    st.session_state[FOCUS] = key
    # Not a count: a new session in the same window would count from one again.
    st.session_state[TURN] = uuid4().hex


def set_document() -> None:
    """Tell the browser the page's language, and where the focus goes."""
    mount = st.components.v2.component("parcours_document", js=SCRIPT)
    mount(
        key="parcours_document",
        data={
            "lang": current_language(),
            "sheet": SHEET,
            "focus": st.session_state.get(FOCUS, ""),
            "turn": st.session_state.get(TURN, ""),
            "words": reach_words(),
            "leave": leaving_words(),
        },
        height=1,
        on_back_change=_nothing,
    )


def _nothing() -> None:
    """Let the whole page be drawn again: that is all the browser asks for."""
