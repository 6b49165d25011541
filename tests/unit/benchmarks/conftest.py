"""Where the public instances stand: outside the repository, because most of them may not be carried."""

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def public_data() -> Path:
    folder = Path(os.environ.get("OUTREACH_DATA", REPOSITORY.parent / "shared" / "data"))
    if not (folder / "hhcrsp").is_dir():
        pytest.skip(f"no benchmark data in {folder}; benchmarks/README.md tells how to get it")
    return folder
