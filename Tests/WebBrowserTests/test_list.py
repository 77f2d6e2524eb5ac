"""The list of confirmed plates on a member's phone: it answers where the registry does not, for a day, and says so."""

import datetime
import json
import re
import time

import pytest
from ground import times
from support import registry as registries
from support.pages import LANGUAGES, words
from support.registry import PLATES, ROOT, SAME_ORIGIN, SIMILAR
from support.relay import HALF, PASS, REFUSE
from test_erasing import KEPT, NOTHING
from test_outbox import ENTRIES, cookies_for
from test_worker import READY

CHARACTERS = PLATES["confirmed"].split()[1]
# What is stored of the list, by its IDs. Opening a database that is not there would make an empty one.
STORED = """async () => {
  if (!(await indexedDB.databases()).some(({ name }) => name === 'thaw')) return {}
  return new Promise((done, failed) => {
    const open = indexedDB.open('thaw')
    open.onerror = failed
    open.onsuccess = () => {
      const all = open.result.transaction('list').objectStore('list').getAll()
      all.onsuccess = () => { open.result.close(); done(Object.fromEntries(all.result.map(part => [part.id, part]))) }
    }
  })
}"""
# The script holds this lock from its request until it has dealt with the answer.
SETTLED = "navigator.locks.request('thaw-list', () => 0)"


def becomes(person, holds):
    """Waits until what is stored of the list is as a test wants it."""
    end = time.monotonic() + 15
    while not holds(stored := person.tab.evaluate(STORED)):
        assert time.monotonic() < end, stored
        person.tab.wait_for_timeout(50)
    return stored


def is_there(stored):
    return set(stored) == {"head", "body"}


def is_gone(stored):
    return stored == {}


def fetches(person, act):
    """Does something that makes the page ask for the list, and waits until it has dealt with the answer. Returns the answer."""
    with person.tab.expect_response(lambda response: response.url.endswith("/list")) as answer:
        act()
    person.tab.evaluate(SETTLED)
    return answer.value


@pytest.fixture
def member(own_registry, browse):
    """Makes a member whose phone has the list."""
    def at(origin, language="en", role="reader"):
        person = browse(origin, language, cookies=cookies_for(own_registry, origin, role))
        person.tab.clock.install()
        person.open()
        becomes(person, is_there)
        return person
    return at


def answer_of(person, text, field="#plate"):
    """The answer to a look-up on the page that is open."""
    articles = person.tab.locator("#answers article")
    before = articles.count()
    person.tab.fill(field, text)
    person.tab.click("form#lookup button")
    person.tab.wait_for_function("before => document.querySelectorAll('#answers article').length > before", arg=before)
    return articles.last


def matches(person, key, answer):
    """Whether an answer has a text of the list, with its time."""
    return re.search(re.escape(person.words[key]).replace(r"\{time\}", r".*\d(?::|\sh\s)\d\d.*"), answer.inner_text()) is not None


def is_listed(person, answer):
    return answer.get_attribute("data-outcome") == "listed" and matches(person, "answer.list.confirmed", answer)


def is_absent(person, answer):
    return answer.get_attribute("data-outcome") == "unknown" and matches(person, "answer.list.absent", answer)


def is_plain(person, answer):
    """Whether an answer says that the plate could not be checked, and nothing of a list."""
    return answer.get_attribute("data-outcome") == "unknown" and person.words["answer.unknown.text"] in answer.inner_text() \
        and not matches(person, "answer.list.absent", answer)


