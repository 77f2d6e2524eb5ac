"""Bad input gets a page that says what to do, in the page's language, and the daemon goes on."""

import re

import pytest
from support.pages import words
from support.registry import PLATES

FORM = "application/x-www-form-urlencoded"
# A body, its type, and its status.
BODIES = {
    "no field": (b"", FORM, 400), "another field": (b"nothing=1", FORM, 400), "an empty field": (b"plate=", FORM, 200), "1 MB of plate": (b"plate=" + b"A" * 1_000_000, FORM, 413), "NUL": (b"plate=A%00B", FORM, 400),
    "a bare NUL": (b"plate=A\0B", FORM, 400), "broken UTF-8": (b"plate=%ff%fe", FORM, 400), "a broken escape": (b"plate=%zz", FORM, 400),
    "multipart": (b"--x\r\nContent-Disposition: form-data; name=\"plate\"\r\n\r\nA\r\n--x--", "multipart/form-data; boundary=x", 415),
    "JSON": (b'{"plate":"A"}', "application/json", 415), "a thousand fields": (b"&".join(b"a%d=1" % number for number in range(1000)), FORM, 400),
    "40 plates": (b"plates=" + b"%0A".join(b"QX%d" % number for number in range(40)), FORM, 422),
}


def says_what_to_do(body, language):
    text = body.decode()
    return f'lang="{language}"' in text and words(language)["frame.look_up"] in text


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("body, kind, expected", BODIES.values(), ids=BODIES.keys())
def test_a_bad_look_up(registry, body, kind, expected, language):
    status, headers, answer = registry.request("POST", f"/{language}/lookup", body, headers={"Content-Type": kind})
    assert status == expected, answer[:300]
    assert headers["Content-Type"].startswith("text/html") and says_what_to_do(answer, language)
    assert b'data-outcome="not-listed"' not in answer, "an error never reads as not listed"
    assert registry.request("POST", f"/{language}/lookup", {"plate": PLATES["confirmed"]})[0] == 200, "the control, and the daemon goes on"


@pytest.mark.parametrize("method, path, status", [
    ("DELETE", "/en/lookup", 405), ("PUT", "/en", 405), ("GET", "/xx/help", 404), ("GET", "/en/help?plate=QJX4721", 200),
    ("GET", "/en/" + "a" * 5000, 404), ("GET", "/en/..%2f..%2fetc/passwd", 404), ("GET", "/assets/thaw.0000000000000000.css", 404),
])
def test_a_bad_request(registry, method, path, status):
    found, headers, body = registry.request(method, path)
    assert found == status, body[:200]
    assert headers["Content-Type"].startswith("text/html") and says_what_to_do(body, "en")
    assert b"QJX4721" not in body


def test_a_form_s_address_leads_to_the_form(registry):
    status, headers, body = registry.request("GET", "/en/lookup?plate=QJX4721")
    assert (status, headers["Location"]) == (303, "/en") and b"QJX4721" not in body


def test_programs_still_get_json(registry):
    status, headers, _ = registry.request("GET", "/nothing", headers={"Accept": "application/json"})
    assert status == 404 and headers["Content-Type"].startswith("application/problem+json")


def test_a_stale_cursor(registry, cookies):
    header = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies("reader").items())}
    status, _, body = registry.request("POST", "/en/search", {"pattern": "QJX*", "cursor": "AAAA"}, headers=header)
    assert status == 422 and words("en")["error.cursor.invalid.title"].encode() in body


@pytest.mark.parametrize("change", [{"area": "nowhere"}, {"seen_at": "yesterday"}, {"id": "x"}, {"signs": "no-such-sign"}, {"color": "octarine"}])
def test_a_bad_report_is_not_taken(registry, cookies, change):
    body = report(registry, cookies, "MN RBD6285", change)
    assert registry.reports_of("MN RBD6285") == 0, body[:300]
    assert says_what_to_do(body, "en")


def test_a_remark_is_dropped(registry, cookies):
    body = report(registry, cookies, "MN RBD6286", {"remark": "he lives at 5 Elm St"})
    assert registry.reports_of("MN RBD6286") == 1, "browsers' extensions add fields, so others are ignored"
    assert b"Elm St" not in body and "Elm St" not in str(registry.stored("MN RBD6286"))


def report(registry, cookies, plate, change):
    """The answer to a report with a changed field."""
    header = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies("volunteer").items())}
    page = registry.request("GET", "/en/report", headers=header)[2].decode()
    form = {"plate": plate, "area": "powderhorn", "member": "1", "id": re.search(r'name="id"[^>]*value="(\w+)"', page)[1],
            "seen_at": re.search(r'name="seen_at".*?<option[^>]*value="([^"]+)"', page, re.DOTALL)[1]}
    return registry.request("POST", "/en/report", {**form, **change}, headers=header)[2]
