// Runs that no machine made, for tests of the site alone: every case of a catalogue, in the shape of
// docs/runs/run.schema.json. The same seed gives the same run.

function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

const knobValue = (knob) => (knob.kind === "integer" ? knob.initial : knob.initial || "");
const knobsOf = (theCase, changed = {}) =>
  Object.fromEntries(theCase.knobs.map((knob) => [knob.name, changed[knob.name] ?? knobValue(knob)]));
const sizeOf = (value) => (typeof value === "number" ? value : Number(String(value).replace(/\D/g, "")) || 1);

function histogram(next, middle, count) {
  const bits = 7;
  const buckets = new Map();
  let sum = 0, minimum = Infinity, maximum = 0;
  for (let i = 0; i < count; ++i) {
    const normal = next() + next() + next() + next() - 2;
    const value = Math.max(1, Math.round(middle * Math.exp(normal * 0.25) * (next() < 0.01 ? 3 : 1)));
    const exponent = Math.max(0, 32 - Math.clz32(value) - bits - 1);
    const lowest = (value >> exponent) << exponent;
    buckets.set(lowest, (buckets.get(lowest) ?? 0) + 1);
    sum += value;
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
  }
  const sorted = [...buckets].sort((a, b) => a[0] - b[0]);
  const percentiles = {};
  for (const [name, share, least] of [["p50", 0.5, 20], ["p90", 0.9, 100], ["p99", 0.99, 1000]]) {
    if (count < least) continue;
    let seen = 0;
    percentiles[name] = sorted.find(([, each]) => (seen += each) >= share * count)[0];
  }
  return { histogram: { unit: "us", precision_bits: bits, count, minimum, maximum, sum, buckets: sorted }, percentiles };
}

function evidenceOf(pace, n) {
  const slow = pace === "slow";
  return { sql: slow ? 1 + n : 1, "sql-distinct": slow ? 2 : 1, rows: slow ? 2 * n : n, "mem-peak": 40000 + n * (slow ? 900 : 120),
    "mem-peak-driver": 16000 + n * (slow ? 500 : 60), "mem-peak-app": 9000 + n * 40, "mem-peak-render": 6000 + n * 20, bytes: 400 + 70 * n, total: slow ? 300 + 42 * n : 500 + 3 * n };
}

function phasesOf(pace, n) {
  const factor = pace === "slow" ? 40 : 3;
  return [["middleware", 12], ["db", 90 + factor * n], ["app", 30 + n], ["render", 60 + 2 * n], ["send", 9]]
    .map(([name, wall_us]) => ({ name, wall_us, cpu_us: Math.round(wall_us / 2) }));
}

function memoryOf(pace, n) {
  const most = 30000 + n * (pace === "slow" ? 800 : 90);
  return Array.from({ length: 24 }, (_, i) => ({ at_us: i * (pace === "slow" ? 2 * n : n), driver: Math.round(most / 3), app: Math.round(most * i / 48), render: i > 18 ? 900 * (i - 18) : 0 }));
}

function interventionOf(theCase, { name, title, variant, key, apply_sql }, next) {
  const knobs = knobsOf(theCase);
  const side = (count, middle) => ({ evidence: { [key]: count }, measurement: { purpose: "intervention", knobs, load_model: { kind: "closed", users: 1 }, requests: 200, errors: 0, seconds: 1, service_time: histogram(next, middle, 200) } });
  const table = (index_bytes, inserts_per_second) => ({ table_bytes: 36241408, index_bytes, insert_rows: 5000, inserts_per_second });
  return { name, title, variant, key, statement: apply_sql, knobs, before: side(800000, 250000), after: side(9, 900),
    made: { us: 1508374, before: table(0, 102072), after: table(12107776, 35529) }, undone: { us: 135885 } };
}

// Both variants of the serializer run the same queries, as they do in truth.
function digestsOf(pace, n) {
  const plan = { query_block: { select_id: 1, table: { table_name: "book", access_type: "range", key: "PRIMARY", rows: n, filtered: 100, attached_condition: "book.id <= 100" } } };
  if (pace === "fast") return [{ text: "SELECT book.id, book.title, author.name FROM book JOIN author ON author.id = book.author_id ORDER BY book.id LIMIT ?", write: false, times: 1, distinct: 1, rows: n, us: 500 + n, explain: plan }];
  return [{ text: "SELECT id, title, author_id FROM book ORDER BY id LIMIT ?", write: false, times: 1, distinct: 1, rows: n, us: 300, explain: plan },
    { text: "SELECT id, name, country_id, born FROM author WHERE id = ?", write: false, times: n, distinct: Math.ceil(n * 0.8), rows: n, us: 41 * n }];
}

