// The answer to a guess: whether it was right. Without script the page shows the answer alone.
(function () {
  "use strict";
  var box = document.querySelector("[data-answer]");
  var titles = Array.from(box.querySelectorAll("[data-choices] li")).map(function (each) { return each.textContent; });
  var right = box.dataset.right.split(" ").map(Number);
  var choice = Number(new URLSearchParams(location.search).get("choice"));
  var isRight = right.indexOf(choice) >= 0;
  // Whoever looks without a guess has seen the answer.
  window.CaseloadProgress.ofBrowser().noteGuess(box.dataset.slug, "guess", isRight);
  var picked = titles[choice - 1];
  if (!picked) return;
  var card = box.querySelector(".answer");
  var said = box.querySelector("[data-said]");
  var title = said.textContent.replace(/^[^:]*: /, "");
  var note = box.querySelector("[data-picked]");
  card.classList.add(isRight ? "right" : "wrong");
  said.textContent = isRight ? "Right: " + picked : "Not quite: it is " + title;
  note.textContent = isRight ? "The page has this problem as well. Its case is “" + title + "”." : "You picked “" + picked + "”.";
  note.hidden = isRight && picked === title;
})();