def test_where_the_registry_answers_nobody_asks_the_list(own_registry, relay, member):
    def listing_more(path, body):
        if path != "/list":
            return body
        found = json.loads(body)
        found["listings"].append({**found["listings"][0], "plate": {"issuer": "US-MN", "characters": PLATES["absent"].split()[1]}})
        return json.dumps(found).encode()

    relay.rewrite = listing_more
    person = member(relay.origin)
    assert answer_of(person, PLATES["absent"]).get_attribute("data-outcome") == "not-listed"
    suspected = answer_of(person, PLATES["suspected"])
    assert person.words["answer.suspected"] in suspected.inner_text()
    relay.set(REFUSE, only="lookup")
    assert is_listed(person, answer_of(person, PLATES["absent"])), "the control: the list would say otherwise"
    relay.set(PASS)
    assert answer_of(person, PLATES["absent"]).get_attribute("data-outcome") == "not-listed"


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_the_registry_a_plate_is_listed_by_the_list(own_registry, member, language):
    person = member(own_registry.origin, language)
    own_registry.stop()
    answer = answer_of(person, PLATES["confirmed"])
    assert is_listed(person, answer)
    texts = words(language)
    shown = answer.inner_text()
    facts = [CHARACTERS, texts["answer.confirmed.text"], texts["answer.last_seen"], texts["answer.vehicles"], texts["color.black"], "Ford", texts["sign.convoy"]]
    assert [fact for fact in facts if fact not in shown] == []
    assert "{" not in shown and "undefined" not in shown and texts["answer.areas"] not in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plate_that_is_not_on_the_list_could_not_be_checked(own_registry, member, language):
    person, texts = member(own_registry.origin, language), words(language)
    own_registry.stop()
    for state in ("absent", "suspected", "cleared", "protected"):
        answer = answer_of(person, PLATES[state])
        assert is_absent(person, answer), state
        assert texts["answer.not_listed.text"] not in answer.inner_text()
        assert answer.locator("button").inner_text() == texts["answer.try_again"]
    own_registry.start()
    person.tab.locator("#answers article", has_text=PLATES["suspected"].split()[1]).locator("button").click()
    person.tab.locator("#answers article[data-outcome=listed]").wait_for()


# Texts, and what the list says of each.
ASKED = {
    CHARACTERS: is_listed, f"{CHARACTERS} (mn)": is_listed, "minnesota qjx-4721": is_listed, PLATES["confirmed"].replace(" ", ":"): is_listed,
    # One character away: no match, and nothing similar is shown.
    SIMILAR: is_absent,
    # The same characters of another issuer, and texts that the registry may read otherwise.
    f"WI {CHARACTERS}": is_plain, "ends in 721": is_plain, "MN-QJX4727": is_plain, "612-555-0111": is_plain, "Minnesota": is_plain,
    # No plate.
    "€€€€": is_plain, "black suv by the school": is_plain, "no plate": is_plain, "qq:ABC123": is_plain,
}


def test_only_an_exact_plate_is_found(own_registry, member):
    person = member(own_registry.origin)
    own_registry.stop()
    for text, holds in ASKED.items():
        # Ten answers stay on the screen.
        person.tab.evaluate("document.querySelectorAll('#answers article').forEach(article => article.remove())")
        answer = answer_of(person, text)
        assert holds(person, answer), (text, answer.inner_text())
        assert answer.locator(".similar").count() == 0


def test_several_plates_have_an_answer_each(own_registry, member):
    person = member(own_registry.origin)
    own_registry.stop()
    person.tab.click("details:has(textarea[name=plates]) summary")
    person.tab.fill("textarea[name=plates]", "\n".join([PLATES["absent"], PLATES["confirmed"], "€€€€"]))
    person.tab.click("form:has(textarea[name=plates]) button")
    articles = person.tab.locator("#answers article")
    articles.nth(2).wait_for()
    assert [check(person, article) for check, article in zip((is_absent, is_listed, is_plain), articles.all())] == [True] * 3


def test_a_portal_s_page_is_no_answer_of_the_registry(own_registry, relay, member):
    person = member(relay.origin)
    relay.set((200, "text/html", b"<!DOCTYPE html><title>Sign in</title><p>Not listed.</p></html>"), only="lookup")
    assert is_listed(person, answer_of(person, PLATES["confirmed"]))
    relay.set(HALF, only="lookup")
    assert is_absent(person, answer_of(person, PLATES["absent"]))


