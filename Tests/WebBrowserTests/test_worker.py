"""The worker: never an old page while the network answers, and a shell where it does not."""

import pytest

from test_outbox import cookies_for, waits


READY = "navigator.serviceWorker.ready.then(() => new Promise(done => navigator.serviceWorker.controller ? done() : navigator.serviceWorker.addEventListener('controllerchange', done)))"


@pytest.fixture
def member(own_registry, relay, browse):
    def at(origin):
        person = browse(origin, cookies=cookies_for(own_registry, origin, "volunteer"))
        person.open()
        person.tab.evaluate(READY)
        return person
    return at


def test_visitors_get_no_worker(registry, browse):
    person = browse(registry.origin)
    person.open()
    assert person.tab.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


def test_a_new_build_is_seen_in_one_load(relay, member):
    person = member(relay.origin)
    relay.rewrite = lambda path, body: body.replace(b"<main>", b"<main><p id=new>new</p>") if b"<main>" in body else body + b"\n// new" if "sw.js" in path else body
    person.open()
    assert person.tab.locator("#new").count() == 1
    person.open("/help")
    assert person.tab.locator("#new").count() == 1
    relay.rewrite = lambda path, body: body
    person.open()
    assert person.tab.locator("#new").count() == 0, "and the control: the page before has no mark"


@pytest.mark.parametrize("way", ["offline", "stopped"])
@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_the_shell(own_registry, member, way, language):
    person = member(own_registry.origin)
    if way == "offline":
        person.context.set_offline(True)
    else:
        own_registry.stop()
    person.language = language
    person.open("/report")
    assert person.tab.get_attribute("html", "lang") == language
    assert person.tab.locator("form#report, form#lookup").count() > 0
    assert person.tab.locator("article[data-outcome=not-listed]").count() == 0


def test_no_page_of_a_person_is_in_a_cache(own_registry, member):
    person = member(own_registry.origin)
    for path in ("/me", "/report", "/waiting", "/search"):
        person.open(path)
    person.open()
    person.look_up("MN QJX4721")
    kept = person.tab.evaluate("""async () => (await Promise.all((await caches.keys()).map(async name => (await (await caches.open(name)).keys()).map(request => new URL(request.url).pathname)))).flat()""")
    assert kept and all(path.startswith("/assets/") or path.endswith("/offline") for path in kept), kept
    texts = person.tab.evaluate("""async () => (await Promise.all((await caches.keys()).map(async name => { const cache = await caches.open(name); return Promise.all((await cache.keys()).map(async request => (await cache.match(request)).text())) }))).flat().join('')""")
    assert "QJX4721" not in texts and "Harrow" in texts, "the control: something is read there"


def test_the_shell_shows_what_waits_and_drops_it(own_registry, member):
    person = member(own_registry.origin)
    person.fill_report("MN RUT5274")
    own_registry.stop()
    person.send_report()
    person.sees("report.on_phone")
    person.open("/waiting")
    row = person.tab.locator("#waiting li", has_text="RUT5274")
    row.wait_for()
    assert person.tab.title().startswith(person.words["offline.title"]), "the control: it is the shell"
    row.locator("button").click()
    person.sees("waiting.none")
    waits(person, 0)
