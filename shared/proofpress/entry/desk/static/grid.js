// The contact sheet: only the rows near the screen are in the page, whatever the size of the batch.

import { layout } from "./layout.js";
import { path } from "./orders.js";

const GAP = 12, CAPTION = 46, HEADING = 52;
const SORTS = {
  order: null,
  score: (a, b) => (b.score ?? -1) - (a.score ?? -1),
  likeness: (a, b) => (b.distance ?? -1) - (a.distance ?? -1),
  stars: (a, b) => b.stars - a.stars,
};
const DECIDABLE = new Set(["waiting", "spare"]);

export class Grid {
  constructor(model, element) {
    this.model = model;
    this.element = element;
    this.list = [];
    this.tiles = new Map();
    this.headings = new Map();
    this.selected = new Set();
    this.active = null;
    this.anchor = null;
    this.show = "waiting";
    this.sort = "order";
    this.placed = null;
    this.places = new Map();
    this.onopen = () => {};
    this.onpick = () => {};
    let due = false;
    const soon = () => {
      if (!due) requestAnimationFrame(() => { due = false; this.draw(); });
      due = true;
    };
    addEventListener("scroll", soon, { passive: true });
    new ResizeObserver(() => { if (Math.abs(element.clientWidth - this.width) > 1) this.place(); }).observe(element);
    element.addEventListener("click", (event) => this.clicked(event));
    this.width = 0;
  }

  matches(frame) {
    if (frame.kind === "gone") return false;
    if (this.show === "finals") return Boolean(frame.final) || frame.state === "delivered";
    return this.show === "" || frame.kind === this.show;
  }

  /** Fills the sheet anew; `keep` leaves what lies there already, so that nothing jumps while somebody decides. */
  fill({ keep = false } = {}) {
    const before = keep ? new Set(this.list.map((frame) => frame.key)) : new Set();
    const list = this.model.all().filter((frame) => before.has(frame.key) || this.matches(frame));
    if (SORTS[this.sort]) list.sort(SORTS[this.sort]);
    else list.sort((a, b) => this.model.items.indexOf(a.item) - this.model.items.indexOf(b.item) || a.number - b.number);
    const above = keep ? this.first_seen() : null;
    this.list = list;
    this.places = new Map(list.map((frame, place) => [frame.key, place]));
    for (const key of this.selected) if (!this.places.has(key)) this.selected.delete(key);
    if (!this.places.has(this.active)) this.active = (list.find((frame) => DECIDABLE.has(frame.kind)) || list[0])?.key ?? null;
    this.place();
    if (above && this.places.has(above.key)) {
      const row = this.placed.rows[this.placed.places[this.places.get(above.key)].row];
      const moved = row.top - above.top;
      if (moved) scrollBy({ top: moved, behavior: "instant" });
    }
    this.onpick();
  }

  first_seen() {
    if (!this.placed) return null;
    const from = -this.element.getBoundingClientRect().top;
    if (from <= 0) return null;
    const row = this.placed.rows.find((each) => each.top + each.height > from);
    return row && this.list[row.start] ? { key: this.list[row.start].key, top: row.top } : null;
  }

  place() {
    this.width = this.element.clientWidth;
    // Tall pictures get taller rows, so that they are as large to the eye as wide ones.
    const shapes = this.list.map((frame) => frame.ratio).sort((a, b) => a - b), middle = shapes[shapes.length >> 1] || 1;
    const target = Math.round((this.width < 600 ? 150 : this.width < 1100 ? 190 : 216) * Math.min(1.4, Math.max(0.85, middle ** -0.5)));
    const groups = this.sort === "order" && new Set(this.list.map((frame) => frame.item)).size > 1;
    this.placed = layout(
      this.list.map((frame) => ({ ratio: frame.ratio, group: groups ? this.model.items.indexOf(frame.item) : 0 })),
      { width: this.width, target, gap: GAP, caption: CAPTION, heading: groups ? HEADING : 0 },
    );
    this.element.style.height = `${this.placed.height}px`;
    document.getElementById("nothing").hidden = this.list.length > 0;
    this.draw(true);
  }

