"""Texts: the right language, and buttons that fit. test_pages.py looks at the texts of every page."""

import re

import pytest
from support.pages import LANGUAGES, words
from support.registry import PLATES
from support.texts import findings

BUTTON_LENGTH = 22
# They carry a count.
LONG_BUTTONS = {"moderate.carry_out.purge", "moderate.carry_out.verdict", "moderate.carry_out.propose"}


@pytest.mark.parametrize("text", ["Wait {count} seconds", "[[lookup.title]]", "lookup.title ", "No results"])
def test_bad_texts_are_noticed(text):
    assert findings(text, "", "")
    assert findings("Wait 5 seconds. A.", "Look up", "/en") == []
    assert findings("", "MN QJX4721", "") and findings("", "", "/en?plate=QJX4721")


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_are_short(language):
    texts = {key: text for key, text in words(language).items() if key.endswith(".button") and key not in LONG_BUTTONS}
    assert texts
    assert {key: text for key, text in texts.items() if len(re.sub(r"\{\w+\}", "00", text)) > BUTTON_LENGTH} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_leads_to_itself_in_the_other_languages(registry, browse, language):
    person = browse(registry.origin, language)
    person.open("/help")
    for other in set(LANGUAGES) - {language}:
        link = person.tab.locator(f"a[hreflang={other}]")
        assert link.get_attribute("href") == f"/{other}/help"
        assert link.inner_text() == words(other)["language"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state, key", [("confirmed", "answer.confirmed"), ("absent", "answer.not_listed.text")])
def test_an_answer_is_in_the_page_s_own_words(registry, browse, language, state, key):
    person = browse(registry.origin, language)
    person.open()
    assert words(language)[key] in person.look_up(PLATES[state]).inner_text()
