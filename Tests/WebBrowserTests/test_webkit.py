"""WebKit: look-up, login, and the outbox."""

from support.registry import PLATES
from support.webkit import found


def fill(driver, selector, text):
    found(driver, selector).send_keys(text)


def test_look_up(registry, webkit):
    webkit.get(registry.origin + "/en")
    fill(webkit, "#plate", PLATES["confirmed"])
    found(webkit, "form#lookup button").click()
    assert PLATES["confirmed"].split()[1] in found(webkit, "article[data-outcome=listed]").text


def log_in(registry, webkit):
    webkit.get(registry.origin + "/en/login")
    fill(webkit, "input[name=code]", registry.invite("volunteer"))
    found(webkit, "form[action$='/login'] button").click()
    found(webkit, "body[data-member]")


def test_login(own_registry, webkit):
    log_in(own_registry, webkit)
    assert len(webkit.get_cookies()) == 2, "WebKit took both cookies on plain loopback"
    webkit.get(own_registry.origin + "/en/me")
    assert found(webkit, "#erase")


def test_outbox(own_registry, webkit):
    log_in(own_registry, webkit)
    webkit.get(own_registry.origin + "/en/report")
    fill(webkit, "form#report [name=plate]", "MN RWK4628")
    fill(webkit, "form#report [name=area]", "Pow")
    own_registry.stop()
    found(webkit, "form#report button").click()
    found(webkit, "#outbox-count:not(:empty)")
    own_registry.start()
    webkit.get(own_registry.origin + "/en/waiting")
    found(webkit, "[data-state=recorded]")
    assert own_registry.reports_of("MN RWK4628") == 1