def test_an_expired_list_is_erased_and_answers_nothing(own_registry, member):
    person = member(own_registry.origin)
    own_registry.stop()
    person.tab.clock.fast_forward("23:00:00")
    assert is_listed(person, answer_of(person, PLATES["confirmed"])), "the control: it is valid for an hour more"
    person.tab.clock.fast_forward("01:01:00")
    becomes(person, is_gone)
    for state in ("confirmed", "absent"):
        assert is_plain(person, answer_of(person, PLATES[state])), state


def test_a_list_that_expired_while_no_page_was_open_answers_nothing(own_registry, member):
    person = member(own_registry.origin)
    person.tab.evaluate(READY)
    own_registry.stop()
    later = datetime.datetime.now() + datetime.timedelta(hours=24, minutes=1)
    person.tab.clock.set_system_time(later)
    assert is_plain(person, answer_of(person, PLATES["confirmed"])), "before any timer"
    becomes(person, is_gone)


def test_a_purged_plate_goes_with_the_next_list(own_registry, member):
    person = member(own_registry.origin)
    assert CHARACTERS in becomes(person, is_there)["body"]["text"], "the control"
    own_registry.purge([PLATES["confirmed"]])
    # A new daemon makes a new list at once.
    own_registry.stop()
    own_registry.start()
    assert fetches(person, lambda: person.tab.clock.fast_forward("01:01:00")).status == 200
    assert CHARACTERS not in json.dumps(person.tab.evaluate(STORED))
    own_registry.stop()
    assert is_absent(person, answer_of(person, PLATES["confirmed"]))


def test_a_list_that_did_not_change_is_not_sent_again(own_registry, member):
    person = member(own_registry.origin)
    before = becomes(person, is_there)
    for path in ("", "/me", "/help"):
        person.open(path)
    asked = [request for request in person.watch.requests if request.url.endswith("/list")]
    assert len(asked) == 1, "it is asked for once an hour"
    answer = fetches(person, lambda: person.tab.clock.fast_forward("01:01:00"))
    assert answer.status == 304
    assert answer.request.all_headers()["if-none-match"] == before["head"]["tag"]
    after = person.tab.evaluate(STORED)
    assert after["body"] == before["body"] and after["head"]["checked"] > before["head"]["checked"]


def test_a_truncated_list_never_says_that_a_plate_is_not_on_it(tmp_path, browse):
    with registries.running(registries.programs(), tmp_path, arguments=["--list-listings-max", "1"]) as registry:
        registry.fill()
        person = browse(registry.origin, cookies=registry.cookies("reader"))
        person.open()
        found = json.loads(becomes(person, is_there)["body"]["text"])
        assert found["truncated"] is True and len(found["listings"]) == 1
        registry.stop()
        assert is_listed(person, answer_of(person, found["listings"][0]["plate"]["characters"]))
        assert is_plain(person, answer_of(person, PLATES["absent"]))


def test_logging_out_erases_it(own_registry, member):
    person = member(own_registry.origin)
    person.open("/me")
    person.press(person.button("me.logout.button"))
    person.sees("leave.done.title")
    assert person.tab.evaluate(KEPT) == NOTHING


def test_erase_and_leave_erases_it_without_a_signal(own_registry, member):
    person = member(own_registry.origin)
    person.context.set_offline(True)
    person.tab.click("#erase")
    person.tab.wait_for_url("about:blank")
    person.context.set_offline(False)
    person.tab.goto(own_registry.origin + "/en")
    assert person.tab.evaluate(KEPT) == NOTHING


