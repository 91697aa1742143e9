// The app's own pages in Chromium, on the running stack. Cases are taken from its catalogue.
import { test, before, after } from "node:test";
import { checkLook, checkMarkup, checkSpacing, expect, launch, openPage } from "./checks.mjs";

const base = process.env.CASELOAD_TEST_BASE || process.env.BASE;
if (!base) throw new Error("CASELOAD_TEST_BASE is not set: the address of the running stack, http://127.0.0.1:8080");
const { cases, evidence_keys: keys } = await (await fetch(base + "/catalogue.json")).json();
// A plain case, one with a returning browser, one with requests at once, and one that nginx caches; with CASELOAD_TEST_ALL=1 every case.
const features = [
  ({ demo, variants }) => demo.length === 0 && variants.every(({ method }) => method === "GET"),
  ({ demo }) => demo.some(({ when }) => when === "revisit"),
  ({ demo }) => demo.some(({ at_once: requests }) => requests > 1),
  ({ variants }) => variants.some(({ path }) => path.startsWith("/cached/")),
];
const chosen = process.env.CASELOAD_TEST_ALL ? cases : features.map((feature) => cases.find(feature));
const forms = { run: "form[data-run]", submit: "form[data-run] button[type=submit]" };

let browser, context, scriptless;
before(async () => {
  browser = await launch();
  context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  scriptless = await browser.newContext({ javaScriptEnabled: false });
});
after(() => browser.close());

// The smallest sizes, for pages that are looked at and not judged.
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

test("no page of the app scrolls sideways at 320 px with the widest text spacing (C18)", async () => {
  const ofCases = (process.env.CASELOAD_TEST_ALL ? cases : [firstReading]).map((theCase) => `/cases/${theCase.slug}/?run=1&${smallQuery(theCase)}`);
  for (const path of ["/", "/guess/", "/guess/1/", "/no/such/page", ...ofCases]) {
    const page = await context.newPage();
    await page.goto(base + path);
    await checkSpacing(page);
    await page.close();
  }
});
test("a guess is made by keyboard, and looks right with its evidence and with its answer", async () => {
  const list = await openPage(context, base + "/guess/");
  await checkMarkup(list.html);
  await checkLook(list.page);
  const addresses = await list.page.locator(".guesses a").evaluateAll((links) => links.map(({ href }) => href));
  expect(addresses.length === cases.length, `${addresses.length} guesses`);
  const { page, problems, html } = await openPage(context, addresses[0] + "?run=1");
  await checkMarkup(html);
  await checkLook(page);
  await page.focus("[name=choice]");
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#answer");
  await checkLook(page);
  expectNone(problems);
  await list.page.close();
  await page.close();
});
test("with guess first on, no page of the app names a case until it is guessed", async () => {
  const own = await browser.newContext();
  const { page, problems } = await openPage(own, base + "/?guess=on");
  await page.waitForSelector("[data-guess-bar]:visible");
  const text = await page.innerText("main");
  for (const { title } of cases) expect(!text.includes(title), "the portfolio names " + title);
  expect((await page.locator(".guesses a").count()) === cases.length, "numbers are missing");
  await checkLook(page);
  await page.goto(`${base}/cases/${firstReading.slug}/`);
  await page.waitForURL(/\/guess\/\d+\/$/);
  await page.locator("[name=choice]").first().press("Space");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#answer");
  await page.goto(`${base}/cases/${firstReading.slug}/`);
  expect((await page.textContent("h1")) === firstReading.title, "the page of a case that was guessed is closed");
  await page.goto(base + "/guess/");
  expect((await page.textContent("[data-guess-score]")).startsWith(`1 of ${cases.length} guessed`), "the guess is not counted");
  await page.press("[data-guess-switch]", "Enter");
  await page.waitForSelector("[data-guess-switch][aria-pressed=false]");
  await page.goto(base + "/");
  expect((await page.locator("[data-case]").count()) === cases.length, "cases stay hidden");
  expectNone(problems.filter((problem) => !problem.endsWith("net::ERR_ABORTED"))); // what a page that was left did not load
  await own.close();
});
test("exercises are done by keyboard, graded in place, and counted", async () => {
  const theCase = cases.find(({ lesson }) => new Set(lesson.exercises.map(({ kind }) => kind)).size === 3);
  const { page, problems } = await openPage(context, `${base}/cases/${theCase.slug}/#exercises`);
  await page.evaluate(() => { globalThis.stillHere = true; });
  for (const { name, answer, kind } of theCase.lesson.exercises) {
    const exercise = page.locator(`#exercise-${name}`);
    if (kind === "choose") await exercise.locator(`[value="${answer}"]`).press("Space");
    else await exercise.locator("[name=said]").fill(answer);
    await exercise.locator("button[type=submit]").press("Enter");
    await exercise.locator("[data-grade=right]").waitFor({ timeout: 60_000 });
    await exercise.locator("[data-exercise-done]:visible").waitFor();
    expect((await exercise.locator("[role=status]").textContent()).includes(await exercise.locator("h4").textContent()), "the outcome is not read aloud");
  }
  expect(await page.evaluate(() => globalThis.stillHere === true), "the page was loaded again");
  const noted = await page.evaluate((slug) => JSON.parse(localStorage.getItem("caseload-guesses"))[slug], theCase.slug);
  expect(theCase.lesson.exercises.every(({ name }) => noted[name] === true), JSON.stringify(noted));
  expectNone(problems);
  await checkLook(page);
  await page.evaluate(() => localStorage.removeItem("caseload-guesses"));
  await page.close();
});
test("an exercise is graded without script", async () => {
  const theCase = cases.find(({ lesson }) => lesson.exercises.some(({ kind }) => kind === "choose"));
  const { name, answer } = theCase.lesson.exercises.find(({ kind }) => kind === "choose");
  const { page } = await openPage(scriptless, `${base}/cases/${theCase.slug}/`);
  await page.locator(`#exercise-${name} [value="${answer}"]`).check();
  const answered = page.waitForResponse((response) => response.request().isNavigationRequest(), { timeout: 60_000 });
  await page.locator(`#exercise-${name} button[type=submit]`).press("Enter");
  await page.locator(`#exercise-${name} [data-grade=right]`).waitFor({ timeout: 60_000 });
  await checkMarkup(await (await answered).text());
  await page.close();
});
test("an error page looks right", () => lookAt(base + "/no/such/page", 404));

