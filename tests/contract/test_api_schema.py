"""Generated requests as each role: no fault of ours, and every answer as the description says. In short; the long form
is `python -m tests.proofs.api_fuzz`.
"""

from __future__ import annotations

from tests.proofs import api_fuzz


def test_generated_requests() -> None:
    told = api_fuzz.run(1)
    assert told["findings"] == []
    assert told["server_errors"] == told["schema_breaks"] == 0
    assert told["requests"] >= 400
