"""The strips as PDF: from the secrets that the page has just shown, which no server keeps, and from nothing else."""

import re

import pytest

from outreach.records import Change, DutyLink, Person
from outreach.records.database import office_records
from outreach.usecases.links.revoke_link import revoke_link
from tests.contract.handing_out.test_nothing_leaks import site_actor
from tests.contract.pages.test_links import CODE, Links
from tests.contract.test_pages import HOSTILE
from tests.contract.verbs.conftest import NOW
from tests.pdfs import pages, pieces, size_of_page
from tests.statements import statements_of

SECRETS = re.compile(r'name="secrets" value="([a-z2-9 ]+)"')


@pytest.fixture
def links(tmp_path):
    return Links(f"sqlite:///{tmp_path / 'strips.db'}", clients=1)


def secrets_on(page):
    return SECRETS.findall(page.text)[0].split()


def printed(links, secrets, **more):
    return links.browser.post(f"{links.page}/strips.pdf", data={"secrets": " ".join(secrets)}, **more)


def test_the_page_hands_its_secrets_over_and_gets_them_on_paper(links):
    links.office(address="https://roster.example.gov.tw", contact="06-000-0100")
    page = links.make()
    secrets = secrets_on(page)
    assert secrets == [code.replace(" ", "") for code in CODE.findall(page.text)] and len(secrets) == 2
    answer = printed(links, secrets)
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    assert size_of_page(answer.content) == pytest.approx((595.28, 841.89), abs=0.1)
    (text,) = pages(answer.content)
    for said in (
        *secrets,
        "周柏宇",
        "林秀琴12/2（三）08:30–17:10",
        "打開https://roster.example.gov.tw/d，輸入代碼",
        "06-000-0100",
    ):
        assert said in text
    assert text.index("周柏宇") < text.index("林秀琴")
    found = pieces(answer.content)
    assert min(piece.size for piece in found) >= 11.99
    assert all(30 < piece.x < 575 and piece.y > 20 for piece in found)


def test_printing_keeps_nothing_and_changes_nothing(links):
    secrets = secrets_on(links.make())
    before = [one.model_dump() for kind in (DutyLink, Change) for one in links.all(kind)]
    assert printed(links, secrets).status_code == 200
    kept = [one.model_dump() for kind in (DutyLink, Change) for one in links.all(kind)]
    assert kept == before and not [secret for secret in secrets if secret in str(kept)]


def test_only_living_links_of_this_roster_are_printed(links):
    first, second = secrets_on(links.make())
    for wrong in ([], ["a" * 28], ["=1+1"], ["'; drop table duty_link"], ["x"] * 2000):
        assert printed(links, wrong).status_code == 404
    links.make(again=True, person=next(one.id for one in links.all(Person) if one.code == "V001"))
    (text,) = pages(printed(links, [first, second, "a" * 28]).content)
    assert first in text and second not in text
    with office_records(links.engine) as records:
        for link in records.all(DutyLink):
            revoke_link(records, site_actor(records), link_id=link.id, now=NOW)
    assert printed(links, [first, second]).status_code == 404


def test_a_hostile_name_is_text_on_a_strip(tmp_path):
    hostile = Links(f"sqlite:///{tmp_path / 'hostile.db'}", hostile=HOSTILE)
    secrets = secrets_on(hostile.make())
    answer = printed(hostile, secrets)
    assert answer.status_code == 200
    assert "".join(pages(answer.content)).count("相機掃這個碼") == 2


def test_in_english(links):
    secrets = secrets_on(links.make())
    (text,) = pages(links.browser.post(f"{links.page}/strips.pdf?lang=en", data={"secrets": " ".join(secrets)}).content)
    assert "ScanthiscodewiththephoneyoutakeAlong".lower() in text.lower() and "掃" not in text


def test_the_number_of_queries_does_not_grow_with_the_strips(links):
    secrets = secrets_on(links.make())
    counts = []
    for some in (secrets[:1], secrets):
        with statements_of(links.engine) as asked:
            assert printed(links, some).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
