// Links to the live page, where the server says that it has one: with the knobs of the verdict, and for exercises that it grades.
(function () {
  "use strict";
  var places = document.querySelectorAll("[data-live]");
  var visit = performance.getEntriesByType("navigation")[0];
  var app = visit && visit.serverTiming && visit.serverTiming.find(function (each) { return each.name === "caseload-app"; });
  if (!app) return;
  places.forEach(function (place) {
    var link = document.createElement("a");
    link.className = "button plain";
    link.href = app.description.replace(/\/$/, "") + place.dataset.live;
    link.textContent = "Run it on the live page";
    place.replaceChildren(link);
  });
})();

// Exercises: a field to write the guess into before the answer opens. Without script the answer is a click away.
(function () {
  "use strict";
  var progress = window.CaseloadProgress.ofBrowser();
  var lesson = document.querySelector("[data-lesson]");
  var slug = lesson && lesson.dataset.lesson;
  document.querySelectorAll(".exercise[data-answer]").forEach(function (exercise) {
    var answer = Number(exercise.dataset.answer.replace(/,/g, ""));
    var details = exercise.querySelector("details");
    if (!isFinite(answer)) return;
    var form = document.createElement("form");
    form.className = "guess";
    form.innerHTML = '<label>Your guess <input inputmode="decimal" autocomplete="off"></label> <button class="button plain">Check</button> <span class="said" role="status"></span>';
    details.before(form);
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      var guess = Number(form.querySelector("input").value.replace(/[,\s]/g, ""));
      var said = form.querySelector(".said");
      if (!isFinite(guess) || form.querySelector("input").value.trim() === "") {
        said.textContent = "Enter a number first.";
        return;
      }
      var off = answer === 0 ? (guess === 0 ? 1 : Infinity) : guess <= 0 ? Infinity : Math.max(guess / answer, answer / guess);
      said.textContent = guess === answer ? "Exactly." : off < 1.25 ? "Close." : guess < answer ? "The answer is higher." : "The answer is lower.";
      if (slug) progress.noteGuess(slug, exercise.id, off < 1.25);
      details.open = true;
    });
  });
})();
