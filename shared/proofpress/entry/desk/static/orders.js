// What the page knows of a batch, what it asks the desk to do, and what the desk tells it.

const page = document.documentElement.dataset;
const trusted = window.trustedTypes
  ? window.trustedTypes.createPolicy("proofpress", { createHTML: (text) => text })
  : { createHTML: (text) => text };
const MOST = 100;

export const me = page.me, decides = page.decides === "yes";

/** Puts a part of a page into an element; only the desk's own answers, whose values it has escaped. */
export function put(element, html) {
  element.innerHTML = trusted.createHTML(html);
}

export const path = (key) => key.split("/").map(encodeURIComponent).join("/");
const query = () => (page.item ? `item=${encodeURIComponent(page.item)}` : "");

/** The drafts of a batch by their keys, in the order in which the desk has them. */
export class Model {
  constructor() {
    this.frames = new Map();
    this.items = [];
    this.listeners = [];
    this.position = "";
  }

  async load() {
    const answer = await fetch(`/b/${encodeURIComponent(page.batch)}/frames.json`);
    if (!answer.ok) throw new Error(await answer.text());
    const sheet = await answer.json();
    this.items = sheet.items;
    this.columns = sheet.columns;
    this.frames.clear();
    this.take(sheet);
  }

  /** Takes rows in; the frames that changed, each with the one it was before. */
  take({ epoch, serial, rows }) {
    const changed = [];
    for (const row of rows) {
      const frame = Object.fromEntries(this.columns.map((name, place) => [name, row[place]]));
      const item = this.items[frame.item];
      if (!item) continue;
      frame.key = `${item.key}/${String(frame.number).padStart(4, "0")}`;
      frame.name = `${item.id} ${String(frame.number).padStart(4, "0")}`;
      frame.item = item;
      frame.ratio = frame.width && frame.height ? frame.width / frame.height : ratio_of(item.aspect);
      const before = this.frames.get(frame.key);
      this.frames.set(frame.key, frame);
      changed.push({ frame, before });
    }
    this.position = `${epoch}.${serial}`;
    return changed;
  }

  /** Everything of the item that the page is about, or of the whole batch. */
  all() {
    const frames = [...this.frames.values()];
    return page.item ? frames.filter((frame) => frame.item.id === page.item) : frames;
  }
}

function ratio_of(aspect) {
  const [width, height] = aspect.split(":").map(Number);
  return width && height ? width / height : 1;
}

/** Sends one order about some drafts, in parts where they are many; outcomes in the order of the drafts. */
export async function send(model, verb, frames, more = {}) {
  const outcomes = [], changed = [];
  let strip = "";
  for (let start = 0; start < frames.length; start += MOST) {
    const drafts = frames.slice(start, start + MOST).map((frame) => ({ draft: frame.key, state: frame.state }));
    const answer = await fetch(`/decide?${query()}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Proofpress-Token": page.token },
      body: JSON.stringify({ verb, drafts, ...more }),
    });
    if (!answer.ok) throw new Error(await answer.text());
    const told = await answer.json();
    outcomes.push(...told.outcomes);
    changed.push(...model.take(told));
    strip = told.strip;
  }
  return { outcomes, changed, strip };
}

/** One draft's part of the loupe. */
export async function closeup(key, signal) {
  const answer = await fetch(`/d/${path(key)}?part`, { signal });
  if (!answer.ok) throw new Error("This draft cannot be shown.");
  return answer.text();
}

/** Listens while the page is seen; a hidden page costs the ledger nothing, and catches up when it is seen again. */
export function listen(model, { change, anew, lost }) {
  let source = null;
  const open = () => {
    source = new EventSource(`/b/${encodeURIComponent(page.batch)}/live?after=${model.position}&${query()}`);
    source.addEventListener("change", (event) => {
      lost(false);
      change(JSON.parse(event.data));
    });
    source.addEventListener("anew", () => {
      close();
      anew().then(open);
    });
    source.addEventListener("open", () => lost(false));
    source.addEventListener("error", () => {
      lost(true);
      // A browser does not come back by itself from a refusal.
      if (source && source.readyState === EventSource.CLOSED) setTimeout(() => { close(); open(); }, 5000);
    });
  };
  const close = () => {
    if (source) source.close();
    source = null;
  };
  document.addEventListener("visibilitychange", () => {
    close();
    if (!document.hidden) open();
  });
  addEventListener("pagehide", close);
  open();
}
