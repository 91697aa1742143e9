// The search of app and site, without a browser: what people type, against the index that the generator makes of the lessons.
import { test } from "node:test";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInThisContext } from "node:vm";
import { queries } from "./queries.mjs";
import { sightings } from "./sightings.mjs";

const build = process.env.CASELOAD_TEST_BUILD || "build/release";
const folder = mkdtempSync(join(tmpdir(), "caseload-search-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const catalogue = execFileSync(join(build, "caseload-app"), ["--catalogue"], { encoding: "utf8" });
const { cases } = JSON.parse(catalogue);
mkdirSync(join(folder, "runs"));
writeFileSync(join(folder, "catalogue.json"), catalogue);
writeFileSync(join(folder, "configuration.md"), execFileSync(join(build, "caseload-app"), ["--config-reference"]));
execFileSync(join(build, "caseload-site"), ["--catalogue", join(folder, "catalogue.json"), "--runs", join(folder, "runs"),
  "--config-reference", join(folder, "configuration.md"), "--out", join(folder, "site")], { stdio: "pipe" });

globalThis.window = globalThis;
for (const name of ["search_engine.js", "search-index.js"]) runInThisContext(readFileSync(join(folder, "site", "static", name), "utf8"));
const search = new globalThis.CaseloadSearch(globalThis.caseloadSearch);

const places = (words, count) => search.search(words).slice(0, count).map(({ slug, href }) => slug || href);

function expectFound(wanted) {
  const missed = wanted.filter(([words, slug]) => !places(words, 3).includes(slug));
  const lines = missed.map(([words, slug]) => `"${words}": no ${slug} among ${places(words, 3).join(", ") || "no results"}`);
  if (lines.length > 0) throw new Error(lines.join("\n"));
}

test("what people type leads to the case, among the first three", () => {
  if (queries.length < 60) throw new Error(`only ${queries.length} queries`);
  expectFound(queries);
});

test("each case is found by its title and its address, and by the symptom in its lesson", () => {
  for (const { slug, title, lesson } of cases) {
    if (places(title, 1)[0] !== slug) throw new Error(`${title}: ${places(title, 3)}`);
    if (places(slug, 1)[0] !== slug) throw new Error(`${slug}: ${places(slug, 3)}`);
    expectFound([[lesson.symptom.replace(/[^\p{L}\p{N} ]/gu, " ").split(/\s+/).slice(0, 10).join(" "), slug]]);
  }
});

test("each case is found by the words that people see it as", () => {
  expectFound(cases.flatMap(({ slug, lesson }) => lesson.symptoms.map(({ words }) => [words, slug])));
});

test("the symptom that people choose leads to the case, at the place where they look", () => {
  const missed = sightings.flatMap(([seen, place, words, slugs]) => {
    const found = cases.filter(({ lesson }) => lesson.symptoms.some((symptom) => symptom.place === place && symptom.words === words)).map(({ slug }) => slug);
    const lost = slugs.filter((slug) => !found.includes(slug));
    return lost.length > 0 ? [`"${seen}": "${words}" (${place}) leads to ${found.join(", ") || "no case"}, not to ${lost.join(", ")}`] : [];
  });
  if (missed.length > 0) throw new Error(missed.join("\n"));
});

test("a term of the glossary comes before the cases that mention it", () => {
  if (places("percentile", 1)[0] !== "guide/glossary.html#percentile") throw new Error(places("percentile", 3).join());
});

test("case, accents, spelling and the form of a word do not matter", () => {
  for (const words of ["SELECT_RELATED", "selectRelated", "select-related", "select related", "selectrelated", "sélect related", "select_relatd"])
    expectFound([[words, "select-related"]]);
  for (const words of ["serialization", "serialisation", "serialize", "serializing", "Serializers"]) expectFound([[words, "serializer"]]);
  for (const words of ["fulltextsearch", "full-text search"]) expectFound([[words, "leading-wildcard"]]); // and joined words
  for (const words of ["parallelise requests", "parallelize requests"]) expectFound([[words, "sequential-calls"]]);
  for (const words of ["SELECT *", "select*"]) expectFound([[words, "deferred-loading"]]);
  for (const words of ["index", "indexes", "indices", "indizes", "indexing"]) expectFound([[words, "database-index"]]);
});

test("a number of queries means many queries", () => {
  for (const words of ["47 queries", "the list sends 640 SELECTs", "2100 SQL statements for a page", "too many SELECTs"]) expectFound([[words, "n-plus-one"]]);
});

test("what was typed so far already finds the word", () => expectFound([["pag", "pagination"], ["stre", "streaming-response"], ["middlew", "middleware"], ["prefetch_r", "prefetch-related"]]));

test("words that are nowhere find nothing", () => {
  for (const words of ["", "   ", "the of", "zzzzqqqq", "+-*/"]) if (search.search(words).length > 0) throw new Error(`"${words}": ${places(words, 3)}`);
});
