"""What every browser test looks at on a page: nothing sticks out of the window, and axe finds nothing serious."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Desk, small desk, tablet, a desk at 200 %, two phones; 195 would be a phone at 200 %.
WIDTHS = (1440, 1024, 768, 720, 390, 320)


def sticks_out(page: Page) -> int:
    """Pixels by which the page is wider than its window; waits for the page's styles first."""
    page.wait_for_load_state("load")
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def sticking_out(page: Page, widths: Sequence[int] = WIDTHS) -> dict[int, int]:
    """Widths of the window at which the page sticks out, each with the pixels; the first width is there again after."""
    found = {}
    for width in (*widths, widths[0]):
        page.set_viewport_size({"width": width, "height": 844})
        if (over := sticks_out(page)) > 0:
            found[width] = over
    return found


def picture(page: Page, name: str, *, whole: bool = False) -> None:
    """Leave a picture where `OUTREACH_SCREENSHOTS` names a folder; of the whole page, not of the window alone."""
    folder = os.environ.get("OUTREACH_SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=whole)


def serious(page: Page) -> list[tuple[str, list[str]]]:
    """What axe calls serious or critical, with the first elements; maps in frames have tests of their own."""
    page.wait_for_load_state("load")
    found = Axe().run(page, context={"exclude": [["iframe"]]}).response["violations"]
    return [
        (one["id"], [node["html"][:160] for node in one["nodes"][:3]])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
