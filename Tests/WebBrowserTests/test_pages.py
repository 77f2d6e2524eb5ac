"""Every page, for each role, in each language, light and dark: axe, v.Nu, the console, requests, headers, texts."""

import re

import pytest
from support import judges, texts
from support.pages import LANGUAGES, each_page
from support.static import page as made_page

# Error pages name their code.
TEXT = "() => { const body = document.body.cloneNode(true); body.querySelectorAll('code, script, template').forEach(part => part.remove()); return body.textContent }"
SECURITY = {
    "Cache-Control": "no-store", "Referrer-Policy": "same-origin", "X-Content-Type-Options": "nosniff", "X-Robots-Tag": "noindex",
    "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
POLICY = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self'", "connect-src": "'self'", "manifest-src": "'self'",
    "worker-src": "'self'", "form-action": "'self'", "base-uri": "'none'", "frame-ancestors": "'none'", "require-trusted-types-for": "'script'",
    "trusted-types": "thaw",
}


def header_findings(headers, is_post):
    """What is missing in a page's headers."""
    found = [f"{name}: {headers.get(name)}" for name, value in SECURITY.items() if value not in (headers.get(name) or "")]
    policy = dict(part.strip().partition(" ")[::2] for part in (headers.get("Content-Security-Policy") or "").split(";"))
    found += [f"policy {name}: {policy.get(name)}" for name, value in POLICY.items() if policy.get(name) != value]
    if is_post and (headers.get("Content-Encoding") or "no-transform" not in (headers.get("Cache-Control") or "")):
        found.append("an answer to a POST may not be compressed")
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@each_page()
def test_page(registry, browse, cookies, validator, page, role, language):
    person = browse(registry.origin, language, cookies=cookies(role))
    answer = page.open(person)
    # Chromium counts every status over 399 as an error of the console.
    expected = [error for error in person.watch.errors if page.status < 400 or str(page.status) not in error]
    assert expected == [] and person.watch.strangers == []
    assert answer.status == page.status
    headers = {name.title(): value for name, value in answer.headers.items()}
    assert header_findings(headers, answer.request.method == "POST") == []
    assert person.tab.get_attribute("html", "lang") == language
    assert texts.findings(person.tab.evaluate(TEXT), person.tab.title(), person.tab.url) == []
    assert validator.findings(person.tab.content()) == []
    for scheme in ("light", "dark"):
        person.tab.emulate_media(color_scheme=scheme)
        assert judges.inaccessible(person.tab) == [], scheme
        if person.tab.locator("#answers article").count():
            assert judges.inaccessible(person.tab, "#answers article", judges.CONTRAST) == [], scheme


def test_missing_headers_are_noticed():
    policy = "; ".join(f"{name} {value}" for name, value in POLICY.items())
    good = {**SECURITY, "Content-Security-Policy": policy}
    assert header_findings(good, False) == []
    assert header_findings(good, True), "no-transform is missing"
    assert header_findings({**good, "X-Robots-Tag": ""}, False)
    assert header_findings({**good, "Content-Security-Policy": policy.replace("form-action 'self'", "form-action *")}, False)


def test_a_real_page_with_a_removed_label_and_gray_text_fails(registry, browse):
    person = browse(registry.origin)
    person.open()
    assert judges.inaccessible(person.tab) == []
    person.tab.evaluate("document.querySelector('label[for=plate]').remove(); document.querySelector('h1, label, p').style.color = '#999'")
    assert {finding.split(":")[0] for finding in judges.inaccessible(person.tab)} >= {"label", "color-contrast"}


@pytest.mark.parametrize("method, path", [("GET", "/en"), ("GET", "/en/help"), ("GET", "/en/figures"), ("POST", "/en/lookup")])
def test_nobody_gets_a_cookie_by_looking(registry, method, path):
    status, headers, body = registry.request(method, path, {"plate": "MN QJX4721"} if method == "POST" else None)
    assert status == 200
    assert headers.get_all("Set-Cookie") is None
    assert not re.search(rb"<script(?![^>]*src=)|style=|<style|\son[a-z]+=", body), "an inline script or style"


def test_an_inline_style_is_noticed():
    assert re.search(rb"style=", made_page('<p style="color:red">'))


@pytest.mark.parametrize("accepts, language", [("es-MX,es;q=0.9,en;q=0.5", "es"), ("fr-CA", "fr"), ("de, en;q=0.1", "en"), ("de", "en"), ("", "en")])
def test_the_first_page_follows_the_browser_s_language(registry, accepts, language):
    _, headers, body = registry.request("GET", "/", headers={"Accept-Language": accepts})
    assert f'lang="{language}"'.encode() in body
    assert "accept-language" in headers["Vary"].lower()
