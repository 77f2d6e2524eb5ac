"""A form of another site changes nothing."""

import pytest
from support.registry import PLATES
from support.static import page, serving

FORGERIES = {
    "another site": {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, "a sibling": {"Sec-Fetch-Site": "same-site"},
    "by hand": {"Sec-Fetch-Site": "none"}, "Origin null": {"Sec-Fetch-Site": None, "Origin": "null"},
    "another Origin": {"Sec-Fetch-Site": None, "Origin": "http://127.0.0.1:1"}, "neither header": {"Sec-Fetch-Site": None, "Origin": None},
}


def cookie_header(registry, role):
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in registry.cookies(role).items())}


@pytest.mark.parametrize("headers", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_forged_post_is_refused_and_changes_nothing(own_registry, headers):
    form = {"plate": "MN RFG5274", "area": "powderhorn", "id": "0" * 31 + "7", "seen_at": "", "member": "1"}
    member = cookie_header(own_registry, "volunteer")
    for path, fields in (("/en/report", form), ("/en/leave", {}), ("/en/end", {}), ("/en/login", {"code": own_registry.token("volunteer")})):
        status, answer, body = own_registry.request("POST", path, fields, headers={**member, **headers})
        assert status == 403, path
        assert answer.get_all("Set-Cookie") is None and b"<html" in body
    assert own_registry.reports_of("MN RFG5274") == 0
    assert own_registry.daemon.client(own_registry.token("volunteer")).get("/v1/tokens/self")["revoked"] is False


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": None, "Origin": "own"}], ids=["same-origin", "own Origin"])
def test_the_page_s_own_form_is_taken(own_registry, headers):
    """The control."""
    own = {name: own_registry.origin if value == "own" else value for name, value in headers.items()}
    status, _, _ = own_registry.request("POST", "/en/leave", {}, headers={**cookie_header(own_registry, "volunteer"), **own})
    assert status == 200


def test_a_look_up_without_a_cookie_needs_no_proof(registry):
    for headers in ({"Sec-Fetch-Site": None, "Origin": None}, {"Sec-Fetch-Site": "same-origin"}):
        status, _, body = registry.request("POST", "/en/lookup", {"plate": PLATES["confirmed"]}, headers=headers)
        assert status == 200 and b'data-outcome="listed"' in body
    assert registry.request("POST", "/en/lookup", {"plate": PLATES["confirmed"]}, headers={"Sec-Fetch-Site": "cross-site"})[0] == 403


def test_a_page_of_another_site_in_a_real_browser(own_registry, browse):
    person = browse(own_registry.origin, cookies=own_registry.cookies("volunteer"))
    action = f"{own_registry.origin}/en/leave"
    with serving({"/": page(f'<form method="post" action="{action}"><button>press</button></form>')}) as origin:
        # By its name the other server is another site, on the same machine.
        person.tab.goto(origin.replace("127.0.0.1", "localhost"))
        with person.tab.expect_response(action) as answer:
            person.tab.click("button")
    assert answer.value.status == 403
    assert len(person.context.cookies(own_registry.origin)) == 2
    person.open("/me")
    assert person.tab.locator("body[data-member]").count() == 1, "still logged in"


def test_no_other_page_can_frame_it(registry, browse):
    person = browse(registry.origin)
    with serving({"/": page(f'<iframe title="a" src="{registry.origin}/en"></iframe>')}) as origin:
        person.tab.goto(origin)
        assert person.tab.frames[1].locator("#plate").count() == 0


@pytest.mark.parametrize("host", ["evil.example", "", "127.0.0.1.evil.example"])
def test_another_host_gets_421(registry, host):
    assert registry.request("GET", "/en", headers={"Host": host})[0] in (421, 400)
    assert registry.request("GET", "/en")[0] == 200
