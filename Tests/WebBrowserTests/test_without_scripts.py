"""The whole way without scripts: look up, log in by an invite, report, take it back, moderate, undo, log out."""

import pytest
from support.registry import NO_PLATE, PLATES, SIMILAR

PLATE = "MN RWS5163"


def test_a_stranger_looks_up_in_one_screen_and_two_taps(registry, browse):
    person = browse(registry.origin, scripts=False, has_touch=True)
    person.open()
    box = person.tab.locator("#plate").bounding_box()
    button = person.tab.locator("form#lookup button").bounding_box()
    assert box["y"] + box["height"] < button["y"] + button["height"] <= 740, "the field and its button are in the first screen"
    answer = person.look_up(PLATES["confirmed"])
    assert answer.get_attribute("data-outcome") == "listed"
    assert answer.locator("h2").bounding_box()["y"] < 740, "the answer is in view"
    assert person.tab.evaluate("document.activeElement.localName") == "h2", "and read out"


def test_the_three_answers(registry, browse):
    person = browse(registry.origin, scripts=False)
    person.open()
    for plate, outcome in ((PLATES["confirmed"], "listed"), (PLATES["absent"], "not-listed"), (PLATES["suspected"], "not-listed"), (NO_PLATE, "unknown")):
        assert person.look_up(plate).get_attribute("data-outcome") == outcome, plate


def test_similar_is_not_the_same(registry, browse):
    person = browse(registry.origin, scripts=False)
    person.open()
    answer = person.look_up(SIMILAR)
    assert answer.get_attribute("data-outcome") == "not-listed"
    assert PLATES["confirmed"].split()[1] in answer.locator(".similar").inner_text()


def test_a_plate_in_spoken_words(registry, browse):
    person = browse(registry.origin, scripts=False)
    person.open()
    person.tab.fill("#plate", "quebec juliett xray four seven two one")
    person.press("form#lookup button")
    assert person.tab.locator("article[data-outcome=listed]").count() == 1


def test_a_volunteer_logs_in_reports_takes_it_back_and_logs_out(own_registry, browse):
    person = browse(own_registry.origin, scripts=False)
    person.log_in(own_registry.invite("volunteer"))
    person.sees("login.done.title")
    assert len(person.context.cookies()) == 2
    person.report(PLATE)
    assert own_registry.reports_of(PLATE) == 1
    person.press(person.button("report.withdraw.button"))
    person.sees("report.withdrawn.title")
    assert own_registry.reports_of(PLATE) == 0
    person.open("/me")
    person.press(person.button("me.logout.button"))
    person.sees("leave.done.title")
    assert person.context.cookies() == []


@pytest.mark.parametrize("again", ["a reload of the answer", "a double tap"])
def test_a_form_that_is_sent_twice_counts_once(own_registry, browse, again):
    person = browse(own_registry.origin, scripts=False, cookies=own_registry.cookies("volunteer"))
    if again == "a double tap":
        person.fill_report(PLATE)
        with person.tab.expect_navigation():
            person.tab.locator("form#report button:not([type=button])").dblclick(no_wait_after=True)
        person.tab.wait_for_load_state("networkidle")
    else:
        person.report(PLATE)
        person.tab.reload()
    person.sees("report.recorded")
    assert own_registry.reports_of(PLATE) == 1
    # The control: a form with another ID counts.
    person.fill_report(PLATE)
    person.send_report()
    person.sees("report.merged")
    assert own_registry.reports_of(PLATE) == 2


def test_a_token_that_was_revoked_is_said_to_have_ended(own_registry, browse):
    person = browse(own_registry.origin, scripts=False, cookies=own_registry.cookies("reader"))
    person.open()
    assert person.look_up(PLATES["suspected"]).get_attribute("data-outcome") == "listed"
    token = own_registry.daemon.client(own_registry.token("reader"))
    token.call("DELETE", "/v1/tokens/self")
    assert person.look_up(PLATES["suspected"]).get_attribute("data-outcome") == "unknown"
    assert person.context.cookies() == []
    person.open()
    assert person.look_up(PLATES["suspected"]).get_attribute("data-outcome") == "not-listed", "now as anybody"


def test_a_moderator_decides_undoes_and_finds_a_plate(own_registry, browse):
    own_registry.queue([PLATE])
    person = browse(own_registry.origin, scripts=False, cookies=own_registry.cookies("moderator"))
    person.next_card()
    shown = person.tab.locator("#card .plate").first.inner_text()
    person.decide("clear")
    assert own_registry.stored(shown)["results"][0]["rows"] == [] or own_registry.stored(shown)["results"][0]["rows"][0].get("cleared_on")
    person.press(person.button("moderate.done.undo"))
    assert any(row["status"] in ("suspected", "watched") for row in own_registry.stored(shown)["results"][0]["rows"])
