""""Erase and leave" works without a signal, and leaves nothing that is good for anything."""

import time

import pytest
from support import registry as registries
from support.registry import PLATES

KEPT = """async () => ({
    databases: (await indexedDB.databases()).map(database => database.name), caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length, local: {...localStorage}, session: {...sessionStorage},
})"""
NOTHING = {"databases": [], "caches": [], "workers": 0, "local": {}, "session": {}}
READY = "navigator.serviceWorker.ready.then(() => 0)"


def halves(person):
    return [cookie["name"] for cookie in person.context.cookies() if "half" in cookie["name"]]


@pytest.mark.parametrize("network", ["there", "offline", "daemon stopped"])
def test_erase_and_leave(own_registry, browse, network):
    person = browse(own_registry.origin, cookies=own_registry.cookies("volunteer"))
    person.open("/report")
    person.tab.evaluate(READY)
    if network == "offline":
        person.context.set_offline(True)
    elif network == "daemon stopped":
        own_registry.stop()
    if network != "there":
        person.tab.fill("form#report [name=plate]", "MN RVE6183")
        person.tab.select_option("form#report [name=area]", "powderhorn")
        person.send_report()
        person.sees("report.on_phone")
    before = person.tab.evaluate(KEPT)
    assert before["databases"] and before["caches"] and before["workers"] and halves(person), "the control: there is something to erase"
    person.tab.click("#erase")
    person.tab.wait_for_url(lambda url: not url.endswith("/report"))
    assert halves(person) == []
    person.context.set_offline(False)
    if network == "daemon stopped":
        own_registry.start()
    # The other half is nobody's.
    person.tab.goto(own_registry.origin + "/en")
    assert person.tab.locator("body[data-member]").count() == 0
    assert person.context.cookies() == [], "and goes with the next request"
    assert person.tab.evaluate(KEPT) == NOTHING
    assert person.look_up(PLATES["suspected"]).get_attribute("data-outcome") == "not-listed"


def test_a_registry_that_serves_no_pages_any_more_leaves_nothing(own_registry, browse):
    person = browse(own_registry.origin, cookies=own_registry.cookies("volunteer"))
    person.fill_report("MN RVE6183")
    person.tab.evaluate(READY)
    own_registry.stop()
    person.send_report()
    person.sees("report.on_phone")
    kept = person.tab.evaluate(KEPT)
    assert kept["databases"] and kept["caches"] and kept["workers"], "the control: there is something to erase"
    own_registry.arguments += ["--web-enabled=false"]
    own_registry.start()
    # As the browser does at the next visit. The page goes with its database.
    person.tab.evaluate("void navigator.serviceWorker.getRegistration().then(worker => worker.update())")
    person.tab.wait_for_url("about:blank")
    stranger = person.context.new_page()
    stranger.goto(own_registry.origin + "/sw.js")
    end = time.monotonic() + 15
    while stranger.evaluate(KEPT) != NOTHING:
        assert time.monotonic() < end, stranger.evaluate(KEPT)
        stranger.wait_for_timeout(50)


def test_it_leaves_for_where_the_operator_says(tmp_path, browse):
    with registries.running(registries.programs(), tmp_path, arguments=["--web-exit", "https://weather.example/"]) as registry:
        person = browse(registry.origin, cookies=registry.cookies("volunteer"))
        person.context.route("https://weather.example/**", lambda route: route.fulfill(body="rain", content_type="text/html"))
        person.open()
        assert halves(person), "the control: there is something to erase"
        person.tab.click("#erase")
        person.tab.wait_for_url("https://weather.example/")
        assert halves(person) == []


def test_the_token_lives_on_elsewhere(own_registry, browse):
    person = browse(own_registry.origin, cookies=own_registry.cookies("volunteer"))
    person.open()
    person.tab.click("#erase")
    person.tab.wait_for_url(lambda url: not url.endswith("/en"))
    assert own_registry.daemon.client(own_registry.token("volunteer")).get("/v1/tokens/self")["revoked"] is False


def test_leaving_with_reports_that_wait_asks_first(own_registry, browse):
    person = browse(own_registry.origin, cookies=own_registry.cookies("volunteer"))
    person.fill_report("MN RVE6183")
    person.context.set_offline(True)
    person.send_report()
    person.sees("report.on_phone")
    person.context.route("**/outbox", lambda route: route.abort())
    person.context.set_offline(False)
    person.open("/me")
    person.tab.click(person.button("me.logout.button"))
    person.tab.get_by_text(person.words["leave.unsent.one"].replace("{count}", "1")).wait_for()
    assert halves(person)
    person.tab.click(person.button("leave.unsent.erase.button"))
    person.sees("leave.done.title")
    assert person.context.cookies() == []


def test_half_a_login_is_nobody_s(own_registry):
    pair = own_registry.cookies("volunteer")
    for kept in pair:
        status, headers, body = own_registry.request("GET", "/en", headers={"Cookie": f"{kept}={pair[kept]}"})
        assert status == 200 and b"data-member" not in body
        assert any(value.startswith(kept + "=;") for value in headers.get_all("Set-Cookie") or []), "deleted without a word"
    both = "; ".join(f"{name}={value}" for name, value in pair.items())
    assert b"data-member" in own_registry.request("GET", "/en", headers={"Cookie": both})[2]


def test_halves_of_two_logins_are_nobody_s(own_registry):
    one, other = own_registry.cookies("volunteer"), own_registry.cookies("moderator")
    mixed = "; ".join(f"{name}={(one if 'half' in name else other)[name]}" for name in one)
    status, _, body = own_registry.request("GET", "/en", headers={"Cookie": mixed})
    assert status == 200 and b"data-member" not in body
