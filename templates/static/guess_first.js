// Guess first, on every page of the app and of the documentation site: until a case is guessed, its pages lead to its guess,
// links to it have its number in place of its name, and pages that name cases are covered. Loaded in <head> and blocking on
// purpose: nothing may be seen before. guess/numbers.js has the number of each case, by a hash of its slug so that reading it
// gives nothing away; pages of the site load it before this script, pages of the app only while the mode is on. No module,
// because pages that were opened from a folder can't load those.
(function () {
  "use strict";
  var root = document.documentElement;
  var own = document.currentScript;
  var site = new URL("../", own.src).href;
  var progress = window.CaseloadProgress.ofBrowser();
  var key = "caseload-guess-first";

  function stored() {
    try {
      return localStorage.getItem(key) === "on";
    } catch (error) {
      return false; // switched off in some browsers: the mode then lasts for a page that was opened with ?guess=on
    }
  }

  function store(isOn) {
    try {
      if (isOn) localStorage.setItem(key, "on");
      else localStorage.removeItem(key);
    } catch (error) {
      // see above
    }
  }

  var asked = new URLSearchParams(location.search).get("guess");
  if (asked === "on" || asked === "off") store(asked === "on");
  var isOn = asked === "on" || (asked !== "off" && stored());

  function guessOf(slug) {
    var ofCase = progress.read("guesses")[slug];
    return ofCase !== null && typeof ofCase === "object" ? ofCase.guess : undefined;
  }

  function numbers() {
    return window.caseloadGuesses || {};
  }

  // FNV-1a, 32 bits: guess_numbers_script() in core/guesses.cpp writes the same.
  function keyOf(slug) {
    var hash = 2166136261;
    for (var i = 0; i < slug.length; ++i) hash = Math.imul(hash ^ slug.charCodeAt(i), 16777619);
    return String(hash >>> 0);
  }

  function numberOf(slug) {
    return numbers()[keyOf(slug)];
  }

  function hides(slug) {
    return isOn && numberOf(slug) !== undefined && guessOf(slug) === undefined;
  }

  function guessedSlugs() {
    return Object.keys(progress.read("guesses")).filter(function (slug) { return numberOf(slug) !== undefined && guessOf(slug) !== undefined; });
  }

  function countOfAll() {
    return Object.keys(numbers()).length;
  }

  function slugOf(address) {
    var begin = site + "cases/";
    return address.indexOf(begin) === 0 ? address.slice(begin.length).split(/[/?#]/)[0] : "";
  }

  function addressOf(slug) {
    return site + "guess/" + numberOf(slug) + "/" + (own.dataset.file || "");
  }

  window.caseloadGuess = { hides: hides };

  // The page of a case that is not guessed yet is left, if there is one to hide.
  function leave() {
    var slug = slugOf(location.href);
    if (hides(slug)) location.replace(addressOf(slug));
    return hides(slug);
  }

  function disguiseLinks() {
    document.querySelectorAll("main a[href]").forEach(function (link) {
      var slug = slugOf(link.href);
      if (!hides(slug)) return;
      link.textContent = "Guess " + numberOf(slug);
      link.removeAttribute("aria-label");
      link.removeAttribute("title");
      link.href = addressOf(slug);
    });
  }

  function listOfGuesses(slugs) {
    var list = document.createElement("ul");
    list.className = "guesses";
    slugs.sort(function (a, b) { return numberOf(a) - numberOf(b); }).forEach(function (slug) {
      var item = document.createElement("li"), link = document.createElement("a"), number = document.createElement("b"), word = document.createElement("span");
      link.href = addressOf(slug);
      number.className = "number";
      number.textContent = numberOf(slug);
      word.className = "small muted";
      word.textContent = "Guess it";
      link.append(number, " ", word);
      item.append(link);
      list.append(item);
    });
    return list;
  }

  // Rows and cards of cases make way for their numbers. The headings of categories left without a case go too.
  function hideRows() {
    var hidden = Array.from(document.querySelectorAll("[data-overview] tbody tr, .register [data-case]")).filter(function (row) { return hides(row.dataset.case || row.id); });
    if (!hidden.length) return;
    var first = document.querySelector("[data-overview]") || hidden[0].closest("section");
    first.before(listOfGuesses(hidden.map(function (row) { return row.dataset.case || row.id; })));
    hidden.forEach(function (row) { row.remove(); });
    document.querySelectorAll("[data-overview], section:has(> .register)").forEach(function (box) {
      if (!box.querySelector("tbody tr, [data-case]")) box.remove();
    });
  }

  function showBar() {
    var bar = document.querySelector("[data-guess-bar]");
    var left = countOfAll() - guessedSlugs().length;
    bar.querySelector("[data-guess-left]").textContent = left === 0 ? "You have guessed all cases." : left + " of " + countOfAll() + " cases are hidden until you guess them.";
    bar.querySelector("[data-guess-off]").addEventListener("click", function () { change(false); });
    bar.hidden = false;
  }

  function showCover() {
    var cover = document.querySelector("[data-guess-cover]");
    if (!cover) return;
    if (guessedSlugs().length === countOfAll()) return void cover.closest("main").setAttribute("data-shown", "");
    cover.hidden = false;
    var title = cover.querySelector("h2"); // the only heading that is left
    title.setAttribute("role", "heading");
    title.setAttribute("aria-level", "1");
    cover.querySelector("[data-guess-show]").addEventListener("click", function () {
      var main = cover.closest("main");
      main.setAttribute("data-shown", "");
      cover.hidden = true;
      main.tabIndex = -1;
      main.focus();
    });
  }

  function change(toOn) {
    store(toOn);
    var address = new URL(location.href);
    address.searchParams.delete("guess");
    if (address.href === location.href) location.reload();
    else location.replace(address.href);
  }

  // The list of guesses: the switch, and how each of them went.
  function showList() {
    var button = document.querySelector("[data-guess-switch]");
    if (!button) return;
    button.hidden = false;
    button.setAttribute("aria-pressed", String(isOn));
    button.textContent = "Hide the answers everywhere: " + (isOn ? "on" : "off");
    button.addEventListener("click", function () { change(!isOn); });
    document.querySelector("[data-guess-note]").hidden = false;
    var made = guessedSlugs(), right = 0;
    made.forEach(function (slug) {
      var guess = guessOf(slug);
      if (guess) ++right;
      var link = Array.from(document.querySelectorAll(".guesses a")).find(function (each) { return each.href === addressOf(slug); });
      var state = document.createElement("span");
      state.className = guess ? "tag fast" : "tag";
      state.textContent = guess ? "right" : "seen";
      link.append(" ", state);
    });
    document.querySelector("[data-guess-score]").textContent = made.length ? made.length + " of " + countOfAll() + " guessed, " + right + " right" : "";
  }

  // The answer of the app's page: the guess was made there.
  function noteGuess() {
    var answer = document.querySelector("[data-guess-made]");
    if (answer) progress.noteGuess(answer.dataset.guessMade, "guess", answer.classList.contains("right"));
  }

  function disguise() {
    if (leave()) return;
    disguiseLinks();
    hideRows();
    showBar();
    showCover();
    root.setAttribute("data-guess-ready", "");
  }

  // The app's pages: the numbers, in time. Without them nothing can be hidden, and the bar says so.
  function loadNumbers() {
    var script = document.createElement("script");
    script.src = site + "guess/numbers.js";
    script.addEventListener("load", disguise);
    script.addEventListener("error", function () {
      document.querySelector("[data-guess-left]").textContent = "The numbers of the cases could not be loaded, so nothing is hidden.";
      document.querySelector("[data-guess-bar]").hidden = false;
      root.setAttribute("data-guess-ready", "");
    });
    document.head.append(script);
  }

  if (isOn) {
    root.setAttribute("data-guess-first", "");
    leave();
  }
  document.addEventListener("DOMContentLoaded", function () {
    noteGuess();
    showList();
    if (isOn && window.caseloadGuesses) disguise();
    else if (isOn) loadNumbers();
  });
})();