  /** Puts the tiles near the screen into the page, and takes the others out. */
  draw(all = false) {
    if (!this.placed) return;
    const above = this.element.getBoundingClientRect().top;
    const from = -above - innerHeight, to = -above + 2 * innerHeight;
    const wanted = new Set();
    const active_row = this.places.has(this.active) ? this.placed.places[this.places.get(this.active)].row : -1;
    this.placed.rows.forEach((row, number) => {
      if (number !== active_row && (row.top + row.height + CAPTION < from || row.top > to)) return;
      for (let place = row.start; place < row.end; place++) wanted.add(this.list[place].key);
    });
    for (const [key, tile] of this.tiles) if (!wanted.has(key)) { tile.remove(); this.tiles.delete(key); }
    for (const key of wanted) {
      let tile = this.tiles.get(key);
      if (!tile) {
        tile = this.made(key);
        this.tiles.set(key, tile);
        this.element.append(tile);
        this.paint(tile, key);
      } else if (all) this.paint(tile, key);
    }
    this.draw_headings(from, to);
    if (this.tiles.has(this.active)) this.element.setAttribute("aria-activedescendant", this.tiles.get(this.active).id);
    else this.element.removeAttribute("aria-activedescendant");
  }

  draw_headings(from, to) {
    const wanted = new Map(this.placed.headings.filter((each) => each.top + HEADING > from && each.top < to).map((each) => [each.group, each]));
    for (const [group, element] of this.headings) if (!wanted.has(group)) { element.remove(); this.headings.delete(group); }
    for (const [group, { top, left, width }] of wanted) {
      let heading = this.headings.get(group);
      if (!heading) {
        heading = document.createElement("p");
        heading.className = "group";
        heading.setAttribute("role", "presentation");
        this.headings.set(group, heading);
        this.element.append(heading);
      }
      const item = this.model.items[group];
      const kept = this.model.all().filter((frame) => frame.item === item && frame.kind === "accepted").length;
      heading.textContent = "";
      const name = document.createElement("b"), tally = document.createElement("span");
      name.textContent = item.id;
      tally.textContent = `${kept} of ${item.want}`;
      heading.append(name, tally);
      Object.assign(heading.style, { transform: `translate(${left}px, ${top}px)`, width: `${width}px` });
    }
  }

  made(key) {
    const tile = document.createElement("div");
    tile.className = "tile";
    tile.id = `f-${key.replace(/[^\w-]/g, "_")}`;
    tile.dataset.key = key;
    tile.setAttribute("role", "option");
    const pick = document.createElement("i");
    pick.className = "pick";
    pick.setAttribute("aria-hidden", "true");
    const holder = document.createElement("span"), caption = document.createElement("span");
    holder.className = "print";
    caption.className = "cap";
    tile.append(holder, pick, caption);
    return tile;
  }

  /** Brings a tile up to date: where it lies, what it shows, and what it is called. */
  paint(tile, key) {
    const frame = this.model.frames.get(key), place = this.places.get(key), at = this.placed.places[place];
    const row = this.placed.rows[at.row];
    Object.assign(tile.style, { transform: `translate(${at.left}px, ${row.top}px)`, width: `${at.width}px` });
    const [holder, , caption] = tile.children;
    holder.style.height = `${row.height}px`;
    const final = this.show === "finals" && frame.final;
    const source = final ? `/final-thumb/${path(key)}?v=${frame.final}` : frame.sha ? `/thumb/${path(key)}?v=${frame.sha}` : "";
    let image = holder.firstElementChild;
    if (source && !image) {
      image = document.createElement("img");
      image.alt = "";
      image.decoding = "async";
      image.draggable = false;
      image.addEventListener("error", () => holder.classList.add("broken"));
      holder.append(image);
    }
    if (source && image.getAttribute("src") !== source) image.src = source;
    holder.classList.toggle("empty", !source);
    tile.className = `tile k-${frame.kind} s-${frame.state}${key === this.active ? " active" : ""}`;
    const selected = this.selected.has(key);
    tile.setAttribute("aria-selected", String(selected));
    tile.setAttribute("aria-posinset", place + 1);
    tile.setAttribute("aria-setsize", this.list.length);
    tile.setAttribute("aria-label", said(frame));
    caption.replaceChildren(...captions(frame));
  }

  repaint(key) {
    const tile = this.tiles.get(key);
    if (tile && this.places.has(key)) this.paint(tile, key);
  }

