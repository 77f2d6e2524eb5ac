"""Whoever only looks leaves nothing: no cookie, no storage, no worker, and no plate in the profile folder."""

import pytest
from support.chromium import profile, traces
from support.pages import Person
from test_erasing import KEPT, NOTHING

LOOKED_UP = [f"MN QNL{number}7{number}" for number in range(1, 9)] + ["MN QJX4721", "MN QAC6374"]


@pytest.mark.parametrize("scripts", [True, False])
def test_ten_look_ups_leave_nothing(registry, playwright, tmp_path, scripts):
    with profile(playwright, tmp_path, java_script_enabled=scripts) as context:
        person = Person(context.new_page(), registry.origin, scripts=scripts)
        person.open()
        for plate in LOOKED_UP:
            person.look_up(plate)
        assert context.cookies() == []
        if scripts:
            assert person.tab.evaluate(KEPT) == NOTHING
    assert {plate: found for plate in LOOKED_UP if (found := traces(tmp_path, plate.split()[1]))} == {}
    assert traces(tmp_path, registry.origin.rsplit("/")[-1]), "the control: the address is in the history"


def test_a_form_without_the_blank_field_would_leave_the_plate(registry, playwright, tmp_path):
    with profile(playwright, tmp_path, java_script_enabled=False) as context:
        person = Person(context.new_page(), registry.origin, scripts=False)
        person.open()
        person.tab.evaluate("document.querySelectorAll('[name=blank]').forEach(field => field.remove())")
        person.look_up(LOOKED_UP[0])
    assert traces(tmp_path, LOOKED_UP[0].split()[1])


@pytest.mark.parametrize("path", ["", "/login", "/report", "/search", "/moderate"])
def test_each_form_with_a_secret_has_the_blank_field(registry, browse, cookies, path):
    person = browse(registry.origin, scripts=False, cookies=cookies("moderator") if path else None)
    person.open(path)
    bare = person.tab.locator("form:has([name=plate], [name=plates], [name=code], [name=pattern]):not(:has([name=blank]))")
    assert bare.count() == 0


def test_the_daemon_s_files_and_log_hold_no_plate_that_was_asked(own_registry, browse):
    import pathlib
    person = browse(own_registry.origin, scripts=False)
    person.open()
    person.look_up("MN QNL4747")
    own_registry.stop()
    assert traces(pathlib.Path(own_registry.home), "QNL4747") == []
    assert traces(pathlib.Path(own_registry.home), "SQLite format"), "the control: its files are searched"