@pytest.mark.parametrize("way", ["a look-up", "an hour later", "the next page"])
def test_it_ends_with_the_token(own_registry, member, way):
    person = member(own_registry.origin)
    person.tab.evaluate(READY)
    own_registry.daemon.client(own_registry.token("reader")).call("DELETE", "/v1/tokens/self")
    if way == "a look-up":
        assert person.words["answer.token_ended"] in answer_of(person, PLATES["confirmed"]).inner_text()
    elif way == "an hour later":
        assert fetches(person, lambda: person.tab.clock.fast_forward("01:01:00")).status == 401
    else:
        person.open("/help")
        assert person.tab.locator("body[data-member]").count() == 0
    becomes(person, is_gone)


def test_another_login_does_not_find_it(own_registry, relay, member):
    person = member(relay.origin)
    before = becomes(person, is_there)["head"]["token"]
    relay.set(REFUSE, only="^/list$")
    other = cookies_for(own_registry, relay.origin, "volunteer")
    person.context.add_cookies([{"name": name, "value": value, "url": relay.origin} for name, value in other.items()])
    person.open()
    becomes(person, is_gone)
    relay.set(PASS)
    person.tab.evaluate("dispatchEvent(new Event('online'))")
    assert becomes(person, is_there)["head"]["token"] != before


def test_a_worker_s_shell_answers_from_the_list(own_registry, member):
    person = member(own_registry.origin)
    person.tab.evaluate(READY)
    own_registry.stop()
    person.open("/figures")
    assert person.tab.title().startswith(person.words["offline.title"]), "the control: it is the shell"
    assert is_listed(person, answer_of(person, PLATES["confirmed"], "#asked"))
    assert is_absent(person, answer_of(person, PLATES["absent"], "#asked"))


def made(listing=None, **fields):
    """The body of a list with one listing."""
    plate = {"issuer": "US-MN", "characters": CHARACTERS}
    one = {"plate": plate, "status": "confirmed", "signs": ["convoy"], "last_day": times(-24)[:10], **(listing or {})}
    return json.dumps({"format": 1, "registry": "0" * 32, "as_of": times(-1), "valid_until": times(22), "listings": [one], **fields}).encode()


# Each is made when it is needed, because a list is made of times.
MALFORMED = {
    "nothing": lambda: b"", "no JSON": lambda: b"<!DOCTYPE html><title>Sign in</title></html>", "a cut one": lambda: made()[:-20], "null": lambda: b"null",
    "another format": lambda: made(format=2), "no listings": lambda: made(listings=None), "listings of another kind": lambda: made(listings={"0": 1}),
    "a suspected plate": lambda: made({"status": "suspected"}), "a plate that is none": lambda: made({"plate": {"issuer": "US-MN", "characters": "qjx-4721"}}),
    "too many characters": lambda: made({"plate": {"issuer": "US-MN", "characters": "ABCDEFGHJKL"}}), "no plate": lambda: made({"plate": None}),
    "an issuer that is none": lambda: made({"plate": {"issuer": "Minnesota", "characters": CHARACTERS}}), "no signs": lambda: made({"signs": None}),
    "a vehicle that is none": lambda: made({"vehicles": [{"color": 7}]}), "no day": lambda: made({"last_day": "yesterday"}),
    "no time": lambda: made(as_of=None), "a time of a zone": lambda: made(as_of=times(-1).replace("Z", "+00:00")), "too long": lambda: made(valid_until=times(24)),
    "over": lambda: made(as_of=times(-23), valid_until=times(-1)), "of the future": lambda: made(as_of=times(0.1)), "backwards": lambda: made(as_of=times(0), valid_until=times(-1)),
    "truncated in words": lambda: made(truncated="yes"),
}


def fetches_again(person):
    return fetches(person, lambda: person.tab.evaluate("dispatchEvent(new Event('online'))"))


