// Adds to the pages: look-ups without a reload, reports that wait for a signal, and erasing without one. list.js and queue.js use these
// functions, too.
"use strict";

const minute = 60_000;
const hour = 60 * minute;
// An onion service answers late.
const answerWait = location.hostname.endsWith(".onion") ? 30_000 : 10_000;
const base = `/${document.documentElement.lang}`;

const trust = {
  createHTML: text => text,
  createScriptURL: address => {
    if (address !== "/sw.js") throw new TypeError("not the worker");
    return address;
  },
};
const policy = globalThis.trustedTypes?.createPolicy("thaw", trust) ?? trust;

const find = selector => document.querySelector(selector);

function made(name, text, fields = {}) {
  const element = Object.assign(document.createElement(name), fields);
  if (text !== undefined) element.textContent = text;
  return element;
}

// Texts

/** From words-*.js, which the browser loads only for members. */
const texts = globalThis.words ?? {};

const filled = (text, values) => text.replace(/\{(\w+)\}/g, (tag, name) => values[name] ?? tag);
const say = (key, values = {}) => filled(texts[key] ?? "", values);
const sayCount = (key, count) => say(`${key}.${count === 1 ? "one" : "other"}`, { count });

/** The sentences of an error; English if it has none here. */
const reason = error => texts[`error.${error.code}`] ?? `${error.title}. ${error.detail}`;

// Requests

const limits = () => ({ cache: "no-store", redirect: "error", signal: AbortSignal.timeout(answerWait) });

/** The page that a request returns; null if none came in time, or only part of one. */
async function page(request) {
  try {
    const text = await (await request).text();
    return text.trimEnd().endsWith("</html>") ? new DOMParser().parseFromString(policy.createHTML(text), "text/html") : null;
  } catch {
    return null;
  }
}

/** The page that answers a form. */
const ask = (form, submitter) => page(fetch(form.getAttribute("action"), {
  method: "POST", body: new URLSearchParams(new FormData(form, submitter)), ...limits(),
}));

/** Calls `handle` instead of sending a form of this page, if the form's path has this ending. */
function onSend(ending, handle) {
  document.addEventListener("submit", event => {
    const form = event.target;
    if (event.defaultPrevented || !form.getAttribute("action")?.endsWith(ending)) return;
    if (handle(form, event.submitter) !== false) event.preventDefault();
  });
}

// Look-ups: the last answers stay on the screen, the newest nearest the field, in memory only.

// Other pages have something of that name, too.
const answers = find("#lookup") && find("#answers");
const plateField = find("#lookup [name=plate]");
const answersMax = 10;
const answerAgeMax = 15 * minute;
const answered = new WeakMap();
let lastTyped = "";
let isNew = false;
// The wall clock may be set back, and the other one may stop while the phone sleeps.
const clocks = () => [Date.now(), performance.now()];
const asked = form => ["plate", "plates"].flatMap(name => new FormData(form).getAll(name)).flatMap(text => text.split(/[\r\n]+/))
  .filter(text => text.trim());

function unknown(plates, text) {
  const article = find("#unknown").content.firstElementChild.cloneNode(true);
  if (plates.length === 1) article.querySelector(".plate").textContent = plates[0];
  else article.querySelector(".plate").remove();
  if (text) article.querySelector("p").textContent = text;
  const field = article.querySelector("[name=plate]");
  field.replaceWith(...plates.map(plate => {
    const one = field.cloneNode();
    one.value = plate;
    return one;
  }));
  return article;
}

function keepAnswers(articles, plates) {
  articles.forEach((article, index) => {
    // A focus at loading.
    for (const element of article.querySelectorAll("[autofocus]")) element.removeAttribute("autofocus");
    const own = articles.length === plates.length ? [plates[index]] : plates;
    answered.set(article, { plates: own, at: clocks() });
  });
}

/** Selects the last plate, so that the next one replaces it. A text that someone is typing already stays. */
function selectTyped() {
  if (plateField.value === lastTyped) plateField.select();
}

