// What the browser tests share: Debian's Chromium, and the checks that every page must pass, whatever is on it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { HtmlValidate } from "html-validate";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
// A title may be a whole sentence: what the page shows.
const validator = new HtmlValidate({ root: true, extends: ["html-validate:recommended"], rules: { "long-title": ["error", { maxlength: 120 }] } });
const widths = process.env.CASELOAD_TEST_ALL ? [320, 360, 768, 1280, 1920] : [360, 1280];

export function launch(...moreArguments) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: [...moreArguments, "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", ...(process.getuid() === 0 ? ["--no-sandbox"] : [])],
  });
}

export function expect(condition, message) {
  if (!condition) throw new Error(message);
}

// A page whose console errors and failed requests are collected in `problems`. `expectedStatus`: of the page itself.
export async function openPage(context, url, expectedStatus = 200) {
  const page = await context.newPage();
  const problems = [];
  page.on("console", (message) => {
    // Chromium reports the page's own expected status as an error.
    if (message.type() === "error" && !(expectedStatus >= 400 && message.location().url === url)) {
      problems.push("console: " + message.text());
    }
  });
  page.on("pageerror", (error) => problems.push("script: " + error.message));
  page.on("requestfailed", (request) => problems.push(`request failed: ${request.url()} ${request.failure()?.errorText}`));
  page.on("response", (response) => {
    if (response.status() >= 400 && response.url() !== url) problems.push(`${response.status()}: ${response.url()}`);
  });
  const response = await page.goto(url, { waitUntil: "load" });
  if (response.status() !== expectedStatus) problems.push(`status ${response.status()} in place of ${expectedStatus}`);
  return { page, problems, html: await response.text() };
}

// Light and dark, narrow and wide: no overflow, no violation that axe-core finds. What depends on neither width nor colours
// is looked for once (`accessible: false`: overflow only); colours in both looks, and with CASELOAD_TEST_ALL=1 in both looks at both widths.
const looks = process.env.CASELOAD_TEST_ALL
  ? widths.flatMap((width) => ["light", "dark"].map((colorScheme) => ({ width, colorScheme })))
  : [{ width: 1280, colorScheme: "light" }, { width: 360, colorScheme: "dark" }];

export async function checkLook(page, { accessible = true } = {}) {
  if (accessible) await page.evaluate(axeSource);
  const found = [];
  for (const [index, { width, colorScheme }] of looks.entries()) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (overflow > 0) found.push(`${overflow} px too wide at ${width} px, ${colorScheme}`);
    if (!accessible) continue;
    const violations = await page.evaluate(async (given) => {
      const report = await globalThis.axe.run(document, { resultTypes: ["violations"], ...given });
      return report.violations.map(({ id, nodes }) => ({ id, times: nodes.length, first: nodes[0].html.slice(0, 160) }));
    }, index === 0 ? {} : { runOnly: ["color-contrast", "scrollable-region-focusable"] });
    for (const { id, times, first } of violations) found.push(`${id} at ${width} px, ${colorScheme}: ${times} times, first ${first}`);
  }
  expect(found.length === 0, found.join("\n"));
}

// WCAG 1.4.10 and 1.4.12 together: nothing scrolls sideways at 320 px with the widest text spacing.
export async function checkSpacing(page) {
  await page.setViewportSize({ width: 320, height: 800 });
  await page.evaluate((rules) => { // as a browser extension does it, which the Content-Security-Policy does not stop
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    document.adoptedStyleSheets = [sheet];
  }, "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }");
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(beyond <= 0, `${page.url()}: ${beyond} px too wide`);
}

// Pages of cases are alike: those of the first case of each category are looked at closely, and with CASELOAD_TEST_ALL=1
// those of every case.
export function sampleOf(cases) {
  const first = ({ slug, category }) => cases.find((other) => other.category === category).slug === slug;
  return new Set(cases.filter((each) => process.env.CASELOAD_TEST_ALL || first(each)).map(({ slug }) => slug));
}

export async function checkMarkup(html) {
  const report = await validator.validateString(html);
  const messages = report.results.flatMap((result) => result.messages);
  expect(report.valid, messages.map(({ line, column, message, ruleId }) => `${line}:${column} ${message} (${ruleId})`).join("\n"));
}
