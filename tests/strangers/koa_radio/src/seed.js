// Fills an empty database with the same rows every time: node src/seed.js FACTOR
import { pool, schema } from "./database.js";

const factor = Number(process.argv[2] ?? 1);

// A linear congruential generator (Numerical Recipes) with a fixed seed.
let state = 11;
const below = (number) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * number);
};
const pick = (list) => list[below(list.length)];

const words = "night river paper moon stone garden train winter echo salt copper window island morning thunder orchard velvet harbour lantern".split(" ");
const names = ["Ada", "Bruno", "Chidi", "Dora", "Emre", "Farah", "Goran", "Hoa", "Ines", "Jomo", "Katya", "Liam"];
const title = (length) => Array.from({ length }, () => pick(words)).join(" ");
const moment = () => new Date(Date.UTC(2018, 0, 1) + below(6 * 365 * 24 * 60) * 60000);

async function insert(table, columns, number, make) {
  for (let begin = 0; begin < number; begin += 500) {
    const chunk = Array.from({ length: Math.min(500, number - begin) }, (_, i) => make(begin + i));
    const places = chunk.map((_, i) => `(${columns.map((_, j) => `$${i * columns.length + j + 1}`).join(",")})`);
    await pool.query(`INSERT INTO ${table} (${columns.join(",")}) VALUES ${places.join(",")}`, chunk.flat());
  }
  return number;
}

await pool.query(schema);
const hosts = await insert("hosts", ["name", "email"], 60, (i) => [`${pick(names)} ${i}`, `host${i}@radio.example`]);
const shows = await insert("shows", ["slug", "title", "host_id"], 240, (i) => [`show-${i}`, title(2), 1 + (i % hosts)]);
const episodes = await insert("episodes", ["show_id", "title", "aired_at", "audio_key", "seconds"], 6000 * factor, (i) =>
  [1 + below(shows), title(3), moment(), `A${100000 + i}`, 1800 + below(3600)]);
const artists = await insert("artists", ["name", "country"], 500, () => [title(2), pick(["CZ", "DE", "GH", "JP", "PE", "VN"])]);
// "Zeppelin" is in the title of five tracks, whatever the factor.
const tracks = await insert("tracks", ["title", "artist_id", "seconds", "label", "year"], 5000 * factor, (i) =>
  [i % 1000 === 7 && i < 5000 ? `Zeppelin ${title(2)}` : title(3), 1 + below(artists), 120 + below(300), title(2), 1960 + below(64)]);
await insert("plays", ["episode_id", "track_id", "position"], episodes * 4, (i) => [1 + Math.floor(i / 4), 1 + below(tracks), i % 4]);
await insert("messages", ["episode_id", "author", "body", "sent_at"], 8000 * factor, (i) =>
  [1 + below(episodes), i % 800 === 3 && i < 8000 ? "Wanda" : `${pick(names)} ${below(2000)}`, title(12), moment()]);
// Twenty donations in May 2024; all others are older.
await insert("donations", ["donor", "amount", "purpose", "given_at"], 7000 * factor, (i) =>
  [`${pick(names)} ${below(40)}`, 5 + below(200), pick(["studio", "mast", "archive"]), i < 20 ? new Date(Date.UTC(2024, 4, 1 + i)) : moment()]);
await insert("chart", ["rank", "track_id", "plays"], 100, (i) => [i + 1, 1 + below(5000), 900 - i * 3]);
await insert("settings", ["name", "value"], 3, (i) => [["timezone", "greeting", "language"][i], ["Europe/Prague", "Good evening", "en"][i]]);
await pool.end();
