// The scoreboard of the portfolio: what this browser ran, what the newest run measured, what the detector said.
import { readRuns, writeRuns } from "./runs.js";

function ago(milliseconds) {
  const format = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  const minutes = Math.round(milliseconds / 60000);
  if (minutes < 60) return format.format(-minutes, "minute");
  if (minutes < 60 * 24) return format.format(-Math.round(minutes / 60), "hour");
  return format.format(-Math.round(minutes / 60 / 24), "day");
}

// The leading measure of the first slow variant, as this browser last saw it.
function win(measure) {
  const word = measure.word ? " " + measure.word : "";
  return `${measure.slow} ${measure.beforeText} → ${measure.fast} ${measure.afterText}${word}`;
}

function summary(run) {
  const response = { equal: "same response", unequal: "responses differ" }[run.verdict];
  return `You ran it ${ago(Date.now() - run.at)}: ${run.measures.map(win).join("; ")}${response ? "; " + response : ""}.`;
}

const ownRun = "your run";

// Two bars on one scale: what the mistake costs, and what is left after the fix.
function drawWin(entry, { before, after, beforeText, afterText, word }, source) {
  const box = entry.querySelector("[data-win]");
  const most = Math.max(before, after, 1);
  for (const [name, value, text] of [["slow", before, beforeText], ["fast", after, afterText]]) {
    const line = box.querySelector(`.${name}`);
    line.querySelector("b").textContent = text;
    line.querySelector("rect").setAttribute("width", `${Math.max((100 * value) / most, 1)}%`);
  }
  box.toggleAttribute("data-own", source === ownRun);
  box.querySelector("[data-win-of]").textContent = `${word} · ${source}`;
  box.hidden = false;
}

function fillBoard(board) {
  const runs = readRuns();
  const entries = [...document.querySelectorAll("[data-case]")];
  let count = 0;
  for (const entry of entries) {
    const run = runs[entry.dataset.case];
    const score = entry.querySelector("[data-score]");
    const isKnown = Boolean(run && Array.isArray(run.measures));
    score.hidden = !isKnown;
    if (!isKnown) {
      const own = entry.querySelector("[data-win][data-own]"); // from before the board was cleared
      if (own) own.hidden = true;
      continue;
    }
    ++count;
    const [measure] = run.measures;
    if (measure && measure.before >= 0) drawWin(entry, { ...measure, word: measure.title || measure.word }, ownRun);
    score.classList.toggle("bad", run.verdict === "unequal");
    score.textContent = summary(run);
  }
  board.querySelector("[data-board-progress]").value = count;
  board.querySelector("[data-board-count]").textContent =
    count === 0 ? "You have not run a case in this browser yet." : `You have run ${count} of ${entries.length} cases in this browser.`;
  board.querySelector("[data-board-clear]").hidden = count === 0;
}

function addLink(box, text, address) {
  const link = document.createElement("a");
  link.href = address;
  link.textContent = text;
  box.append(" ", link);
}

function verdictText({ name, outcome, labels }) {
  if (outcome === "silent" || labels.length === 0) return `${name}: ${outcome || "not judged"}`;
  return `${name}: ${outcome === "found" ? "" : outcome + ": "}${labels.join(" or ")}`;
}

// What the detector said in the newest run of the documentation site; nothing where there is no site.
async function showVerdicts(box) {
  const address = new URL(box.dataset.boardDetector, location);
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    const { page, date, score, cases } = await response.json();
    box.hidden = !cases;
    if (!cases) return;
    for (const entry of document.querySelectorAll("[data-case]")) {
      const judged = cases[entry.dataset.case];
      if (!judged) continue;
      const { win } = judged;
      if (win && entry.querySelector("[data-win]").hidden)
        drawWin(entry, { ...win, beforeText: win.before_text, afterText: win.after_text, word: win.measure }, `run of ${date}`);
      const line = entry.querySelector("[data-detected]");
      line.textContent = `The detector, from evidence alone: ${judged.variants.map(verdictText).join("; ")}.`;
      line.classList.toggle("bad", judged.variants.some(({ outcome }) => ["missed", "false", "not judged"].includes(outcome)));
      addLink(line, "Why", new URL(judged.page, address));
      line.hidden = false;
    }
    box.textContent = `The detector judges each page by its evidence alone, without knowing which page it is. In the run of ${date} it named ${score.found} of ${score.slow} mistakes, and raised ${score.false} false alarms on ${score.quiet} pages without a mistake. “Silent” means that it found nothing wrong.`;
    if (score.not_judged) box.append(` Pages that responded with an error and could not be judged: ${score.not_judged}.`);
    addLink(box, "See the run", new URL(page, address));
  } catch {
    box.hidden = true; // the board then shows this browser's runs alone
  }
}

const board = document.querySelector("[data-board]");
if (board) {
  fillBoard(board);
  showVerdicts(board.querySelector("[data-board-detector]"));
  window.addEventListener("pageshow", () => fillBoard(board));
  window.addEventListener("storage", () => fillBoard(board));
  board.querySelector("[data-board-clear]").addEventListener("click", () => {
    writeRuns({});
    fillBoard(board);
    showVerdicts(board.querySelector("[data-board-detector]"));
  });
}
