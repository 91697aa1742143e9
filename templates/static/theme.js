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
