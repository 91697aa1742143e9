// Lessons that are done: a mark on each card and its button, and on the page of learning paths the scoreboard with export
// and import.
(function () {
  "use strict";
  var progress = window.CaseloadProgress.ofBrowser();
  var board = document.querySelector("[data-score-board]");
  var cards = Array.from(document.querySelectorAll("[data-lesson]"));

  function show() {
    var done = progress.read("done");
    cards.forEach(function (card) {
      var isDone = card.dataset.lesson in done;
      card.classList.toggle("done", isDone);
      var button = card.querySelector("[data-done]");
      if (button) {
        button.hidden = false;
        button.setAttribute("aria-pressed", String(isDone));
        button.textContent = isDone ? "Done" : "Mark as done";
      }
    });
    document.querySelectorAll("[data-course]").forEach(function (course) {
      var lessons = Array.from(course.querySelectorAll("[data-lesson]"));
      var count = lessons.filter(function (each) { return each.dataset.lesson in done; }).length;
      course.querySelector("[data-course-count]").textContent = count === 0 ? "" : count === lessons.length ? " · all done" : " · " + count + " done";
      lessons.forEach(function (each) { each.classList.remove("next"); });
      var next = count > 0 && lessons.find(function (each) { return !(each.dataset.lesson in done); });
      if (next) next.classList.add("next");
    });
    document.querySelectorAll("[data-lesson] [data-is-done]").forEach(function (mark) {
      mark.hidden = !(mark.closest("[data-lesson]").dataset.lesson in done);
    });
    if (board) showScore();
  }

  function showScore() {
    var slugs = Array.from(new Set(cards.map(function (card) { return card.dataset.lesson; })));
    var score = progress.score(slugs);
    [["done", score.done, score.cases], ["run", score.run, score.cases], ["good", score.good, score.guesses]].forEach(function (line) {
      var row = board.querySelector('[data-score="' + line[0] + '"]');
      row.querySelector("b").textContent = line[1] + " of " + line[2];
      var bar = row.querySelector("progress");
      bar.max = Math.max(line[2], 1);
      bar.value = line[1];
    });
    board.querySelector("[data-clear]").hidden = score.done + score.run + score.guesses === 0;
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-done]");
    if (!button) return;
    progress.setDone(button.closest("[data-lesson]").dataset.lesson, button.getAttribute("aria-pressed") !== "true");
    show();
  });

  if (board) {
    board.hidden = false;
    var said = board.querySelector("[role=status]");
    board.querySelector("[data-export]").addEventListener("click", function () {
      var link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([progress.exported()], { type: "application/json" }));
      link.download = "caseload-progress.json";
      link.click();
      setTimeout(function () { URL.revokeObjectURL(link.href); }, 0);
      said.textContent = "Saved as caseload-progress.json.";
    });
    var file = board.querySelector("input[type=file]");
    board.querySelector("[data-import]").addEventListener("click", function () { file.click(); });
    file.addEventListener("change", function () {
      if (!file.files.length) return;
      file.files[0].text().then(function (text) {
        progress.imported(text);
        said.textContent = "Imported. What was known here before has been kept.";
        show();
      }).catch(function (error) { said.textContent = error.message; });
      file.value = "";
    });
    board.querySelector("[data-clear]").addEventListener("click", function () {
      if (!window.confirm("Forget what is marked as done, what was run, and all guesses?")) return;
      progress.clear();
      said.textContent = "Cleared.";
      show();
    });
  }
  window.addEventListener("storage", show);
  window.addEventListener("pageshow", show);
  show();
})();