  frame() {
    return this.model.frames.get(this.active) || null;
  }

  /** Makes a draft the one that keys are about, and brings it into view. */
  activate(key, { scroll = true } = {}) {
    if (!this.places.has(key)) return;
    const before = this.active;
    this.active = key;
    if (scroll) {
      const row = this.placed.rows[this.placed.places[this.places.get(key)].row];
      const top = this.element.getBoundingClientRect().top + row.top, bar = document.querySelector(".tools").offsetHeight;
      if (top < bar + 8) scrollBy({ top: top - bar - 8, behavior: "instant" });
      else if (top + row.height + CAPTION > innerHeight) scrollBy({ top: top + row.height + CAPTION - innerHeight + 8, behavior: "instant" });
    }
    this.draw();
    this.repaint(before);
    this.repaint(key);
  }

  /** The draft so many places on, or in the row above or below. */
  step(by) {
    const place = this.places.get(this.active) ?? -1;
    return this.list[Math.min(this.list.length - 1, Math.max(0, place + by))]?.key;
  }

  step_row(by) {
    const at = this.placed.places[this.places.get(this.active)], row = at && this.placed.rows[at.row + by];
    if (!row) return this.active;
    const middle = at.left + at.width / 2;
    let best = row.start;
    for (let place = row.start; place < row.end; place++) {
      const other = this.placed.places[place];
      if (Math.abs(other.left + other.width / 2 - middle) < Math.abs(this.placed.places[best].left + this.placed.places[best].width / 2 - middle)) best = place;
    }
    return this.list[best].key;
  }

  /** The next draft that waits for a decision, behind this one or else from the top. */
  next_waiting() {
    const place = this.places.get(this.active) ?? -1;
    const waits = (frame) => frame.kind === "waiting" || (this.show === "spare" && frame.kind === "spare");
    return (this.list.slice(place + 1).find(waits) || this.list.slice(0, Math.max(0, place)).find(waits))?.key;
  }

  toggle(key, on = !this.selected.has(key)) {
    if (on) this.selected.add(key);
    else this.selected.delete(key);
    this.anchor = key;
    this.repaint(key);
    this.onpick();
  }

  range(key) {
    const [from, to] = [this.places.get(this.anchor ?? this.active) ?? 0, this.places.get(key)].sort((a, b) => a - b);
    for (let place = from; place <= to; place++) this.selected.add(this.list[place].key);
    this.draw(true);
    this.onpick();
  }

  select(choose) {
    this.selected = new Set(this.list.filter((frame) => choose(frame, this.selected.has(frame.key))).map((frame) => frame.key));
    this.draw(true);
    this.onpick();
  }

  clicked(event) {
    const tile = event.target.closest(".tile");
    if (!tile) return;
    event.preventDefault();
    const { key } = tile.dataset;
    this.element.focus({ preventScroll: true });
    if (event.shiftKey) this.range(key);
    else if (event.target.closest(".pick") || event.ctrlKey || event.metaKey) this.toggle(key);
    this.activate(key, { scroll: false });
    if (!event.shiftKey && !event.ctrlKey && !event.metaKey && !event.target.closest(".pick")) this.onopen(key);
  }
}

function said(frame) {
  const score = frame.score === null ? "" : `, score ${frame.score.toFixed(2)}`;
  const stars = frame.stars ? `, ${frame.stars} stars` : "";
  return `${frame.name}, ${frame.word}${frame.detail ? `: ${frame.detail}` : ""}${score}${stars}`;
}

function captions(frame) {
  const part = (name, text) => {
    const element = document.createElement(name === "number" ? "b" : "span");
    element.className = name;
    element.textContent = text;
    return element;
  };
  const first = document.createElement("span");
  first.className = "line";
  first.append(part("number", String(frame.number).padStart(4, "0")), part("word", frame.word));
  if (frame.score !== null) first.append(part("score", frame.score.toFixed(2)));
  const second = [];
  if (frame.stars) second.push(part("starred", "★".repeat(frame.stars)));
  if (frame.detail) second.push(part("detail", frame.detail));
  else if (frame.by && frame.kind !== "waiting") second.push(part("detail", `by ${frame.by}`));
  return [first, ...second];
}
