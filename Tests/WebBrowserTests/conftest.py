"""What all tests share: the browsers, and real daemons with plates in every state."""

import pytest
from playwright.sync_api import sync_playwright
from support import chromium as chromium_browser
from support import registry as registries
from support.chromium import PHONE, Watch
from support.firefox import SAFEST, firefox
from support.judges import validating
from support.pages import Person
from support.relay import relay_to
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


@pytest.fixture(scope="session")
def registry(tmp_path_factory):
    """A filled registry, for tests that change nothing that others see."""
    with registries.running(registries.programs(), tmp_path_factory.mktemp("registry")) as registry:
        yield registry.fill()


@pytest.fixture
def own_registry(tmp_path):
    """A filled registry for one test, which may stop it."""
    with registries.running(registries.programs(), tmp_path) as registry:
        yield registry.fill()


@pytest.fixture
def relay(own_registry):
    """A relay before the test's own registry."""
    with relay_to(own_registry.port) as relay:
        yield relay


@pytest.fixture
def browse(chromium):
    """Makes people with a browser of their own: at an origin, logged in by cookies of that origin, with or without scripts."""
    contexts = []

    def person(origin, language="en", scripts=True, cookies=None, **options):
        context = chromium.new_context(**{"viewport": PHONE, "java_script_enabled": scripts, "locale": language, **options})
        context.set_default_timeout(15_000)
        contexts.append(context)
        if cookies:
            context.add_cookies([{"name": name, "value": value, "url": origin, "httpOnly": "half" not in name, "sameSite": "Strict"}
                                 for name, value in cookies.items()])
        watch = Watch(context, [origin])
        found = Person(context.new_page(), origin, language, scripts)
        found.context, found.watch = context, watch
        return found

    yield person
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def cookies(registry):
    """The cookies of a role at the shared registry; none for anyone."""
    made = {None: None}

    def of(role):
        if role not in made:
            made[role] = registry.cookies(role)
        return made[role]

    return of
