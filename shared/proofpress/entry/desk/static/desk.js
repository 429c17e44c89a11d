// The desk: brings sheet, loupe, keys, orders and live news together.

import { Grid } from "./grid.js";
import { keys } from "./keys.js";
import { Loupe } from "./loupe.js";
import { Model, decides, listen, me, put, send } from "./orders.js";

const page = document.documentElement;
const $ = (id) => document.getElementById(id);
const PILES = ["waiting", "accepted", "declined", "screened", "spare", "finals", ""];
const DONE = { accept: "accepted", decline: "declined", undo: "taken back", refine: "ordered again" };
const DECIDED = { accepted: "accepted", delivered: "accepted", declined: "declined" };

const model = new Model(), grid = new Grid(model, $("grid")), loupe = new Loupe(model, grid);
const undoable = [];
let declining = null, told = 0;

function say(words, kind = "") {
  if (!words) return;
  const toast = $("toast");
  toast.textContent = words;
  toast.className = `toast shown ${kind}`;
  clearTimeout(told);
  told = setTimeout(() => toast.classList.remove("shown"), kind === "bad" ? 9000 : 4500);
}

const several = (count, name) => (count === 1 ? name : `${count} drafts`);

/** The drafts that a decision is about: the selection, or the one in view. */
function meant() {
  if (!loupe.is_open && grid.selected.size) return grid.list.filter((frame) => grid.selected.has(frame.key)).map((frame) => model.frames.get(frame.key));
  const frame = grid.frame();
  return frame ? [frame] : [];
}

const MAY = {
  accept: (frame) => ["waiting", "spare", "declined", "screened"].includes(frame.kind),
  decline: (frame) => ["waiting", "spare"].includes(frame.kind),
  undo: (frame) => Boolean(frame.undo),
  rate: (frame) => Boolean(frame.sha),
  refine: (frame) => Boolean(frame.sha),
};

async function order(verb, frames, more = {}) {
  if (!decides) return say("You may look, and not decide.", "bad");
  const may = frames.filter(MAY[verb]);
  if (!may.length) return say(frames.length ? `${several(frames.length, frames[0].name)}: nothing to ${verb} here.` : "No draft is chosen.", "bad");
  const moves = verb === "accept" || verb === "decline";
  const next = moves && may.length === 1 ? grid.next_waiting() : null;
  try {
    const { outcomes, strip } = await send(model, verb, may, more);
    const done = outcomes.filter((each) => each.done), refused = outcomes.filter((each) => !each.done);
    if (moves && done.length) undoable.push(done.map((each) => each.draft));
    if (moves && grid.selected.size && !loupe.is_open) grid.select(() => false);
    refresh(strip);
    if (refused.length) say(`${refused[0].words}${refused.length > 1 ? ` And ${refused.length - 1} more were refused.` : ""}`, "bad");
    else if (verb === "rate") say(`${several(done.length, may[0].name)}: ${more.stars || "no"} ${more.stars === 1 ? "star" : "stars"}.`);
    else say(`${several(done.length, may[0].name)} ${DONE[verb]}.${moves ? " U takes it back." : ""}`);
    if (next && done.length) go(next);
    else if (loupe.is_open) loupe.show(loupe.key);
    return done;
  } catch (error) {
    say(error.message || "The desk does not answer.", "bad");
  }
}

async function undo() {
  const here = grid.frame();
  if (here?.undo && DECIDED[here.state]) {
    await order("undo", [here]);
    return;
  }
  const keys = undoable.pop();
  if (!keys) return say("There is nothing to undo.", "bad");
  const frames = keys.map((key) => model.frames.get(key)).filter((frame) => frame?.undo);
  if (!frames.length) return say("Too late: its final is under way.", "bad");
  if (await order("undo", frames)) go(frames[0].key);
}

function go(key) {
  if (!key) return;
  if (loupe.is_open) loupe.show(key);
  else grid.activate(key);
}

/** Declining asks why, with one key. */
function ask_why() {
  const frames = meant();
  if (!frames.some(MAY.decline)) return order("decline", frames);
  declining = frames;
  $("reasons").hidden = false;
}

function because(reason) {
  const frames = declining;
  declining = null;
  $("reasons").hidden = true;
  if (reason !== "cancel" && frames) order("decline", frames, { reason });
}

