"use strict";
// The page of a review pack: keeps decisions in this browser, and saves them as CSV. It asks no server for anything.
(() => {
  const { batch, columns, drafts } = JSON.parse(document.getElementById("data").content.textContent);
  const shelf = `proofpress ${batch} ${drafts.map((draft) => draft.sha256.slice(0, 8)).join("").slice(0, 64)}`;
  const entries = [...document.querySelectorAll(".draft")];
  let decisions = {};
  try { decisions = JSON.parse(localStorage.getItem(shelf)) || {}; } catch { decisions = {}; }

  const of = (place) => decisions[drafts[place].draft] || {};

  function show(place) {
    const entry = entries[place], { decision = "", reason = "", stars = "" } = of(place);
    entry.dataset.decision = decision;
    entry.querySelector(".decided").textContent = decision ? `${decision}${decision.endsWith("e") ? "d" : "ed"}` : "";
    for (const button of entry.querySelectorAll("[data-decide]")) button.setAttribute("aria-pressed", String(button.dataset.decide === decision));
    entry.querySelector(".reason").value = reason;
    entry.querySelector(".reason").disabled = decision !== "decline";
    entry.querySelector(".given").value = stars;
  }

  function count() {
    const made = Object.values(decisions), are = (decision) => made.filter((each) => each.decision === decision).length;
    document.getElementById("tally").textContent = `${are("accept")} accepted, ${are("decline")} declined, ${drafts.length - are("accept") - are("decline")} open`;
  }

  function set(place, changes) {
    decisions[drafts[place].draft] = { ...of(place), ...changes };
    try { localStorage.setItem(shelf, JSON.stringify(decisions)); } catch { /* a browser may refuse; the file is what counts */ }
    show(place);
    count();
  }

  const cell = (value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

  function csv() {
    const lines = [columns.join(",")];
    drafts.forEach((draft, place) => {
      const { decision = "", reason = "", stars = "" } = of(place);
      if (decision || stars) lines.push(columns.map((column) => cell(String({ ...draft, decision, reason, stars }[column] ?? ""))).join(","));
    });
    return `${lines.join("\r\n")}\r\n`;
  }

  function save() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csv()], { type: "text/csv" }));
    link.download = `${batch}-decisions.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  const place_of = (element) => Number(element.closest(".draft")?.dataset.place ?? -1);

  function go(place) {
    const entry = entries[Math.max(0, Math.min(entries.length - 1, place))];
    entry.focus({ preventScroll: true });
    entry.scrollIntoView({ block: "start" });
  }

  function decide(place, decision) {
    set(place, { decision, reason: decision === "decline" ? of(place).reason || "" : "" });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-decide]");
    if (button) decide(place_of(button), button.getAttribute("aria-pressed") === "true" ? "" : button.dataset.decide);
  });
  document.addEventListener("change", (event) => {
    const place = place_of(event.target);
    if (event.target.matches(".reason")) set(place, { reason: event.target.value });
    if (event.target.matches(".given")) set(place, { stars: event.target.value });
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("select")) return;
    const place = place_of(document.activeElement), key = event.key.toLowerCase();
    if (key === "arrowdown" || key === "arrowright") go(place + 1);
    else if (key === "arrowup" || key === "arrowleft") go(place - 1);
    else if (place < 0) return;
    else if (key === "a" || key === "p") { decide(place, "accept"); go(place + 1); }
    else if (key === "x") { decide(place, "decline"); go(place + 1); }
    else if (key === "u") decide(place, "");
    else if (/^[0-5]$/.test(key)) set(place, { stars: key === "0" ? "" : key });
    else return;
    event.preventDefault();
  });
  document.getElementById("save").addEventListener("click", save);
  entries.forEach((_entry, place) => show(place));
  count();
})();