// Times are drawn; only counts and bytes are judged.
async function expectVerdicts(page, theCase) {
  for (const { name, headline } of theCase.variants.filter((variant) => variant.headline)) {
    const verdict = page.locator(`[data-measure="${headline.key}"][data-slow="${name}"]`);
    expect((await verdict.count()) === 1, `no verdict on ${headline.key} of ${name}`);
    const { before, after } = await verdict.evaluate(({ dataset }) => ({ before: Number(dataset.before), after: Number(dataset.after) }));
    const isTime = keys.find(({ key }) => key === headline.key).unit === "us";
    expect(isTime ? before > 0 && after > 0 : before > after, `${headline.key} of ${name}: ${before} before, ${after} after`);
    const widths = await verdict.locator(".duel rect:not(.foot)").evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().width));
    expect(widths.length === 2 && Math.max(...widths) > 100, `${name} is not drawn: ${widths}`);
  }
  const steps = await page.locator(".timeline thead th").count();
  expect(steps === (theCase.demo.length > 1 ? theCase.demo.length + 1 : 0), `${steps} columns for ${theCase.demo.length} steps`);
  for (const cell of await page.locator("[data-through-nginx]").all()) {
    await page.waitForFunction((each) => each.dataset.nginx, await cell.elementHandle());
    expect((await cell.getAttribute("data-nginx")) === "hit", await cell.textContent());
  }
  const sizes = {};
  for (const row of await page.locator("tr[data-variant]:has([data-wire])").all()) {
    const cell = await row.locator("[data-wire]").elementHandle();
    await page.waitForFunction((each) => each.dataset.wireBytes, cell);
    sizes[await row.getAttribute("data-variant")] = await cell.evaluate(({ dataset }) => Number(dataset.wireBytes));
  }
  for (const { name } of theCase.variants.filter((variant) => variant.pace === "fast" && sizes[variant.name])) {
    for (const slow of theCase.variants.filter(({ pace }) => pace === "slow"))
      expect(sizes[name] < sizes[slow.name], `${name} sends ${sizes[name]} bytes over the network, ${slow.name} ${sizes[slow.name]}`);
  }
}

// Whether requests at once meet is chance on a busy machine, so Run is pressed again, as a visitor would.
async function runUntilRequestsMeet(page, theCase) {
  const measures = theCase.variants.filter(({ headline }) => headline?.when === "at_once").map(({ headline }) => headline.key);
  for (let again = 0; again < 5 && measures.length; ++again) {
    const met = await page.locator("[data-measure]").evaluateAll((verdicts) => verdicts.every(({ dataset }) => Number(dataset.before) > Number(dataset.after)));
    if (met) return;
    await page.evaluate(() => document.querySelector("[data-results] > *").toggleAttribute("data-earlier", true));
    await page.press(forms.submit, "Enter");
    await page.waitForSelector("[data-results]:not(:has([data-earlier])) [data-variant]", { timeout: 60_000 });
  }
}

