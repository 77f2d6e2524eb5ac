"""Texts as they are shown: the right language, no unfilled place, buttons that fit, and no word that claims too much."""

import re

import pytest
from support.pages import LANGUAGES, each_page, needs, words
from support.registry import PLATES

# "Clear" as a verdict is for moderators, and "not safe" is what an answer says.
CLAIMS = re.compile(r"\b(no results|all clear|sin resultados|aucun résultat)\b", re.IGNORECASE)
BUTTON_LENGTH = 22
# They carry a count.
LONG_BUTTONS = {"moderate.carry_out.purge", "moderate.carry_out.verdict", "moderate.carry_out.propose"}


def unfilled(text):
    """Places, tags and keys that the page was to fill in."""
    return re.findall(r"\{\{?\w+\}?\}|\[\[[\w.]+\]\]|\b(?:answer|lookup|report|error|moderate)\.[a-z_]+\.?[a-z_]*\b(?=\s|$)", text)


def test_unfilled_texts_are_noticed():
    assert unfilled("Wait {count} seconds") and unfilled("[[lookup.title]]") and unfilled("lookup.title ") and not unfilled("Wait 5 seconds. A.")


@pytest.mark.parametrize("language", LANGUAGES)
@each_page()
def test_texts_are_filled_in_and_claim_nothing(registry, browse, cookies, page, role, language):
    person = browse(registry.origin, language, cookies=cookies(role))
    page.open(person)
    # Error pages name their code.
    person.tab.evaluate("document.querySelectorAll('code').forEach(code => code.remove())")
    text = person.tab.inner_text("body")
    assert unfilled(text) == []
    assert not CLAIMS.search(text)
    title = person.tab.title()
    assert not any(plate.split()[1] in title + person.tab.url for plate in PLATES.values()), "a plate in a title or an address"


@needs("look-up")
@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_are_short(language):
    texts = {key: text for key, text in words(language).items() if key.endswith(".button") and key not in LONG_BUTTONS}
    assert texts
    assert {key: text for key, text in texts.items() if len(re.sub(r"\{\w+\}", "00", text)) > BUTTON_LENGTH} == {}


@needs("look-up")
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_leads_to_itself_in_the_other_languages(registry, browse, language):
    person = browse(registry.origin, language)
    person.open("/help")
    for other in set(LANGUAGES) - {language}:
        link = person.tab.locator(f"a[hreflang={other}]")
        assert link.get_attribute("href") == f"/{other}/help"
        assert link.inner_text() == words(other)["language"]


@needs("look-up")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state, key", [("confirmed", "answer.confirmed"), ("absent", "answer.not_listed.text")])
def test_an_answer_is_in_the_page_s_own_words(registry, browse, language, state, key):
    person = browse(registry.origin, language)
    person.open()
    assert words(language)[key] in person.look_up(PLATES[state]).inner_text()
