// What was and what will be on air.
import Router from "@koa/router";
import { row, rows } from "./database.js";
import { escaped, limit, page } from "./parameters.js";

export const programme = new Router();

programme.get("/episodes", async (context) => {
  const episodes = await rows("SELECT id, show_id, title, aired_at FROM episodes ORDER BY aired_at DESC LIMIT $1", limit(context));
  for (const episode of episodes) {
    const show = await row("SELECT title, slug FROM shows WHERE id = $1", episode.show_id);
    episode.show = show.title;
    episode.href = `/shows/${show.slug}`;
  }
  context.body = { episodes };
});

programme.get("/episodes/new", async (context) => {
  const episodes = await rows("SELECT id, show_id, title, aired_at FROM episodes ORDER BY aired_at DESC LIMIT $1", limit(context));
  const shows = await rows("SELECT id, title FROM shows WHERE id = ANY($1)", [...new Set(episodes.map((each) => each.show_id))]);
  const titles = new Map(shows.map((show) => [show.id, show.title]));
  context.body = { episodes: episodes.map((each) => ({ ...each, show: titles.get(each.show_id) })) };
});

programme.get("/episodes/audio/:key", async (context) => {
  const episode = await row("SELECT id, title, seconds FROM episodes WHERE audio_key = $1", context.params.key);
  context.assert(episode, 404);
  context.body = { episode };
});

programme.get("/episodes/:id", async (context) => {
  const episode = await row("SELECT e.id, e.title, e.aired_at, s.title AS show FROM episodes e JOIN shows s ON s.id = e.show_id WHERE e.id = $1", context.params.id);
  context.assert(episode, 404);
  const playlist = await rows(
    "SELECT t.title, a.name FROM plays p JOIN tracks t ON t.id = p.track_id JOIN artists a ON a.id = t.artist_id WHERE p.episode_id = $1 ORDER BY p.position",
    context.params.id);
  const messages = await rows("SELECT value FROM settings WHERE name = $1", "greeting");
  context.body = { episode, playlist, greeting: messages[0].value };
});

programme.get("/playlists", async (context) => {
  const episodes = await rows("SELECT id, title FROM episodes ORDER BY aired_at DESC LIMIT $1", limit(context));
  const parts = await Promise.all(episodes.map(async (episode) => {
    const tracks = await rows("SELECT t.title FROM plays p JOIN tracks t ON t.id = p.track_id WHERE p.episode_id = $1 ORDER BY p.position", episode.id);
    return `<section class="playlist"><h2>${escaped(episode.title)}</h2><ol>${tracks.map((track) => `<li>${escaped(track.title)}</li>`).join("")}</ol></section>`;
  }));
  context.type = "html";
  context.body = `<!doctype html><title>Playlists</title><main>${parts.join("\n")}</main>`;
});

async function localTime(moment) {
  const { value } = await row("SELECT value FROM settings WHERE name = $1", "timezone");
  return moment.toLocaleString("en-GB", { timeZone: value });
}

programme.get("/announcements", async (context) => {
  const episodes = await rows("SELECT title, aired_at FROM episodes WHERE aired_at < $1 ORDER BY aired_at DESC LIMIT $2", "2024-06-01", limit(context));
  const lines = [];
  for (const episode of episodes) lines.push(`<li class="announcement">${escaped(episode.title)}, ${await localTime(episode.aired_at)}</li>`);
  context.type = "html";
  context.body = `<!doctype html><title>Announcements</title><ul>${lines.join("\n")}</ul>`;
});

programme.get("/shows/:slug", async (context) => {
  const show = await row("SELECT s.id, s.title, h.name AS host FROM shows s JOIN hosts h ON h.id = s.host_id WHERE s.slug = $1", context.params.slug);
  context.assert(show, 404);
  const episodes = await rows("SELECT title, aired_at FROM episodes WHERE show_id = $1 ORDER BY aired_at DESC LIMIT 10", show.id);
  context.body = { ...show, episodes };
});

programme.get("/hosts", async (context) => {
  context.body = { hosts: await rows(
    "SELECT h.id, h.name, s.title AS show FROM hosts h JOIN shows s ON s.host_id = h.id ORDER BY h.id LIMIT $1", limit(context)) };
});

programme.get("/tracks", async (context) => {
  const size = limit(context);
  const all = await rows("SELECT * FROM tracks ORDER BY title, id");
  const shown = all.slice((page(context) - 1) * size, page(context) * size);
  const lines = shown.map((track) => `<tr><td>${escaped(track.title)}</td><td>${track.year}</td><td>${escaped(track.label)}</td></tr>`);
  context.type = "html";
  context.body = `<!doctype html><title>Tracks</title><table><tbody>${lines.join("\n")}</tbody></table>`;
});

programme.get("/tracks/search", async (context) => {
  context.body = { tracks: await rows("SELECT id, title FROM tracks WHERE title ILIKE $1 ORDER BY title LIMIT 20", `%${context.query.q ?? ""}%`) };
});

// Made anew every night.
programme.get("/chart", async (context) => {
  const chart = await rows("SELECT c.rank, c.plays, t.title FROM chart c JOIN tracks t ON t.id = c.track_id ORDER BY c.rank");
  context.body = { chart };
});

programme.get("/chart/artists", async (context) => {
  const chart = await rows("SELECT c.rank, t.artist_id FROM chart c JOIN tracks t ON t.id = c.track_id ORDER BY c.rank");
  const entries = [];
  for (const each of chart) {
    const artist = await row("SELECT name, country FROM artists WHERE id = $1", each.artist_id);
    entries.push({ rank: each.rank, artist: `${artist.name} (${artist.country})` });
  }
  context.body = { entries };
});
