// Progress in the browser, without a browser: what is kept, counted, exported and imported.
import { test } from "node:test";
import assert from "node:assert/strict";
import "../../templates/static/progress.js";

const { CaseloadProgress } = globalThis;

function storage(kept = {}) {
  return { kept, getItem: (key) => kept[key] ?? null, setItem: (key, value) => { kept[key] = value; } };
}

test("marks, runs and first guesses make the score", () => {
  const progress = new CaseloadProgress(storage({ "caseload-runs": '{"a": {}, "gone": {}}' }));
  progress.setDone("a", true);
  progress.setDone("b", true);
  progress.setDone("b", false);
  progress.noteGuess("a", "exercise-1", false);
  progress.noteGuess("a", "exercise-1", true);
  progress.noteGuess("c", "exercise-2", true);
  assert.deepEqual(progress.score(["a", "b", "c"]), { cases: 3, done: 1, run: 1, guesses: 2, good: 1 });
});

test("what is exported can be imported, and keeps what is known already", () => {
  const first = new CaseloadProgress(storage());
  first.setDone("a", true, "2024-01-01");
  first.setDone("b", true, "2024-01-02");
  const second = new CaseloadProgress(storage());
  second.setDone("a", true, "2024-05-05");
  second.imported(first.exported());
  assert.deepEqual(second.read("done"), { a: "2024-05-05", b: "2024-01-02" });
  second.clear();
  assert.deepEqual(second.read("done"), {});
});

test("a file that is something else is refused with the reason, and changes nothing", () => {
  const progress = new CaseloadProgress(storage());
  progress.setDone("a", true, "2024-01-01");
  const refused = [
    ["{", /not JSON/], ["[]", /no “format”/], ["null", /no “format”/], ['{"format": "other"}', /no “format”/],
    ['{"format": "caseload-progress", "version": 2}', /version 2/],
    ['{"format": "caseload-progress", "version": 1, "guesses": {"b": {}}, "runs": [1]}', /“runs” in the file/],
    [" ".repeat(1000001), /larger than 1 MB/],
  ];
  for (const [text, reason] of refused) assert.throws(() => progress.imported(text), reason);
  assert.deepEqual(progress.read("done"), { a: "2024-01-01" });
  assert.deepEqual(progress.read("guesses"), {});
});

test("storage that is switched off, full or written by something else is no error", () => {
  const full = { getItem: () => "[3", setItem: () => { throw new Error("full"); } };
  for (const kept of [null, full]) {
    const progress = new CaseloadProgress(kept);
    progress.setDone("a", true);
    assert.equal(progress.score(["a"]).done, kept ? 0 : 1);
  }
});