function ask_sentence() {
  const [frame] = meant();
  if (!frame || !MAY.refine(frame)) return say("There is no picture to refine.", "bad");
  if (!decides) return say("You may look, and not decide.", "bad");
  $("refine-name").textContent = frame.name;
  $("sentence").value = "";
  $("refine").returnValue = "";
  $("refine").dataset.key = frame.key;
  $("refine").showModal();
  $("sentence").focus();
}

function show(pile) {
  grid.show = pile;
  page.dataset.show = pile;
  for (const link of $("filters").children) {
    if (link.dataset.show === pile) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  grid.selected.clear();
  grid.active = null;
  grid.fill();
  scrollTo({ top: Math.min(scrollY, document.querySelector(".tools").offsetTop), behavior: "instant" });
}

function counts() {
  const all = model.all().filter((frame) => frame.kind !== "gone");
  for (const link of $("filters").children) {
    const pile = link.dataset.show;
    const count = pile === "" ? all.length : pile === "finals" ? all.filter((frame) => frame.final || frame.state === "delivered").length : all.filter((frame) => frame.kind === pile).length;
    link.querySelector("small").textContent = count;
  }
}

function refresh(strip) {
  if (strip) put($("strip"), strip);
  counts();
  grid.fill({ keep: true });
  loupe_buttons();
}

function picked() {
  const count = grid.selected.size;
  $("picked").hidden = !count;
  $("picked-count").textContent = `${count} selected`;
}

function loupe_buttons() {
  const frame = model.frames.get(loupe.key);
  if (!loupe.is_open || !frame) return;
  const button = (name) => loupe.dialog.querySelector(`[data-do="${name}"]`);
  const set = (name, able) => { const found = button(name); if (found) found.setAttribute("aria-disabled", String(!able)); };
  set("accept", MAY.accept(frame));
  set("decline", MAY.decline(frame));
  set("undo", Boolean(frame.undo) || undoable.length);
  set("refine", MAY.refine(frame));
  set("compare", Boolean(frame.final));
  set("crop", Boolean(loupe.facts().crop));
  button("zoom").setAttribute("aria-pressed", String(loupe.stage.classList.contains("whole")));
  button("crop").setAttribute("aria-pressed", String(loupe.cropped && Boolean(loupe.facts().crop)));
  if ($("accept-word")) $("accept-word").textContent = frame.state === "returned" ? "Take final as it is" : frame.state === "rejected" ? "Rescue" : "Accept";
  for (const star of loupe.dialog.querySelectorAll("[data-stars]")) {
    star.setAttribute("aria-pressed", String(Number(star.dataset.stars) <= frame.stars));
  }
  $("loupe-title").textContent = `${frame.name}, ${frame.word}`;
}

const DO = {
  left: () => go(grid.step(-1)),
  right: () => go(grid.step(1)),
  previous: () => go(grid.step(-1)),
  next: () => go(grid.step(1)),
  up: () => go(loupe.is_open ? grid.step(-1) : grid.step_row(-1)),
  down: () => go(loupe.is_open ? grid.step(1) : grid.step_row(1)),
  first: () => go(grid.list[0]?.key),
  last: () => go(grid.list.at(-1)?.key),
  "extend-left": () => extend(grid.step(-1)),
  "extend-right": () => extend(grid.step(1)),
  "extend-up": () => extend(grid.step_row(-1)),
  "extend-down": () => extend(grid.step_row(1)),
  open: () => grid.active && loupe.open(grid.active),
  close: () => loupe.dialog.close(),
  accept: () => order("accept", meant()),
  decline: ask_why,
  undo,
  refine: ask_sentence,
  zoom: () => loupe.is_open && loupe.zoom(),
  compare: () => { if (!loupe.is_open && grid.active) loupe.open(grid.active); say(loupe.compare()); },
  crop: () => { if (loupe.is_open) say(loupe.toggle_crop()); },
  select: () => grid.active && grid.toggle(grid.active),
  invert: () => grid.select((_frame, on) => !on),
  all: () => grid.select(() => true),
  clear: () => grid.select(() => false),
  help: () => $("help").showModal(),
  pile: () => {
    const there = PILES.filter((pile) => [...$("filters").children].some((link) => link.dataset.show === pile));
    show(there[(there.indexOf(grid.show) + 1) % there.length]);
    say(`${document.querySelector("#filters [aria-current]").textContent.trim()}`);
  },
};

function extend(key) {
  if (!grid.anchor || !grid.selected.has(grid.anchor)) grid.toggle(grid.active, true);
  const { anchor } = grid;
  grid.activate(key);
  grid.selected.clear();
  grid.anchor = anchor;
  grid.range(key);
}

/** What a key means here; whether it was taken. */
function act(meaning) {
  if ($("help").open || $("refine").open) return false;
  if (declining) {
    if (meaning === "escape") because("cancel");
    else if (meaning === "decline") because("");
    else if (/^digit-[1-9]$/.test(meaning)) because($("reasons").querySelectorAll("[data-reason]")[Number(meaning.at(-1)) - 1].dataset.reason);
    else return false;
    return true;
  }
  if (meaning.startsWith("digit-")) {
    const stars = Number(meaning.at(-1));
    if (stars > 5) return false;
    order("rate", meant(), { stars });
    return true;
  }
  if (meaning === "escape") {
    if (loupe.is_open) return false;
    if (!grid.selected.size) return false;
    grid.select(() => false);
    return true;
  }
  const aside = !loupe.is_open && document.activeElement !== grid.element && document.activeElement !== document.body;
  if (aside && ["left", "right", "up", "down", "first", "last", "select", "open"].includes(meaning)) return false;
  if (loupe.is_open && ["select", "open", "all", "invert", "pile"].includes(meaning)) return false;
  if (loupe.is_open && loupe.stage.classList.contains("whole") && meaning.startsWith("extend-")) return false;
  DO[meaning]?.();
  return Boolean(DO[meaning]);
}

function wire() {
  keys(act);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-do]");
    if (button && button.getAttribute("aria-disabled") !== "true") DO[button.dataset.do]?.();
    const star = event.target.closest("button[data-stars]");
    if (star) order("rate", meant(), { stars: star.getAttribute("aria-pressed") === "true" && star.nextElementSibling?.getAttribute("aria-pressed") !== "true" ? 0 : Number(star.dataset.stars) });
    const why = event.target.closest("button[data-reason]");
    if (why) because(why.dataset.reason);
  });
  $("filters").addEventListener("click", (event) => {
    const link = event.target.closest("a[data-show]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    show(link.dataset.show);
    history.replaceState(null, "", link.href);
  });
  $("sort").addEventListener("change", () => { grid.sort = $("sort").value; grid.fill(); });
  $("help-button").addEventListener("click", DO.help);
  $("batches")?.addEventListener("change", (event) => location.assign(`/b/${encodeURIComponent(event.target.value)}`));
  $("items")?.addEventListener("change", (event) => event.target.form.requestSubmit());
  $("refine").addEventListener("close", () => {
    const frame = model.frames.get($("refine").dataset.key), sentence = $("sentence").value.trim();
    if ($("refine").returnValue === "refine" && sentence && frame) order("refine", [frame], { sentence });
  });
  $("loupe").addEventListener("cancel", (event) => { if (declining) { event.preventDefault(); because("cancel"); } });
  grid.onopen = (key) => loupe.open(key);
  grid.onpick = picked;
  loupe.onchange = loupe_buttons;
}

