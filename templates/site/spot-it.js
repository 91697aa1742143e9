// “Spot it”: one item after the other, in an order that follows from the seed in the address (#seed=4711), so that a link
// shows another reader the same quiz.
(function () {
  "use strict";
  var quiz = window.caseloadSpotIt;
  var root = document.querySelector("[data-spot-it]");
  if (!root || !quiz || quiz.items.length === 0) return;
  var part = function (name) { return root.querySelector("[data-" + name + "]"); };
  var form = part("choices");
  var list = form.querySelector("fieldset");
  var nothing = "Nothing wrong here";
  var questions = { code: "The code of a page", counts: "What a page costs", queries: "The queries of a page", finding: "What was measured" };
  var items, place, right, answered, options;

  // Mulberry32: the same numbers for the same seed in every browser.
  function generator(seed) {
    var state = seed >>> 0;
    return function (below) {
      state = (state + 0x6d2b79f5) >>> 0;
      var mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
      return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
    };
  }
  function shuffled(all, random) {
    var copy = all.slice();
    for (var i = copy.length - 1; i > 0; --i) {
      var other = random(i + 1);
      var kept = copy[i];
      copy[i] = copy[other];
      copy[other] = kept;
    }
    return copy;
  }

  // Three problems, among them the right one, and that nothing is wrong.
  function optionsOf(item, random) {
    var wanted = item.right.length > 0 ? [item.right[0]] : item.near;
    var problems = shuffled(item.others, random).slice(0, 3 - wanted.length).concat(wanted);
    return shuffled(problems, random).map(function (problem) {
      return { title: quiz.problems[problem].title, isRight: item.right.indexOf(problem) >= 0 };
    }).concat([{ title: nothing, isRight: item.right.length === 0 }]);
  }

  function seedInAddress() {
    var found = /^#seed=(\d{1,9})$/.exec(location.hash);
    return found ? Number(found[1]) : null;
  }
  function begin(seed) {
    var random = generator(seed);
    items = shuffled(quiz.items, random).map(function (item) { return { item: item, options: optionsOf(item, random) }; });
    place = 0;
    right = 0;
    answered = 0;
    part("share").href = "#seed=" + seed;
    show(false);
  }
  function beginNew() {
    var seed = 1 + Math.floor(Math.random() * 99999);
    history.replaceState(null, "", "#seed=" + seed);
    begin(seed);
  }

  function showScore() {
    part("place").textContent = "Question " + (place + 1) + " of " + items.length + (answered === 0 ? "." : ". Right: " + right + " of " + answered + ".");
  }
  function show(withFocus) {
    var item = items[place].item;
    options = items[place].options;
    showScore();
    part("question").textContent = item.measure ? item.measure + " of a page" : questions[item.kind];
    part("page").textContent = item.page ? "The page shows: " + item.page + "." : "";
    var evidence = part("evidence");
    evidence.innerHTML = "";
    if (item.kind === "code") {
      showCode(evidence, item.html, "The code");
      if (typeof item.shared === "number") {
        var details = document.createElement("details");
        details.innerHTML = "<summary>What it calls</summary>";
        showCode(details, quiz.shared[item.shared], "Code that it calls");
        evidence.appendChild(details);
      }
    } else {
      evidence.innerHTML = item.html;
    }
    list.querySelectorAll("label").forEach(function (label) { label.remove(); });
    options.forEach(function (option, i) {
      var label = document.createElement("label");
      label.innerHTML = '<input type="radio" name="choice"> <b class="number"></b> <span></span>';
      label.querySelector("input").value = String(i);
      label.querySelector("b").textContent = String(i + 1);
      label.querySelector("span").textContent = option.title;
      list.appendChild(label);
    });
    part("missing").textContent = "";
    part("answer").hidden = true;
    form.hidden = false;
    if (withFocus) part("question").focus();
  }
  function showCode(box, html, name) {
    var figure = document.createElement("figure");
    figure.className = "code";
    figure.innerHTML = '<pre tabindex="0"><code>' + html + "</code></pre>";
    figure.querySelector("pre").setAttribute("aria-label", name);
    box.appendChild(figure);
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var chosen = list.querySelector("input:checked");
    if (!chosen) {
      part("missing").textContent = "Choose one first.";
      return;
    }
    var option = options[Number(chosen.value)];
    var wanted = options.filter(function (each) { return each.isRight; })[0];
    ++answered;
    if (option.isRight) ++right;
    showScore();
    var answer = part("answer");
    answer.className = "card answer " + (option.isRight ? "right" : "wrong");
    answer.querySelector("h2").textContent = (option.isRight ? "Right: " : "Not quite. It is: ") + wanted.title;
    part("why").innerHTML = items[place].item.answer;
    part("next").textContent = place + 1 < items.length ? "Next" : "Shuffle again";
    form.hidden = true;
    answer.hidden = false;
    answer.querySelector("h2").focus();
  });
  part("next").addEventListener("click", function () {
    if (place + 1 === items.length) return beginNew();
    ++place;
    show(true);
  });
  part("shuffle").addEventListener("click", beginNew);
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || form.hidden || document.querySelector("dialog[open]")) return;
    var target = event.target;
    if (target.matches("input:not([type=radio]), textarea, select")) return;
    var choice = list.querySelectorAll("input")[Number(event.key) - 1];
    if (choice) {
      choice.checked = true;
      choice.focus();
    } else if (event.key === "Enter" && target.matches("input[type=radio]")) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  window.addEventListener("hashchange", function () {
    if (seedInAddress() !== null) begin(seedInAddress());
  });

  root.hidden = false;
  if (seedInAddress() === null) beginNew();
  else begin(seedInAddress());
})();