async function lookUp(form, submitter) {
  const plates = asked(form);
  const isLoop = form.id === "lookup";
  if (isLoop) lastTyped = plateField.value;
  const waiting = made("p", `${plates[0]} · ${answers.dataset.checking}`, { className: "pending" });
  form.closest("article")?.remove();
  answers.insertBefore(waiting, [...answers.children].find(child => !child.matches("article, .pending")) ?? null);
  selectTyped();
  const answer = await ask(form, submitter);
  const found = [...answer?.querySelectorAll("#answers article[data-outcome]") ?? []];
  const articles = found.length ? found : await globalThis.listAnswers?.(plates) ?? [unknown(plates)];
  // The login is over.
  if (found.length && member !== undefined && answer.body.dataset.member === undefined) eraseList();
  keepAnswers(articles, plates);
  waiting.replaceWith(...articles);
  isNew = true;
  const shown = answers.querySelectorAll("article");
  for (let index = 0; index < shown.length - Math.max(answersMax, articles.length); index++) shown[index].remove();
  // The chapter's lines appear once, below the newest answer.
  const lines = answer?.querySelectorAll("#answers > :not(article)") ?? [];
  if (lines.length) {
    for (const old of answers.querySelectorAll(":scope > :not(article, .pending)")) old.remove();
    answers.append(...lines);
  }
  const heading = articles[0].querySelector("h2");
  if (isLoop && matchMedia("(pointer: fine)").matches) {
    plateField.focus({ preventScroll: true });
    selectTyped();
  } else {
    heading.focus({ preventScroll: true });
  }
  heading.scrollIntoView({ block: "nearest" });
}

function ageAnswers() {
  for (const article of answers?.querySelectorAll("article:not([data-outcome=unknown])") ?? []) {
    const { plates, at } = answered.get(article);
    if (!clocks().some((now, index) => now - at[index] >= answerAgeMax)) continue;
    const old = unknown(plates, answers.dataset.old);
    keepAnswers([old], plates);
    article.replaceWith(old);
  }
}

/** The phone's list of open apps shows no answer. */
function hideAnswers() {
  for (const element of document.querySelectorAll("div#answers, #card, .done, #last, [data-private]")) {
    element.style.visibility = document.hidden ? "hidden" : "";
  }
}

if (answers) {
  answers.setAttribute("role", "status");
  // The first tap after an answer; a second one sets the caret.
  plateField.addEventListener("click", () => {
    if (isNew) selectTyped();
    isNew = false;
  });
  onSend("/lookup", (form, submitter) => void lookUp(form, submitter));
  setInterval(ageAnswers, minute / 4);
}

// The outbox: reports in IndexedDB. saved → tried → sent → answered → erased.

const member = document.body.dataset.member;
// The worker's shell is the same for everybody. Opened without a worker, it keeps nothing.
const isShell = member === "";
const entriesMax = 500;
const batchMax = 50;
const batchBytesMax = 15_000;
const slotLength = Number(document.body.dataset.slot ?? 30) * minute;
let opening;
let isErased = false;
/** The registry's clock less this device's, in milliseconds. */
let clockAhead = 0;

const now = () => Date.now() + clockAhead;
const answeredStates = ["recorded", "merged", "refused", "expired"];
const isWaiting = entry => entry.state === "waiting" || entry.state === "tried";

/** - Throws: if the browser keeps nothing here. */
async function opened() {
  if (isErased || !navigator.locks || isShell && !navigator.serviceWorker?.controller) throw new Error("nothing is kept here");
  // People who only look plates up get no database.
  if (member === undefined && !(await indexedDB.databases()).some(({ name }) => name === "thaw")) throw new Error("nobody");
  opening ??= new Promise((done, failed) => {
    const request = indexedDB.open("thaw", 2);
    request.onupgradeneeded = () => {
      const { result } = request;
      for (const name of ["outbox", "member", "list"]) {
        if (!result.objectStoreNames.contains(name)) result.createObjectStore(name, { keyPath: "id" });
      }
    };
    request.onerror = () => failed(request.error);
    request.onsuccess = () => {
      request.result.onclose = () => opening = undefined;
      request.result.onversionchange = ({ newVersion }) => {
        request.result.close();
        // Another tab has a newer build.
        if (newVersion) return;
        // Another tab erases, or logs out.
        isErased = true;
        vanish();
      };
      done(request.result);
    };
  });
  return opening;
}

