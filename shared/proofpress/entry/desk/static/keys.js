// Which key does what. Keys that people type into a field, or that belong to the browser, are left alone.

const PLAIN = {
  ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down", Home: "first", End: "last", Enter: "open",
  a: "accept", p: "accept", x: "decline", u: "undo", r: "refine", z: "zoom", c: "compare", k: "crop", i: "invert",
  f: "pile", " ": "select", "?": "help", Escape: "escape",
};
const SHIFTED = { ArrowLeft: "extend-left", ArrowRight: "extend-right", ArrowUp: "extend-up", ArrowDown: "extend-down" };
const STAYS = new Set(["INPUT", "TEXTAREA", "SELECT"]);

/** Calls `act` with what a key means; it says whether it did anything. */
export function keys(act) {
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.isComposing) return;
    const { target } = event, slider = target.type === "range" && !event.key.startsWith("Arrow");
    if (STAYS.has(target.tagName) && !slider) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() === "a" && act("all")) event.preventDefault();
      return;
    }
    // Buttons and links keep the keys that press them.
    if ((event.key === "Enter" || event.key === " ") && target.closest("button, a, summary")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const meaning = /^[0-9]$/.test(key) ? `digit-${key}` : (event.shiftKey && SHIFTED[event.key]) || PLAIN[key];
    if (meaning && act(meaning)) event.preventDefault();
  });
}
