"""Bytes and length of an answer's page tell nothing that its reader may not see."""

import re

import pytest
from support.registry import PLATES

HIDDEN = {
    None: ["absent again", "watched", "suspected", "protected", "cleared", "purged"], "reader": ["absent again", "watched", "protected", "purged"],
    "volunteer": ["absent again", "watched", "protected", "purged"], "moderator": ["absent again", "purged"],
}
BLOCK = 8 * 1024


def told(registry, cookies, state, language="en"):
    """The status, headers, length and body for a plate, without the plate itself and the minute."""
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())} if cookies else {}
    status, headers, body = registry.request("POST", f"/{language}/lookup", {"plate": PLATES[state]}, headers={**headers, "Accept-Encoding": "gzip, br"})
    kept = sorted((name, value) for name, value in headers.items() if name.lower() != "date")
    plate = PLATES[state].split()[1]
    text = re.sub(r"\d?\d[:h. ]+\d\d( [ap]m)?", "TIME", body.decode().replace(plate, "PLATE"))
    return status, kept, len(body), text


def people():
    return [pytest.param(role, id=role or "anyone") for role in HIDDEN]


@pytest.mark.parametrize("role", people())
@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_hidden_states_are_one_answer(registry, cookies, role, language):
    absent = told(registry, cookies(role), "absent", language)
    for state in HIDDEN[role]:
        assert told(registry, cookies(role), state, language) == absent, state
    assert told(registry, cookies(role), "confirmed", language)[3] != absent[3], "the control: a confirmed plate is told apart"


@pytest.mark.parametrize("role", people())
def test_every_answer_has_one_length_and_is_not_compressed(registry, cookies, role):
    lengths = {told(registry, cookies(role), state)[2] for state in PLATES}
    assert lengths == {BLOCK}
    for state in PLATES:
        headers = dict(told(registry, cookies(role), state)[1])
        assert "Content-Encoding" not in headers and "no-transform" in headers["Cache-Control"]


def test_json_is_padded_to_whole_kibibytes(registry):
    for state in PLATES:
        status, _, body = registry.daemon.client().call("POST", "/v1/lookups", {"plates": [PLATES[state]]})
        assert status == 200 and len(body) % 1024 == 0
