// Follows a job: fetches its page again and puts the new section in place, until the job has ended.
(function () {
  "use strict";
  const shortestPause = 300;
  const longestPause = 5000;
  let pause = shortestPause;

  const section = () => document.querySelector("[data-job]");
  const hasEnded = () => ["done", "failed"].includes(section().dataset.job);

  async function look() {
    try {
      const response = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
      if (response.status === 404) return location.reload(); // its result is no longer kept; the page says so
      if (response.ok) {
        const next = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("[data-job]");
        pause = next.outerHTML === section().outerHTML ? Math.min(longestPause, pause * 1.5) : shortestPause;
        section().replaceWith(next);
      }
    } catch {
      pause = longestPause; // the app does not respond at the moment; it may come back
    }
    if (!hasEnded()) setTimeout(look, pause);
  }

  if (!hasEnded()) setTimeout(look, pause);
})();