/** Does `work` in one transaction. Returns the result of its request when all is on disk. */
async function within(store, mode, work) {
  const open = await opened();
  return new Promise((done, failed) => {
    const transaction = open.transaction(store, mode, { durability: "strict" });
    const request = work(transaction.objectStore(store));
    transaction.oncomplete = () => done(request?.result);
    transaction.onabort = () => failed(transaction.error);
  });
}

/** Oldest first. */
const entries = async () => (await within("outbox", "readonly", store => store.getAll()))
  .sort((one, other) => Date.parse(one.report.seen_at) - Date.parse(other.report.seen_at));

/** Puts `change` of each entry that is still there, and erases it if that is null. */
const changeEntries = (ids, change) => within("outbox", "readwrite", store => {
  for (const id of ids) {
    const request = store.get(id);
    request.onsuccess = () => {
      const next = request.result && change(request.result);
      if (next) store.put(next);
      else if (request.result) store.delete(id);
    };
  }
});

/** The short ID of this device's token, which the shell does not know by itself. */
const keptToken = async () => (await within("member", "readonly", store => store.getAll()))[0]?.id;
const ownToken = async () => isShell ? keptToken() : member;

/** Erases the list of confirmed plates, which list.js keeps for members. */
const eraseList = () => within("list", "readwrite", store => store.clear()).catch(() => {});

async function save(report) {
  const token = await ownToken();
  if ((await entries()).filter(isWaiting).length >= entriesMax) return false;
  await within("outbox", "readwrite", store => store.put({ id: report.id, report, token, state: "waiting", why: "" }));
  return true;
}

/** The results of reports; an error's code, or "", if they were not answered. */
async function post(reports, token) {
  try {
    const answer = await fetch("/outbox", {
      method: "POST", headers: { "Content-Type": "application/json", "Thaw-Token": token }, body: JSON.stringify({ reports }), ...limits(),
    });
    const body = await answer.json();
    if (answer.ok && body.results?.length === reports.length) return body.results;
    return body.code ?? "";
  } catch {
    return "";
  }
}

let queued = null;

/** Sends the waiting reports. One tab sends at a time; a tab has one more turn at most. */
function send() {
  queued ??= navigator.locks.request("thaw-outbox", () => {
    queued = null;
    return deliver();
  }).catch(() => {}).then(draw);
  return queued;
}

async function deliver() {
  const token = await ownToken();
  const done = new Set();
  for (;;) {
    await eraseOld();
    const batch = [];
    let bytes = 0;
    for (const entry of token ? await entries() : []) {
      if (done.has(entry.id) || !isWaiting(entry) || entry.state === "tried" && entry.token !== token) continue;
      bytes += new TextEncoder().encode(JSON.stringify(entry.report)).length + 1;
      if (batch.length === batchMax || bytes > batchBytesMax) break;
      batch.push(entry.report);
      done.add(entry.id);
    }
    if (!batch.length) return;
    const ids = batch.map(({ id }) => id);
    // From here on they may have arrived.
    await changeEntries(ids, entry => ({ ...entry, state: "tried", token }));
    const results = await post(batch, token);
    const resultOf = id => typeof results === "string" ? { why: results } : results[ids.indexOf(id)];
    await changeEntries(ids, entry => afterwards(entry, resultOf(entry.id)));
    if (typeof results === "string") return;
    for (const { id, result, error } of results) {
      if (result === "refused" && error.code !== "quota.spent") announce(batch[ids.indexOf(id)], say("report.refused", { reason: reason(error) }));
    }
  }
}

/** An entry after an answer. It is kept for two hours, so that a person can take it back, without the time of the answer. */
function afterwards(entry, { result, error, plate, warnings, readings, why }) {
  if (!["recorded", "merged", "refused"].includes(result)) return { ...entry, why: why ?? "" };
  if (error?.code === "quota.spent") return { ...entry, why: error.code };
  const until = Math.floor(now() / slotLength) * slotLength + 2 * hour;
  return { ...entry, state: result, why: "", until, error, plate, warnings, readings };
}

