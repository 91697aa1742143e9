// What this browser ran, for the scoreboard on the portfolio:
// {slug: {at, verdict, measures: [{title, slow, fast, before, after, beforeText, afterText, word}]}}
import "./progress.js";

const progress = globalThis.CaseloadProgress.ofBrowser();

export const readRuns = () => progress.read("runs");
export const writeRuns = (runs) => progress.write("runs", runs);
