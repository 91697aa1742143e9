// Two runs side by side. Their data are scripts beside the run pages, so that this works from a folder too.
(function () {
  "use strict";
  var form = document.querySelector("[data-compare]");
  var result = document.querySelector("[data-compare-result]");
  if (!form || !result) return;
  var first = form.querySelector("#run-a"), second = form.querySelector("#run-b");
  Array.from(first.options).forEach(function (option) { second.append(option.cloneNode(true)); });
  form.hidden = false;

  var loaded = new Map();
  function load(address) {
    if (!loaded.has(address)) {
      loaded.set(address, new Promise(function (resolve, reject) {
        var script = document.createElement("script");
        script.src = address;
        script.onload = function () { resolve(window.caseloadRun.last); };
        script.onerror = reject;
        document.head.append(script);
      }));
    }
    return loaded.get(address);
  }
  window.caseloadRun = function (run) { window.caseloadRun.last = run; };

  function cell(tag, text, className) {
    var element = document.createElement(tag);
    element.textContent = text;
    if (className) element.className = className;
    return element;
  }
  function places(number, digits) { return Number(number).toLocaleString("en", { maximumSignificantDigits: digits }); }
  function time(us) { return us === undefined ? "not measured" : us < 1000 ? places(us, 3) + " µs" : us < 1e6 ? places(us / 1000, 3) + " ms" : places(us / 1e6, 3) + " s"; }
  function ratio(value) { return value ? places(value[0], 3) + " (" + places(value[1], 3) + " to " + places(value[2], 3) + ")" : "not measured"; }

  function caseOf(run, slug) { return run.cases.find(function (each) { return each.slug === slug; }); }
  function titleOf(each) { return each.title; }

  function show(a, b) {
    if (a.id === b.id) return result.replaceChildren(cell("p", "You selected the same run twice."));
    if (a.terms !== b.terms) {
      var notice = cell("div", "", "notice bad");
      notice.append(cell("strong", "Not comparable."), cell("span", a.quick === b.quick ? "These runs had different settings or data." : "One of these runs is a quick run, and the other is not."));
      return result.replaceChildren(notice);
    }
    var sameMachine = a.machine !== "" && a.machine === b.machine;
    var heads = ["Case", "Ratio, first", "Ratio, second", "Change", "Counts, first", "Counts, second"];
    if (sameMachine) heads.push("Mistake, first", "second", "Fix, first", "second");
    var table = document.createElement("table");
    var head = table.createTHead().insertRow();
    heads.forEach(function (text) { var each = cell("th", text); each.scope = "col"; head.append(each); });
    var body = table.createTBody();
    var missing = [[a, "the first run"], [b, "the second run"]].map(function (side) {
      var other = side[0] === a ? b : a;
      return { id: side[0].id, name: side[1], titles: other.cases.filter(function (each) { return !caseOf(side[0], each.slug); }).map(titleOf) };
    });
    var otherSize = b.cases.filter(function (now) { var then = caseOf(a, now.slug); return then && then.knobs !== now.knobs; }).map(titleOf);
    b.cases.forEach(function (now) {
      var then = caseOf(a, now.slug);
      if (!then || then.knobs !== now.knobs) return;
      var row = body.insertRow();
      var name = cell("th", now.title);
      name.scope = "row";
      var change = "";
      if (then.ratio && now.ratio) change = then.ratio[2] < now.ratio[1] ? "higher" : now.ratio[2] < then.ratio[1] ? "lower" : "no clear change";
      row.append(name, cell("td", ratio(then.ratio)), cell("td", ratio(now.ratio)), cell("td", change));
      [then, now].forEach(function (each) { row.append(cell("td", each.what ? each.before + " → " + each.after + " " + each.what : "not measured")); });
      if (sameMachine) [then.slow_us, now.slow_us, then.fast_us, now.fast_us].forEach(function (us) { row.append(cell("td", time(us), "number")); });
    });
    var box = cell("div", "", "scroll");
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", "Comparison");
    box.append(table);
    result.replaceChildren(cell("p", sameMachine ? "Both runs had the same settings and data, on the same machine." : "Both runs had the same settings and data, on different machines, so only ratios and counts are compared.", "small muted"),
      body.rows.length ? box : cell("p", "These runs have no result that can be compared."));
    // Whatever is not in the table is named below it.
    [a, b].forEach(function (run) {
      if (run.doubts.length) result.append(cell("p", "The times of " + run.id + " are in doubt: " + run.doubts.join("; ") + ".", "note"));
    });
    missing.forEach(function (side) {
      if (side.titles.length) result.append(cell("p", "Missing in " + side.name + ", " + side.id + ": " + side.titles.join(", ") + ".", "note"));
    });
    if (otherSize.length) result.append(cell("p", "Measured at another size: " + otherSize.join(", ") + ".", "note"));
  }

  // One at a time: each script hands its run over through the same function.
  var turn = Promise.resolve();
  function update() {
    history.replaceState(null, "", "#" + first.value + "," + second.value);
    turn = turn.then(function () {
      return load(first.value).then(function (a) { return load(second.value).then(function (b) { show(a, b); }); });
    }).catch(function () { result.textContent = "The data of a run could not be loaded."; });
  }
  var selected = decodeURIComponent(location.hash.slice(1)).split(",");
  var has = function (value) { return Array.from(first.options).some(function (option) { return option.value === value; }); };
  // By default the two newest comparable runs, or else the two newest.
  first.value = has(selected[0]) ? selected[0] : form.dataset.first || first.options[Math.min(1, first.options.length - 1)].value;
  second.value = has(selected[1]) ? selected[1] : form.dataset.second || second.options[0].value;
  form.addEventListener("change", update);
  update();
})();
