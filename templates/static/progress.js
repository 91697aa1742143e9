// What this browser knows about a reader: lessons marked as done, cases that were run, guesses at exercises. Pages of the
// site and of the app share it. A plain script without modules, because pages that were opened from a folder can't load those.
(function (scope) {
  "use strict";

  // Each part is an object by slug, under its own key of the browser's storage.
  var keys = { done: "caseload-done", guesses: "caseload-guesses", runs: "caseload-runs" };
  var format = "caseload-progress";
  var maxBytes = 1000000;

  function isTable(value) {
    return value !== null && typeof value === "object" && !Array.isArray(value);
  }

  function Progress(storage) {
    this.storage = storage; // null where it is switched off: everything then lasts for this page only
    this.kept = {};
  }

  Progress.prototype.read = function (part) {
    try {
      var value = this.storage ? JSON.parse(this.storage.getItem(keys[part]) || "{}") : this.kept[part];
      return isTable(value) ? value : {};
    } catch (error) {
      return {}; // written by something else
    }
  };

  Progress.prototype.write = function (part, table) {
    this.kept[part] = table;
    try {
      if (this.storage) this.storage.setItem(keys[part], JSON.stringify(table));
    } catch (error) {
      // The storage is full: what was kept before stays.
    }
  };

  Progress.prototype.setDone = function (slug, isDone, when) {
    var done = this.read("done");
    if (isDone) done[slug] = when || new Date().toISOString();
    else delete done[slug];
    this.write("done", done);
  };

  // The first guess counts. `isGood`: right, or close to it.
  Progress.prototype.noteGuess = function (slug, exercise, isGood) {
    var guesses = this.read("guesses");
    var ofCase = isTable(guesses[slug]) ? guesses[slug] : {};
    if (exercise in ofCase) return;
    ofCase[exercise] = isGood;
    guesses[slug] = ofCase;
    this.write("guesses", guesses);
  };

  // What the scoreboard shows about these cases.
  Progress.prototype.score = function (slugs) {
    var done = this.read("done"), runs = this.read("runs"), guesses = this.read("guesses");
    var score = { cases: slugs.length, done: 0, run: 0, guesses: 0, good: 0 };
    slugs.forEach(function (slug) {
      if (slug in done) ++score.done;
      if (slug in runs) ++score.run;
      Object.keys(isTable(guesses[slug]) ? guesses[slug] : {}).forEach(function (exercise) {
        ++score.guesses;
        if (guesses[slug][exercise] === true) ++score.good;
      });
    });
    return score;
  };

  Progress.prototype.exported = function () {
    var file = { format: format, version: 1 };
    Object.keys(keys).forEach(function (part) { file[part] = this.read(part); }, this);
    return JSON.stringify(file, null, 1) + "\n";
  };

  // Adds what an exported file has; what is known already stays. Throws an Error that says what is wrong with the file.
  Progress.prototype.imported = function (text) {
    if (text.length > maxBytes) throw new Error("The file is larger than 1 MB, so it is not a file with progress.");
    var file;
    try {
      file = JSON.parse(text);
    } catch (error) {
      throw new Error("The file is not JSON. Choose a file that “Export” made.");
    }
    if (!isTable(file) || file.format !== format) throw new Error("The file has no “format”: “" + format + "”. Choose a file that “Export” made.");
    if (file.version !== 1) throw new Error("The file has version " + file.version + "; this page reads version 1.");
    Object.keys(keys).forEach(function (part) {
      if (part in file && !isTable(file[part])) throw new Error("“" + part + "” in the file is not an object.");
    });
    Object.keys(keys).forEach(function (part) {
      if (part in file) this.write(part, Object.assign({}, file[part], this.read(part)));
    }, this);
  };

  Progress.prototype.clear = function () {
    Object.keys(keys).forEach(function (part) { this.write(part, {}); }, this);
  };

  // Switched off in some browsers, where even touching it is an error.
  Progress.ofBrowser = function () {
    try {
      return new Progress(scope.localStorage || null);
    } catch (error) {
      return new Progress(null);
    }
  };

  scope.CaseloadProgress = Progress;
})(globalThis);
