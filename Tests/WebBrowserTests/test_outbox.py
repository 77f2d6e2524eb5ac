"""Reports that wait on the phone: each arrives once, or it is said that it did not."""

import re
import time

import pytest
from support import registry as registries
from support.relay import HANG, PASS, SWALLOW

PLATE = "MN RUT5274"
# Opening a database that is not there would make an empty one.
ENTRIES = """async () => {
  if (!(await indexedDB.databases()).some(({ name }) => name === 'thaw')) return []
  return new Promise((done, failed) => {
    const open = indexedDB.open('thaw')
    open.onerror = failed
    open.onsuccess = () => {
      const all = open.result.transaction('outbox').objectStore('outbox').getAll()
      all.onsuccess = () => { open.result.close(); done(all.result) }
    }
  })
}"""

@pytest.fixture
def volunteer(own_registry, browse):
    def at(origin, role="volunteer", person=None):
        return browse(origin, cookies=cookies_for(own_registry, origin, role))
    return at


def cookies_for(registry, origin, role):
    """A person's cookies under the names of an origin: on loopback they carry the port."""
    port = origin.rsplit(":", 1)[1]
    return {name.replace(str(registry.port), port): value for name, value in registry.cookies(role).items()}


def becomes(person, holds):
    """Waits until the states of all entries are as a test wants them. A page cannot be asked to wait for a promise, so it is asked again."""
    end = time.monotonic() + 15
    while True:
        states = [entry["state"] for entry in person.tab.evaluate(ENTRIES)]
        if holds(states):
            return
        assert time.monotonic() < end, states
        person.tab.wait_for_timeout(50)


def waiting(states):
    return sum(state in ("waiting", "tried") for state in states)


def is_sent(person):
    becomes(person, lambda states: states and not waiting(states))


def waits(person, count=1):
    becomes(person, lambda states: waiting(states) == count)


def test_a_report_waits_for_the_daemon_and_arrives_once(own_registry, volunteer):
    person = volunteer(own_registry.origin)
    person.fill_report(PLATE)
    own_registry.stop()
    person.send_report()
    person.sees("report.on_phone")
    waits(person)
    person.tab.close()
    own_registry.start()
    assert own_registry.reports_of(PLATE) == 0
    person.tab = person.context.new_page()
    person.open()
    is_sent(person)
    person.open("/waiting")
    assert own_registry.reports_of(PLATE) == 1
    # The control: a second report of the plate would be seen.
    own_registry.report("moderator", [PLATE])
    assert own_registry.reports_of(PLATE) == 2


def test_a_lost_answer_is_asked_for_again(own_registry, relay, volunteer):
    person = volunteer(relay.origin)
    person.fill_report(PLATE)
    relay.set(SWALLOW, only="outbox")
    person.send_report()
    person.sees("report.on_phone")
    becomes(person, lambda states: "tried" in states)
    assert own_registry.reports_of(PLATE) == 1, "the registry has it already"
    person.tab.close()
    relay.set(PASS)
    person.tab = person.context.new_page()
    person.open()
    is_sent(person)
    assert len(relay.requests("outbox")) >= 2
    assert own_registry.reports_of(PLATE) == 1


def test_two_tabs_have_one_sender(own_registry, relay, volunteer):
    person = volunteer(relay.origin)
    person.fill_report(PLATE)
    relay.set(HANG, only="outbox")
    person.send_report()
    waits(person)
    for _ in range(2):
        person.context.new_page().goto(relay.origin + "/en")
    relay.seen.clear()
    relay.set(PASS)
    person.tab.evaluate("dispatchEvent(new Event('online'))")
    is_sent(person)
    assert len(relay.requests("outbox")) == 1, "sent more than once"
    assert own_registry.reports_of(PLATE) == 1


