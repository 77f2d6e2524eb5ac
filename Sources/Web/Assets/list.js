// The list of confirmed plates on a member's phone, which is used only if the registry does not answer, and for a day at most. The registry
// puts `known` before this text: the names of issuers, and the placeholders for missing plates. The list's signature is not checked: a
// person who could change the list on its way could change this script.
"use strict";

// A list of a large registry takes that long over a slow line.
const listWait = 2 * minute;
const listRetry = 10 * minute;
const readWait = 5_000;
const listAgeMax = 24 * hour;
const listingsMax = 200_000;
// As `thaw` allows.
const clockDifferenceMax = 2 * minute;

// Plates: the canonical form, and an issuer beside it. The registry reads more; a text that it may read otherwise is never called absent.

const textBytesMax = 256;
const lengthMax = 10;
// Hardly a plate has more.
const lengthUsual = 8;
// This many letters and digits need no issuer to be a plate.
const lengthAlone = 6;
const separators = /[-_ .']+/g;

/** A text in capitals, without invisible characters. Every separator becomes one of space - . ' and _, every bracket ( or ). */
const plain = text => text
  .replace(/[\uFF01-\uFF5E]/g, wide => String.fromCharCode(wide.charCodeAt() - 0xFEE0))
  .replace(/[a-z]/g, letter => letter.toUpperCase())
  .replace(/\p{White_Space}/gu, " ")
  .replace(/[\u2018\u2019\u02BC]/g, "'")
  .replace(/[\u2212\p{Pd}]/gu, "-")
  .replace(/[_/#$&+"`´·•‣‧⁃∙⋅′″\p{Pi}\p{Pf}\u{1F493}-\u{1F49F}\u{1F5A4}\u{1F90D}-\u{1F90F}\u{1F9E1}\u{1FA75}-\u{1FA77}]/gu, "_")
  .replace(/(?=[\u25A0-\u27BF\u2B00-\u2BFF])[\p{So}\p{Sm}]/gu, "_")
  .replace(/[[{<\p{Ps}]/gu, "(")
  .replace(/[\]}>\p{Pe}]/gu, ")")
  .replace(/[\p{Cf}\p{Variation_Selector}\p{Default_Ignorable_Code_Point}]/gu, "");

/** A text without the marks at its ends. */
const trimmed = text => text.replace(ends, "");
const dropped = "(?:(?![?*:])[- \\p{Po}\\p{Pc}\\p{So}\\p{Sm}\\p{Sk}])+";
const ends = new RegExp(`^${dropped}|${dropped}$`, "gu");

/** A key has 0 for O, and 1 for I. */
const folded = characters => characters.replaceAll("O", "0").replaceAll("I", "1");

const placeholders = new Set(known.placeholders.map(folded));

/** The characters of a plate. Throws an error whose message is the registry's code. */
function charactersIn(text) {
  const characters = text.replace(separators, "");
  if (/[^A-Z0-9]/.test(characters)) throw new Error("plate.character");
  if (!characters) throw new Error("plate.empty");
  if (characters.length > lengthMax) throw new Error("plate.too_long");
  refusePlaceholder(characters);
  return characters;
}

function refusePlaceholder(characters) {
  if (placeholders.has(folded(characters))) throw new Error("plate.placeholder");
}

/** An issuer's words without accents, periods and hyphens, except the hyphens of a code such as US-MN. */
function issuerWords(text) {
  const words = text.normalize("NFD").replace(/[\u0300-\u036F\u02BB.']/g, "").toUpperCase().replace(/[_ ]+/g, " ").trim();
  return /^[A-Z]{2}(?:-[A-Z]{1,3}){1,2}$/.test(words) ? words : words.replaceAll("-", " ");
}

const issuers = new Map([["ZZ", "ZZ"]]);
for (const [code, names] of Object.entries(known.issuers)) {
  for (const name of [code, code.replace("-", " "), ...names]) issuers.set(issuerWords(name), code);
}

const issuerIn = text => issuers.get(issuerWords(text));

function charactersOrNone(text) {
  try {
    return charactersIn(text);
  } catch {
    return "";
  }
}

const isMixed = characters => /[A-Z]/.test(characters) && /\d/.test(characters);
const isComplete = characters => isMixed(characters) && characters.length >= lengthAlone;

/** Whether a text is one plate, perhaps in groups: no word, no second plate and no telephone number is in it. */
function isOnePlate(text) {
  const groups = text.split(/[- ]/);
  const isGroup = group => /^[A-Z0-9]{1,5}$/.test(group) && !/[A-Z]{4}/.test(group);
  return /^[A-Z0-9]+$/.test(text) || groups.every(isGroup) && !/^\d{10}$/.test(groups.join(""));
}

/** The plates that a text can mean, the likeliest first, or an error; `isSure` if the registry reads no other. */
function platesIn(text) {
  if (new TextEncoder().encode(text).length > textBytesMax) throw new Error("plate.too_long");
  let issuer;
  const setIssuer = words => {
    const code = issuerIn(words);
    if (!code || issuer && issuer !== code) throw new Error("issuer.unknown");
    issuer = code;
  };
  // ABC123 (MN)
  let rest = trimmed(plain(text)).replace(/\(([^()]*)\)?/g, (whole, inside) => {
    if (trimmed(inside)) setIssuer(inside);
    return " ";
  });
  rest = trimmed(rest.replaceAll(")", " "));
  // MN:ABC123
  if (rest.includes(":")) {
    const parts = rest.split(":").map(trimmed).filter(Boolean);
    if (parts.length > 2) throw new Error("issuer.unknown");
    const place = parts.length === 2 && issuerIn(parts[0]) ? 1 : 0;
    if (parts.length === 2) setIssuer(parts[1 - place]);
    rest = parts[place] ?? "";
  }
  if (issuer) return { plates: [{ issuer, characters: charactersIn(rest) }], isSure: isOnePlate(rest) };
  return platesBesideWords(rest);
}

/** `ABC123`, and beside an issuer: `MN ABC123`, `ABC123 Minnesota`, `MN-ABC123`. */
function platesBesideWords(text) {
  const joined = text.replace(separators, "");
  refusePlaceholder(joined);
  const cuts = [...text.matchAll(separators)].map(({ 0: gap, index }) => ({
    start: text.slice(0, index), end: text.slice(index + gap.length), isSpace: gap.includes(" "),
  }));
  const named = (words, rest) => cuts.map(cut => ({ issuer: issuerIn(cut[words]), rest: cut[rest], isSpace: cut.isSpace }))
    .filter(({ issuer }) => issuer);
  const [leading, trailing] = [named("start", "end"), named("end", "start")];
  const plates = [];
  let whole = text;
  // The most words that name an issuer.
  for (const { issuer, rest, isSpace } of [leading.at(-1), trailing[0]].filter(Boolean)) {
    const characters = charactersOrNone(rest);
    if (!characters || !isSpace && !isMixed(characters)) continue;
    plates.push({ issuer, characters });
    // The words are not part of a plate that is complete without them, or too long with them.
    if (isSpace && (isComplete(characters) || joined.length > lengthUsual)) whole = rest;
  }
  if (whole === text && (!plates.length || joined.length <= lengthMax)) plates.push({ issuer: "ZZ", characters: charactersIn(text) });
  // MNABC123
  const ends = [[text.slice(0, 2), text.slice(2)], [text.slice(-2), text.slice(0, -2)]];
  const isOneIssuer = cuts.length ? leading.length + trailing.length < 2 : !ends.some(([code, rest]) => issuerIn(code) && isComplete(rest));
  return { plates, isSure: isOneIssuer && !issuerIn(text) && isOnePlate(whole) };
}

// The list: one text, replaced whole, and beside it its times and whose it is.

const timeOf = text => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) ? Date.parse(text) : NaN;

/** Whether a list's times let it answer: it is not older than a day, and this phone's clock is not behind it. */
const isTimely = ({ asOf, validUntil, checked = asOf }) =>
  asOf < validUntil && validUntil - asOf <= listAgeMax
  && Math.max(asOf, checked) - clockDifferenceMax <= Date.now() && Date.now() < validUntil;

const areTexts = values => values.every(value => typeof value === "string");

const isListing = ({ plate, status, signs, vehicles = [], last_day }) =>
  status === "confirmed" && /^[A-Z]{2}(?:-[A-Z]{2,3}){0,2}$/.test(plate.issuer) && /^[A-Z0-9]{1,10}$/.test(plate.characters)
  && Array.isArray(signs) && areTexts(signs) && Array.isArray(vehicles) && vehicles.every(vehicle => areTexts(Object.values(vehicle)))
  && /^\d{4}-\d\d-\d\d$/.test(last_day);

/** The list in a body: its listings by the characters of their keys. Null if it does not have the shape of a list. */
function listIn(text) {
  try {
    const { format, as_of, valid_until, truncated = false, listings } = JSON.parse(text);
    const times = { asOf: timeOf(as_of), validUntil: timeOf(valid_until) };
    if (format !== 1 || typeof truncated !== "boolean" || !isTimely(times)) return null;
    if (!(listings.length <= listingsMax) || !listings.every(isListing)) return null;
    const byCharacters = new Map();
    for (const listing of listings) {
      const key = folded(listing.plate.characters);
      byCharacters.set(key, [...byCharacters.get(key) ?? [], listing]);
    }
    return { ...times, isWhole: !truncated, byCharacters };
  } catch {
    return null;
  }
}

/** The list on this phone; null if there is none. Erases a list that may not be used. */
async function keptList() {
  // In the order of their IDs.
  const [body, head] = await within("list", "readonly", store => store.getAll());
  if (!head) return null;
  const list = head.token === await ownToken() && isTimely(head) ? listIn(body.text) : null;
  if (!list) await eraseList();
  return list;
}

let nextFetch = 0;

/** Erases an expired list or another login's, and fetches a list again that is an hour old. */
async function refreshList() {
  const token = await ownToken();
  let head = await within("list", "readonly", store => store.get("head"));
  if (head && !(head.token === token && isTimely(head))) {
    await eraseList();
    head = undefined;
  }
  if (!token || document.hidden || Date.now() < nextFetch || Date.now() - head?.checked < hour) return;
  nextFetch = Date.now() + listRetry;
  // One tab fetches at a time.
  await navigator.locks.request("thaw-list", { ifAvailable: true }, lock => lock && fetchList(token, head));
}

async function fetchList(token, head) {
  const headers = head?.tag ? { "If-None-Match": head.tag } : {};
  const answer = await fetch("/list", { ...limits(), headers, signal: AbortSignal.timeout(listWait) });
  if (answer.status === 304) {
    await changeHead((store, kept) => {
      if (kept?.tag === head?.tag) store.put({ ...kept, checked: Date.now() });
    });
  } else if (answer.ok) {
    // A phone whose clock is behind would keep the list for too long.
    const isBehind = Date.parse(answer.headers.get("Date")) - Date.now() > clockDifferenceMax;
    const text = await answer.text();
    const list = listIn(text);
    if (!list || isBehind) return;
    const { asOf, validUntil } = list;
    await changeHead((store, kept) => {
      // Another tab was quicker.
      if (kept?.token === token && kept.asOf > asOf) return;
      store.put({ id: "head", token, tag: answer.headers.get("ETag"), asOf, validUntil, checked: Date.now() });
      store.put({ id: "body", text });
    });
  } else if ((await answer.json()).code?.startsWith("token.")) {
    await eraseList();
  }
}

/** Does `change` with the list's store and its head, in one transaction. */
const changeHead = change => within("list", "readwrite", store => {
  const request = store.get("head");
  request.onsuccess = () => change(store, request.result);
});

const keepList = () => {
  if (!isErased) refreshList().catch(() => {});
};
keepList();
setInterval(keepList, minute);
document.addEventListener("visibilitychange", keepList);
addEventListener("online", () => {
  nextFetch = 0;
  keepList();
});

// Answers

/** Answers from the list, after the registry did not; none if there is no list, or the browser does not read it in time. */
async function listAnswers(texts) {
  try {
    const list = await Promise.race([keptList(), sleep(readWait)]);
    return list && texts.map(text => answerFrom(list, text));
  } catch {
    return null;
  }
}

function answerFrom(list, text) {
  let read;
  try {
    read = platesIn(text);
  } catch {
    return unknown([text]);
  }
  const alike = ({ characters }) => list.byCharacters.get(folded(characters)) ?? [];
  const listed = new Set(read.plates.flatMap(plate => alike(plate).filter(listing => ["ZZ", listing.plate.issuer].includes(plate.issuer))));
  const time = listTime(list.asOf);
  if (listed.size) return listedAnswer([...listed], time, read.plates.length > 1);
  const article = unknown([text]);
  // The same characters of another issuer are on the list, or the registry may read another plate.
  if (!list.isWhole || !read.isSure || read.plates.some(plate => alike(plate).length)) return article;
  if (read.plates.length === 1) article.querySelector(".plate").textContent = shown(read.plates[0]);
  article.querySelector("h2").lastChild.data = ` ${say("answer.list.absent", { time })}`;
  article.querySelector("p").textContent = say("answer.unknown.refused");
  return article;
}

function listedAnswer(listings, time, isNamed) {
  const article = made("article");
  Object.assign(article.dataset, { outcome: "listed", list: "" });
  article.append(...listings.map(listing => listingBox(listing, time, isNamed)));
  return article;
}

/** As listing.mustache draws one. */
function listingBox({ plate, signs, vehicles = [], last_day }, time, isNamed) {
  const box = made("div", undefined, { className: "listed confirmed" });
  const heading = made("h2", undefined, { tabIndex: -1 });
  const mark = made("span", "▲", { className: "mark" });
  mark.setAttribute("aria-hidden", "true");
  // With the issuer's name, if several readings of a text must be told apart.
  const name = isNamed && known.issuers[plate.issuer] ? `${known.issuers[plate.issuer][0]} ${plate.characters}` : shown(plate);
  heading.append(mark, " ", made("span", name, { className: "plate", translate: false }), ` ${say("answer.list.confirmed", { time })}`);
  const facts = made("dl");
  for (const [key, value] of [
    ["last_seen", dayName(last_day)], ["vehicles", vehicles.map(vehicleName).filter(Boolean).join("; ")],
    ["signs", signs.map(sign => nameOf("sign", sign)).join(", ")],
  ]) {
    if (value) facts.append(made("dt", say(`answer.${key}`)), made("dd", value));
  }
  box.append(heading, made("p", say("answer.confirmed.text")), facts);
  return box;
}

const nameOf = (list, id) => texts[`${list}.${id}`] ?? id;

function vehicleName({ color, make, body }) {
  const parts = {
    color: color ? say("vehicle.color", { color: nameOf("color", color) }) : "", make: make ? nameOf("make", make) : "",
    body: body ? nameOf("body", body) : "",
  };
  return say("vehicle", parts).split(" ").filter(Boolean).join(" ");
}

/** The time of a list, which may be yesterday's. */
function listTime(at) {
  const { clock, half } = clockTime(at);
  const day = time => Math.floor((time + offset(time)) / (24 * hour));
  return day(at) === day(Date.now()) ? clock(half) : say("time.day_and_slot", { day: say("time.yesterday"), slot: clock(half) });
}

/** November 14, with its year if that is not this one. */
function dayName(text) {
  const [year, month, day] = text.split("-").map(Number);
  const key = year === new Date().getUTCFullYear() ? "time.day" : "time.day_and_year";
  return say(key, { year, month: say(`month.${month}`), day: day === 1 ? say("time.first") : day });
}