def test_a_malformed_list_is_refused(own_registry, relay, browse):
    person = browse(relay.origin, cookies=cookies_for(own_registry, relay.origin, "reader"))
    relay.set((200, "application/json", b""), only="^/list$")
    fetches(person, person.open)
    for name, body in MALFORMED.items():
        relay.set((200, "application/json", body()), only="^/list$")
        fetches_again(person)
        assert person.tab.evaluate(STORED) == {}, name
    relay.set(REFUSE, only="lookup")
    assert is_plain(person, answer_of(person, PLATES["confirmed"]))
    relay.set((200, "application/json", made()), only="^/list$")
    fetches_again(person)
    relay.set(REFUSE, only="lookup")
    assert is_listed(person, answer_of(person, PLATES["confirmed"])), "the control: the list that the malformed ones are made of answers"


FAILURES = [(500, "text/html", b"<h1>Oops</h1>"), (401, "text/html", b"<h1>Sign in</h1>"), (200, "application/json", b"{}"), HALF, REFUSE]


def test_a_list_goes_on_if_the_next_one_does_not_come(own_registry, relay, member):
    person = member(relay.origin)
    before = becomes(person, is_there)
    # So that the registry would send the whole list again.
    person.context.route("**/list", lambda route: route.continue_(headers={name: value for name, value in route.request.headers.items() if name != "if-none-match"}))
    for mode in FAILURES:
        relay.set(mode, only="^/list$")
        with person.tab.expect_request(lambda request: request.url.endswith("/list")):
            person.tab.clock.fast_forward("01:01:00")
        person.tab.evaluate(SETTLED)
        assert person.tab.evaluate(STORED) == before, mode
    relay.set(REFUSE, only="lookup")
    assert is_listed(person, answer_of(person, PLATES["confirmed"]))


DAMAGE = """damage => new Promise(done => {
  const open = indexedDB.open('thaw')
  open.onsuccess = () => {
    const transaction = open.result.transaction('list', 'readwrite'), store = transaction.objectStore('list')
    store.get('body').onsuccess = ({ target: { result } }) => {
      store.put({ ...result, text: damage === 'cut' ? result.text.slice(0, -20) : damage === 'other' ? 7 : result.text.replace('"confirmed"', '"watched"') })
    }
    transaction.oncomplete = () => { open.result.close(); done() }
  }
})"""


def test_a_stored_list_that_was_damaged_is_erased(own_registry, relay, member):
    person = member(relay.origin)
    relay.set(REFUSE, only="lookup")
    assert is_listed(person, answer_of(person, PLATES["confirmed"])), "the control"
    for damage in ("cut", "changed", "other"):
        person.tab.evaluate(DAMAGE, damage)
        assert is_plain(person, answer_of(person, PLATES["confirmed"])), damage
        becomes(person, is_gone)
        fetches_again(person)
        becomes(person, is_there)


EARLIER = """id => new Promise(done => {
  const open = indexedDB.open('thaw', 1)
  open.onupgradeneeded = () => { for (const name of ['outbox', 'member']) open.result.createObjectStore(name, { keyPath: 'id' }) }
  open.onsuccess = () => {
    const transaction = open.result.transaction('outbox', 'readwrite')
    transaction.objectStore('outbox').put({ id, report: { id, plate: 'MN RVE6183' }, state: 'recorded', until: Date.now() + 3_600_000 })
    transaction.oncomplete = () => { open.result.close(); done() }
  }
})"""


def test_a_database_of_an_earlier_build_gets_a_list_and_keeps_its_reports(own_registry, browse):
    person = browse(own_registry.origin, cookies=own_registry.cookies("volunteer"))
    person.tab.goto(own_registry.origin + "/sw.js")
    person.tab.evaluate(EARLIER, "0" * 32)
    person.open()
    becomes(person, is_there)
    assert [entry["id"] for entry in person.tab.evaluate(ENTRIES)] == ["0" * 32]


def test_a_phone_whose_clock_is_behind_keeps_no_list(own_registry, browse):
    person = browse(own_registry.origin, cookies=own_registry.cookies("reader"))
    person.tab.clock.install(time=datetime.datetime.now() - datetime.timedelta(minutes=10))
    fetches(person, person.open)
    assert person.tab.evaluate(STORED) == {}


