// Guess first, on the whole site: until a case is guessed, its pages lead to its guess, links to it have its number in place
// of its name, and pages that name cases are covered. Loaded in <head> and blocking on purpose: nothing may be seen before.
// The line above this one, which the build writes, has the number of each case. A script, because pages that were opened
// from a folder can't load modules.
(function () {
  "use strict";
  var numbers = window.caseloadGuesses;
  var root = document.documentElement;
  var site = new URL("../", document.currentScript.src).href;
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

  function hides(slug) {
    return isOn && Object.hasOwn(numbers, slug) && guessOf(slug) === undefined;
  }

  function slugOf(address) {
    var begin = site + "cases/";
    return address.indexOf(begin) === 0 ? address.slice(begin.length).split(/[/?#]/)[0] : "";
  }

  function addressOf(slug) {
    return site + "guess/" + numbers[slug] + "/index.html";
  }

  window.caseloadGuess = { hides: hides, addressOf: addressOf, titleOf: function (slug) { return "Guess " + numbers[slug]; } };

  if (isOn) root.setAttribute("data-guess-first", "");
  if (hides(slugOf(location.href))) location.replace(addressOf(slugOf(location.href)));

  function disguiseLinks() {
    document.querySelectorAll("main a[href]").forEach(function (link) {
      var slug = slugOf(link.href);
      if (!hides(slug)) return;
      link.textContent = "Guess " + numbers[slug];
      link.href = addressOf(slug);
    });
  }

  // Rows of cases make way for their numbers.
  function hideRows() {
    document.querySelectorAll("[data-overview]").forEach(function (table) {
      var rows = Array.from(table.tBodies[0].rows);
      var hidden = rows.filter(function (row) { return hides(row.id); });
      if (!hidden.length) return;
      var list = document.createElement("ul");
      list.className = "guesses";
      hidden.sort(function (a, b) { return numbers[a.id] - numbers[b.id]; }).forEach(function (row) {
        var item = document.createElement("li"), link = document.createElement("a"), number = document.createElement("b"), word = document.createElement("span");
        link.href = addressOf(row.id);
        number.className = "number";
        number.textContent = numbers[row.id];
        word.className = "small muted";
        word.textContent = "Guess it";
        link.append(number, " ", word);
        item.append(link);
        list.append(item);
        row.remove();
      });
      table.before(list);
      if (hidden.length === rows.length) table.remove();
    });
  }

  function showBar() {
    var bar = document.querySelector("[data-guess-bar]");
    var slugs = Object.keys(numbers);
    var left = slugs.filter(hides).length;
    bar.querySelector("[data-guess-left]").textContent = left === 0 ? "You have guessed all cases." : left + " of " + slugs.length + " cases are hidden until you guess them.";
    bar.querySelector("[data-guess-off]").addEventListener("click", function () { change(false); });
    bar.hidden = false;
  }

  function showCover() {
    var cover = document.querySelector("[data-guess-cover]");
    if (!cover) return;
    if (!Object.keys(numbers).some(hides)) return void cover.closest("main").setAttribute("data-shown", "");
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
    button.textContent = "Hide the answers on the whole site: " + (isOn ? "on" : "off");
    button.addEventListener("click", function () { change(!isOn); });
    document.querySelector("[data-guess-note]").hidden = false;
    var made = 0, right = 0;
    Object.keys(numbers).forEach(function (slug) {
      var guess = guessOf(slug);
      if (guess === undefined) return;
      ++made;
      if (guess) ++right;
      var link = Array.from(document.querySelectorAll(".guesses a")).find(function (each) { return each.href === addressOf(slug); });
      var state = document.createElement("span");
      state.className = guess ? "tag fast" : "tag";
      state.textContent = guess ? "right" : "seen";
      link.append(" ", state);
    });
    document.querySelector("[data-guess-score]").textContent = made ? made + " of " + Object.keys(numbers).length + " guessed, " + right + " right" : "";
  }

  document.addEventListener("DOMContentLoaded", function () {
    if (isOn) {
      disguiseLinks();
      hideRows();
      showBar();
      showCover();
    }
    showList();
    root.setAttribute("data-guess-ready", "");
  });
})();
