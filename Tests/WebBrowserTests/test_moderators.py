"""Moderators: by keys and by thumb, undo, a colleague who was quicker, a lost answer, and a purge by two."""

import pytest
from support.relay import HANG, PASS, SWALLOW
from test_outbox import cookies_for


def letters(count, start="K"):
    """Plates of which no two are similar."""
    alphabet = "ACDEFGHJKLMNPRTUVWXY"
    return [f"MN {start}{alphabet[number % 20]}{alphabet[(number * 7 + number // 20) % 20]}{1000 + number * 173 % 9000}" for number in range(count)]


def waiting(registry):
    return registry.client().post("/v1/moderation/queue", {"limit": 1})["waiting"]


def cards(person):
    return person.tab.locator("#card .plate").first.inner_text()


def test_fifty_cards_by_keys_and_one_undone(own_registry, browse):
    own_registry.queue(letters(55))
    person = browse(own_registry.origin, cookies=own_registry.cookies("moderator"))
    before = waiting(own_registry)
    person.next_card()
    last = None
    for _ in range(50):
        last = cards(person)
        person.tab.keyboard.press("x")
        person.tab.wait_for_function("last => document.querySelector('#card .plate')?.textContent !== last", arg=last)
    assert waiting(own_registry) == before - 50
    person.tab.keyboard.press("u")
    person.tab.get_by_text(person.words["moderate.done.logged"].replace("{plate}", last)).first.wait_for()
    assert waiting(own_registry) == before - 49


def test_u_takes_one_decision_after_the_other(own_registry, browse):
    own_registry.queue(letters(14))
    person = browse(own_registry.origin, cookies=own_registry.cookies("moderator"), viewport={"width": 1280, "height": 800})
    before = waiting(own_registry)
    person.next_card()
    decided = []
    for _ in range(12):
        decided.append(cards(person))
        person.tab.keyboard.press("x")
        person.tab.wait_for_function("last => document.querySelector('#card .plate')?.textContent !== last", arg=decided[-1])
    assert person.tab.locator("kbd", has_text="u").count() == 1
    for number, plate in enumerate(reversed(decided), 1):
        person.tab.keyboard.press("u")
        person.tab.locator("main .done", has_text=person.words["moderate.done.logged"].replace("{plate}", plate)).wait_for()
        assert waiting(own_registry) == before - 12 + number
        undone = person.tab.locator("#last .done", has_text=person.words["script.moderate.undone"])
        assert undone.count() == min(number, 10) and undone.locator("button").count() == 0
    person.tab.keyboard.press("u")
    assert waiting(own_registry) == before, "nothing is left to undo"


def test_u_undoes_the_last_card_of_the_queue(own_registry, browse):
    for voice in own_registry.voices:
        own_registry.report(voice, letters(1), area="quarry-park")
    person = browse(own_registry.origin, cookies=own_registry.cookies("moderator"))
    person.open("/moderate")
    person.tab.select_option("[name=in_area]", "quarry-park")
    person.press(person.button("moderate.start.button"))
    shown = cards(person)
    person.tab.keyboard.press("x")
    person.sees("moderate.empty.title")
    person.tab.keyboard.press("u")
    person.tab.locator("main .done", has_text=person.words["moderate.done.logged"].replace("{plate}", shown)).wait_for()
    assert cards(person) == shown


def test_an_undone_decision_has_no_button_without_scripts(own_registry, browse):
    own_registry.queue(letters(2))
    person = browse(own_registry.origin, scripts=False, cookies=own_registry.cookies("moderator"))
    person.next_card()
    person.decide("clear")
    assert person.tab.locator(".done button").count() == 1, "the control"
    person.press(".done form button")
    assert person.tab.locator(".done, .decided").count() == 1 and person.tab.locator(".done button, .decided button").count() == 0


@pytest.mark.parametrize("keys", ["Control+x", "Alt+x", "Meta+x"])
def test_keys_with_a_modifier_do_nothing(own_registry, browse, keys):
    own_registry.queue(letters(3))
    person = browse(own_registry.origin, cookies=own_registry.cookies("moderator"))
    person.next_card()
    before, shown = waiting(own_registry), cards(person)
    person.tab.keyboard.press(keys)
    assert cards(person) == shown and waiting(own_registry) == before
    person.tab.keyboard.press("x")
    person.tab.wait_for_function("last => document.querySelector('#card .plate')?.textContent !== last", arg=shown)


