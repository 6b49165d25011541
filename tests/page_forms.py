"""Forms of pages as a browser reads and sends them."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from fastapi.testclient import TestClient

Pairs = list[tuple[str, str]]
Response = Any
"""What the client answers with."""


class PageForm(HTMLParser):
    """The controls of the form with this class that a browser would send: no templates, no buttons."""

    def __init__(self, text: str, marked: str = "record") -> None:
        super().__init__()
        self.pairs: Pairs = []
        self._marked, self._inside, self._templates = marked, False, 0
        self._select, self._chosen = "", [""]
        self._area, self._typed = "", ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._templates += tag == "template"
        if tag == "form":
            self._inside = self._marked in given.get("class", "").split()
        if not self._inside or self._templates:
            return
        if tag == "input" and "name" in given:
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self.pairs.append((given["name"], given.get("value", "")))
        elif tag == "select":
            self._select, self._chosen = given["name"], []
        elif tag == "option" and self._select:
            self._chosen = [given["value"]] if "selected" in given or not self._chosen else self._chosen
        elif tag == "textarea":
            self._area, self._typed = given["name"], ""

    def handle_data(self, data: str) -> None:
        self._typed += data if self._area else ""

    def handle_endtag(self, tag: str) -> None:
        self._templates -= tag == "template"
        if tag == "form":
            self._inside = False
        elif tag == "select" and self._select:
            self.pairs.append((self._select, self._chosen[0]))
            self._select = ""
        elif tag == "textarea" and self._area:
            self.pairs.append((self._area, self._typed))
            self._area = ""


def opened(client: TestClient, path: str) -> Pairs:
    """What the form on this page would send as it is."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return PageForm(answer.text).pairs


def changed(pairs: Pairs, **values: str) -> Pairs:
    """The same with other values; `__` in a name stands for a dot. What was not there yet is added."""
    wanted = {name.replace("__", "."): value for name, value in values.items()}
    kept = [(name, wanted.pop(name) if name in wanted else value) for name, value in pairs]
    return kept + list(wanted.items())


def sent(client: TestClient, path: str, pairs: Pairs) -> Response:
    """The answer to a form that is sent."""
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return client.post(path, content=urlencode(pairs), headers=headers, follow_redirects=False)
