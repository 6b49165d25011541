"""Generated requests as each role: no fault of ours, and every answer as the description says. In short; the long form
is `python -m tests.proofs.api_fuzz`.
"""

from __future__ import annotations

import pytest

from outreach.actor import ROLES, Role
from tests.proofs import api_fuzz


@pytest.mark.parametrize("role", ROLES)
def test_generated_requests(role: Role) -> None:
    told = api_fuzz.run(150, roles=[role])
    assert told["findings"] == []
    assert told["server_errors"] == told["schema_breaks"] == 0
    assert told["requests"] >= 100
