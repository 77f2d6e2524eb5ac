"""What all tests share: the browsers, and a real daemon with a registry of every kind of plate."""

import pytest
from playwright.sync_api import sync_playwright
from support import chromium as chromium_browser
from support.firefox import SAFEST, firefox
from support.judges import validating
from support.webkit import webkit as webkit_browser


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(playwright):
    browser = chromium_browser.launched(playwright)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def validator():
    with validating() as validator:
        yield validator


@pytest.fixture(scope="session")
def safest():
    with firefox(SAFEST) as browser:
        yield browser


@pytest.fixture
def webkit(tmp_path):
    with webkit_browser(tmp_path) as driver:
        yield driver
