// The app's own pages in Chromium, on the running stack. Cases are taken from its catalogue.
import { test, before, after } from "node:test";
import { checkLook, checkMarkup, expect, launch, openPage, sampleOf } from "./checks.mjs";

const base = process.env.CASELOAD_TEST_BASE || process.env.BASE;
if (!base) throw new Error("CASELOAD_TEST_BASE is not set: the address of the running stack, http://127.0.0.1:8080");
const { cases } = await (await fetch(base + "/catalogue.json")).json();
const sample = sampleOf(cases);
const forms = { run: "form[data-run]", submit: "form[data-run] button[type=submit]" };

let browser, context, scriptless;
before(async () => {
  browser = await launch();
  context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  scriptless = await browser.newContext({ javaScriptEnabled: false });
});
after(() => browser.close());

// The smallest sizes, so that many pages are looked at in little time.
function smallQuery({ knobs }) {
  const query = new URLSearchParams();
  for (const knob of knobs) {
    if (knob.kind === "integer") query.set(knob.name, knob.ladder.length > 0 ? knob.ladder[0] : knob.initial);
  }
  return query;
}

const writes = ({ variants }) => variants.some(({ method }) => method === "POST");
const firstReading = cases.find((theCase) => !writes(theCase));

async function fill(page, query) {
  for (const [name, value] of query) await page.fill(`#knob-${name}`, value);
}

function expectNone(problems) {
  expect(problems.length === 0, problems.join("\n"));
}

async function expectResults(page, theCase) {
  const rows = await page.locator("[data-results] [data-variant]").evaluateAll((all) => all.map((row) => row.dataset.variant));
  expect(rows.join() === theCase.variants.map(({ name }) => name).join(), "results of " + rows.join());
  const verdict = await page.getAttribute("[data-results] [data-verdict]", "data-verdict");
  const expected = theCase.unequal_because ? "not-compared" : "equal";
  expect(verdict === expected, `verdict ${verdict} in place of ${expected}`);
  const broken = await page.locator("[data-results] .claims [data-holds=no]").count();
  expect(broken === 0, `${broken} claims do not hold`);
}

async function lookAt(address, status = 200) {
  const { page, problems, html } = await openPage(context, address, status);
  expectNone(problems);
  await checkMarkup(html);
  await checkLook(page);
  await page.close();
}

test("the portfolio looks right", () => lookAt(base + "/"));
test("an error page looks right", () => lookAt(base + "/no/such/page", 404));

for (const theCase of cases) {
  const address = `${base}/cases/${theCase.slug}/`;

  test(`${theCase.slug}: runs all variants in place, and looks right with the results`, async () => {
    const { page, problems, html } = await openPage(context, address);
    await checkMarkup(html);
    await page.evaluate(() => { globalThis.stillHere = true; });
    await fill(page, smallQuery(theCase));
    await page.click(forms.submit);
    await page.waitForSelector("[data-results] [data-variant], [data-progress].bad", { timeout: 60_000 });
    expect(!(await page.locator("[data-progress].bad").count()), await page.textContent("[data-progress]"));
    await expectResults(page, theCase);
    expect(await page.evaluate(() => globalThis.stillHere === true), "the page was loaded again");
    if (!writes(theCase)) expect(page.url().includes("run=1"), "the address does not lead back here: " + page.url());
    expectNone(problems);
    await checkLook(page, { accessible: sample.has(theCase.slug) });
    await page.close();
  });

  if (!sample.has(theCase.slug)) continue;

  test(`${theCase.slug}: runs and shows all without script`, async () => {
    const { page } = await openPage(scriptless, address);
    const text = await page.textContent("main");
    for (const { summary } of theCase.variants) expect(text.includes(summary), "no source of: " + summary);
    for (const { system } of theCase.lesson.twins) expect(text.includes(system), "no twin: " + system);
    await fill(page, smallQuery(theCase));
    const answer = page.waitForResponse((response) => response.request().isNavigationRequest());
    await page.click(forms.submit);
    await page.waitForSelector("[data-results] [data-variant]", { timeout: 60_000 });
    await expectResults(page, theCase);
    await checkMarkup(await (await answer).text());
    await page.close();
  });

  test(`${theCase.slug}: the page that the variants share looks right`, async () => {
    for (const { path } of theCase.variants.filter(({ method }) => method === "GET")) {
      const variant = `${base}${path}?${smallQuery(theCase)}`;
      const answer = await fetch(variant, { headers: { Accept: "text/html" } });
      const isPage = (answer.headers.get("content-type") || "").startsWith("text/html");
      await answer.body?.cancel();
      if (isPage && answer.status === 200) return lookAt(variant); // the others' bytes are the same
    }
  });
}