/** No registry accepts a report 24 hours after its slot. */
async function eraseOld() {
  const old = (await entries()).filter(entry =>
    isWaiting(entry) ? now() > Date.parse(entry.report.seen_at) + slotLength + 24 * hour : now() > entry.until);
  if (!old.length) return;
  await changeEntries(old.map(({ id }) => id), () => null);
  for (const entry of old.filter(isWaiting)) announce(entry.report, say("report.expired"), "expired");
}

const gone = [];

/** Announces the result of a report that waited. */
function announce(report, text, state) {
  if (state) gone.push({ id: report.id, report, state });
  if (find("#report-answers")?.querySelector(`[data-id="${report.id}"]`)) return;
  noticePlace().append(made("p", `${report.plate.toUpperCase()}: ${text}`));
}

/** Screen readers announce additions only to an element that was there before. */
function noticePlace() {
  const place = find("#notice") ?? made("div", undefined, { id: "notice", role: "status" });
  if (!place.isConnected) find("main").prepend(place);
  return place;
}

// The outbox on the page

async function draw() {
  let all;
  try {
    all = await entries();
  } catch {
    all = null;
  }
  const count = all?.filter(isWaiting).length ?? 0;
  const label = find("#outbox-count");
  // A card of the moderators' queue has its verdicts in place of the bar.
  if (label) {
    label.textContent = count ? sayCount("frame.report_waiting", count) : "";
    label.previousElementSibling.hidden = count > 0;
  }
  for (const article of document.querySelectorAll("#report-answers [data-id]")) {
    const entry = [...all ?? [], ...gone].find(({ id }) => id === article.dataset.id);
    if (entry && !(isWaiting(entry) && article.hasAttribute("data-sending"))) drawAnswer(article, entry);
  }
  if (find("#waiting")) await drawWaiting(all, count);
}

function drawAnswer(article, { report, state, plate, warnings, error, readings }) {
  if (article.dataset.state === state) return;
  article.dataset.state = state;
  const accepted = state === "recorded" || state === "merged";
  article.className = accepted ? "taken" : "unknown";
  const text = {
    waiting: say("report.on_phone"), tried: say("report.on_phone"), recorded: say("report.recorded"), merged: say("report.merged"),
    expired: say("report.expired"), refused: error && say("report.refused", { reason: reason(error) }),
  }[state];
  const parts = [made("h2", text, { tabIndex: -1 })];
  if (plate) parts.push(made("p", say("report.read_as", { plate: shown(plate) })));
  else parts.push(made("p", report.plate, { className: "plate" }));
  for (const { code } of warnings ?? []) {
    parts.push(made("p", `${say(code.replace("plate.", "report.warning."), { issuer: issuerName(plate.issuer) })} ${say("report.warning")}`));
  }
  if (accepted) parts.push(takeBack(report));
  if (readings?.length) parts.push(made("p", say("report.ambiguous")), ...readings.map(choice));
  article.replaceChildren(...parts);
}

const shown = ({ issuer, characters }) => issuer === "ZZ" ? characters : `${issuer.slice(3)} ${characters}`;

/** As the report form names it. */
function issuerName(code) {
  const { dataset, options } = find("#issuer");
  return [...options].find(({ value }) => value === (code === dataset.own ? "" : code))?.text ?? code;
}

/** A button that reports one of the plates that an ambiguous text may mean. */
function choice(plate) {
  const button = made("button", plate.issuer === "ZZ" ? plate.characters : `${issuerName(plate.issuer)} ${plate.characters}`, { type: "button" });
  button.addEventListener("click", () => {
    const form = find("#report");
    form.elements.plate.value = `${plate.issuer} ${plate.characters}`;
    form.elements.issuer.value = "";
    form.requestSubmit();
  });
  return button;
}

/** The form that takes a report back: all its fields, as they were sent. */
function takeBack(report) {
  const form = find("#take-back").content.firstElementChild.cloneNode(true);
  const { vehicle = {}, signs = [], ...fields } = report;
  const all = [...Object.entries({ ...fields, ...vehicle }), ...signs.map(sign => ["signs", sign])];
  form.prepend(...all.map(([name, value]) => made("input", undefined, { type: "hidden", name, value })));
  return form;
}

