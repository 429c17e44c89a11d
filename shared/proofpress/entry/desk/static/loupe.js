// One draft large: zoom, crop, and its final beside it or under a slider.

import { closeup, path, put } from "./orders.js";

const MODES = ["one", "beside", "slider"];

export class Loupe {
  constructor(model, grid) {
    this.model = model;
    this.grid = grid;
    this.dialog = document.getElementById("loupe");
    this.stage = document.getElementById("stage");
    this.panel = document.getElementById("panel");
    this.draft = document.getElementById("draft-image");
    this.final = document.getElementById("final-image");
    this.wipe = document.getElementById("wipe");
    this.crop = document.getElementById("crop");
    this.mode = "one";
    this.cropped = false;
    this.asked = null;
    this.onchange = () => {};
    this.wipe.addEventListener("input", () => this.stage.style.setProperty("--at", this.wipe.value / 100));
    this.dialog.addEventListener("close", () => {
      document.getElementById("main").append(document.getElementById("toast"), document.getElementById("reasons"));
      this.grid.element.focus({ preventScroll: true });
      this.grid.activate(this.grid.active);
      this.onchange();
    });
    this.panel.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-key]");
      if (!link || !this.model.frames.has(link.dataset.key)) return;
      event.preventDefault();
      this.show(link.dataset.key);
    });
    this.draft.addEventListener("load", () => {
      this.draft.style.backgroundImage = "";
      this.fit_crop();
    });
    new ResizeObserver(() => this.fit_crop()).observe(this.stage);
    this.swipes();
  }

  get is_open() {
    return this.dialog.open;
  }

  open(key) {
    if (!this.dialog.open) {
      this.dialog.showModal();
      this.dialog.append(document.getElementById("toast"), document.getElementById("reasons"));
      this.stage.focus();
    }
    this.show(key);
  }

  show(key) {
    const frame = this.model.frames.get(key);
    if (!frame) return;
    if (key !== this.key) this.zoom(false);
    this.key = key;
    this.grid.activate(key, { scroll: false });
    this.picture(frame);
    this.read(key);
    for (const by of [1, -1]) {
      const next = this.model.frames.get(this.grid.step(by));
      if (next && next.sha) new Image().src = `/full/${path(next.key)}?v=${next.sha}`;
    }
    this.onchange();
  }

  picture(frame) {
    const source = frame.sha ? `/full/${path(frame.key)}?v=${frame.sha}` : "";
    if (this.draft.getAttribute("src") !== source) {
      // The thumbnail stands in until the whole picture has come.
      this.draft.style.backgroundImage = frame.sha ? `url("/thumb/${path(frame.key)}?v=${frame.sha}")` : "";
      this.draft.src = source;
    }
    this.draft.alt = `${frame.name}, ${frame.word}`;
    this.draft.width = frame.width;
    this.draft.height = frame.height;
    if (frame.final) {
      const final = `/final/${path(frame.key)}?v=${frame.final}`;
      if (this.final.getAttribute("src") !== final) this.final.src = final;
      this.final.alt = `${frame.name}, its final`;
      this.final.width = frame.finalWidth;
      this.final.height = frame.finalHeight;
    }
    this.arrange(frame);
  }

  arrange(frame) {
    const mode = frame.final ? this.mode : "one";
    this.stage.dataset.mode = mode;
    this.stage.querySelector(".pane-final").hidden = mode === "one";
    this.stage.querySelector(".wipe").hidden = mode !== "slider";
    this.fit_crop();
  }

  async read(key) {
    this.asked?.abort();
    this.asked = new AbortController();
    try {
      const html = await closeup(key, this.asked.signal);
      if (this.key !== key) return;
      put(this.panel, html);
      this.panel.scrollTop = 0;
      this.fit_crop();
      this.onchange();
    } catch (error) {
      if (error.name !== "AbortError") this.panel.textContent = error.message;
    }
  }

  /** What the desk said about the draft in view; empty until it has. */
  facts() {
    const part = this.panel.querySelector(".closeup");
    return part && part.dataset.key === this.key ? part.dataset : {};
  }

  zoom(on = !this.stage.classList.contains("whole")) {
    this.stage.classList.toggle("whole", on);
    if (on) {
      const scroll = this.stage;
      scroll.scrollTo((scroll.scrollWidth - scroll.clientWidth) / 2, (scroll.scrollHeight - scroll.clientHeight) / 2);
    }
    this.fit_crop();
    this.onchange();
  }

  /** Side by side, then a slider, then the draft alone; what is there to compare with, in words. */
  compare() {
    const frame = this.model.frames.get(this.key);
    if (!frame?.final) return "It has no final yet to compare with.";
    this.mode = MODES[(MODES.indexOf(this.mode) + 1) % MODES.length];
    this.arrange(frame);
    this.onchange();
    if (this.mode === "slider") this.wipe.focus();
    else this.stage.focus();
    return { one: "The draft alone.", beside: "Draft and final side by side.", slider: "Slide between draft and final." }[this.mode];
  }

  toggle_crop() {
    if (!this.facts().crop) return "The manifest names no size to crop to.";
    this.cropped = !this.cropped;
    this.fit_crop();
    this.onchange();
    return this.cropped ? `Cropped to ${this.facts().crop.replace("x", " × ")}.` : "";
  }

  fit_crop() {
    const wanted = this.facts().crop;
    this.crop.hidden = !(this.cropped && wanted) || this.stage.dataset.mode !== "one";
    if (this.crop.hidden) return;
    const [width, height] = wanted.split("x").map(Number);
    const shown = { width: this.draft.clientWidth, height: this.draft.clientHeight };
    const scale = Math.min(shown.width / width, shown.height / height);
    Object.assign(this.crop.style, { width: `${width * scale}px`, height: `${height * scale}px` });
  }

  swipes() {
    let from = null;
    this.stage.addEventListener("touchstart", (event) => {
      from = event.touches.length === 1 && !this.stage.classList.contains("whole") && this.mode !== "slider" ? event.touches[0].clientX : null;
    }, { passive: true });
    this.stage.addEventListener("touchend", (event) => {
      const by = from === null ? 0 : event.changedTouches[0].clientX - from;
      if (Math.abs(by) > 60) this.show(this.grid.step(by < 0 ? 1 : -1));
    }, { passive: true });
  }
}
