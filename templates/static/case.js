// The page of a case. It works without script too; here a run is fetched and put in place without a reload.
import { readRuns, writeRuns } from "./runs.js";
import { followFigures } from "./figures.js";
import { visitThroughNginx } from "./nginx_visits.js";
import { showWireSizes } from "./wire_sizes.js";

function remember(section) {
  const verdict = section.querySelector("[data-verdict]");
  const measures = [...section.querySelectorAll("[data-measure]")];
  if (!verdict || measures.length === 0) return;
  const runs = readRuns();
  runs[section.dataset.case] = {
    at: Date.now(),
    verdict: verdict.dataset.verdict,
    measures: measures.map(({ dataset }) => ({
      title: dataset.title,
      slow: dataset.slow,
      fast: dataset.fast,
      before: Number(dataset.before),
      after: Number(dataset.after),
      beforeText: dataset.beforeText,
      afterText: dataset.afterText,
      word: dataset.word,
    })),
  };
  writeRuns(runs);
}

function show(box, text, isBad) {
  box.classList.toggle("bad", Boolean(isBad));
  box.textContent = text;
}

function showWaiting(box, text = "Running all variants") {
  box.classList.remove("visually-hidden");
  show(box, "");
  const bar = document.createElement("progress");
  bar.setAttribute("aria-label", "The variants are running");
  box.append(bar, text);
}

// What went wrong, in the words of the app's error page.
function reasonIn(html, status) {
  const detail = new DOMParser().parseFromString(html, "text/html").querySelector("[data-detail]");
  return detail ? detail.textContent : "The server responded with status " + status + ". Try again in a moment.";
}

function requestFor(form) {
  const fields = new URLSearchParams(new FormData(form));
  fields.append("part", "results");
  const address = new URL(form.action);
  address.hash = "";
  const options = { headers: { Accept: "text/html" }, credentials: "same-origin" };
  if (form.method === "post") return [address, { ...options, method: "POST", body: fields }];
  address.search = fields;
  return [address, options];
}

function rememberAddress(form) {
  if (form.method === "post") return;
  const address = new URL(form.action);
  address.hash = "";
  address.search = new URLSearchParams(new FormData(form));
  history.replaceState(null, "", address);
}

// A button that is disabled loses the keyboard focus, so it is only marked.
function setBusy(button, isBusy) {
  button.setAttribute("aria-disabled", String(isBusy));
}

const maxTries = 10;

// The server says when to try again, if it is busy.
async function fetchPatiently(address, options, box) {
  for (let tries = 1; ; ++tries) {
    const response = await fetch(address, options);
    const seconds = Number(response.headers.get("Retry-After"));
    if (response.status !== 503 || !(seconds > 0) || tries === maxTries) return response;
    showWaiting(box, "The server is busy; trying again in " + seconds + " s");
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }
}

async function run(form, section) {
  const box = section.querySelector("[data-progress]");
  const button = form.querySelector("button[type=submit]");
  const results = section.querySelector("[data-results]");
  setBusy(button, true);
  showWaiting(box);
  try {
    const [address, options] = requestFor(form);
    const response = await fetchPatiently(address, options, box);
    const html = await response.text();
    if (!response.ok) {
      show(box, reasonIn(html, response.status), true);
      return;
    }
    results.innerHTML = html;
    enhanceResults(section);
    rememberAddress(form);
    box.classList.add("visually-hidden"); // it is read aloud; everyone else sees the same sentence in the results
    const sentences = [...results.querySelectorAll("[data-sentence]")];
    show(box, sentences.map((each) => (sentences.length > 1 ? `${each.closest(".verdict").dataset.slow}: ` : "") + each.textContent).join(" "));
    results.scrollIntoView({ block: "start" });
  } catch {
    show(box, "The application can't be reached. Is it still running?", true);
  } finally {
    setBusy(button, false);
  }
}

// Where no base address is configured, the commands have none either; here it is known.
function completeCommands(section) {
  section.querySelectorAll("[data-copy-text] code").forEach((code) => {
    code.textContent = code.textContent.replace(" '/", ` '${location.origin}/`);
  });
}

function enhanceCopying(section) {
  completeCommands(section);
  if (!navigator.clipboard) return;
  section.querySelectorAll("[data-copy]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = button.closest("details").querySelector("[data-copy-text]").textContent;
      const label = button.textContent;
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Copying is not allowed here";
      }
      setTimeout(() => (button.textContent = label), 2000);
    });
  });
}

function enhanceResults(section) {
  enhanceCopying(section);
  followFigures(section);
  visitThroughNginx(section);
  showWireSizes(section);
  remember(section);
}

const section = document.querySelector("section[data-case]");
const form = section.querySelector("form[data-run]");
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (form.querySelector("button[type=submit]").getAttribute("aria-disabled") !== "true") run(form, section);
});
enhanceResults(section);