test("the scoreboard remembers what was run, and forgets it", async () => {
  const { page } = await openPage(context, base + "/");
  const known = await page.locator("[data-score]:visible").count();
  expect(known === cases.length, `${known} of ${cases.length} cases have a score`);
  const count = await page.textContent("[data-board-count]");
  expect(count.includes(` ${cases.length} of ${cases.length} `), count);
  await page.click("[data-board-clear]");
  expect((await page.locator("[data-score]:visible").count()) === 0, "scores stay");
  await page.close();
});

test("a run that one variant refuses looks right", async () => {
  const paged = cases.find(({ knobs }) => knobs.some(({ name }) => name === "page")); // from page 2, a variant may need a place to go on from
  const run = `/cases/${paged.slug}/?run=1&page=2`;
  expect((await (await fetch(base + run)).text()).includes("Refused with 400"), "no variant refuses " + run);
  await lookAt(base + run);
});

// The first page that a browser keeps and asks about again.
async function keptPage() {
  for (const { path, method } of cases.flatMap(({ variants }) => variants)) {
    if (method !== "GET") continue;
    const { headers } = await fetch(base + path, { method: "HEAD" });
    if (headers.has("etag") && (headers.get("cache-control") || "").includes("no-cache")) return path;
  }
  throw new Error("no page has a validator");
}

test("the network panel shows a revisit as 304, with the phases of the work that it still took", async () => {
  const path = await keptPage();
  const page = await context.newPage();
  const panel = await context.newCDPSession(page);
  const pages = [], wire = new Map(); // a page's own view of a 304 is the 200 that it stands for
  panel.on("Network.requestWillBeSent", ({ requestId, type }) => { if (type === "Document") pages.push(requestId); });
  panel.on("Network.responseReceivedExtraInfo", (answer) => wire.set(answer.requestId, answer));
  await panel.send("Network.enable");
  for (const status of [200, 304]) {
    await (status === 200 ? page.goto(base + path) : page.reload());
    const seen = await page.evaluate(() => performance.getEntriesByType("navigation")[0].serverTiming.map(({ name, duration }) => `${name};dur=${duration}`));
    const { statusCode, headers } = wire.get(pages.at(-1));
    expect(statusCode === status, `${statusCode} in place of ${status}`);
    for (const phase of ["db", "app", "total"]) expect(seen.some((each) => each.startsWith(phase + ";")), `no ${phase} at the ${status}: ${seen}`);
    const sent = headers["Server-Timing"].split(", ").map((each) => each.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, ""));
    expect(sent.join() === seen.join(), `the ${status} came with ${sent}, the page has ${seen}`);
  }
  await page.close();
});

test("a knob out of bounds is refused in the app's words", async () => {
  const { page } = await openPage(context, `${base}/cases/${firstReading.slug}/`);
  const knob = firstReading.knobs.find(({ kind }) => kind === "integer");
  await page.evaluate((form) => { document.querySelector(form).noValidate = true; }, forms.run);
  await page.fill(`#knob-${knob.name}`, String(knob.maximum + 1));
  await page.click(forms.submit);
  const text = await page.locator("[data-progress].bad").textContent();
  expect(text.includes(knob.name) && text.includes(String(knob.maximum)), text);
  expect(await page.locator(forms.submit).isEnabled(), "the button stays disabled");
  await page.close();
});

test("the command of a run can be copied", async () => {
  const { page } = await openPage(context, `${base}/cases/${firstReading.slug}/?run=1&${smallQuery(firstReading)}`);
  await page.locator("details:has([data-copy]) > summary").first().click();
  await page.locator("[data-copy]").first().click();
  await page.getByText("Copied", { exact: true }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.startsWith("curl ") && copied.includes(`'${new URL(base).origin}${firstReading.variants[0].path}`), copied);
  await page.close();
});

test("the theme is chosen by the keyboard, kept, and set before the first paint", async () => {
  const { page } = await openPage(context, base + "/");
  await page.focus(".theme");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  expect((await page.getAttribute("html", "data-theme")) === "dark", "not dark");
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.body) return;
      globalThis.themeAtBody = document.documentElement.dataset.theme;
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
  await page.reload();
  expect((await page.evaluate(() => globalThis.themeAtBody)) === "dark", "light when the body began");
  await page.evaluate(() => localStorage.clear());
  await page.close();
});

test("the first key leads past the navigation", async () => {
  const { page } = await openPage(context, base + "/");
  await page.keyboard.press("Tab");
  expect((await page.evaluate(() => document.activeElement.className)) === "skip", "the skip link is not first");
  await page.keyboard.press("Enter");
  expect(page.url().endsWith("#main"), page.url());
  await page.close();
});
