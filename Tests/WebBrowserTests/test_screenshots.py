"""Pictures of the pages, for people to look at, in .build/web-screenshots. One of them is the README's."""

import os
import struct

import pytest
from support.pages import PAGES
from support.registry import NO_PLATE, PLATES, ROOT

FOLDER = ROOT / ".build/web-screenshots"
README = ROOT / "docs/images/three-answers.png"
# Made light, dark, in Spanish and at 400 %: width, height, language, scheme.
LOOKS = {"light": (360, 740, "en", "light"), "dark": (360, 740, "en", "dark"), "spanish": (360, 740, "es", "light"), "zoomed": (320, 256, "fr", "dark")}


def size(path):
    """The width and height of a PNG file."""
    return struct.unpack(">II", path.read_bytes()[16:24])


@pytest.mark.parametrize("page", [pytest.param(page, id=page.name) for page in PAGES])
def test_pictures_of_each_page(registry, browse, cookies, page):
    FOLDER.mkdir(parents=True, exist_ok=True)
    for look, (width, height, language, scheme) in LOOKS.items():
        person = browse(registry.origin, language, cookies=cookies(page.role), viewport={"width": width, "height": height}, color_scheme=scheme)
        page.open(person)
        path = FOLDER / f"{page.name.replace(', ', '-').replace(' ', '-')}-{look}.png"
        person.tab.screenshot(path=path)
        assert size(path) == (width, height)


def test_the_readme_s_picture_shows_the_three_answers(registry, browse):
    """It is written anew with REGENERATE=1; otherwise its size and what it shows are compared, since fonts differ between machines."""
    person = browse(registry.origin, device_scale_factor=2)
    person.open()
    person.tab.click("details:has(textarea[name=plates]) summary")
    person.tab.fill("textarea[name=plates]", "\n".join([PLATES["confirmed"], PLATES["absent"], NO_PLATE]))
    person.press("form:has(textarea[name=plates]) button", loads=not person.scripts)
    person.tab.wait_for_selector("#answers article[data-outcome=unknown]")
    shown = [article.get_attribute("data-outcome") for article in person.tab.locator("#answers article").all()]
    assert shown == ["listed", "not-listed", "unknown"]
    FOLDER.mkdir(parents=True, exist_ok=True)
    made = FOLDER / "three-answers.png"
    person.tab.locator("#answers").screenshot(path=made)
    if os.environ.get("REGENERATE"):
        README.parent.mkdir(exist_ok=True)
        README.write_bytes(made.read_bytes())
    assert README.exists(), "make it with REGENERATE=1"
    width, height = size(README)
    assert width == size(made)[0] and abs(height - size(made)[1]) < 0.15 * height, "the page looks different now: REGENERATE=1 make web-test ARGS='-k readme'"