function verdictOf(theCase, variant) {
  if (variant.pace !== "slow") return { findings: [], notes: [], outcome: "silent", rivals: { sentry: false, "perf-sentinel": false, prosopite: false } };
  return { findings: [{ labels: [theCase.slug], rule: "key-lookups", summary: "One digest runs 1.00 times an item, each time with one row.", evidence: ["sql at n = 10, 40, 160: 11, 41, 161", "digest SELECT t2 WHERE id = ?: 160 times, 160 rows"],
    growth: { key: "sql", over: "n", at: [10, 40, 160], values: [11, 41, 161], slope: 1, dex: 1 }, source: "growth over the ladder", severity: 0.9 }], outcome: "found", rivals: { sentry: true, "perf-sentinel": true, prosopite: true } };
}

function variantOf(theCase, variant, middle, next) {
  const knobs = knobsOf(theCase);
  const n = Number(knobs.n ?? 100);
  const closed = { kind: "closed", users: 1 };
  const paced = { kind: "paced", users: 8, rate_per_second: 40 };
  return {
    name: variant.name, pace: variant.pace, method: variant.method, path: variant.path,
    measurements: [
      { purpose: "pairs", knobs, load_model: closed, requests: 1200, errors: 0, seconds: 6.1, throughput_per_second: 1e6 / middle, service_time: histogram(next, middle, 1200), bytes: 7400, generator_cpu_share: 0.2, over_limit: false },
      { purpose: "paced", knobs, load_model: paced, requests: 1500, errors: 0, seconds: 37.5, service_time: histogram(next, middle, 1500), response_time: histogram(next, middle * 1.1, 1500), generator_cpu_share: 0.1, over_limit: false },
      { purpose: "capacity", knobs, load_model: { kind: "closed", users: 8 }, requests: 4000, errors: 0, seconds: 8, throughput_per_second: 1.8e6 / middle, generator_cpu_share: 0.4, over_limit: false },
    ],
    observations: [{ knobs, visit: "cold", status: 200, evidence: evidenceOf(variant.pace, n), phases: phasesOf(variant.pace, n), digests: digestsOf(theCase.slug === "serializer" ? "fast" : variant.pace, n), memory: memoryOf(variant.pace, n) }],
    claims: theCase.claims.filter((claim) => claim.variant === variant.name).map(({ key, formula, relation, warm }) => ({
      key, formula, relation, warm, observed: [10, 40, 160].map((size) => ({ knobs: knobsOf(theCase, { n: size }), value: evidenceOf(variant.pace, size)[key] ?? size })) })),
    verdict: verdictOf(theCase, variant),
  };
}

function caseOf(theCase, place, next) {
  const fastMiddle = 450 + 60 * (place % 5);
  const ratio = 1 + Math.pow(place % 7, 2.4) * (0.9 + next() * 0.2);
  const middles = new Map();
  for (const variant of theCase.variants) middles.set(variant.name, variant.pace === "slow" ? fastMiddle * ratio : fastMiddle);
  const fast = theCase.variants.filter(({ pace }) => pace === "fast");
  const knobs = knobsOf(theCase);
  const comparisons = [];
  for (const slow of theCase.variants.filter(({ pace }) => pace === "slow")) {
    for (const each of fast) {
      const spread = 0.03 + next() * 0.05;
      const clear = ratio * (1 - spread) > 1.05;
      comparisons.push({ slow: slow.name, fast: each.name, knobs, metric: "median_service_time",
        pairs: Array.from({ length: 9 }, (_, i) => ({ order: i % 2 ? "fast-slow" : "slow-fast", slow_us: fastMiddle * ratio, fast_us: fastMiddle, used: true })),
        ratio: { median: ratio, low: ratio * (1 - spread), high: ratio * (1 + spread) }, noise: { median: 1, low: 0.97, high: 1.03 },
        conclusion: clear ? "slower" : "no clear difference" });
    }
  }
  const growth = [];
  for (const knob of theCase.knobs.filter(({ ladder }) => ladder.length > 2)) {
    for (const variant of theCase.variants) {
      for (const [key, unit] of [["service-time", "us"], ["sql", "count"], ["mem-peak", "bytes"]]) {
        const points = knob.ladder.map((at) => {
          const size = sizeOf(at);
          const evidence = evidenceOf(variant.pace, size);
          return { at, size, value: key === "service-time" ? evidence.total * (0.95 + next() * 0.1) : evidence[key] };
        });
        growth.push({ variant: variant.name, key, unit, over: knob.name, points, exponent: { value: variant.pace === "slow" ? 0.98 : 0.31, standard_error: 0.02, r_squared: 0.998 } });
      }
    }
  }
  // A measure that is sized by two knobs at once, by their product.
  const sizes = [640, 2560, 10240];
  for (const variant of theCase.variants) growth.push({ variant: variant.name, key: "mem-peak", unit: "bytes", over: "n and dataset", points: sizes.map((size) => ({ at: String(size), size, value: evidenceOf(variant.pace, size)["mem-peak"] })) });
  return { slug: theCase.slug, title: theCase.title, category: theCase.category,
    sources: [{ path: `fcgi-app/cases/${theCase.stem}/case.cpp`, sha256: "0".repeat(64) }],
    variants: theCase.variants.map((variant) => variantOf(theCase, variant, middles.get(variant.name), next)),
    comparisons, growth, interventions: (theCase.interventions ?? []).map((each) => interventionOf(theCase, each, next)), equality: [{ knobs, equal: true, bodies: Object.fromEntries(theCase.variants.map(({ name }) => [name, "a".repeat(64)])) }] };
}

