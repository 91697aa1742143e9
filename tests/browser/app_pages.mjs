// The app's own pages in Chromium, against the running stack at $BASE. Cases are taken from the catalogue.
import { check, checkPage, expect, finish, launch, openPage } from "./checks.mjs";

const base = process.env.BASE;
if (!base) {
  console.error("BASE is not set: the address of the running stack, http://127.0.0.1:8080");
  process.exit(2);
}
const { cases } = await (await fetch(base + "/catalogue.json")).json();
const browser = await launch();

// The smallest sizes, so that many pages are looked at in little time.
function smallQuery({ knobs }) {
  const query = new URLSearchParams();
  for (const knob of knobs) {
    if (knob.kind === "integer") query.set(knob.name, knob.ladder.length > 0 ? knob.ladder[0] : knob.initial);
  }
  return query;
}

const writes = ({ variants }) => variants.some(({ method }) => method === "POST");

async function fill(page, query) {
  for (const [name, value] of query) await page.fill(`#knob-${name}`, value);
}

async function checkResults(page, theCase) {
  const rows = await page.locator("[data-results] [data-variant]").evaluateAll((all) => all.map((row) => row.dataset.variant));
  expect(rows.join() === theCase.variants.map(({ name }) => name).join(), "results of " + rows.join());
  const verdict = await page.getAttribute("[data-results] [data-verdict]", "data-verdict");
  const expected = theCase.unequal_because ? "not-compared" : "equal";
  expect(verdict === expected, `verdict ${verdict} in place of ${expected}`);
}

// ---- each page by itself

{
  const context = await browser.newContext();
  await checkPage(context, base + "/");
  await checkPage(context, base + "/no/such/page", 404);
  for (const theCase of cases) {
    const address = `${base}/cases/${theCase.slug}/`;
    await checkPage(context, address);
    if (writes(theCase)) continue;
    await checkPage(context, `${address}?run=1&${smallQuery(theCase)}`);
    for (const variant of theCase.variants.filter(({ method }) => method === "GET")) {
      const answer = await fetch(`${base}${variant.path}?${smallQuery(theCase)}`, { headers: { Accept: "text/html" } });
      const isPage = (answer.headers.get("content-type") || "").startsWith("text/html");
      await answer.body.cancel();
      if (isPage && answer.status === 200) await checkPage(context, `${base}${variant.path}?${smallQuery(theCase)}`);
    }
  }
  await context.close();
}

// ---- running, with script

{
  const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  for (const theCase of cases) {
    await check(`${theCase.slug}: runs all variants in place`, async () => {
      const { page, problems } = await openPage(context, `${base}/cases/${theCase.slug}/`);
      await page.evaluate(() => { globalThis.stillHere = true; });
      await fill(page, smallQuery(theCase));
      await page.click("form[data-run] button[type=submit]");
      await page.waitForSelector("[data-results] [data-variant], [data-progress].bad", { timeout: 60_000 });
      const trouble = await page.textContent("[data-progress]");
      expect(!(await page.locator("[data-progress].bad").count()), trouble);
      await checkResults(page, theCase);
      expect(await page.evaluate(() => globalThis.stillHere === true), "the page was loaded again");
      if (!writes(theCase)) expect(page.url().includes("run=1"), "the address does not lead back here: " + page.url());
      expect(problems.length === 0, problems.join("\n"));
      await page.close();
    });
  }

  const first = cases.find((theCase) => !writes(theCase));
  await check("the score board remembers what was run, and forgets it", async () => {
    const { page } = await openPage(context, base + "/");
    const known = await page.locator("[data-score]:visible").count();
    expect(known === cases.length, `${known} of ${cases.length} cases have a score`);
    expect((await page.textContent("[data-board-count]")).startsWith(`${cases.length} of ${cases.length} `), "count");
    await page.click("[data-board-clear]");
    expect((await page.locator("[data-score]:visible").count()) === 0, "scores stay");
    await page.close();
  });

  await check("a knob out of bounds is refused in the app's words", async () => {
    const { page } = await openPage(context, `${base}/cases/${first.slug}/`);
    const knob = first.knobs.find(({ kind }) => kind === "integer");
    await page.evaluate(() => { document.querySelector("form[data-run]").noValidate = true; });
    await page.fill(`#knob-${knob.name}`, String(knob.maximum + 1));
    await page.click("form[data-run] button[type=submit]");
    const text = await page.locator("[data-progress].bad").textContent();
    expect(text.includes(knob.name) && text.includes(String(knob.maximum)), text);
    expect(await page.locator("form[data-run] button[type=submit]").isEnabled(), "the button stays disabled");
    await page.close();
  });

  await check("the command of a run can be copied", async () => {
    const { page } = await openPage(context, `${base}/cases/${first.slug}/?run=1&${smallQuery(first)}`);
    await page.locator("details:has([data-copy]) > summary").first().click();
    await page.locator("[data-copy]").first().click();
    await page.getByText("Copied", { exact: true }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied.startsWith("curl ") && copied.includes(first.variants[0].path), copied);
    await page.close();
  });

  await check("the theme is chosen by the keyboard, kept, and set before the first paint", async () => {
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
    await page.close();
  });

  await check("the first key leads past the navigation", async () => {
    const { page } = await openPage(context, base + "/");
    await page.keyboard.press("Tab");
    expect((await page.evaluate(() => document.activeElement.className)) === "skip", "the skip link is not first");
    await page.keyboard.press("Enter");
    expect(page.url().endsWith("#main"), page.url());
    await page.close();
  });
  await context.close();
}

// ---- without script

{
  const context = await browser.newContext({ javaScriptEnabled: false });
  for (const theCase of cases) {
    await check(`${theCase.slug}: runs and shows all without script`, async () => {
      const { page } = await openPage(context, `${base}/cases/${theCase.slug}/`);
      const text = await page.textContent("main");
      for (const { summary } of theCase.variants) expect(text.includes(summary), "no source of: " + summary);
      for (const { system } of theCase.lesson.twins) expect(text.includes(system), "no twin: " + system);
      await fill(page, smallQuery(theCase));
      await page.click("form[data-run] button[type=submit]");
      await page.waitForSelector("[data-results] [data-variant]", { timeout: 60_000 });
      await checkResults(page, theCase);
      await page.close();
    });
  }
  await context.close();
}

await browser.close();
finish();
