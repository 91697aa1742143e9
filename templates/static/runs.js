// What this browser ran, for the scoreboard on the portfolio:
// {slug: {at, verdict, measures: [{title, slow, fast, before, after, beforeText, afterText, word}]}}
const storageKey = "caseload-runs";

export function readRuns() {
  try {
    const runs = JSON.parse(localStorage.getItem(storageKey) || "{}");
    return runs && typeof runs === "object" && !Array.isArray(runs) ? runs : {};
  } catch {
    return {}; // switched off, or written by something else
  }
}

export function writeRuns(runs) {
  try {
    localStorage.setItem(storageKey, JSON.stringify(runs));
  } catch {
    // The board then stays as it is.
  }
}
