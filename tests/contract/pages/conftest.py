"""The office behind the pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api_site import ApiSite


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApiSite]:
    """One on SQLite for a whole file: for tests that leave no traces, or that mind none."""
    folder: Path = tmp_path_factory.mktemp("pages")
    site = ApiSite(f"sqlite:///{folder / 'office.db'}")
    yield site
    site.engine.dispose()