def test_keys_answer_a_question(own_registry, browse):
    own_registry.queue(letters(3))
    person = browse(own_registry.origin, cookies=own_registry.cookies("moderator"))
    person.next_card()
    shown, press = cards(person), person.tab.keyboard.press

    def ask():
        press("s")
        person.tab.wait_for_selector("#card button[name=why]")

    def skips():
        return [skip["reason"] for row in own_registry.stored(shown)["results"][0]["rows"] for skip in row.get("skips", [])]

    ask()
    assert person.tab.locator("#card kbd").all_text_contents() == ["1", "2", "3", "4", "s", "Esc"]
    press("Escape")
    person.tab.wait_for_selector("#card .plate")
    assert cards(person) == shown and skips() == [], "the way back decides nothing"
    ask()
    # The control: neither a key with a modifier, nor one without an answer, nor one while keys are off.
    for key in ("Control+2", "9"):
        press(key)
    person.tab.uncheck("#keys")
    assert person.tab.locator("#card kbd").count() == 0
    press("2")
    assert person.tab.locator("#card button[name=why]").count() == 4 and skips() == []
    person.tab.check("#keys")
    reason = person.tab.locator("#card button[name=why]").nth(1).get_attribute("value")
    press("2")
    person.tab.wait_for_function("last => ![null, undefined, last].includes(document.querySelector('#card .plate')?.textContent)", arg=shown)
    assert skips() == [reason]


def test_keys_in_a_question_s_field_are_its_text(own_registry, browse):
    own_registry.queue(letters(2))
    person = browse(own_registry.origin, cookies=own_registry.cookies("moderator"))
    person.next_card()
    shown = cards(person)
    person.tab.keyboard.press("m")
    person.tab.locator("#meant:focus").wait_for()
    assert person.tab.locator("#card form").first.locator("#meant").count() == 1, "the field comes before what is offered"
    person.tab.fill("#meant", "MN ")
    person.tab.press("#meant", "1")
    person.tab.press("#meant", "x")
    assert person.tab.input_value("#meant") == "MN 1x", "letters go into the field"
    person.tab.keyboard.press("Escape")
    person.tab.wait_for_selector("#card .plate")
    assert cards(person) == shown


def test_a_card_that_nobody_touches_leaves_the_screen(own_registry, browse):
    own_registry.queue(letters(2))
    person = browse(own_registry.origin, cookies=own_registry.cookies("moderator"))
    person.tab.clock.install()
    person.next_card()
    person.tab.clock.fast_forward("14:00")
    assert person.tab.locator("#card, .verdicts").count() == 2, "the control: it stays for a while"
    person.tab.clock.fast_forward("01:30")
    person.sees("script.moderate.stale")
    assert person.tab.locator("#card, .verdicts").count() == 0


def test_a_wide_screen_keeps_the_last_ten_decisions(own_registry, browse):
    own_registry.queue(letters(14))
    person = browse(own_registry.origin, cookies=own_registry.cookies("moderator"), viewport={"width": 1280, "height": 800})
    person.next_card()
    for _ in range(11):
        last = cards(person)
        person.tab.keyboard.press("x")
        person.tab.wait_for_function("last => document.querySelector('#card .plate')?.textContent !== last", arg=last)
    kept = person.tab.locator("#last .done")
    assert kept.count() == 10 and last in kept.first.inner_text()
    assert person.tab.locator("#last").is_visible()
    person.tab.set_viewport_size({"width": 360, "height": 740})
    assert not person.tab.locator("#last").is_visible(), "a phone has no room for them"


def test_twenty_cards_by_thumb(own_registry, browse):
    own_registry.queue(letters(22))
    person = browse(own_registry.origin, scripts=False, has_touch=True, cookies=own_registry.cookies("moderator"))
    before = waiting(own_registry)
    person.next_card()
    for _ in range(20):
        with person.tab.expect_navigation():
            person.tab.tap("button[name=verdict][value=clear]")
    assert waiting(own_registry) == before - 20
    boxes = [person.tab.locator(f"button[name=verdict][value={verdict}]").bounding_box() for verdict in ("confirm", "clear", "dismiss", "skip")]
    assert all(box["height"] >= 48 and box["y"] + box["height"] <= 740 for box in boxes), "within the thumb's reach, without scrolling"


