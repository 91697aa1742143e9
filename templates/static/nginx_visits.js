// Repeated visits that nginx's cache serves never reach the application, so the browser makes them: it requests the page
// twice and reads the Cache-Status header of the second response (RFC 9211).
async function visit(address) {
  const began = performance.now();
  const response = await fetch(address, { cache: "no-store", headers: { Accept: "text/html" }, credentials: "same-origin" });
  await response.arrayBuffer();
  const status = response.headers.get("Cache-Status") || "";
  return { ms: performance.now() - began, isHit: response.ok && /;\s*hit\b/.test(status), status, reachedApp: response.headers.has("Evidence") };
}

export async function visitThroughNginx(root) {
  for (const cell of root.querySelectorAll("[data-through-nginx]")) {
    try {
      await visit(cell.dataset.throughNginx);
      const second = await visit(cell.dataset.throughNginx);
      cell.dataset.nginx = second.isHit ? "hit" : "miss";
      cell.textContent = second.isHit && !second.reachedApp
        ? `Hit in nginx's cache: the request did not reach the application, so no query ran. ${second.ms.toFixed(1)} ms from this browser.`
        : `Not served from nginx's cache (Cache-Status: ${second.status || "absent"}).`;
    } catch {
      // The text that the page came with still holds.
    }
  }
}