/** Tells of what others did. */
function told_by_others(changed) {
  const others = changed.filter(({ frame, before }) => before && before.state !== frame.state && DECIDED[frame.state] && frame.by && frame.by !== me && before.kind !== "accepted");
  if (!others.length) return;
  const { frame } = others[0];
  say(others.length === 1 ? `${frame.by} ${DECIDED[frame.state]} ${frame.name}.` : `${frame.by} and others decided on ${others.length} drafts.`);
}

async function start() {
  wire();
  await model.load();
  grid.element.replaceChildren();
  page.classList.remove("no-script");
  const asked = new URLSearchParams(location.search).get("show");
  show(asked ?? (model.all().some((frame) => frame.kind === "waiting") ? "waiting" : ""));
  counts();
  const named = decodeURIComponent(location.hash.slice(1));
  if (named && grid.places.has(named)) grid.activate(named);
  listen(model, {
    change: (news) => {
      const changed = model.take(news);
      refresh(news.strip);
      if (changed.some(({ frame }) => frame.key === loupe.key) && loupe.is_open) loupe.show(loupe.key);
      told_by_others(changed);
    },
    anew: async () => { await model.load(); refresh(""); },
    lost: (on) => page.classList.toggle("lost", on),
  });
  if (document.activeElement === document.body) grid.element.focus({ preventScroll: true });
  page.dataset.ready = "yes";
}

start().catch((error) => say(error.message, "bad"));