for (const theCase of chosen) {
  const address = `${base}/cases/${theCase.slug}/`;

  test(`${theCase.slug}: runs all variants in place, keeps the focus (C15), and looks right with the results`, async () => {
    const { page, problems, html } = await openPage(context, address);
    await checkMarkup(html);
    await page.evaluate(() => { globalThis.stillHere = true; });
    await page.focus(forms.submit);
    await page.keyboard.press("Enter");
    await page.waitForSelector("[data-results] [data-variant], [data-progress].bad", { timeout: 60_000 });
    expect(!(await page.locator("[data-progress].bad").count()), await page.textContent("[data-progress]"));
    expect(await page.evaluate((submit) => document.activeElement === document.querySelector(submit), forms.submit), "the focus leaves the button");
    const sentence = await page.textContent("[data-sentence]");
    await page.waitForFunction((text) => document.querySelector("[role=status]").textContent.includes(text), sentence);
    await page.waitForFunction(() => { // it comes into view
      const { top } = document.querySelector(".verdict").getBoundingClientRect();
      return top >= 0 && top < innerHeight / 2;
    });
    await runUntilRequestsMeet(page, theCase);
    await expectVerdicts(page, theCase);
    await expectResults(page, theCase);
    expect(await page.evaluate(() => globalThis.stillHere === true), "the page was loaded again");
    if (!writes(theCase)) expect(page.url().includes("run=1"), "the address does not lead back here: " + page.url());
    expectNone(problems);
    await checkLook(page);
    await page.close();
  });

  test(`${theCase.slug}: runs and shows all without script`, async () => {
    const { page } = await openPage(scriptless, address);
    const text = await page.textContent("main");
    for (const { summary } of theCase.variants) expect(text.includes(summary), "no source of: " + summary);
    for (const stack of ["Django", "Rails", "Laravel", "Hibernate", "Express", "SQL"]) expect(text.includes(stack), "no stack: " + stack);
    await fill(page, smallQuery(theCase));
    const answer = page.waitForResponse((response) => response.request().isNavigationRequest(), { timeout: 60_000 });
    await page.press(forms.submit, "Enter"); // a click would wait until the page draws two equal frames
    await page.waitForSelector("[data-results] [data-variant]", { timeout: 60_000 });
    await expectResults(page, theCase);
    await checkMarkup(await (await answer).text());
    expect((await page.locator("[data-sentence]").count()) > 0, "no verdict without script");
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
  expect(known === chosen.length, `${known} of ${chosen.length} cases have a score`);
  const count = await page.textContent("[data-board-count]");
  expect(count.includes(` ${chosen.length} of ${cases.length} `), count);
  const drawn = await page.locator("[data-win][data-own]:visible").count();
  expect(drawn === chosen.length, `${drawn} cases show what the fix won`);
  await page.click("[data-board-clear]");
  expect((await page.locator("[data-score]:visible").count()) === 0, "scores stay");
  await page.close();
});

test("every page of a list can be run, reached by the link on the page before", async () => {
  const paged = cases.find(({ knobs }) => knobs.some(({ name }) => name === "page"));
  const html = await (await fetch(`${base}/cases/${paged.slug}/?run=1&page=3`)).text();
  expect(!html.includes("Refused with"), "a variant refuses page 3");
  await lookAt(`${base}/cases/${paged.slug}/?run=1&page=3`);
});

test("a refused run keeps the form, with the error", async () => {
  const knob = firstReading.knobs.find(({ kind }) => kind === "integer");
  const address = `${base}/cases/${firstReading.slug}/?run=1&${knob.name}=${knob.maximum + 1}`;
  const { page } = await openPage(scriptless, address, 400);
  expect((await page.inputValue(`#knob-${knob.name}`)) === String(knob.maximum + 1), "the entered value is lost");
  expect((await page.textContent("[data-detail]")).includes(String(knob.maximum)), "the error does not name the bound");
  await page.close();
  await lookAt(address, 400);
});

test("what it means for the visitor follows the visitor's figure and keeps it", async () => {
  const address = `${base}/cases/${firstReading.slug}/?run=1`;
  const { page } = await openPage(context, address);
  const before = await page.textContent("[data-meaning] .was");
  await page.fill("[data-figure]", "1000");
  const after = await page.textContent("[data-meaning] .was");
  expect(before !== after, "nothing follows the figure: " + before);
  await page.reload();
  expect((await page.inputValue("[data-figure]")) === "1000", "the figure is forgotten");
  await page.evaluate(() => localStorage.removeItem("caseload-figures"));
  await page.close();
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

test("the search of the site leads to the cases of the app", async () => {
  const { slug, title, lesson } = firstReading;
  const { page } = await openPage(context, base + "/");
  const index = [{ kind: "case", slug, title, href: "elsewhere.html", lead: lesson.symptom }];
  await page.route("**/docs/static/search-index.js", (route) => route.fulfill({ contentType: "text/javascript", body: `caseloadSearch = ${JSON.stringify(index)}` }));
  await page.keyboard.press("/");
  await page.fill(".search-dialog input", title);
  await page.waitForSelector(".search-results a");
  await page.keyboard.press("Enter");
  await page.waitForURL(`${base}/cases/${slug}/`);
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
