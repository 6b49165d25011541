"""One Chromium for all browser tests, with a Chinese font, that may not speak to anybody but the page under test."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pylopdf_fonts_zh_tw
import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-default-apps", "--disable-dev-shm-usage"),
)

# A machine on which other tests run at the same time is given time to answer.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def chinese_fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fontconfig file that adds the font of a Python package, so that Chinese is not drawn as boxes."""
    folder = tmp_path_factory.mktemp("fonts")
    file = folder / "fonts.conf"
    file.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"<dir>{Path(pylopdf_fonts_zh_tw.__file__).parent}</dir><cachedir>{folder / 'cache'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return file


@pytest.fixture(scope="session")
def browser(chinese_fonts: Path) -> Iterator[Browser]:
    """An installed Chromium where there is one, else the test tool's own."""
    installed = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=installed,
            args=QUIET,
            env={**os.environ, "FONTCONFIG_FILE": str(chinese_fonts)},
        )
        yield started
        started.close()


@pytest.fixture
def desktop(browser: Browser) -> Iterator[BrowserContext]:
    """A window of a desk computer, Chinese of Taiwan."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-TW")
    yield context
    context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A phone held upright, touched by fingers, Chinese of Taiwan."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, device_scale_factor=2, is_mobile=True, has_touch=True, locale="zh-TW"
    )
    yield context
    context.close()