def test_a_report_that_was_tried_is_not_sent_with_another_token(own_registry, relay, volunteer):
    person = volunteer(relay.origin)
    person.fill_report(PLATE)
    relay.set(SWALLOW, only="outbox")
    person.send_report()
    person.sees("report.on_phone")
    becomes(person, lambda states: "tried" in states)
    person.tab.close()
    relay.seen.clear()
    other = cookies_for(own_registry, relay.origin, "moderator")
    person.context.add_cookies([{"name": name, "value": value, "url": relay.origin} for name, value in other.items()])
    relay.set(PASS)
    person.tab = person.context.new_page()
    person.open("/waiting")
    person.sees("waiting.state.other_token")
    assert relay.requests("outbox") == []
    assert own_registry.reports_of(PLATE) == 1


def test_after_24_hours_it_is_said_and_erased(own_registry, volunteer):
    person = volunteer(own_registry.origin)
    person.tab.clock.install()
    person.fill_report(PLATE)
    own_registry.stop()
    person.send_report()
    waits(person)
    person.tab.clock.fast_forward("23:00:00")
    waits(person)
    person.tab.clock.fast_forward("01:31:00")
    person.sees("report.expired")
    waits(person, 0)
    own_registry.start()
    assert own_registry.reports_of(PLATE) == 0


def test_an_answered_report_is_erased_after_two_hours(own_registry, volunteer):
    person = volunteer(own_registry.origin)
    person.tab.clock.install()
    person.report(PLATE)
    becomes(person, lambda states: states == ["recorded"])
    person.tab.clock.fast_forward("01:20:00")
    becomes(person, lambda states: states == ["recorded"])
    person.tab.clock.fast_forward("01:00:00")
    becomes(person, lambda states: states == [])


def test_a_token_that_is_revoked_in_the_middle_loses_no_report(own_registry, volunteer):
    person = volunteer(own_registry.origin)
    person.fill_report(PLATE)
    own_registry.daemon.client(own_registry.token("volunteer")).call("DELETE", "/v1/tokens/self")
    person.send_report()
    person.sees("report.on_phone")
    waits(person)


def test_a_window_without_storage_keeps_the_form(own_registry, volunteer):
    person = volunteer(own_registry.origin)
    person.context.add_init_script("delete window.indexedDB; Object.defineProperty(window, 'indexedDB', {get() { throw new Error('refused') }})")
    person.fill_report(PLATE)
    own_registry.stop()
    person.send_report()
    person.sees("script.not_sent")
    assert person.tab.input_value("form#report [name=plate]") == PLATE
    own_registry.start()
    person.send_report()
    person.sees("report.recorded")
    assert own_registry.reports_of(PLATE) == 1


def test_the_bar_counts_what_waits(own_registry, volunteer):
    person = volunteer(own_registry.origin)
    person.fill_report(PLATE)
    own_registry.stop()
    person.send_report()
    person.tab.wait_for_function("() => document.querySelector('#outbox-count').textContent.includes('1')")


@pytest.mark.parametrize("zone, phone, minutes", [("Asia/Kathmandu", "America/Chicago", {"15", "45"}), ("America/Chicago", "Asia/Kathmandu", {"00", "30"})])
def test_a_waiting_report_shows_the_registry_s_time(tmp_path, browse, zone, phone, minutes):
    """The two zones are three quarters of an hour apart, so the minutes of a slot tell whose time it is."""
    with registries.running(registries.programs(), tmp_path, arguments=["--registry-time-zone", zone]) as registry:
        person = browse(registry.origin, cookies=registry.cookies("volunteer"), timezone_id=phone)
        person.context.route("**/outbox", lambda route: route.abort())
        person.fill_report(PLATE)
        slot = person.tab.locator("[name=seen_at] option").nth(1).text_content()
        assert set(re.findall(r":(\d\d)", slot)) <= minutes, slot
        person.tab.select_option("[name=seen_at]", index=1)
        person.send_report()
        person.sees("report.on_phone")
        person.open("/waiting")
        row = person.tab.locator("#waiting li").first
        row.wait_for()
        assert slot in row.inner_text()