function detectionOf(catalogue) {
  const labels = catalogue.cases.map(({ slug }) => slug);
  const row = (truth, variant, hit) => ({ truth, ...(variant ? { variant } : {}), cells: labels.map((label) => (label === hit ? 1 : 0)) });
  const all = catalogue.cases.flatMap((theCase) => theCase.variants.map((variant) => ({ theCase, variant })));
  const slow = all.filter(({ variant }) => variant.pace === "slow");
  const fast = all.filter(({ variant }) => variant.pace === "fast");
  const negatives = ["dashboard of different lookups", "chunked prefetch", "small table scan"];
  return { mode: "blind", seconds: 61.5, requests: 4800,
    pages: [...all.map(({ theCase, variant }) => ({ truth: theCase.slug, variant: variant.name, pace: variant.pace, requests: 90, verdict: verdictOf(theCase, variant) })),
      ...negatives.map((truth) => ({ truth, pace: "negative", requests: 60, verdict: { findings: [], outcome: "silent" } }))],
    confusion: { labels, slow: slow.map(({ theCase, variant }) => row(theCase.slug, variant.name, theCase.slug)), fast: fast.map(({ theCase, variant }) => row(theCase.slug, variant.name)), negatives: negatives.map((truth) => row(truth)) },
    score: { slow: slow.length, found: slow.length, single: slow.length, missed: 0, quiet: fast.length + negatives.length, false: 0, excused: 0, unequal: [], passed: true },
    rival_scores: { sentry: { repeating: 6, fired: 3, quiet: 24, false: 2 }, "perf-sentinel": { repeating: 6, fired: 4, quiet: 24, false: 3 }, prosopite: { repeating: 6, fired: 6, quiet: 24, false: 9 } } };
}

export function syntheticRun(catalogue, { day = 1, seed = 1, kind = "load", machine = "Test processor" } = {}) {
  const next = random(seed);
  const date = `2024-02-${String(day).padStart(2, "0")}`;
  const id = `${date.replaceAll("-", "")}T120000Z-abc1234-${kind}`;
  return { schema: 1, id, kind, quick: false, started: `${date}T12:00:00Z`, finished: `${date}T12:20:00Z`, host: "http://127.0.0.1:8080", requests: 123456, errors: 0,
    source: { commit: "abc1234def56", clean: true, build: "release" },
    machine: { cores: 2, cpu_model: machine, memory_bytes: 25769803776, kernel: "Linux 6.1.0", system: "Debian GNU/Linux 12", shared: true },
    versions: { compiler: "g++ 12.2.0", mariadb: "10.11.6", memcached: "1.6.18", nginx: "1.22.1", locust: "2.12.1" },
    dataset: { seed: 20240229, sizes: { x1: { book: 10000, author: 1250 }, x4: { book: 40000, author: 5000 } } },
    settings: { random_seed: seed, pairs: 9, block_seconds: 2, block_minimum: 30, warm_up_seconds: 0.5, bootstrap_samples: 10000, confidence: 0.95, generator_cpu_limit: 0.9 },
    generator: { cpu_share: 0.21, cpu_share_highest: 0.4, blocks: 180, blocks_over_limit: 0, bottleneck: false },
    cases: catalogue.cases.map((theCase, place) => caseOf(theCase, place + 3, next)),
    detection: detectionOf(catalogue), notes: [] };
}