async function drawWaiting(all, count) {
  const token = await ownToken().catch(() => undefined);
  const rows = [...all ?? [], ...gone].map(entry => row(entry, token));
  find("#waiting-count").textContent = count ? sayCount("waiting.count", count) : "";
  find("#waiting-none").textContent = count ? "" : say(all ? "waiting.none" : member === undefined ? "waiting.nobody" : "waiting.no_storage");
  for (const [selector, hasAnswer] of [[".unanswered", false], [".answered", true]]) {
    const shown = rows.filter(item => answeredStates.includes(item.dataset.state) === hasAnswer);
    const section = find(`#waiting ${selector}`);
    section.hidden = !shown.length;
    section.querySelector("ul").replaceChildren(...shown);
  }
  find("#waiting").hidden = false;
}

function row({ id, report, state, token, error, why }, own) {
  const shownState = state === "tried" && token !== own ? "other_token" : state;
  const area = texts[`area.${report.area}`] ?? report.area;
  const text = say("waiting.row", { plate: report.plate.toUpperCase(), area, time: slotName(Date.parse(report.seen_at)) });
  const detail = error ? reason(error) : texts[`error.${why}`];
  const item = made("li", `${text} · ${say(`waiting.state.${shownState}`, { reason: detail })}${!error && detail ? ` · ${detail}` : ""}`);
  item.dataset.state = shownState.replace("_", "-");
  if (isWaiting({ state })) {
    const drop = made("button", say("waiting.drop.button"), { type: "button" });
    drop.addEventListener("click", () => changeEntries([id], () => null).then(draw));
    item.append(drop);
  } else if (state === "recorded" || state === "merged") {
    item.append(takeBack(report));
  }
  return item;
}

// The report form

const newID = () => [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, "0")).join("");

function reportOf(form) {
  const data = new FormData(form);
  const text = name => data.get(name) || undefined;
  const vehicle = { color: text("color"), body: text("body"), make: text("make") };
  return {
    id: text("id") ?? newID(), plate: [text("issuer"), text("plate")].filter(Boolean).join(" "), seen_at: text("seen_at"), area: text("area"),
    ...Object.values(vehicle).some(Boolean) && { vehicle }, ...data.has("signs") && { signs: data.getAll("signs") },
  };
}

let lastUnsent = "";

async function report(form) {
  const fields = form.elements;
  const body = reportOf(form);
  // The same report again keeps its ID, and is counted once.
  const content = JSON.stringify({ ...body, id: "" });
  if (lastUnsent && lastUnsent !== content) fields.id.value = body.id = newID();
  const article = made("article", undefined, { className: "unknown" });
  article.dataset.id = body.id;
  article.dataset.sending = "";
  article.append(made("p", say("script.sending")));
  find("#report-answers").replaceChildren(article);
  const button = form.querySelector("button:not([type=button])");
  button.disabled = true;
  try {
    const state = await saveAndSend(body, article);
    lastUnsent = state === "unsent" ? content : "";
    if (state === "unsent") return;
    fields.id.value = newID();
    if (state === "refused") return;
    const { area: { value: area }, issuer: { value: issuer } } = fields;
    form.reset();
    fields.area.value = area;
    fields.issuer.value = issuer;
    drawSlots();
  } finally {
    button.disabled = false;
    article.removeAttribute("data-sending");
    (article.querySelector("h2") ?? article).focus({ preventScroll: true });
    article.scrollIntoView({ block: "nearest" });
  }
}

/** The result of a report: its state, or "unsent" if only the form still has it. */
async function saveAndSend(body, article) {
  let isSaved;
  try {
    isSaved = await save(body);
  } catch {
    return sendAlone(body, article);
  }
  if (!isSaved) {
    article.replaceChildren(made("h2", sayCount("script.outbox_full", entriesMax), { tabIndex: -1 }));
    send();
    return "unsent";
  }
  await Promise.race([send(), new Promise(done => setTimeout(done, answerWait + 1_000))]);
  const entry = (await entries()).find(({ id }) => id === body.id) ?? { report: body, state: "waiting" };
  drawAnswer(article, entry);
  return entry.state;
}

