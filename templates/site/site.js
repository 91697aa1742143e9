// For every page: search as you type, copy buttons, links to the running app.
(function () {
  "use strict";
  var root = document.body.getAttribute("data-root") || "";

  // ---- commands: if the app that serves this site runs on another port, use that port ----

  if (/^https?:$/.test(location.protocol) && /^(127\.0\.0\.1|localhost)$/.test(location.hostname)) {
    document.querySelectorAll("pre code").forEach(function (code) {
      var texts = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        var text = texts.currentNode;
        if (text.data.includes("http://127.0.0.1:8080")) text.data = text.data.replaceAll("http://127.0.0.1:8080", location.origin);
      }
    });
  }

  // ---- copy ----

  document.querySelectorAll("[data-copy]").forEach(function (button) {
    if (!navigator.clipboard) return; // not offered to pages without a secure origin
    button.hidden = false;
    button.addEventListener("click", function () {
      var code = button.closest("figure").querySelector("pre code").cloneNode(true);
      code.querySelectorAll(".line-number, .gap").forEach(function (part) { part.remove(); });
      navigator.clipboard.writeText(code.textContent).then(
        function () { say("Copied"); },
        function () { say("Copying is not allowed"); });
      function say(text) {
        button.textContent = text;
        setTimeout(function () { button.textContent = "Copy"; }, 1500);
      }
    });
  });

  // ---- contents: marks the section that is being read ----

  var entries = new Map();
  document.querySelectorAll(".contents a").forEach(function (link) {
    var heading = document.getElementById(link.hash.slice(1));
    if (heading) entries.set(heading, link);
  });
  if (entries.size && "IntersectionObserver" in window) {
    var observer = new IntersectionObserver(function (seen) {
      seen.forEach(function (entry) {
        if (!entry.isIntersecting) return;
        entries.forEach(function (link) { link.removeAttribute("aria-current"); });
        entries.get(entry.target).setAttribute("aria-current", "true");
      });
    }, { rootMargin: "0px 0px -70% 0px" });
    entries.forEach(function (link, heading) { observer.observe(heading); });
  }

  // ---- search ----

  var link = document.querySelector(".search-link");
  if (!link || !window.HTMLDialogElement) return;
  var button = document.createElement("button");
  button.type = "button";
  button.className = "search-open";
  button.innerHTML = "Search <kbd>/</kbd>";
  link.replaceWith(button);
  var hint = document.querySelector("[data-search-hint]");
  if (hint) hint.hidden = false;

  var dialog = null;
  var engine = null;
  var input, list, status;

  function load(name) {
    return new Promise(function (resolve, reject) {
      var script = document.createElement("script");
      script.src = root + "static/" + name; // a script, because a page opened from a folder must not use fetch
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  }

  function prepare() {
    if (engine) return engine;
    engine = Promise.all([load("minisearch.js"), load("search-index.js")]).then(function () {
      var search = new MiniSearch({
        fields: ["title", "lead", "text"],
        storeFields: ["title", "href", "lead", "kind"],
        searchOptions: { boost: { title: 4, lead: 3 }, prefix: function (term) { return term.length > 1; }, fuzzy: function (term) { return term.length > 4 ? 0.2 : false; },
          boostDocument: function (id, term, stored) { return stored && stored.kind === "case" ? 1.6 : 1; } }
      });
      search.addAll(window.caseloadSearch);
      return search;
    });
    engine.catch(function () { status.textContent = "The search could not be loaded. All pages are listed under “All pages”."; });
    return engine;
  }

  function build() {
    dialog = document.createElement("dialog");
    dialog.className = "search-dialog";
    dialog.setAttribute("aria-label", "Search");
    dialog.innerHTML = '<form method="dialog"><input type="search" aria-label="Search cases, symptoms and terms" placeholder="What do you see? “slow list page”, “p99”" autocomplete="off" spellcheck="false"><button class="search-close" value="close">Close</button></form><p class="search-status" role="status">Cases, symptoms, terms and guide pages.</p><ul class="search-results"></ul>';
    document.body.append(dialog);
    input = dialog.querySelector("input");
    list = dialog.querySelector("ul");
    status = dialog.querySelector(".search-status");
    input.addEventListener("input", show);
    dialog.addEventListener("click", function (event) { if (event.target === dialog) dialog.close(); });
    dialog.addEventListener("keydown", function (event) {
      var links = Array.from(list.querySelectorAll("a"));
      var at = links.indexOf(document.activeElement);
      if (event.key === "ArrowDown" && links.length) {
        links[Math.min(at + 1, links.length - 1)].focus();
        event.preventDefault();
      } else if (event.key === "ArrowUp" && at >= 0) {
        (at === 0 ? input : links[at - 1]).focus();
        event.preventDefault();
      } else if (event.key === "Enter" && document.activeElement === input) {
        event.preventDefault();
        if (links.length) links[0].click();
      }
    });
  }

  function show() {
    var words = input.value.trim();
    prepare().then(function (search) {
      if (input.value.trim() !== words) return;
      var found = words ? search.search(words).slice(0, 12) : [];
      list.replaceChildren.apply(list, found.map(function (hit, index) {
        var item = document.createElement("li");
        if (index === 0) item.className = "best";
        var target = document.createElement("a");
        target.href = root + hit.href;
        var kind = document.createElement("span");
        kind.className = "kind";
        kind.textContent = hit.kind;
        var title = document.createElement("b");
        title.textContent = hit.title;
        var lead = document.createElement("span");
        lead.className = "lead";
        lead.textContent = hit.lead.length > 150 ? hit.lead.slice(0, 150).replace(/\s\S*$/, "") + " …" : hit.lead;
        target.append(kind, title, lead);
        target.addEventListener("click", function () { dialog.close(); });
        item.append(target);
        return item;
      }));
      status.textContent = !words ? "Cases, symptoms, terms and guide pages." : found.length ? found.length + (found.length === 1 ? " result" : " results") : "Nothing found.";
    });
  }

  function open() {
    if (!dialog) build();
    prepare();
    if (!dialog.open) dialog.showModal();
    input.select();
  }

  button.addEventListener("click", open);
  document.addEventListener("keydown", function (event) {
    var inField = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    var wanted = event.key === "/" || (event.key === "k" && (event.ctrlKey || event.metaKey));
    if (!wanted || (inField && event.key === "/") || (event.key === "/" && (event.ctrlKey || event.metaKey || event.altKey))) return;
    event.preventDefault();
    open();
  });
})();
