"""Taking units out of the plan: along strings of neighbours, around an unserved unit, of a person, of a time."""

from __future__ import annotations

from solver.engine import columns as c
from solver.engine.duties import commit, time_draft, to_draft
from solver.engine.tables import Tables, kernel
from solver.engine.units import log_unit, unserve
from solver.packed import roll

LONGEST = 10


@kernel
def mark(w: Tables, u: int) -> None:
    """Note that the unit is to go, and then whatever must follow it or is bundled with it."""
    t = w.tally
    begin = t[c.OUT_COUNT]
    mark_one(w, u)
    while begin < t[c.OUT_COUNT]:
        v = w.out[begin]
        begin += 1
        for i in range(w.unit[v, c.AFTER_A], w.unit[v, c.AFTER_B]):
            mark_one(w, w.link[i, c.OTHER])
        if w.unit[v, c.BUNDLE] >= 0:
            bundle = w.unit[v, c.BUNDLE]
            for a in range(w.bundle[bundle, c.MEMBERS_A], w.bundle[bundle, c.MEMBERS_B]):
                mark_one(w, w.lists[a])


@kernel
def mark_one(w: Tables, u: int) -> None:
    """Note that the unit is to go."""
    t = w.tally
    if w.served[u, c.ON_DAY] >= 0 and w.served[u, c.FLAG] == 0:
        w.served[u, c.FLAG] = 1
        w.out[t[c.OUT_COUNT]] = u
        t[c.OUT_COUNT] += 1


@kernel
def take_out(w: Tables) -> None:
    """Take all marked units out and time their duties anew; a duty that cannot stand without them is emptied."""
    t = w.tally
    done = 0
    while done < t[c.OUT_COUNT]:
        u = w.out[done]
        done += 1
        for s in range(w.unit[u, c.FIRST], w.unit[u, c.FIRST] + w.unit[u, c.SEATS]):
            p = w.held[s, c.BY]
            if w.duty[p, c.SIZE] == 0 or not stands(w, p, s):
                continue
            n = to_draft(w, p, -1, 0, 0, 0)
            size = time_draft(w, p, n) if seats_in_draft(w, n) else 0
            if size < 0:
                for k in range(1, w.duty[p, c.SIZE] + 1):
                    if w.stop[p, k, c.NODE] >= 0:
                        mark(w, w.seat[w.stop[p, k, c.NODE], c.UNIT])
                size = 0
            commit(w, p, size)
    for i in range(t[c.OUT_COUNT]):
        u = w.out[i]
        log_unit(w, u)
        unserve(w, u)
        w.served[u, c.FLAG] = 0


@kernel
def stands(w: Tables, p: int, s: int) -> bool:
    """Whether the seat is still among the duty's elements."""
    found = False
    for k in range(1, w.duty[p, c.SIZE] + 1):
        found |= w.stop[p, k, c.NODE] == s
    return found


@kernel
def seats_in_draft(w: Tables, n: int) -> bool:
    """Whether anything but reloads is left in the draft."""
    found = False
    for k in range(1, n + 1):
        found |= w.draft[k, c.NODE] >= 0
    return found


@kernel
def mark_string(w: Tables, s: int, length: int) -> None:
    """Mark a string of the seat's duty that contains it; sometimes a string with a gap that stays."""
    p = w.held[s, c.BY]
    n, at = w.duty[p, c.SIZE], w.held[s, c.POSITION]
    length = min(length, n)
    keep = roll(w, max(1, n - length + 1)) if roll(w, 2) else 0
    keep = min(keep, 4)
    whole = min(length + keep, n)
    first = max(1, at - roll(w, whole))
    first = min(first, n - whole + 1)
    gap = first + 1 + roll(w, max(1, length - 1))
    for k in range(first, first + whole):
        if gap <= k < gap + keep:
            continue
        if w.stop[p, k, c.NODE] >= 0:
            mark(w, w.seat[w.stop[p, k, c.NODE], c.UNIT])