/** For browsers that keep nothing, such as private windows. */
async function sendAlone(body, article) {
  const results = await post([body], member ?? "");
  const entry = typeof results === "string" ? null : afterwards({ report: body, state: "unsent" }, results[0]);
  if (entry && entry.state !== "unsent") {
    drawAnswer(article, entry);
    return entry.state;
  }
  const code = entry?.why || results;
  const text = code ? reason({ code, title: code, detail: "" }) : "";
  article.replaceChildren(made("h2", say("script.not_sent"), { tabIndex: -1 }), text && made("p", text));
  return "unsent";
}

// Slots of time, in the registry's zone

const slots = find("#report")?.elements.seen_at;
/** Writes offsets such as GMT-05:00. Browsers that do not know the zone, or this format, show their own. */
const zone = (() => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: document.body.dataset.zone, timeZoneName: "longOffset" });
  } catch {
    return null;
  }
})();

/** The offset to add to UTC. */
function offset(at) {
  if (!zone) return -new Date(at).getTimezoneOffset() * minute;
  const [, sign, hours, minutes] = zone.format(at).match(/GMT([+-])(\d+):(\d+)/) ?? [null, "+", 0, 0];
  return Number(`${sign}1`) * (Number(hours) * hour + Number(minutes) * minute);
}

function clockTime(at) {
  const local = new Date(at + offset(at));
  const hours = local.getUTCHours();
  const isTwelve = texts.clock === "12";
  const clock = half => say("time.clock", {
    hour: isTwelve ? (hours + 11) % 12 + 1 : hours, minute: String(local.getUTCMinutes()).padStart(2, "0"), half,
  });
  return { clock, half: say(hours < 12 ? "time.am" : "time.pm") };
}

function slotName(start) {
  const [from, to] = [clockTime(start), clockTime(start + slotLength)];
  const isOne = from.half === to.half;
  const slot = say("time.slot", { from: from.clock(isOne ? "" : from.half), to: to.clock(isOne ? "" : to.half), half: isOne ? to.half : "" });
  const day = at => Math.floor((at + offset(at)) / (24 * hour));
  return day(start) === day(now()) ? slot : say("time.day_and_slot", { day: say("time.yesterday"), slot });
}

/** Names the slots anew. The one that is chosen stays. */
function drawSlots() {
  const current = Math.floor(now() / slotLength) * slotLength;
  const plain = at => new Date(at).toISOString().replace(".000", "");
  const chosen = find("#report").elements.plate.value && slots.value;
  if (slots.options[0]?.value === plain(current)) {
    if (!chosen) slots.selectedIndex = 0;
    return;
  }
  const starts = Array.from({ length: Number(slots.dataset.hours) * hour / slotLength }, (_, index) => current - index * slotLength);
  slots.replaceChildren(...starts.map((start, index) =>
    new Option(index ? slotName(start) : say("time.now", { slot: slotName(start) }), plain(start))));
  if (chosen) slots.value = chosen;
  if (slots.selectedIndex < 0) slots.selectedIndex = 0;
}

if (slots) {
  const form = find("#report");
  const ahead = slots.dataset.now ? Number(slots.dataset.now) * 1_000 - Date.now() : 0;
  if (Math.abs(ahead) > 2 * minute) {
    clockAhead = ahead;
    find("#report-answers").append(made("p", say("script.clock")));
  }
  form.elements.id.value ||= newID();
  drawSlots();
  setInterval(drawSlots, minute);
  onSend("/report", sent => sent === form && void report(form));
}

const areaMap = find("#area-map");
if (areaMap) {
  areaMap.hidden = false;
  areaMap.addEventListener("toggle", async () => {
    if (!areaMap.open || areaMap.querySelector("svg")) return;
    const map = (await page(fetch(`${base}/figures`, limits())))?.querySelector(".map");
    areaMap.hidden = !map;
    if (!map) return;
    for (const number of map.querySelectorAll("text")) number.remove();
    for (const path of map.querySelectorAll("path")) path.setAttribute("class", "a0");
    areaMap.append(map);
  });
  areaMap.addEventListener("click", event => {
    const area = event.target.dataset.area;
    if (!area) return;
    const select = find("#report").elements.area;
    select.value = area;
    areaMap.open = false;
    select.focus();
  });
}