def test_a_confirmation_needs_a_sign(own_registry, browse):
    own_registry.queue(letters(2))
    person = browse(own_registry.origin, scripts=False, cookies=own_registry.cookies("moderator"))
    person.next_card()
    shown = cards(person)
    for box in person.tab.locator("#card [name=signs]:checked").all():
        box.uncheck()
    person.decide("confirm")
    person.sees("error.verdict.signs_missing.title")
    assert cards(person) == shown, "the card stays"
    person.tab.check("#card [name=signs][value=convoy]")
    person.decide("confirm")
    assert own_registry.stored(shown)["results"][0]["rows"][0]["status"] == "confirmed"


def test_a_colleague_was_quicker(own_registry, browse):
    own_registry.queue(letters(2))
    person = browse(own_registry.origin, scripts=False, cookies=own_registry.cookies("moderator"))
    person.next_card()
    shown = cards(person)
    version = own_registry.stored(shown)["results"][0]["rows"][0]["version"]
    own_registry.client().post("/v1/moderation/verdicts", {"verdict": "confirm", "signs": ["convoy"], "plates": [{"plate": shown, "version": version}]})
    person.decide("clear")
    person.sees("error.verdict.conflict.title")
    assert own_registry.stored(shown)["results"][0]["rows"][0]["status"] == "confirmed"


@pytest.mark.parametrize("mode", [SWALLOW, HANG])
def test_a_lost_answer_keeps_the_card_and_decides_once(own_registry, relay, browse, mode):
    own_registry.queue(letters(4))
    person = browse(relay.origin, cookies=cookies_for(own_registry, relay.origin, "moderator"))
    person.next_card()
    shown, before = cards(person), waiting(own_registry)
    relay.set(mode, only="verdict")
    person.decide("clear")
    person.sees("script.moderate.no_answer")
    assert cards(person) == shown
    relay.set(PASS)
    person.decide("clear")
    person.tab.wait_for_function("last => document.querySelector('#card .plate')?.textContent !== last", arg=shown)
    assert waiting(own_registry) == before - 1


def test_nothing_is_read_before_start(own_registry, browse):
    # Each plate that a card names counts as read; this one is alone in its area.
    for voice in own_registry.voices:
        own_registry.report(voice, letters(1), area="quarry-park")
    client = own_registry.daemon.client(own_registry.token("moderator"))

    def read():
        return client.post("/v1/moderation/ageing", {"dry_run": True})["read"]["today"]

    before = read()
    person = browse(own_registry.origin, scripts=False, cookies=own_registry.cookies("moderator"))
    person.open("/moderate")
    person.open("/moderate")
    assert read() == before
    person.tab.select_option("[name=in_area]", "quarry-park")
    person.press(person.button("moderate.start.button"))
    assert cards(person) == letters(1)[0]
    assert read() == before + 1


def test_a_neighborhood_is_purged_by_two(own_registry, browse):
    plates = letters(110, start="W")
    for person in own_registry.voices[:2]:
        own_registry.report(person, plates, area="quarry-park")
    first = browse(own_registry.origin, scripts=False, cookies=own_registry.cookies("moderator"))
    first.open("/moderate/bulk")
    first.tab.select_option("#purge-area", "quarry-park")
    first.press("form:has(#purge-area) button")
    first.sees("moderate.preview.second")
    first.press("form[action$='/carry-out'] button")
    assert seen(own_registry, plates) == 20, "nothing is purged before a second moderator approved"
    own_registry.people["colleague"] = own_registry.daemon.person("moderator")
    second = browse(own_registry.origin, scripts=False, cookies=own_registry.cookies("colleague"))
    second.open("/moderate/proposals")
    second.press(second.button("moderate.proposals.show.button"))
    second.press("button[name=approve]")
    assert seen(own_registry, plates) == 0


def seen(registry, plates):
    """How many of the first twenty plates have a sighting."""
    found = registry.client().post("/v1/moderation/plates", {"plates": plates[:20]})["results"]
    return sum(any(row["sightings"] for row in item["rows"]) for item in found)
