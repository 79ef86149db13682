"""A walk through every place of the interface that a role may open.

A place is a page with all its expanders open, one of its tabs, one of its choices, one
menu; a choice or a menu is looked at once, on a desk by day or on a telephone at night.
Nothing is listed by hand but the windows that a gesture opens: what a page gains is
looked at without a word here.
"""

from dataclasses import dataclass

from playwright.sync_api import expect


MOST_BOXES = 40
MOST_MENUS = 2  # of one page: the others are the same menu of another line
DRAWN = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  return app && app.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-stale=true], [data-testid=stSkeleton]');
}"""
STAYS_DRAWN_MS = 80
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
WIDE_LIGHT, NARROW_DARK = ("light", WIDE), ("dark", NARROW)
MODES = (WIDE_LIGHT, ("dark", WIDE), NARROW_DARK, ("light", NARROW))
TWO = (WIDE_LIGHT, NARROW_DARK)
CLOSED = ".stMain details:not([open]) > summary:visible"
GROUPS = ".stMain .stButtonGroup:visible"
MENUS = ".stMain [data-testid=stPopoverButton]:visible"
IN_LINE, UNDER = (f"a[data-testid=stTopNav{k}]" for k in ("Link", "DropdownLink"))
LINKS = f":is({IN_LINE}, {UNDER})"
FOLDED = "[data-testid=stTopNavSection]"
BODY = "[data-testid=stPopoverBody]"


def settle(page):
    """Wait until the script ended and nothing old is shown any more."""
    page.wait_for_function(DRAWN)
    page.wait_for_timeout(STAYS_DRAWN_MS)
    page.wait_for_function(DRAWN)


def open_boxes(page):
    """Open every expander, those too that another one held."""
    closed = page.locator(CLOSED)
    for _turn in range(MOST_BOXES):
        if not closed.count():
            return
        closed.first.click()
        settle(page)
    raise AssertionError("expanders without end")


@dataclass
class Rounds:
    """One visitor who shows every place to somebody who looks.

    Attributes:
        page: a signed-in visitor's.
        look: called at each place with the page, the place's name, how it is shown, and
            a selector of what is new since the last call.
    """

    page: object
    look: object

    def as_in(self, mode):
        theme, size = mode
        self.page.emulate_media(color_scheme=theme)
        self.page.set_viewport_size(size)
        self.page.mouse.move(0, 0)
        settle(self.page)

    def through(self, path):
        """Walk through all of the screen that is open."""
        for mode in MODES:
            self.as_in(mode)
            open_boxes(self.page)
            self.shown(path, mode)
            if mode in TWO:
                self._tabs(path, mode)
                self._choices(path, mode)
                self._menus(path, mode)
        self.as_in(WIDE_LIGHT)

    def shown(self, name, mode, part="body"):
        self.look(self.page, name, f"{mode[0]} {mode[1]['width']}", part)

    def go(self, path):
        link = self.page.locator(f"{LINKS}[href$='/{path}']")
        if not link.count():
            unfold(self.page)
        link.first.evaluate("link => link.click()")
        settle(self.page)

    def _tabs(self, path, mode):
        rows = self.page.locator(".stMain .stTabs:visible")
        for row in range(rows.count()):
            tabs = rows.nth(row).get_by_role("tab")
            for nth in range(1, tabs.count()):
                tabs.nth(nth).click()
                settle(self.page)
                self.shown(f"{path}: {tabs.nth(nth).inner_text()}", mode, ".stTabs")
            tabs.first.click()

    def _choices(self, path, mode):
        groups = self.page.locator(GROUPS)
        for group in range(groups.count()):
            labels = groups.nth(group).get_by_role("radio").all_inner_texts()
            chosen = groups.nth(group).locator("[aria-checked=true]")
            first = chosen.inner_text() if chosen.count() else ""
            for label in labels[TWO.index(mode) :: len(TWO)]:
                if label != first:
                    self._choose(group, label)
                    self.shown(f"{path}: {label}", mode, ".stMain")
            if first:
                self._choose(group, first)

    def _choose(self, group, label):
        groups = self.page.locator(GROUPS)
        groups.nth(group).get_by_role("radio", name=label, exact=True).click()
        settle(self.page)
        open_boxes(self.page)

    def _menus(self, path, mode):
        menus = min(MOST_MENUS, self.page.locator(MENUS).count())
        for nth in range(TWO.index(mode), menus, len(TWO)):
            button = self.page.locator(MENUS).nth(nth)
            button.click()
            settle(self.page)
            name = button.inner_text().split("\n")[0]
            self.shown(f"{path}: {name}", mode, BODY)
            self.page.keyboard.press("Escape")
            settle(self.page)


def screens_of(page):
    """Give the addresses in the line of pages; the first page is at the root."""
    paths = addresses(page, IN_LINE)
    if page.locator(FOLDED).count():
        unfold(page)
        paths += addresses(page, UNDER)
        page.keyboard.press("Escape")
        settle(page)
    return paths


def addresses(page, links):
    found = page.locator(links)
    return found.evaluate_all("all => all.map(a => a.pathname.replace('/', ''))")


def unfold(page):
    """Show the pages that the line has no room for."""
    page.locator(FOLDED).click()
    expect(page.locator(UNDER).first).to_be_visible()


def shut_window(page):
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    settle(page)
