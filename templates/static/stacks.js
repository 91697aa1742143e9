// The sections of other stacks as tabs. The stack that was chosen last is shown on every page; a link to one, such as
// #stack-rails, shows that one. Without script all of them are on the page.
(function () {
  "use strict";
  var key = "caseload-stack";
  var box = document.querySelector("[data-stacks]");
  if (!box) return;
  var panels = Array.prototype.slice.call(box.querySelectorAll("[data-stack]"));
  var names = panels.map(function (panel) { return panel.dataset.stack; });

  function remembered() {
    try {
      return localStorage.getItem(key);
    } catch (error) {
      return null; // the storage is switched off
    }
  }
  function remember(name) {
    try {
      localStorage.setItem(key, name);
    } catch (error) {
      // Then the choice is for this page only.
    }
  }

  var list = document.createElement("div");
  list.className = "tabs";
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", "Your stack");
  var tabs = panels.map(function (panel) {
    var heading = panel.querySelector("h3");
    var tab = document.createElement("button");
    tab.type = "button";
    tab.id = "tab-" + panel.dataset.stack;
    tab.textContent = heading.textContent;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", panel.id);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    heading.classList.add("visually-hidden"); // for the order of headings
    list.appendChild(tab);
    return tab;
  });

  function show(name) {
    tabs.forEach(function (tab, i) {
      var isShown = names[i] === name;
      tab.setAttribute("aria-selected", String(isShown));
      tab.tabIndex = isShown ? 0 : -1;
      panels[i].hidden = !isShown;
    });
  }
  function choose(index) {
    show(names[index]);
    remember(names[index]);
    tabs[index].focus();
  }
  function showLinked() {
    var name = location.hash.replace("#stack-", "");
    if (location.hash.indexOf("#stack-") !== 0 || names.indexOf(name) < 0) return false;
    show(name);
    box.scrollIntoView();
    return true;
  }

  list.addEventListener("click", function (event) {
    var index = tabs.indexOf(event.target.closest("[role=tab]"));
    if (index >= 0) choose(index);
  });
  list.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    var index = tabs.indexOf(document.activeElement);
    var last = tabs.length - 1;
    var next = { ArrowRight: index === last ? 0 : index + 1, ArrowLeft: index === 0 ? last : index - 1, Home: 0, End: last }[event.key];
    if (index < 0 || next === undefined) return;
    event.preventDefault();
    choose(next);
  });
  box.insertBefore(list, panels[0]);
  if (!showLinked()) show(names.indexOf(remembered()) < 0 ? names[0] : remembered());
  window.addEventListener("hashchange", showLinked);
  // Another tab of the browser chose another stack.
  window.addEventListener("storage", function (event) {
    if (event.key === key && names.indexOf(event.newValue) >= 0) show(event.newValue);
  });
})();
