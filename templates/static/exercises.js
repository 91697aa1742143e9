// The exercises of a case: the outcome is fetched and put in place without a reload, and the scoreboard remembers it.
import "./progress.js";

const progress = globalThis.CaseloadProgress.ofBrowser();
const slug = document.querySelector("[data-case]").dataset.case;

function known() {
  const ofCase = progress.read("guesses")[slug];
  return ofCase !== null && typeof ofCase === "object" ? ofCase : {};
}

function showDone() {
  const guesses = known();
  for (const exercise of document.querySelectorAll("[data-exercise]")) {
    const tag = exercise.querySelector("[data-exercise-done]");
    const isGood = guesses[exercise.dataset.exercise];
    tag.hidden = isGood === undefined;
    tag.textContent = isGood ? "done" : "answered, but not right";
    tag.classList.toggle("fast", isGood === true);
  }
}

// A value that is searched for counts once it is found; any other first answer counts as it is.
function remember(exercise) {
  const outcome = exercise.querySelector("[data-grade]");
  if (!outcome || outcome.dataset.final === undefined) return;
  progress.noteGuess(slug, exercise.dataset.exercise, outcome.dataset.grade !== "wrong");
  showDone();
}

function say(box, text) {
  const notice = document.createElement("p");
  notice.className = "notice bad";
  notice.role = "alert";
  notice.textContent = text;
  box.replaceChildren(notice);
}

// What went wrong, in the words of the app's error page.
function reasonIn(html, status) {
  const detail = new DOMParser().parseFromString(html, "text/html").querySelector("[data-detail]");
  return detail ? detail.textContent : `The server responded with status ${status}. Try again in a moment.`;
}

async function submit(exercise, form) {
  const box = exercise.querySelector("[data-outcome-box]");
  const status = exercise.querySelector("[role=status]");
  const button = form.querySelector("button[type=submit]");
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true"); // one that is disabled loses the keyboard focus
  status.textContent = "Measuring";
  const fields = new URLSearchParams(new FormData(form));
  fields.append("part", "1");
  const address = new URL(form.action);
  address.hash = "";
  try {
    const response = await fetch(address, { method: "POST", body: fields, headers: { Accept: "text/html" }, credentials: "same-origin" });
    const html = await response.text();
    if (!response.ok) return say(box, reasonIn(html, response.status));
    box.innerHTML = html;
    remember(exercise);
    // For screen readers; everyone else sees it in the outcome.
    status.textContent = [...box.querySelectorAll("h4, h4 + p, .outcome > .prose")].map(({ textContent }) => textContent).join(" ");
  } catch {
    say(box, "The application can't be reached. Is it still running?");
  } finally {
    button.setAttribute("aria-disabled", "false");
  }
}

for (const exercise of document.querySelectorAll("[data-exercise]")) {
  const form = exercise.querySelector("[data-exercise-form]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(exercise, form);
  });
  remember(exercise);
}
showDone();
window.addEventListener("storage", showDone);
