"""The door that lets so many phones in at once."""

import asyncio

import pytest
from starlette.exceptions import HTTPException

from api.doors.crowd import AGAIN, MOST_AT_ONCE, Crowd
from tests.own_loop import run_apart

JSON = (b"content-type", b"application/json")
FORM = (b"content-type", b"application/x-www-form-urlencoded")


def scope(path="/my/entries", method="POST", kind=JSON):
    return {"type": "http", "path": path, "method": method, "headers": [kind]}


def ask(count, *more):
    """How many are inside when so many entries and `more` have come, and what those who are turned away are told."""

    async def run():
        go_on, inside = asyncio.Event(), []

        async def app(asked, _receive, _send):
            inside.append(asked)
            await go_on.wait()

        crowd = Crowd(app)
        sent = [asyncio.create_task(crowd(one, None, None)) for one in [scope()] * count + list(more)]
        await asyncio.sleep(0)
        there = len(inside)
        go_on.set()
        told = await asyncio.gather(*sent, return_exceptions=True)
        await crowd(scope(), None, None)
        return there, [one for one in told if one is not None]

    return run_apart(run())


def test_as_many_as_there_is_room_for_are_let_in():
    assert ask(MOST_AT_ONCE) == (MOST_AT_ONCE, [])


def test_the_next_ones_are_told_to_come_again_in_a_moment():
    there, told = ask(MOST_AT_ONCE + 3)
    assert there == MOST_AT_ONCE
    assert [one.status_code for one in told] == [429] * 3
    assert all(AGAIN[0] <= int(one.headers["Retry-After"]) <= AGAIN[1] for one in told)
    assert all(isinstance(one, HTTPException) for one in told)


@pytest.mark.parametrize("other", [scope("/my"), scope(method="GET"), scope(kind=FORM), {"type": "lifespan"}])
def test_whatever_else_is_asked_is_let_in_whoever_waits(other):
    there, told = ask(MOST_AT_ONCE + 1, other)
    assert (there, len(told)) == (MOST_AT_ONCE + 1, 1)


def test_who_fails_inside_makes_room():
    async def broken(*_args):
        raise RuntimeError

    async def run():
        crowd = Crowd(broken)
        for _ in range(MOST_AT_ONCE * 2):
            with pytest.raises(RuntimeError):
                await crowd(scope(), None, None)

    run_apart(run())
