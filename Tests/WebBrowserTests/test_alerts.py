"""Moderators see where alerts go, hold an output and let it go on; a card names the alerts of its plate."""

import re

import pytest
from support.registry import PLATES


def near(registry, area):
    """Reports a confirmed plate as a moderator, whom an alert takes for two trusted people."""
    registry.report("moderator", [PLATES["confirmed"]], hours_ago=0.02, area=area)


def held(registry):
    return [output["name"] for output in registry.client().get("/v1/moderation/alerts")["outputs"] if "held_by" in output]


@pytest.mark.parametrize("scripts", [True, False])
def test_an_output_is_held_and_another_goes_on(own_registry, browse, scripts):
    receiver = own_registry.receiver
    person = browse(own_registry.origin, scripts=scripts, cookies=own_registry.cookies("moderator"))
    assert held(own_registry) == ["south"]
    person.open("/moderate")
    person.press("a[href$='/moderate/alerts']")
    person.press("button[name=resume][value=south]")
    person.sees("moderate.alerts.done.resumed")
    person.press("button[name=hold][value=north]")
    person.sees("moderate.alerts.done.held")
    assert held(own_registry) == ["north"]
    near(own_registry, "lakeside")
    receiver.wait("south", "Lakeside")
    person.press("button[name=resume][value=north]")
    assert held(own_registry) == []
    near(own_registry, "foundry")
    receiver.wait("north", "Foundry")
    assert not any("Lakeside" in text for text in receiver.texts("north")), "what was not sent is not sent later"


def test_a_card_names_the_alerts_of_its_plate(own_registry, browse):
    near(own_registry, "lakeside")
    person = browse(own_registry.origin, scripts=False, cookies=own_registry.cookies("moderator"))

    def alerted(plate):
        person.open("/moderate")
        person.tab.fill("#another", plate)
        person.press(".another button")
        assert person.tab.locator("#card .plate").inner_text() == plate
        return person.tab.locator("dt", has_text=person.words["moderate.card.alerts"]).locator("xpath=following-sibling::dd[1]")

    assert re.search("^Lakeside, .+ → north$", alerted(PLATES["confirmed"]).inner_text(), re.MULTILINE)
    assert alerted(PLATES["suspected"]).count() == 0, "the control"
