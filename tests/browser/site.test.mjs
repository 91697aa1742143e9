// The documentation site in Chromium: built from this checkout's cases and made-up runs, served with the headers that
// nginx gives it, and opened from its folder.
import { test, before, after } from "node:test";
import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join, normalize, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { sampleOf, checkLook, checkMarkup, checkSpacing, expect, launch, openPage } from "./checks.mjs";
import { syntheticRun } from "./synthetic_runs.mjs";

const build = process.env.CASELOAD_TEST_BUILD || "build/release";
const folder = mkdtempSync(join(tmpdir(), "caseload-site-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true })); // also when the build below fails
const site = join(folder, "site");
const policy = /Content-Security-Policy: ([^"]+)"/.exec(readFileSync("nginx/caseload.conf", "utf8"))[1];
const types = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".json": "application/json", ".xml": "application/xml" };

const catalogue = JSON.parse(execFileSync(join(build, "caseload-app"), ["--catalogue"], { encoding: "utf8" }));
mkdirSync(join(folder, "runs"));
for (const [day, machine] of [[1, "Test processor"], [2, "Test processor"], [3, "Other processor"]]) {
  const run = syntheticRun(catalogue, { day, seed: day, machine });
  writeFileSync(join(folder, "runs", run.id + ".json"), JSON.stringify(run));
}
writeFileSync(join(folder, "runs", "20240204T120000Z-cut.json"), '{"schema": 1,');
writeFileSync(join(folder, "catalogue.json"), JSON.stringify(catalogue));
writeFileSync(join(folder, "configuration.md"), execFileSync(join(build, "caseload-app"), ["--config-reference"]));
execFileSync(join(build, "caseload-site"), ["--catalogue", join(folder, "catalogue.json"), "--runs", join(folder, "runs"),
  "--config-reference", join(folder, "configuration.md"), "--out", site, "--repository-url", "https://example.org/caseload"], { stdio: "pipe" });

function filesBelow(path) {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(join(path, entry.name)) : [join(path, entry.name)]);
}
const pages = filesBelow(site).map((file) => relative(site, file)).filter((file) => file.endsWith(".html")).sort();
// Pages of one kind are alike: `make test` looks at a few of each kind, and at all with CASELOAD_TEST_ALL=1.
const sample = process.env.CASELOAD_TEST_ALL ? sampleOf(catalogue.cases) : new Set([...sampleOf(catalogue.cases)].slice(0, 2));
const alike = catalogue.cases.slice(1).flatMap(({ slug }) => [
  `cases/${slug}/sheet.html`, `cases/${slug}/answers.html`, `cases/${slug}/show.html`, `cases/${slug}/history.html`, ...(sample.has(slug) ? [] : [`cases/${slug}/index.html`])]);
const guide = ["guide/index.html", "guide/configuration.html", "guide/evidence.html"];
const runs = pages.filter((path) => /^runs\/\d/.test(path));
const plans = pages.filter((path) => path.startsWith("teach/"));
const guessed = pages.filter((path) => /^guess\/\d/.test(path)).slice(2);
const isOne = (path) => !alike.includes(path) && !guessed.includes(path) && !(path.startsWith("guide/") && !guide.includes(path)) && !runs.slice(1).includes(path) && !plans.slice(2).includes(path);
const looked = process.env.CASELOAD_TEST_ALL ? pages : pages.filter(isOne);
expect(guide.every((path) => looked.includes(path)) && runs.length > 1, "a page that is looked at has another address");

let hasApp = false; // whether the server says that the app is there too
const server = createServer((request, response) => {
  const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
  let file = path.startsWith("/docs/") ? join(site, normalize(path.slice(5))) : "";
  if (file && existsSync(file) && statSync(file).isDirectory()) file = join(file, "index.html");
  const found = file && existsSync(file);
  if (!found) file = join(site, "404.html");
  response.writeHead(found ? 200 : 404, { ...(hasApp ? { "Server-Timing": 'caseload-app;desc="/"' } : {}), "Content-Type": types[extname(file)] || "application/octet-stream", "Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff" });
  response.end(readFileSync(file));
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const base = `http://127.0.0.1:${server.address().port}/docs/`;

let browser, context;
let passed = 0, failed = 0;
before(async () => {
  browser = await launch();
  context = await browser.newContext();
});
after(async () => {
  await browser.close();
  server.close();
  console.log(`${passed} passed, ${failed} failed`);
});

// What takes long is left to `make check`.
function longCheck(name, body) {
  if (process.env.CASELOAD_TEST_ALL) check(name, body);
}

function check(name, body) {
  test(name, async () => {
    try {
      await body();
      ++passed;
    } catch (error) {
      ++failed;
      throw error;
    }
  });
}

for (const path of looked) {
  check(`${path}: no errors, fits, accessible, valid`, async () => {
    const { page, problems, html } = await openPage(context, base + path);
    await checkLook(page);
    await checkMarkup(html);
    expect(problems.length === 0, problems.join("\n"));
    await page.close();
  });
}

check("an address that leads nowhere shows the page for it, whole, at any depth", async () => {
  const { page, problems } = await openPage(context, base + "cases/no/such/page.html", 404);
  expect((await page.textContent("h1")) === "Page not found", "wrong page");
  await page.click("text=All pages >> nth=0");
  expect(page.url() === base + "search.html", page.url());
  expect(problems.length === 0, problems.join("\n"));
  await page.close();
});

async function search(page, words) {
  await page.keyboard.press("/");
  await page.locator(".search-status").evaluate((status) => { status.textContent = ""; }); // of an earlier search
  await page.fill(".search-dialog input", words);
  await page.waitForFunction((asked) => document.querySelector(".search-dialog input").value === asked && /result|Nothing/.test(document.querySelector(".search-status").textContent), words);
  return page.locator(".search-results a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
}

check("search is all keyboard: arrow keys, typing on, Enter for the best, and none of them while composing (C9)", async () => {
  const page = await context.newPage();
  await page.goto(base + "index.html");
  const hits = await search(page, "percentile");
  expect(hits.length > 1 && hits[0].includes("guide/glossary.html#percentile"), hits.join());
  const focused = () => page.evaluate(() => document.activeElement.getAttribute("href") || document.activeElement.tagName);
  const steps = [["ArrowDown", hits[0]], ["ArrowDown", hits[1]], ["ArrowUp", hits[0]], ["ArrowUp", "INPUT"], ["ArrowDown", hits[0]], ["s", "INPUT"], ["Backspace", "INPUT"]];
  for (const [key, expected] of steps) {
    await page.keyboard.press(key);
    expect((await focused()) === expected, `${key} leads to ${await focused()}`);
  }
  for (const how of [{ isComposing: true }, { keyCode: 229 }]) {
    for (const key of ["Enter", "ArrowDown"]) await page.dispatchEvent(".search-dialog input", "keydown", { key, bubbles: true, ...how });
  }
  expect((await page.locator(".search-dialog[open]").count()) === 1 && (await focused()) === "INPUT", "a key of the input method is taken");
  await page.keyboard.press("Enter");
  await page.waitForURL(/guide\/glossary\.html#percentile/);
  await page.close();
});

check("the open search is accessible, light and dark", async () => {
  const { page, problems } = await openPage(context, base + "index.html");
  await search(page, "slow");
  await checkLook(page);
  expect(problems.length === 0, problems.join("\n"));
  await page.close();
});

check("the overview sorts and filters, and keeps both in its address", async () => {
  const page = await context.newPage();
  await page.goto(base + "index.html");
  await page.click("th[data-sort=ratio] button");
  const ratios = await page.locator("[data-overview] tbody tr").evaluateAll((rows) => rows.map((row) => Number(row.dataset.ratio)));
  expect(ratios.every((ratio, i) => i === 0 || ratios[i - 1] >= ratio), ratios.join());
  await page.fill("input[name=text]", catalogue.cases[0].title);
  const address = await page.evaluate(() => location.href);
  expect(address.endsWith("#sort=-ratio&" + new URLSearchParams({ text: catalogue.cases[0].title })), address);
  const again = await context.newPage();
  await again.goto(address);
  const shown = await again.locator("[data-overview] tbody tr:visible").count();
  expect(shown >= 1 && shown < catalogue.cases.length, `${shown} rows shown`);
  expect((await again.getAttribute("th[data-sort=ratio]", "aria-sort")) === "descending", "not sorted");
  await again.fill("input[name=text]", "no page has this");
  expect(!(await again.locator("[data-overview]").isVisible()), "a table without rows is shown");
  expect((await again.textContent("[data-filter-count]")).startsWith("No case matches"), "nothing says that no case fits");
  await page.close();
  await again.close();
});

check("two clicks lead from a symptom to its cases", async () => {
  const { page } = await openPage(context, base + "symptoms.html");
  const { place, words } = catalogue.cases[0].lesson.symptoms[0];
  await page.click(`#${place} > summary`);
  await page.click(`#${place} summary:text-is("${words}")`);
  const found = await page.locator(".suspects a:visible").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  expect(found.length <= 3 && found.includes(`cases/${catalogue.cases[0].slug}/index.html`), found.join());
  await page.evaluate(() => document.querySelectorAll("details").forEach((each) => { each.open = true; }));
  await checkLook(page);
  await page.close();
});

check("the commands of a case ask the app at the address that the site was opened at", async () => {
  const page = await context.newPage();
  await page.goto(base + `cases/${catalogue.cases[0].slug}/index.html`);
  const commands = (await page.locator("pre code").allTextContents()).filter((text) => text.includes("curl "));
  expect(commands.length > 0 && commands.every((text) => text.includes(new URL(base).origin + "/cases/")), commands.join("\n"));
  await page.close();
});

check("a guess is judged and opens the answer", async () => {
  const page = await context.newPage();
  await page.goto(base + `cases/${catalogue.cases[0].slug}/index.html`);
  const exercise = page.locator(".exercise[data-answer]").first();
  await exercise.locator("input").fill(await exercise.getAttribute("data-answer"));
  await exercise.locator("input").press("Enter"); // a click can miss a button that moves when the font arrives
  await exercise.locator(".said", { hasText: /^Exactly\.$/ }).waitFor();
  expect(await exercise.locator("details p").isVisible(), "answer not shown");
  await page.close();
});

const guesses = pages.filter((path) => /^guess\/\d+\/index\.html$/.test(path));

check("no page of a guess names its case, in its title, its text or its code", async () => {
  expect(guesses.length === catalogue.cases.length, `${guesses.length} guesses`);
  const answers = new Set();
  for (const path of guesses) {
    const answer = readFileSync(join(site, path.replace("index.html", "answer.html")), "utf8");
    const { slug, stem, title, variants } = catalogue.cases.find((each) => answer.includes(`data-slug="${each.slug}"`));
    answers.add(slug);
    const html = readFileSync(join(site, path), "utf8").replace(/<fieldset.*?<\/fieldset>/s, "").toLowerCase();
    for (const word of [slug, stem, title, ...variants.flatMap(({ labels }) => labels.map(({ name }) => name))])
      expect(!html.includes(word.toLowerCase()), `${path} says “${word}”`);
  }
  expect(answers.size === guesses.length, "two guesses have the same case");
});

check("a guess is made by keyboard, hint by hint, and is judged on a page of its own", async () => {
  const own = await browser.newContext();
  const { page } = await openPage(own, base + guesses[0]);
  expect((await page.locator(".hints details:visible").count()) === 1, "more than one hint at first");
  await page.press(".hints summary >> nth=0", "Enter");
  await page.locator(".hints details:visible >> nth=1").waitFor();
  await page.focus("[name=choice]");
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#answer:is(.right, .wrong)");
  await checkLook(page);
  const right = Number((await page.getAttribute("[data-right]", "data-right")).split(" ")[0]);
  await page.goto(page.url().replace(/choice=\d+/, `choice=${right}`));
  expect((await page.textContent("h1")).startsWith("Right: "), await page.textContent("h1"));
  await own.close();
});

async function guessMode(from) {
  const own = await browser.newContext();
  const { page, problems } = await openPage(own, from("index.html") + "?guess=on");
  await page.waitForSelector("[data-guess-bar]:visible");
  const text = await page.innerText("main");
  for (const { title } of catalogue.cases) expect(!text.includes(title), "the overview names " + title);
  expect((await page.locator(".guesses a").count()) === catalogue.cases.length, "numbers are missing");
  await page.goto(from(`cases/${catalogue.cases[0].slug}/index.html`));
  await page.waitForURL(/guess\/\d+\/index\.html$/);
  const guess = page.url();
  await page.goto(from("runs.html"));
  expect(await page.locator("[data-guess-cover]").isVisible(), "the list of runs is not covered");
  await page.press("[data-guess-show]", "Enter");
  expect(await page.locator("main h1").isVisible(), "the page stays covered");
  await page.goto(guess);
  const hits = await search(page, catalogue.cases[0].title); // which would otherwise lead to its number
  const shown = await page.locator(".search-results").innerText();
  expect(!shown.includes(catalogue.cases[0].title) && !hits.some((href) => /guess\/\d|cases\//.test(href)), "the search finds the case: " + shown + hits);
  expect((await page.textContent(".search-status")).includes("left out"), "nothing says that cases are left out");
  await page.press(".search-close", "Enter");
  await page.check("[name=choice] >> nth=0");
  await page.press("form button[type=submit]", "Enter");
  await page.waitForSelector("#answer:is(.right, .wrong)");
  await page.goto(from(`cases/${catalogue.cases[0].slug}/index.html`));
  expect((await page.textContent("h1")) === catalogue.cases[0].title, "the page of a case that was guessed is closed");
  await page.goto(from("guess/index.html"));
  expect((await page.textContent("[data-guess-score]")).startsWith("1 of "), "the guess is not counted");
  await page.press("[data-guess-switch]", "Enter");
  await page.waitForSelector("[data-guess-switch][aria-pressed=false]");
  await page.goto(from("index.html"));
  expect((await page.locator("[data-overview] tbody tr").count()) === catalogue.cases.length, "cases stay hidden");
  const serious = problems.filter((problem) => !problem.endsWith("net::ERR_ABORTED")); // what a page that was left did not load
  expect(serious.length === 0, serious.join("\n"));
  await own.close();
}

longCheck("with guess first on, the site names no case until it is guessed", () => guessMode((path) => base + path));
longCheck("guess first works from a folder", () => guessMode((path) => pathToFileURL(join(site, path)).href));

if (process.env.CASELOAD_TEST_ALL) check("with guess first on, the overview and a covered page look right", async () => {
  const own = await browser.newContext();
  for (const path of ["index.html", "detector.html", "guess/index.html"]) {
    const { page, problems } = await openPage(own, `${base}${path}?guess=on`);
    await checkLook(page);
    expect(problems.length === 0, problems.join("\n"));
    await page.close();
  }
  await own.close();
});

check("an exercise leads to the live page only where the server says that there is one", async () => {
  const address = base + `cases/${catalogue.cases[0].slug}/index.html`;
  const page = await context.newPage();
  await page.goto(address);
  expect((await page.textContent(".exercise [data-live]")).includes("make run"), "nothing says how to start it");
  hasApp = true;
  await page.reload();
  hasApp = false;
  await page.waitForSelector(".exercise [data-live] a");
  const name = catalogue.cases[0].lesson.exercises[0].name;
  expect((await page.getAttribute(".exercise [data-live] a", "href")) === `/cases/${catalogue.cases[0].slug}/#exercise-${name}`, "the link leads elsewhere");
  const run = await page.getAttribute("#verdict [data-live] a", "href");
  expect(run.startsWith(`/cases/${catalogue.cases[0].slug}/?`) && run.includes("run=1"), `the verdict's link runs something else: ${run}`);
  await page.close();
});

check("lessons marked as done are kept, counted, exported and imported", async () => {
  const own = await browser.newContext();
  const page = await own.newPage();
  await page.goto(base + `cases/${catalogue.cases[0].slug}/index.html`);
  await page.press("[data-done]", "Enter");
  await page.goto(base + "paths.html");
  const score = () => page.textContent('[data-score="done"] b');
  expect((await score()) === `1 of ${catalogue.cases.length}`, await score());
  const [file] = await Promise.all([page.waitForEvent("download"), page.press("[data-export]", "Enter")]);
  page.on("dialog", (dialog) => dialog.accept());
  await page.press("[data-clear]", "Enter");
  expect((await score()).startsWith("0 "), "not cleared: " + (await score()));
  await page.setInputFiles("[data-score-board] input[type=file]", { name: "x.json", mimeType: "application/json", buffer: Buffer.from("{}") });
  await page.locator("[data-score-board] [role=status]", { hasText: "Export" }).waitFor();
  await page.setInputFiles("[data-score-board] input[type=file]", await file.path());
  await page.locator('[data-score="done"] b', { hasText: /^1 of/ }).waitFor();
  await own.close();
});

check("the mark of a counted figure shows its value on focus and on hover", async () => {
  const page = await context.newPage();
  await page.goto(base + "speed.html");
  const marks = page.locator("#counted ~ .figures .point");
  const isShown = (at) => marks.nth(at).locator("text").evaluate((text) => getComputedStyle(text).visibility === "visible");
  expect(!(await isShown(0)), "shown before");
  await marks.nth(0).focus();
  expect(await isShown(0), "not shown on focus");
  await page.keyboard.press("Tab");
  expect((await isShown(1)) && !(await isShown(0)), "not shown with the keyboard");
  await marks.nth(2).locator(".mark").hover();
  expect(await isShown(2), "not shown on hover");
  await page.close();
});

check("a stack is chosen with the keyboard, remembered on the next page, and linked", async () => {
  const own = await browser.newContext();
  const page = await own.newPage();
  const shown = () => page.locator("[data-stack]:visible").evaluateAll((all) => all.map(({ dataset }) => dataset.stack).join());
  const [first, second] = catalogue.cases;
  await page.goto(base + `cases/${first.slug}/index.html`);
  expect((await shown()) === "django", "at first: " + (await shown()));
  await page.focus("#tab-django");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  expect((await shown()) === "laravel", "after two arrow keys: " + (await shown()));
  expect((await page.evaluate(() => document.activeElement.getAttribute("aria-selected"))) === "true", "the chosen tab has no focus");
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowLeft");
  await page.goto(base + `cases/${second.slug}/index.html`);
  expect((await shown()) === "sql", "on the next page: " + (await shown()));
  await page.goto(base + `cases/${second.slug}/index.html#stack-rails`);
  expect((await shown()) === "rails", "linked: " + (await shown()));
  await own.close();
});

check("spot it: a seed gives the same quiz, without names until the choice, all by keyboard, also from its folder", async () => {
  const own = await browser.newContext();
  const page = await own.newPage();
  await page.goto(base + "spot-it.html");
  await page.waitForSelector("[data-spot-it]:not([hidden])");
  expect(/#seed=\d+$/.test(page.url()), "no seed in the address: " + page.url());
  const { items, problems } = await page.evaluate(() => globalThis.caseloadSpotIt);
  expect(items.length >= 40, `only ${items.length} items`);
  for (const kind of ["code", "counts", "queries", "chart"])
    expect(items.some((item) => item.kind === kind && item.right.length > 0) && items.some((item) => item.kind === kind && item.right.length === 0), `${kind} without a problem, or only with one`);
  const telling = items.filter(({ html, right, near }) => {
    const text = html.replace(/<[^>]*>/g, " ").toLowerCase();
    return /\b(slow|fast|mistake)\b/.test(text) || [...right, ...near].some((at) => text.includes(problems[at].title.toLowerCase()));
  });
  expect(telling.length === 0, telling.map(({ kind, page: shown }) => `${kind} of “${shown}” says what it is`).join("\n"));
  expect(!items.some(({ html }) => html.includes("n and dataset")), "a size that no reader can set");
  const answers = new Map(); // by what a reader sees, apart from times
  for (const { kind, page: shown, html, right } of items.filter((item) => item.kind === "queries")) {
    const seen = `${kind} of “${shown}”: ` + html.replace(/<[^>]*>/g, " ").replace(/[\d.,]+ (s|ms|µs)\b/g, "").replace(/\s+/g, " ");
    expect((answers.get(seen) ?? String(right)) === String(right), seen + " has two answers");
    answers.set(seen, String(right));
  }
  const first = async (address) => {
    await page.goto("about:blank");
    await page.goto(address);
    return page.textContent("[data-spot-it]");
  };
  const seen = await first(base + "spot-it.html#seed=4711");
  expect(seen === (await first(pathToFileURL(join(site, "spot-it.html")).href + "#seed=4711")), "another quiz with the same seed");
  expect(seen !== (await first(base + "spot-it.html#seed=4712")), "the same quiz with another seed");
  await page.keyboard.press("2");
  await page.keyboard.press("Enter");
  const heading = await page.evaluate(() => document.activeElement.textContent);
  expect(/^(Right|Not quite)/.test(heading), "the answer has no focus: " + heading);
  expect((await page.textContent("[data-place]")).includes("of 1."), "not counted");
  await page.keyboard.press("Tab");
  await page.press("[data-next]", "Enter");
  expect((await page.textContent("[data-place]")).startsWith("Question 2 "), "no next question");
  await page.click("[data-choices] button");
  expect((await page.textContent("[data-missing]")) !== "", "an empty choice is accepted");
  await own.close();
});

check("two runs compare, times only within one machine", async () => {
  const page = await context.newPage();
  const name = (day) => `runs/2024020${day}t120000z-abc1234-load.js`;
  await page.goto(base + `compare.html#${name(1)},${name(2)}`);
  await page.waitForSelector("[data-compare-result] table");
  expect((await page.textContent("[data-compare-result] thead")).includes("Mistake, first"), "no times");
  await page.selectOption("#run-b", name(3));
  await page.waitForFunction(() => document.querySelector("[data-compare-result]").textContent.includes("different machines"));
  expect(!(await page.textContent("[data-compare-result] thead")).includes("Mistake"), "times of two machines");
  await page.close();
});

check("a chosen theme is there before the first paint of the next page", async () => {
  const page = await context.newPage();
  await page.goto(base + "index.html");
  await page.click(".theme");
  await page.click(".theme");
  await page.goto(base + "runs.html", { waitUntil: "commit" });
  await page.waitForSelector("body", { state: "attached" });
  expect((await page.getAttribute("html", "data-theme")) === "dark", "not dark");
  await page.click(".theme");
  await page.close();
});

check("the keyboard reaches the content first, and code that scrolls", async () => {
  const page = await context.newPage();
  await page.goto(base + `cases/${catalogue.cases[0].slug}/index.html`);
  await page.keyboard.press("Tab");
  expect((await page.evaluate(() => document.activeElement.className)) === "skip", "no skip link");
  const unreachable = await page.locator("pre:visible").evaluateAll((boxes) => boxes.filter((box) => box.scrollWidth > box.clientWidth && box.tabIndex < 0).length);
  expect(unreachable === 0, `${unreachable} boxes scroll without focus`);
  await page.close();
});

check("without script everything is there", async () => {
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const page = await plain.newPage();
  await page.goto(base + "index.html");
  expect((await page.locator("[data-overview] tbody tr").count()) === catalogue.cases.length, "rows are missing");
  expect(!(await page.locator("[data-filters]").isVisible()), "a form that does nothing is shown");
  await page.click(".search-link");
  expect((await page.locator("main h3 a").count()) >= catalogue.cases.length, "the list of pages is short");
  for (const slug of sample) {
    await page.goto(base + `cases/${slug}/index.html`);
    expect(await page.locator("svg.chart").first().isVisible(), "no chart");
    await page.locator(".exercise[data-answer] summary").first().click();
    expect(await page.locator(".exercise[data-answer] details p").first().isVisible(), "the answer stays hidden");
    expect((await page.locator(".copy:visible").count()) === 0, "copy buttons that do nothing");
    expect((await page.locator("[data-stack]:visible").count()) > 5, "stacks are hidden");
  }
  await plain.close();
});

check("from its folder, without a server, everything works", async () => {
  const page = await context.newPage();
  const problems = [];
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(error.message));
  // Going on to the next page breaks off what the last one still loads.
  page.on("requestfailed", (request) => request.failure().errorText === "net::ERR_ABORTED" || problems.push("failed: " + request.url()));
  for (const path of looked.filter((each) => each !== "404.html")) await page.goto(pathToFileURL(join(site, path)).href);
  await page.goto(pathToFileURL(join(site, "cases", catalogue.cases[0].slug, "index.html")).href);
  const hits = await search(page, "interval");
  expect(hits.length > 0, "search finds nothing");
  await page.goto(pathToFileURL(join(site, "compare.html")).href);
  await page.waitForSelector("[data-compare-result] table, [data-compare-result] p");
  expect(problems.length === 0, problems.join("\n"));
  await page.close();
});

check("charts and their data fit on paper beside each other", async () => {
  const page = await context.newPage();
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 718, height: 1000 });
  await page.goto(base + `cases/${catalogue.cases[0].slug}/index.html`);
  const tables = page.locator(".figures .card table");
  const over = await tables.evaluateAll((all) => all.map((table) => table.getBoundingClientRect().right - table.closest(".card").getBoundingClientRect().right));
  expect(over.length > 0 && Math.max(...over) <= 0, "wider than their cards by " + over.map(Math.round));
  await page.close();
});

check("no worksheet says what is wrong or which version is slow, also on paper", async () => {
  const page = await context.newPage();
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 718, height: 1000 }); // A4 without its margins
  for (const { slug, title, variants } of catalogue.cases.filter(({ slug }) => sample.has(slug))) {
    await page.goto(base + `cases/${slug}/sheet.html`);
    const text = (await page.title()) + " " + (await page.innerText("main"));
    const words = new Set([title, slug, "slow", "fast", "mistake", "the fix", ...variants.flatMap(({ labels }) => labels.map(({ name }) => name))]);
    const telling = [...words].filter((word) => new RegExp(`\\b${word.toLowerCase().replace(/[^\w ]/g, "\\$&")}\\b`).test(text.toLowerCase()));
    expect(telling.length === 0, `${slug}: ${telling.join(", ")}`);
    expect((await page.locator("main .tag, main .changed, main mark, main .slow, main .fast").count()) === 0, slug + ": a highlight tells");
    expect(!(await page.locator(".masthead nav").isVisible()), "navigation on paper");
    const asked = (await page.locator(".questions > li > p").allTextContents()).flatMap((text) => /^Version ([A-Z]) /.exec(text)?.[1] ?? []);
    expect(asked.length > 0 && String(asked) === String([...asked].sort()), slug + ": the order of the questions tells: " + asked);
    const cut = await page.locator("main pre").evaluateAll((all) => all.filter((pre) => pre.scrollWidth > pre.clientWidth).length);
    expect(cut === 0, `${slug}: ${cut} pieces of code are wider than the paper`);
    expect((await page.locator("figure.code figcaption", { hasText: /^Version [A-Z]$/ }).count()) === variants.length, slug + ": a version is missing");
    await page.goto(base + `cases/${slug}/answers.html`);
    const answers = await page.innerText("main");
    expect(answers.includes(title) && variants.every(({ summary }) => answers.includes(summary)), slug + ": an answer is missing");
  }
  await page.close();
});

longCheck("worksheets and answers are printed as PDF, apart", async () => {
  const out = join(folder, "sheets");
  const { slug } = catalogue.cases[0];
  execFileSync("/usr/bin/python3", ["-B", "tools/sheets.py", "--site", site, "--out", out, "--case", slug], { stdio: "pipe" });
  for (const file of [slug + ".pdf", join("answers", slug + ".pdf")])
    expect(readFileSync(join(out, file)).subarray(0, 5).toString() === "%PDF-", file + " is no PDF");
  let said = "";
  try {
    execFileSync("/usr/bin/python3", ["-B", "tools/sheets.py", "--site", site, "--out", out, "--case", "no-such-case"], { stdio: "pipe" });
  } catch (error) {
    said = error.stderr.toString();
  }
  expect(said.includes("there is no case 'no-such-case'") && said.includes(slug), "refusal: " + said);
});

check("the projector view shows one slide at a time, by arrow keys, and the name of the problem after the question", async () => {
  const page = await context.newPage();
  const { slug, title } = catalogue.cases[0];
  await page.goto(base + `cases/${slug}/show.html`);
  const slides = page.locator("[data-slide]:visible");
  let seenQuestion = false;
  for (let i = 0; i < 30; ++i) {
    expect((await slides.count()) === 1, `${await slides.count()} slides at once`);
    const text = await slides.innerText();
    seenQuestion = seenQuestion || text.includes("What is wrong?");
    expect(seenQuestion || !text.toLowerCase().includes(title.toLowerCase()), "named before the question: " + text);
    if (await page.locator("[data-on]").isDisabled()) break;
    await page.keyboard.press(i % 2 ? "ArrowRight" : "PageDown");
  }
  expect(seenQuestion && /#\d+$/.test(page.url()), "no question, or no place in the address: " + page.url());
  await page.reload();
  expect(await page.locator("[data-on]").isDisabled(), "not at the last slide after a reload");
  await page.keyboard.press("Home");
  expect((await page.textContent("[data-at]")).startsWith("1 of "), "Home does not lead to the first");
  await page.close();
});

check("a plan has figures from the run, its sheets and its projector view", async () => {
  const page = await context.newPage();
  await page.goto(base + "teach.html");
  const addresses = await page.locator('main a[href*="teach/"]').evaluateAll((links) => links.map((link) => link.href));
  for (const { slug } of catalogue.cases) expect(addresses.some((each) => each.endsWith(`/${slug}-45.html`)), "no plan for " + slug);
  expect(addresses.some((each) => each.endsWith("-90.html")), "plans: " + addresses);
  await page.goto(addresses.find((each) => each.endsWith("-45.html")));
  const text = await page.innerText("main");
  for (const part of ["Goal", "Before the lesson", "Ask", "Expected", "Pitfalls", "Minutes 0 to 5"]) expect(text.includes(part), "no part " + part);
  expect(/What our machine measured:.*\d/.test(text), "no figure from a run");
  await page.close();
});

check("folded parts are open on paper (C16)", async () => {
  const page = await context.newPage();
  await page.goto(base + `cases/${catalogue.cases[0].slug}/index.html`);
  const inside = page.locator("details:not([open]) > :not(summary)").first();
  expect(!(await inside.isVisible()), "nothing is folded, so nothing is tried");
  await page.emulateMedia({ media: "print" });
  expect(await inside.isVisible(), "folded on paper");
  await page.close();
});

check("no page scrolls sideways at 320 px with the widest text spacing (C18)", async () => {
  const few = ["detector.html", `cases/${catalogue.cases[0].slug}/index.html`];
  for (const path of process.env.CASELOAD_TEST_ALL ? pages : few) {
    const page = await context.newPage();
    await page.goto(base + path);
    await checkSpacing(page);
    await page.close();
  }
});
