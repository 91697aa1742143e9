// What the browser tests share: Debian's Chromium, named checks with one line for each that fails, and the checks
// that every page must pass, whatever is on it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { HtmlValidate } from "html-validate";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const validator = new HtmlValidate({ root: true, extends: ["html-validate:recommended"] });
const widths = [360, 1280];

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", ...(process.getuid() === 0 ? ["--no-sandbox"] : [])],
  });
}

let passed = 0;
const failures = [];

export async function check(name, body) {
  try {
    await body();
    ++passed;
  } catch (error) {
    failures.push(name);
    console.log(`FAILED ${name}\n  ${String(error.message).replaceAll("\n", "\n  ")}`);
  }
}

export function expect(condition, message) {
  if (!condition) throw new Error(message);
}

// Ends the process; nothing checked is a failure as well.
export function finish() {
  console.log(`${passed} passed, ${failures.length} failed`);
  process.exit(failures.length === 0 && passed > 0 ? 0 : 1);
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

// Light and dark, narrow and wide: no overflow, no violation that axe-core finds.
export async function checkLook(page) {
  await page.evaluate(axeSource);
  const found = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (overflow > 0) found.push(`${overflow} px too wide at ${width} px`);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      // What is not about colours is the same in both schemes.
      const options = colorScheme === "dark" ? { runOnly: ["color-contrast"] } : {};
      const { violations } = await page.evaluate((given) => globalThis.axe.run(document, given), options);
      for (const { id, nodes } of violations) {
        found.push(`${id} at ${width} px, ${colorScheme}: ${nodes.length} times, first ${nodes[0].html.slice(0, 160)}`);
      }
    }
  }
  expect(found.length === 0, found.join("\n"));
}

export async function checkMarkup(html) {
  const report = await validator.validateString(html);
  const messages = report.results.flatMap((result) => result.messages);
  expect(report.valid, messages.map(({ line, column, message, ruleId }) => `${line}:${column} ${message} (${ruleId})`).join("\n"));
}

// All of the above for one address.
export async function checkPage(context, url, expectedStatus = 200) {
  const { pathname, search } = new URL(url);
  const name = pathname + search;
  const { page, problems, html } = await openPage(context, url, expectedStatus);
  await check(`${name}: no console errors, no failed requests`, () => expect(problems.length === 0, problems.join("\n")));
  await check(`${name}: fits and is accessible, light and dark, at ${widths.join(" and ")} px`, () => checkLook(page));
  await check(`${name}: valid HTML`, () => checkMarkup(html));
  await page.close();
}