// Leaving

function deleteHalfCookie() {
  for (const pair of document.cookie.split("; ")) {
    const name = pair.split("=")[0];
    if (/^(__Host-)?thaw-half/.test(name)) {
      document.cookie = `${name}=; Max-Age=0; Path=/; SameSite=Strict${location.protocol === "https:" ? "; Secure" : ""}`;
    }
  }
}

/** Erases the database, the caches, the worker and queue.js's memory. */
function forget() {
  isErased = true;
  const tasks = [
    async () => localStorage.clear(),
    async () => {
      (await opening?.catch(() => null))?.close();
      await new Promise(done => {
        const request = indexedDB.deleteDatabase("thaw");
        request.onsuccess = request.onerror = done;
      });
    },
    async () => {
      for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
      for (const name of await caches.keys()) await caches.delete(name);
    },
  ];
  return Promise.allSettled(tasks.map(task => task()));
}

const sleep = milliseconds => new Promise(done => setTimeout(done, milliseconds));

function vanish() {
  document.documentElement.hidden = true;
  document.title = "";
  location.replace(document.body.dataset.exit ?? "about:blank");
}

async function erase(form) {
  document.documentElement.hidden = true;
  deleteHalfCookie();
  const left = fetch(form.getAttribute("action"), { method: "POST", keepalive: true }).catch(() => {});
  await Promise.race([Promise.all([forget(), Promise.race([left, sleep(2_000)])]), sleep(4_000)]);
  vanish();
}

async function logOut(form) {
  const waiting = async () => (await entries().catch(() => [])).filter(isWaiting).length;
  const end = async () => {
    await Promise.race([forget(), sleep(4_000)]);
    form.submit();
  };
  const count = await waiting();
  if (!count) return end();
  find("#unsent")?.remove();
  const question = made("div", undefined, { id: "unsent", role: "alert" });
  const [sendFirst, eraseAll] = ["leave.unsent.send.button", "leave.unsent.erase.button"].map(key => made("button", say(key), { type: "button" }));
  sendFirst.addEventListener("click", async () => {
    sendFirst.disabled = true;
    await send();
    await logOut(form);
  });
  eraseAll.addEventListener("click", end);
  question.append(made("p", sayCount("leave.unsent", count)), sendFirst, eraseAll);
  form.before(question);
  form.hidden = true;
}

onSend("/leave", (form, submitter) => void (submitter?.id === "erase" ? erase(form) : logOut(form)));

// Start

const isInstalled = matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;
const stay = find("[name=stay]");
if (stay && isInstalled) stay.checked = true;
// Only iPhones and iPads have this property.
const install = find("#install");
if (install) install.hidden = isInstalled || navigator.standalone === undefined;

async function startOutbox() {
  if (member && await keptToken() !== member) {
    await within("member", "readwrite", store => {
      store.clear();
      store.put({ id: member });
    });
  }
  const withdrawn = find("[data-withdrawn]")?.dataset.withdrawn;
  if (withdrawn) await changeEntries([withdrawn], () => null);
  await send();
}

// Someone was logged in here.
if (member === undefined && navigator.serviceWorker?.controller) eraseList();
if (member) navigator.serviceWorker?.register(policy.createScriptURL("/sw.js"), { updateViaCache: "none" }).catch(() => {});
if (member !== undefined || find("#waiting")) {
  const turn = () => {
    if (!document.hidden && !isErased) startOutbox().catch(draw);
  };
  noticePlace();
  turn();
  setInterval(turn, minute);
  addEventListener("online", turn);
  document.addEventListener("visibilitychange", turn);
  find("#waiting-send")?.addEventListener("click", turn);
  find("#try-again")?.addEventListener("click", event => {
    event.preventDefault();
    location.reload();
  });
}

addEventListener("pageshow", ageAnswers);
document.addEventListener("visibilitychange", () => {
  hideAnswers();
  if (!document.hidden) ageAnswers();
});
