// Sorting and filtering of the overview; the state is in the address: #sort=-ratio&category=memory-and-cpu&text=list
(function () {
  "use strict";
  var table = document.querySelector("[data-overview]");
  var form = document.querySelector("[data-filters]");
  if (!table || !form) return;
  var body = table.tBodies[0];
  var rows = Array.from(body.rows);
  var count = form.querySelector("[data-filter-count]");
  var state = { sort: "", category: "", text: "" };
  var field = form.querySelector("input[name=text]");
  var choices = Array.from(form.querySelectorAll("input[name=category]"));
  form.hidden = false;

  var heads = Array.from(table.querySelectorAll("th[data-sort]"));
  heads.forEach(function (head) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", function () {
      var key = head.dataset.sort;
      var first = head.dataset.first === "descending" ? "-" + key : key;
      var second = first === key ? "-" + key : key;
      state.sort = state.sort === first ? second : state.sort === second ? "" : first;
      keep();
      show();
    });
  });

  function read() {
    // A plain #slug is an anchor of a row, not a state.
    var parts = new URLSearchParams(location.hash.indexOf("=") > 0 ? location.hash.slice(1) : "");
    state = { sort: parts.get("sort") || "", category: parts.get("category") || "", text: parts.get("text") || "" };
    field.value = state.text;
    var choice = choices.find(function (each) { return each.value === state.category; });
    if (!choice) state.category = "";
    (choice || choices[0]).checked = true;
    show();
  }

  function keep() {
    var parts = new URLSearchParams();
    ["sort", "category", "text"].forEach(function (key) { if (state[key]) parts.set(key, state[key]); });
    var hash = parts.toString();
    history.replaceState(null, "", hash ? "#" + hash : location.pathname + location.search);
  }

  function show() {
    var words = state.text.toLowerCase().split(/\s+/).filter(Boolean);
    var shown = 0;
    rows.forEach(function (row) {
      var text = row.textContent.toLowerCase();
      var fits = (!state.category || row.dataset.category === state.category) && words.every(function (word) { return text.indexOf(word) >= 0; });
      row.hidden = !fits;
      if (fits) shown += 1;
    });
    var key = state.sort.replace(/^-/, "");
    var down = state.sort.charAt(0) === "-" ? -1 : 1;
    var sorted = rows.slice();
    if (key) {
      sorted.sort(function (a, b) {
        var x = a.dataset[key] || "", y = b.dataset[key] || "";
        return down * (key === "ratio" ? Number(x) - Number(y) : x.localeCompare(y, "en"));
      });
    }
    body.append.apply(body, sorted);
    heads.forEach(function (head) {
      if (head.dataset.sort === key) head.setAttribute("aria-sort", down > 0 ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    });
    table.hidden = shown === 0;
    count.textContent = shown === rows.length ? "" : shown > 0 ? shown + " of " + rows.length + " cases" : "No case matches. Use fewer words, or choose All.";
  }

  form.addEventListener("input", function () {
    state.text = field.value.trim();
    state.category = choices.find(function (each) { return each.checked; }).value;
    keep();
    show();
  });
  window.addEventListener("hashchange", read);
  read();
})();
