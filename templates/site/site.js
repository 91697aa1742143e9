// For every page: copy buttons, links to the running app.
(function () {
  "use strict";

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
      code.querySelectorAll(".code-note").forEach(function (part) { part.remove(); });
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
})();
