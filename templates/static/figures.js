// "What it means for you": results follow the figures that the visitor enters. A figure is kept in this browser and is the
// same on all pages. Numbers are written as core/numbers.cpp writes them.
const storageKey = "caseload-figures";

function readFigures() {
  try {
    const figures = JSON.parse(localStorage.getItem(storageKey) || "{}");
    return figures && typeof figures === "object" && !Array.isArray(figures) ? figures : {};
  } catch {
    return {}; // switched off, or written by something else
  }
}

function keepFigure(name, value) {
  try {
    localStorage.setItem(storageKey, JSON.stringify({ ...readFigures(), [name]: value }));
  } catch {
    // The figure then holds for this page only.
  }
}

function significant(number) {
  if (number === 0) return "0";
  const wholeDigits = Math.floor(Math.log10(Math.abs(number))) + 1;
  const decimals = Math.min(Math.max(3 - wholeDigits, 0), 6);
  return number.toLocaleString("en", { maximumFractionDigits: decimals });
}

const units = {
  us: [[1e6, "s"], [1e3, "ms"], [1, "µs"]],
  bytes: [[1e9, "GB"], [1e6, "MB"], [1e3, "kB"], [1, "B"]],
  count: [[1, ""]],
  percent: [[1, "%"]],
};

export function amountText(number, kind) {
  const [size, unit] = units[kind].find(([least]) => Math.abs(number) >= least) || units[kind].at(-1);
  return `${significant(number / size)} ${unit}`.trim();
}

export function followFigures(root) {
  for (const box of root.querySelectorAll("[data-meaning]")) {
    const { meaning, kind, divides } = box.dataset;
    const input = box.querySelector("[data-figure]");
    const update = () => {
      const figure = input.valueAsNumber;
      const isUsable = input.validity.valid && figure > 0;
      for (const result of box.querySelectorAll("[data-factor]")) {
        const factor = Number(result.dataset.factor);
        result.textContent = isUsable ? amountText(divides === undefined ? factor * figure : factor / figure, kind) : "?";
      }
      return isUsable;
    };
    input.hidden = false;
    box.querySelector("[data-given]").hidden = true;
    const kept = readFigures()[meaning];
    if (Number.isFinite(kept)) {
      input.value = kept;
      update();
    }
    input.addEventListener("input", () => {
      if (update()) keepFigure(meaning, input.valueAsNumber);
    });
  }
}
