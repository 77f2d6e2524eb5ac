// The moderators' queue: decisions without a reload, and keys. Uses the functions of thaw.js.
"use strict";

const cardAgeMax = 15 * minute;
const lastMax = 10;
const verdictKeys = { c: "confirm", x: "clear", d: "dismiss", p: "protect", s: "skip", m: "misread" };
let touchedAt = clocks();
let isAsking = false;

/** The switch of the keys, which is remembered until log-out. A browser that keeps nothing starts with keys each time. */
const keysAre = {
  get on() {
    try {
      return localStorage.getItem("keys") !== "off";
    } catch {
      return this.fallback ?? true;
    }
  },
  set on(value) {
    this.fallback = value;
    try {
      localStorage.setItem("keys", value ? "on" : "off");
    } catch {
      // Only this page knows it.
    }
  },
};

/** The answers of the question in the card's place, by the digits from 1. */
const choices = () => [...document.querySelectorAll("#card p > button[name]")];
const cancelControl = () => find("#card .cancel");
/** A second "s" skips without a reason. */
const skipAnyway = () => find("#card button[name=why][value=other]");
const buttonOf = key => verdictKeys[key] && find(`#card button[value=${verdictKeys[key]}], button[name=verdict][value=${verdictKeys[key]}]`);
/** The forms that undo this sitting's decisions, the newest first. In memory only. */
const undoable = [];
const decisionOf = form => form?.elements.decision?.value;
const lastUndo = () => [...document.querySelectorAll(".done form")].find(form => decisionOf(form) === decisionOf(undoable[0]))?.querySelector("button");

/** Puts the keys on the buttons, and the switch above the card. */
function showKeys() {
  for (const mark of document.querySelectorAll("kbd")) mark.remove();
  if (!find("#card")) return;
  const box = find("#keys") ?? keySwitch();
  box.checked = keysAre.on;
  if (!keysAre.on) return;
  for (const key of Object.keys(verdictKeys)) buttonOf(key)?.append(" ", made("kbd", key));
  choices().forEach((button, index) => button.append(" ", made("kbd", `${index + 1}`)));
  skipAnyway()?.append(" ", made("kbd", "s"));
  cancelControl()?.append(" ", made("kbd", "Esc"));
  lastUndo()?.append(" ", made("kbd", "u"));
}

function keySwitch() {
  const box = made("input", undefined, { type: "checkbox", id: "keys" });
  box.addEventListener("change", () => {
    keysAre.on = box.checked;
    showKeys();
  });
  const label = made("label", undefined, { className: "keys" });
  label.append(box, ` ${say("script.moderate.keys")}`);
  const help = made("p", say("script.moderate.keys.help"), { id: "keys-help", hidden: true });
  find("#card").before(label, help);
  return box;
}

/** The decisions of this sitting, the newest first. In memory only. */
const last = made("aside", undefined, { id: "last", hidden: true });

function keepDecision() {
  const done = find("main .done:not(#last *)");
  if (!done) return;
  last.hidden = false;
  if (!last.children.length) last.append(made("h2", say("script.moderate.last")));
  const kept = done.cloneNode(true);
  kept.removeAttribute("role");
  const undo = done.querySelector("form");
  if (undo) undoable.unshift(undo.cloneNode(true));
  last.firstElementChild.after(kept);
  if (last.children.length > lastMax + 1) last.lastElementChild.remove();
}

/** After an undo, its decision loses its button, and the next `u` takes the one before it. Returns whether it is among the last ones. */
function dropUndone(form) {
  const done = find("main .done");
  const isGone = done ? !done.querySelector("form") : find("[data-code='undo.expired']");
  if (!form.getAttribute("action").endsWith("/moderate/undo") || !isGone) return false;
  const decision = decisionOf(form);
  const index = undoable.findIndex(other => decisionOf(other) === decision);
  if (index >= 0) undoable.splice(index, 1);
  const kept = [...last.querySelectorAll("form")].find(other => decisionOf(other) === decision);
  kept?.previousElementSibling.append(` ${say("script.moderate.undone")}`);
  kept?.remove();
  return Boolean(kept);
}

/** Beside a card, on wide screens. */
const showLast = () => find(".verdicts")?.append(last);

function tell(key) {
  find("#told")?.remove();
  find("main").prepend(made("p", say(key), { id: "told", role: "alert" }));
}

/** Sends a form, and puts the answer's page in place of this one. Without an answer the card stays. */
async function decide(form, submitter) {
  if (isAsking) return;
  isAsking = true;
  try {
    const answer = await ask(form, submitter);
    if (!answer?.body.dataset.slot) return tell("script.moderate.no_answer");
    document.body.replaceChildren(...answer.body.childNodes);
    if (!dropUndone(form)) keepDecision();
    showLast();
    showKeys();
    draw();
    const first = find("[autofocus]") ?? find("h1");
    first?.focus({ preventScroll: true });
    find("main").scrollTop = 0;
    scrollTo(0, 0);
  } finally {
    isAsking = false;
  }
}

document.addEventListener("submit", event => {
  const form = event.target;
  // Without a card, a new page would lose the list of undoable verdicts.
  if (event.defaultPrevented || !find("#card") && !undoable.length || !/\/moderate\//.test(form.getAttribute("action"))) return;
  event.preventDefault();
  decide(form, event.submitter);
});

document.addEventListener("keydown", event => {
  const { key, target } = event;
  if (!keysAre.on || !find("#card") && key !== "u" || event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return;
  if (key === "Escape" && cancelControl()) {
    event.preventDefault();
    return cancelControl().click();
  }
  if (target.closest("textarea, select, [contenteditable]") || target.matches("input:not([type=checkbox], [type=radio])")) return;
  const button = /^[1-9]$/.test(key) ? choices()[key - 1] : key === "s" && skipAnyway() || buttonOf(key);
  if (key === "u") {
    if (undoable.length) decide(undoable[0]);
  } else if (button) {
    button.form.requestSubmit(button);
  } else if (key === "/") {
    const field = find(".another [name=plate]");
    const folded = field?.closest("details");
    if (folded) folded.open = true;
    field?.focus();
  } else if (key === "?") {
    find("#keys-help").hidden = !find("#keys-help").hidden;
  } else {
    return;
  }
  event.preventDefault();
});

/** A card that nobody touches leaves the screen. */
function leaveCard() {
  if (!find("#card") || !clocks().some((time, index) => time - touchedAt[index] >= cardAgeMax)) return;
  const again = made("a", say("moderate.start.button"), { href: `${base}/moderate`, className: "button" });
  find(".verdicts")?.remove();
  find("main").replaceChildren(made("p", say("script.moderate.stale"), { role: "alert" }), again);
}

for (const kind of ["pointerdown", "keydown", "wheel", "touchmove"]) {
  addEventListener(kind, () => {
    leaveCard();
    touchedAt = clocks();
  }, { passive: true, capture: true });
}
setInterval(leaveCard, minute / 4);
document.addEventListener("visibilitychange", leaveCard);
keepDecision();
showLast();
showKeys();
