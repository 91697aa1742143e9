// Lighthouse on the running stack: the site that `make docs` built and the app's own pages, through nginx and its gzip
// as deployed. Network and processor of a phone are simulated, as Lighthouse does by default.
import { test, before, after } from "node:test";
import { createServer } from "node:net";
import lighthouse, { desktopConfig } from "lighthouse";
import { throttling } from "lighthouse/core/config/constants.js";
import { expect, launch } from "./checks.mjs";

const base = process.env.CASELOAD_TEST_BASE || process.env.BASE;
if (!base) throw new Error("CASELOAD_TEST_BASE is not set: the address of the running stack, http://127.0.0.1:8080");
const { cases } = await (await fetch(base + "/catalogue.json")).json();
// The page with most on it.
const { slug } = cases.reduce((most, each) => (each.variants.length > most.variants.length ? each : most));
const pages = ["/docs/", `/docs/cases/${slug}/index.html`, "/docs/guide/glossary.html", "/", `/cases/${slug}/`];
const presets = {
  mobile: () => ({ extends: "lighthouse:default", settings: { throttling: { ...throttling.mobileSlow4G, cpuSlowdownMultiplier: slowdown() } } }),
  desktop: () => desktopConfig,
};
const least = 95;

let browser, port;
before(async () => {
  port = await freePort();
  browser = await launch(`--remote-debugging-port=${port}`);
  await run(base + "/", "desktop", ["best-practices"]); // for the machine's index alone
});
after(() => browser.close());

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

// How much slower than this machine a phone is, by the BenchmarkIndex of the last run: the table "Calibrating the CPU
// slowdown" in Lighthouse's docs/throttling.md. A desktop is not slowed down.
let benchmarkIndex = 0;
function slowdown() {
  if (benchmarkIndex >= 1500) return 4;
  return benchmarkIndex >= 800 ? 2 : 1;
}

async function run(url, preset, onlyCategories) {
  const flags = { port, onlyCategories, logLevel: "error", disableFullPageScreenshot: true };
  const { lhr } = await lighthouse(url, flags, presets[preset]());
  benchmarkIndex = lhr.environment.benchmarkIndex;
  expect(!lhr.runtimeError, lhr.runtimeError?.message);
  const scores = Object.values(lhr.categories).map(({ id, score }) => ({ id, score: Math.round(score * 100) }));
  return { lhr, scores };
}

// What took points, for whoever has to mend it.
function lost({ categories, audits }) {
  const refs = Object.values(categories).flatMap(({ auditRefs }) => auditRefs);
  return refs.filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 0.9)
    .map(({ id }) => `  ${id}: ${audits[id].displayValue || audits[id].title}`).join("\n");
}

for (const path of pages) {
  for (const preset of Object.keys(presets)) {
    test(`${path}, ${preset}: accessibility, best practices and SEO are at least ${least}`, async () => {
      const { lhr, scores } = await run(base + path, preset, ["performance", "accessibility", "best-practices", "seo"]);
      const { score } = scores.find(({ id }) => id === "performance"); // a time, so it is reported and never judged
      console.log(`${path}, ${preset}: performance ${score}${score < least ? "\n" + lost(lhr) : ""}`);
      const below = scores.filter((each) => each.id !== "performance" && each.score < least);
      expect(below.length === 0, JSON.stringify(below) + "\n" + lost(lhr));
    });
  }
}
