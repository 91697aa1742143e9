// The application counts what it sends to nginx. What nginx then sends is only known to a client, so the browser requests the
// page once more and says how many bytes of its body came over the network.
import { amountText } from "./figures.js";

function nextTiming(href) {
  return new Promise((found) => {
    new PerformanceObserver((list, observer) => {
      const timing = list.getEntriesByName(href).at(-1);
      if (!timing) return;
      observer.disconnect();
      found(timing);
    }).observe({ type: "resource" });
  });
}

async function received(address) {
  const { href } = new URL(address, location.href);
  const timing = nextTiming(href);
  const response = await fetch(href, { cache: "no-store", headers: { Accept: "text/html" }, credentials: "same-origin" });
  await response.arrayBuffer();
  const { encodedBodySize } = await timing;
  return { isRight: response.ok && encodedBodySize > 0, bytes: encodedBodySize, encoding: response.headers.get("Content-Encoding") };
}

export async function showWireSizes(root) {
  for (const cell of root.querySelectorAll("[data-wire]")) {
    try {
      const { isRight, bytes, encoding } = await received(cell.dataset.wire);
      if (!isRight) continue;
      cell.textContent = `${amountText(bytes, "bytes")} over the network to this browser, ${encoding ? "compressed with " + encoding : "not compressed"}`;
      cell.dataset.wireBytes = bytes;
    } catch {
      // The text that the page came with still holds.
    }
  }
}