@kernel
def ruin_strings(w: Tables, s: int, average: int) -> None:
    """Strings around a seat, in the duties that serve its neighbours."""
    limit = 1 + roll(w, LONGEST)
    strings = 1 + roll(w, max(1, 2 * average * 2 // (1 + limit) - 1))
    t = w.tally
    seen = 0
    for a in range(w.seat[s, c.NEAR_A] - 1, w.seat[s, c.NEAR_B]):
        v = s if a < w.seat[s, c.NEAR_A] else w.lists[a]
        p = w.held[v, c.BY]
        if p < 0 or w.served[w.seat[v, c.UNIT], c.FLAG]:
            continue
        fresh = True
        for i in range(seen):
            fresh &= w.queue[i] != p
        if not fresh:
            continue
        w.queue[seen] = p
        seen += 1
        mark_string(w, v, 1 + roll(w, limit))
        if seen >= strings or t[c.OUT_COUNT] >= 3 * average:
            break


@kernel
def ruin_around(w: Tables, u: int, average: int) -> None:
    """The unit, work of its hours in duties of persons who could take a seat of it, and more of theirs."""
    s = w.unit[u, c.FIRST] + roll(w, w.unit[u, c.SEATS])
    ways = w.seat[s, c.CAND_B] - w.seat[s, c.CAND_A]
    if ways == 0:
        return
    mark(w, u)
    for _ in range(1 + roll(w, 3)):
        p = w.lists[w.seat[s, c.CAND_A] + roll(w, ways)]
        for _ in range(6 if w.unit[u, c.NOT_LIKED] else 0):
            if not w.liked[s, w.workday[p, c.PERSON]]:
                p = w.lists[w.seat[s, c.CAND_A] + roll(w, ways)]
        at = s * w.rate[c.DAYS] + w.workday[p, c.DAY]
        number = w.slot_at[at + 1] - w.slot_at[at]
        i = w.slot_at[at] + roll(w, number)
        low, high = w.slots[i, c.EARLIEST], w.slots[i, c.LATEST]
        wide = max(0, min(high, low + 7200) - low)
        begin = low + roll(w, max(1, high - low - wide + 1)) - 900
        end = begin + wide + w.seat[s, c.TOOK] + 1800
        for k in range(1, w.duty[p, c.SIZE] + 1):
            node = w.stop[p, k, c.NODE]
            if node >= 0 and w.stop[p, k, c.START] < end and w.stop[p, k, c.START] + w.stop[p, k, c.STAY] > begin:
                mark(w, w.seat[node, c.UNIT])
        if w.duty[p, c.SIZE] == 0 or roll(w, 2):
            own = w.workday[p, c.OWN_B] - w.workday[p, c.OWN_A]
            q = w.workday[p, c.OWN_A] + roll(w, own)
            mark_duty(w, q, average)
        if w.tally[c.OUT_COUNT] >= 2 * average:
            return


@kernel
def mark_duty(w: Tables, p: int, most: int) -> None:
    """Mark the work of a duty, at most so many elements from a random one on."""
    n = w.duty[p, c.SIZE]
    if n == 0:
        return
    first = 1 if n <= most else 1 + roll(w, n - most + 1)
    for k in range(first, min(n, first + most - 1) + 1):
        if w.stop[p, k, c.NODE] >= 0:
            mark(w, w.seat[w.stop[p, k, c.NODE], c.UNIT])


@kernel
def ruin_person(w: Tables, p: int, average: int) -> None:
    """The duty, and perhaps others of the same person or the same day."""
    mark_duty(w, p, 2 * average)
    for _ in range(roll(w, 3)):
        own = w.workday[p, c.OWN_B] - w.workday[p, c.OWN_A]
        mark_duty(w, w.workday[p, c.OWN_A] + roll(w, own), average)


@kernel
def ruin_slice(w: Tables, p: int, average: int) -> None:
    """Work of one day that starts within two hours, in whatever duties."""
    day, workdays = w.workday[p, c.DAY], w.workday.shape[0]
    n = w.duty[p, c.SIZE]
    moment = w.stop[p, 1 + roll(w, n), c.START] if n else w.workday[p, c.OPENING] + 7200
    half = 1200 + roll(w, 3600)
    shift = roll(w, workdays)
    for j in range(workdays):
        q = (j + shift) % workdays
        if w.workday[q, c.DAY] != day:
            continue
        for k in range(1, w.duty[q, c.SIZE] + 1):
            node = w.stop[q, k, c.NODE]
            if node >= 0 and abs(w.stop[q, k, c.START] - moment) < half:
                mark(w, w.seat[node, c.UNIT])
        if w.tally[c.OUT_COUNT] >= average + roll(w, average):
            return


@kernel
def ruin(w: Tables, average: int, aimed: int) -> None:
    """Mark some work by one of the ways, `aimed` in a hundred times around what is unserved, and take it out."""
    t = w.tally
    t[c.OUT_COUNT] = 0
    way = roll(w, 100)
    hopeful = -1
    if t[c.OPEN_COUNT] and roll(w, 100) < aimed:
        u = w.open[roll(w, t[c.OPEN_COUNT])]
        other = w.open[roll(w, t[c.OPEN_COUNT])]
        if w.unit[other, c.MISSED] + 9 * w.unit[other, c.FORCED] > w.unit[u, c.MISSED] + 9 * w.unit[u, c.FORCED]:
            u = other
        hopeful = u if w.unit[u, c.ABLE] else -1
    t[c.HOPEFUL] = hopeful
    if hopeful >= 0:
        ruin_around(w, hopeful, average)
    elif way < w.rate[c.RUIN_AROUND]:
        ruin_around(w, roll(w, w.tally[c.UNITS]), average)
    elif way < w.rate[c.RUIN_STRINGS]:
        ruin_strings(w, roll(w, w.seat.shape[0]), average)
    elif way < w.rate[c.RUIN_PERSON]:
        ruin_person(w, roll(w, w.workday.shape[0]), average)
    else:
        ruin_slice(w, roll(w, w.workday.shape[0]), average)
    take_out(w)
