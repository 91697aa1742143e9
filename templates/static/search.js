// Search as you type, on the pages of the site and of the app. It takes the place of the link .search-link, which leads to
// the site's list of all pages; the index is beside that page. With data-cases, results that are cases lead there.
(function () {
  "use strict";
  var link = document.querySelector(".search-link");
  if (!link || !window.HTMLDialogElement) return;
  var root = new URL(".", link.href).href;
  var cases = link.dataset.cases;
  var engineAddress = new URL("search_engine.js", document.currentScript.src).href;
  var prompt = "Cases, symptoms, terms, code and guide pages.";

  var button = document.createElement("button");
  button.type = "button";
  button.className = "search-open";
  button.innerHTML = "Search <kbd>/</kbd>";
  link.replaceWith(button);
  var hint = document.querySelector("[data-search-hint]");
  if (hint) hint.hidden = false;

  var dialog, input, list, status;
  var engine = null;

  function load(address) {
    return new Promise(function (resolve, reject) {
      var script = document.createElement("script");
      script.src = address; // a script, because a page opened from a folder must not use fetch
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  }

  function prepare() {
    if (engine) return engine;
    engine = Promise.all([load(engineAddress), load(root + "static/search-index.js")]).then(function () {
      return new window.CaseloadSearch(window.caseloadSearch);
    });
    engine.catch(function () {
      status.textContent = cases ? "The search needs the documentation site, and it is not built yet. Run “make docs”." : "The search could not be loaded. All pages are listed under “All pages”.";
      engine = null; // the next key tries again
    });
    return engine;
  }

  function build() {
    dialog = document.createElement("dialog");
    dialog.className = "search-dialog";
    dialog.setAttribute("aria-label", "Search");
    dialog.innerHTML = '<form method="dialog"><input type="search" aria-label="Search cases, symptoms, terms and code" placeholder="“slow list page”, “504”, “select_related”" autocomplete="off" spellcheck="false"><button class="search-close" value="close">Close</button></form><p class="search-status" role="status"></p><ul class="search-results"></ul>';
    document.body.append(dialog);
    input = dialog.querySelector("input");
    list = dialog.querySelector("ul");
    status = dialog.querySelector(".search-status");
    status.textContent = prompt;
    input.addEventListener("input", show);
    dialog.addEventListener("click", function (event) { if (event.target === dialog) dialog.close(); });
    dialog.addEventListener("keydown", move);
  }

  // Enter opens the first result and the arrow keys go through the results, but not while an input method is composing:
  // its keys choose among its own proposals. (Safari says so with the key code alone.)
  function move(event) {
    if (event.isComposing || event.keyCode === 229) return;
    var links = Array.from(list.querySelectorAll("a"));
    var at = links.indexOf(document.activeElement);
    if (event.key === "ArrowDown" && links.length) links[Math.min(at + 1, links.length - 1)].focus();
    else if (event.key === "ArrowUp" && at >= 0) (links[at - 1] || input).focus();
    else if (event.key === "Enter" && document.activeElement === input) {
      if (links.length) links[0].click();
    } else {
      // Whoever goes on typing at a result means the search.
      if (at >= 0 && (event.key.length === 1 || event.key === "Backspace") && !event.ctrlKey && !event.metaKey && !event.altKey) input.focus();
      return;
    }
    event.preventDefault();
  }

  function addText(parent, tag, className, text) {
    var part = document.createElement(tag);
    if (className) part.className = className;
    part.textContent = text;
    parent.append(part);
  }

  function entryOf(hit, index) {
    var item = document.createElement("li");
    if (index === 0) item.className = "best";
    var target = document.createElement("a");
    target.href = cases && hit.slug ? cases + hit.slug + "/" : root + hit.href;
    addText(target, "span", "kind", hit.kind);
    addText(target, "b", "", hit.title);
    addText(target, "span", "lead", hit.lead.length > 150 ? hit.lead.slice(0, 150).replace(/\s\S*$/, "") + " …" : hit.lead);
    target.addEventListener("click", function () { dialog.close(); });
    item.append(target);
    return item;
  }

  // While “Guess first” is on, whoever searches for the name of a problem must not learn its number.
  function isHidden(hit) {
    return Boolean(hit.slug && window.caseloadGuess && window.caseloadGuess.hides(hit.slug));
  }

  function show() {
    var words = input.value.trim();
    prepare().then(function (search) {
      if (input.value.trim() !== words) return;
      var all = search.search(words);
      var open = all.filter(function (hit) { return !isHidden(hit); });
      var found = open.slice(0, 12);
      list.replaceChildren.apply(list, found.map(entryOf));
      list.scrollTop = 0;
      status.textContent = !words ? prompt : found.length ? found.length + (found.length === 1 ? " result" : " results") : "Nothing found. Try fewer or other words.";
      if (open.length < all.length) status.textContent += " Cases that you have not guessed yet are left out.";
    }, function () {});
  }

  function open() {
    if (!dialog) build();
    prepare();
    if (!dialog.open) dialog.showModal();
    input.select();
  }

  button.addEventListener("click", open);
  document.querySelectorAll("a[data-search-open]").forEach(function (each) {
    each.addEventListener("click", function (event) {
      event.preventDefault();
      open();
    });
  });
  document.addEventListener("keydown", function (event) {
    var inField = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    var wanted = event.key === "/" || (event.key === "k" && (event.ctrlKey || event.metaKey));
    if (!wanted || (inField && event.key === "/") || (event.key === "/" && (event.ctrlKey || event.metaKey || event.altKey))) return;
    event.preventDefault();
    open();
  });
})();
