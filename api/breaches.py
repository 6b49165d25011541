"""What a change by hand breaks, in a coordinator's words: the rule, the number, the next step; in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from outreach.usecases.trying.judgement import Break, Judgement


def breach(found: Break, names: Mapping[str, str], language: str) -> str:
    """One broken rule as a sentence, in `zh` or `en`. `names`: of people, by id."""
    return found.rule


def breaches(judgement: Judgement, language: str) -> tuple[str, ...]:
    """All that a change breaks, one sentence each."""
    return tuple(breach(one, judgement.names, language) for one in judgement.breaks)
