"""The tools notice what they are for, on pages made for it, and find nothing on a good page."""

import pytest
from support import judges
from support.chromium import PHONE, Watch, profile, traces
from support.static import page, serving
from support.webkit import found

GOOD = page('<label for="plate">Plate</label> <input id="plate" name="plate" autocorrect="off"> <button>Look up</button>')
PLATE = "QZX47390"
BLANK = '<input type="password" name="blank" value="x" hidden readonly autocomplete="one-time-code" tabindex="-1" aria-hidden="true">'


@pytest.fixture
def visit(chromium):
    """Opens a page made of a body, and gives the page and its watch."""
    with serving(pages := {}) as origin:
        context = chromium.new_context(viewport=PHONE)
        watch = Watch(context, [origin])

        def open_page(body):
            pages["/"] = body
            tab = context.new_page()
            tab.goto(origin + "/", wait_until="networkidle")
            return tab, watch

        pages["/favicon.ico"] = b""
        yield open_page
        context.close()


def test_a_good_page_has_no_findings(visit, validator):
    tab, watch = visit(GOOD)
    assert judges.inaccessible(tab) == []
    assert judges.misplaced(tab) == []
    assert validator.findings(GOOD.decode()) == []
    assert watch.findings() == []


@pytest.mark.parametrize("body, rule", [
    ('<input name="plate">', "label"), ('<p style="color:#999">gray text</p>', "color-contrast"),
    ('<button style="min-height:0;height:12px;width:12px;padding:0">a</button><button style="min-height:0;height:12px;width:12px;padding:0">b</button>', "target-size"),
], ids=["a missing label", "gray text", "small targets"])
def test_axe_notices(visit, body, rule):
    tab, _ = visit(page(body))
    assert any(finding.startswith(rule + ":") for finding in judges.inaccessible(tab))


def test_axe_notices_less_than_seven_to_one(visit):
    tab, _ = visit(page('<article><p style="color:#666">soft text</p></article>'))
    assert judges.inaccessible(tab) == []
    assert judges.inaccessible(tab, "article", judges.CONTRAST)


@pytest.mark.parametrize("body", ['<p><div>a</div></p>', '<input id=a><input id=a>', '<img src="/a.png">'])
def test_vnu_notices(validator, body):
    assert validator.findings(page(body).decode())


@pytest.mark.parametrize("body, text", [
    ('<p style="width:400px">wide</p>', "sideways"), ('<button style="min-height:0;height:20px">x</button>', "is "),
    ('<button>under</button><p style="position:fixed;inset:0;margin:0;background:#fff">over</p>', "covered"),
], ids=["too wide", "too small", "covered"])
def test_the_layout_probe_notices(visit, body, text):
    tab, _ = visit(page(body))
    assert any(text in finding for finding in judges.misplaced(tab))


@pytest.mark.parametrize("body", [
    '<script>console.error("oops")</script>', '<script>null.x</script>', '<img alt="" src="http://127.0.0.2:9/a.png">',
    '<img alt="" src="/missing.png">',
], ids=["console", "uncaught", "off the origin", "missing"])
def test_the_watch_notices(visit, body):
    _, watch = visit(page(body))
    assert watch.findings()


@pytest.mark.parametrize("scripts", [True, False])
def test_chromium_keeps_a_form_unless_it_holds_a_password(playwright, tmp_path, scripts):
    pages = {path: page(f'<form method="post" action="/answer"><input name="plate" autocomplete="off">{extra}<button>ask</button></form>')
             for path, extra in (("/bare", ""), ("/blank", BLANK))}
    pages["/answer"] = page("<p>answered</p>")
    left = {}
    with serving(pages) as origin:
        for path in ("/bare", "/blank"):
            folder = tmp_path / path[1:]
            with profile(playwright, folder, java_script_enabled=scripts) as context:
                tab = context.new_page()
                tab.goto(origin + path)
                tab.fill("input[name=plate]", PLATE)
                tab.click("button")
                tab.wait_for_url("**/answer")
            left[path] = traces(folder, PLATE)
    assert left["/bare"] and not left["/blank"], left


def test_traces_finds_both_encodings(tmp_path):
    for number, code in enumerate(("utf-8", "utf-16-le")):
        (tmp_path / str(number)).write_bytes(b"\0\1" + PLATE.lower().encode(code) + b"\2")
    assert traces(tmp_path, PLATE) == ["0", "1"]
    assert traces(tmp_path, "QZX47391") == []


WORKER = b"""self.addEventListener('install', event => event.waitUntil(caches.open('a').then(cache => cache.put('/shell', new Response('<p>shell</p>', {headers: {'Content-Type': 'text/html'}})))))
self.addEventListener('activate', event => event.waitUntil(clients.claim()))
self.addEventListener('fetch', event => event.respondWith(fetch(event.request).catch(() => caches.match('/shell'))))"""


def test_a_context_that_is_offline_still_reaches_its_worker(chromium):
    with serving({"/": page("<script>navigator.serviceWorker.register('/sw.js')</script>"), "/sw.js": WORKER, "/favicon.ico": b""}) as origin:
        context = chromium.new_context()
        tab = context.new_page()
        tab.goto(origin + "/")
        tab.evaluate("navigator.serviceWorker.ready.then(r => new Promise(done => { const wait = () => navigator.serviceWorker.controller ? done() : setTimeout(wait, 20); wait() }))")
        context.set_offline(True)
        tab.goto(origin + "/")
        assert tab.inner_text("p") == "shell"
        context.close()


def test_firefox_at_safest_runs_no_script_and_draws_no_svg(safest):
    picture = '<svg role="img" aria-label="map"><text font-size="34">{}</text></svg>'
    form = '<form method="post" action="/answer"><input name="plate"><button>ask</button></form>'
    pages = {"/": page(f"""<p id="a">before</p><div class="map" style="font-size:0">{picture.format(475839)}</div><div id="loose">{picture.format(918273)}</div>
                 <table><tr><th>Area</th><td>52</td></tr></table>{form}<script>document.getElementById("a").textContent = "after"</script>"""),
             "/answer": lambda sent: page(f"<p id='sent'>{sent.decode()}</p>")}
    with serving(pages) as origin:
        safest.open(origin + "/")
        assert safest.text("#a") == "before"
        assert safest.text("table") == "Area 52"
        assert safest.text("#loose") == "918273", "digits of a picture that is not drawn are noticed"
        assert safest.text(".map") == ""
        safest.type("input", PLATE)
        safest.load(lambda: safest.press("button"))
        assert safest.text("#sent") == f"plate={PLATE}"


def test_webkit_fills_a_form(webkit):
    pages = {"/": page('<form method="post" action="/answer"><input name="plate"><button>ask</button></form>'),
             "/answer": lambda sent: page(f"<p id='sent'>{sent.decode()}</p>")}
    with serving(pages) as origin:
        webkit.get(origin + "/")
        found(webkit, "[name=plate]").send_keys(PLATE)
        found(webkit, "button").click()
        assert found(webkit, "#sent").text == f"plate={PLATE}"
        assert "AppleWebKit" in webkit.execute_script("return navigator.userAgent")
