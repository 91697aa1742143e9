// Loaded in <head> and blocking on purpose: the chosen theme must be set before the first paint.
(function () {
  "use strict";
  var root = document.documentElement;
  var themes = ["auto", "light", "dark"];

  function stored() {
    try {
      var theme = localStorage.getItem("caseload-theme");
      return themes.indexOf(theme) > 0 ? theme : "auto";
    } catch (error) {
      return "auto"; // storage may be switched off
    }
  }

  function apply(theme) {
    if (theme === "auto") root.removeAttribute("data-theme");
    else root.setAttribute("data-theme", theme);
    document.querySelectorAll(".theme").forEach(function (button) {
      button.textContent = "Theme: " + theme;
    });
  }

  // Fonts that every page uses, requested early so that the first view has them (font-display: optional). Browsers don't
  // allow this for pages opened from a folder.
  if (location.protocol !== "file:") {
    ["plex-sans-400", "plex-sans-600", "plex-serif-500"].forEach(function (name) {
      var link = document.createElement("link");
      link.rel = "preload";
      link.as = "font";
      link.type = "font/woff2";
      link.crossOrigin = "anonymous";
      link.href = new URL("fonts/" + name + ".woff2", document.currentScript.src).href;
      document.head.append(link);
    });
  }

  root.classList.add("script");
  apply(stored());
  document.addEventListener("DOMContentLoaded", function () {
    apply(stored());
    document.addEventListener("click", function (event) {
      if (!event.target.closest(".theme")) return;
      var next = themes[(themes.indexOf(root.getAttribute("data-theme") || "auto") + 1) % themes.length];
      try {
        localStorage.setItem("caseload-theme", next);
      } catch (error) {
        // It then lasts for this page only.
      }
      apply(next);
    });
  });
  window.addEventListener("storage", function () {
    apply(stored());
  });
})();