def test_a_clock_that_was_set_back_erases_it(own_registry, member):
    person = member(own_registry.origin)
    own_registry.stop()
    person.tab.clock.set_system_time(datetime.datetime.now() - datetime.timedelta(minutes=10))
    assert is_plain(person, answer_of(person, PLATES["confirmed"]))
    becomes(person, is_gone)


def reader(registry):
    """The cookies of a reader whom no other test knows: a token gets its list six times a minute."""
    _, headers, _ = registry.request("POST", "/en/login", {"code": registry.daemon.person("reader", trusted=False)})
    return dict(re.match(r"([^=]+)=([^;]*)", value).groups() for value in headers.get_all("Set-Cookie"))


def test_visitors_get_no_list(registry, browse):
    person = browse(registry.origin)
    person.open()
    answer_of(person, PLATES["confirmed"])
    assert [request.url for request in person.watch.requests if re.search(r"/list(\.|$)", request.url)] == []
    assert person.tab.evaluate(KEPT) == NOTHING
    person = browse(registry.origin, cookies=reader(registry))
    person.open()
    becomes(person, is_there)
    assert [request.url for request in person.watch.requests if re.search(r"/list(\.|$)", request.url)] != [], "the control"


@pytest.mark.parametrize("site, status", [("same-origin", 200), ("cross-site", 403), ("same-site", 403), ("none", 403), (None, 403)])
def test_only_the_registry_s_own_page_gets_the_list(registry, site, status):
    pair = "; ".join(f"{name}={value}" for name, value in reader(registry).items())
    answer = registry.request("GET", "/list", headers={"Cookie": pair, "Sec-Fetch-Site": site})
    assert answer[0] == status and (CHARACTERS.encode() in answer[2]) == (status == 200)
    status, _, body = registry.request("GET", "/list", headers=SAME_ORIGIN)
    assert status == 401 and json.loads(body)["code"] == "token.missing", "and without a login nobody does"


READ = """texts => texts.map(text => {
  try {
    const [{ issuer, characters }] = platesIn(text).plates
    return [issuer, folded(characters), characters]
  } catch (error) {
    return error.message
  }
})"""


def rows(name):
    lines = (ROOT / "Tests/PlatesTests/Vectors" / name).read_text(encoding="utf-8").split("\n")
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def test_the_script_reads_plates_as_the_registry_does(registry, browse, cookies):
    person = browse(registry.origin, cookies=cookies("reader"))
    person.open("/help")
    read, refused = rows("plates.tsv"), rows("plates-refused.tsv")
    assert len(read) >= 25 and len(refused) >= 12 and {row[1] for row in read + refused} == {"US"}
    assert person.tab.evaluate(READ, [row[0] for row in read]) == [row[2:5] for row in read]
    assert person.tab.evaluate(READ, [row[0] for row in refused]) == [row[2] for row in refused]


def test_the_script_deletes_what_the_registry_deletes(registry, browse, cookies):
    """docs/reference/plates.md lists it; another test holds the page to the registry's reader."""
    person = browse(registry.origin, cookies=cookies("reader"))
    person.open("/help")
    section = (ROOT / "docs/reference/plates.md").read_text(encoding="utf-8").split("\n## Canonical form\n")[1].split("\n## ")[0]
    listed = set()
    for cell in re.findall(r"^\| (U\+[^|]*) \|", section, re.MULTILINE):
        for part in cell.split(", "):
            ends = [int(end, 16) for end in part.replace("U+", "").split("–")]
            listed.update(range(ends[0], ends[-1] + 1))
    assert len(listed) > 1000
    deleted = person.tab.evaluate("""() => Array.from({ length: 0x10000 }, (_, code) => code).filter(code => {
      if (code >= 0xD800 && code < 0xE000) return false
      try {
        return platesIn(`A${String.fromCharCode(code)}B`).plates.at(-1).characters === 'AB'
      } catch {
        return false
      }
    })""")
    assert set(deleted) == listed
