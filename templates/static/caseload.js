// Makes the pages better where script runs; all of them work without. Runs of a case are fetched and put in place
// without a reload, and the scoreboard on the portfolio remembers them in this browser.
(function () {
  "use strict";
  const storageKey = "caseload-runs";

  // ---- the scoreboard's memory: {slug: {at, knobs, verdict, variants: [{name, pace, sql, ms}]}} ----

  function readRuns() {
    try {
      const runs = JSON.parse(localStorage.getItem(storageKey) || "{}");
      return runs && typeof runs === "object" && !Array.isArray(runs) ? runs : {};
    } catch {
      return {}; // switched off, or written by something else
    }
  }

  function writeRuns(runs) {
    try {
      localStorage.setItem(storageKey, JSON.stringify(runs));
    } catch {
      // The board then stays as it is.
    }
  }

  function remember(section) {
    const verdict = section.querySelector("[data-verdict]");
    const rows = [...section.querySelectorAll("[data-variant]")];
    if (!verdict || rows.length === 0) return;
    const runs = readRuns();
    runs[section.dataset.case] = {
      at: Date.now(),
      verdict: verdict.dataset.verdict,
      variants: rows.map((row) => ({
        name: row.dataset.variant,
        pace: row.dataset.pace,
        sql: Number(row.dataset.sql),
        ms: Number(row.dataset.ms),
      })),
    };
    writeRuns(runs);
  }

  // ---- running a case ----

  function show(box, text, isBad) {
    box.classList.toggle("bad", Boolean(isBad));
    box.textContent = text;
  }

  function showWaiting(box) {
    show(box, "");
    const bar = document.createElement("progress");
    bar.setAttribute("aria-label", "The variants are running");
    box.append(bar, "Running each variant once");
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

  async function run(form, section) {
    const box = section.querySelector("[data-progress]");
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    showWaiting(box);
    try {
      const [address, options] = requestFor(form);
      const answer = await fetch(address, options);
      const html = await answer.text();
      if (!answer.ok) {
        show(box, reasonIn(html, answer.status), true);
        return;
      }
      section.querySelector("[data-results]").innerHTML = html;
      enhanceCopying(section);
      remember(section);
      rememberAddress(form);
      const count = section.querySelectorAll("[data-variant]").length;
      show(box, count + " variants ran once each. Times vary from run to run; counts do not.");
    } catch {
      show(box, "The application can't be reached. Is it still running?", true);
    } finally {
      button.disabled = false;
    }
  }

  function enhanceRun(section) {
    const form = section.querySelector("form[data-run]");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!form.querySelector("button[type=submit]").disabled) run(form, section);
    });
    enhanceCopying(section);
    remember(section);
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

  // ---- the portfolio ----

  function ago(milliseconds) {
    const format = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
    const minutes = Math.round(milliseconds / 60000);
    if (minutes < 60) return format.format(-minutes, "minute");
    if (minutes < 60 * 24) return format.format(-Math.round(minutes / 60), "hour");
    return format.format(-Math.round(minutes / 60 / 24), "day");
  }

  function statements(count) {
    return count === 1 ? "1 query" : count + " queries";
  }

  // The worst slow variant against the best fast one, as this browser last saw them.
  function summary(run) {
    const slow = run.variants.filter((variant) => variant.pace === "slow").sort((a, b) => b.ms - a.ms)[0];
    const fast = run.variants.filter((variant) => variant.pace === "fast").sort((a, b) => a.ms - b.ms)[0];
    if (!slow || !fast) return "You ran it " + ago(Date.now() - run.at) + ".";
    const answer = { equal: "same response", unequal: "responses differ" }[run.verdict];
    return (
      "You ran it " + ago(Date.now() - run.at) + ": " +
      `${slow.name} ${statements(slow.sql)}, ${slow.ms} ms; ${fast.name} ${statements(fast.sql)}, ${fast.ms} ms` +
      (answer ? "; " + answer + "." : ".")
    );
  }

  function fillBoard(board) {
    const runs = readRuns();
    const entries = [...document.querySelectorAll("[data-case]")];
    let count = 0;
    for (const entry of entries) {
      const run = runs[entry.dataset.case];
      const score = entry.querySelector("[data-score]");
      const isKnown = Boolean(run && Array.isArray(run.variants));
      score.hidden = !isKnown;
      if (!isKnown) continue;
      ++count;
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
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      const { page, date, score, cases } = await answer.json();
      box.hidden = !cases;
      if (!cases) return;
      for (const entry of document.querySelectorAll("[data-case]")) {
        const judged = cases[entry.dataset.case];
        if (!judged) continue;
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
    });
  }
  const section = document.querySelector("section[data-case] form[data-run]")?.closest("section");
  if (section) enhanceRun(section);
})();
