// Messages and donations.
import Router from "@koa/router";
import { rows } from "./database.js";
import { limit } from "./parameters.js";

export const listeners = new Router();

listeners.get("/messages", async (context) => {
  const before = Number(context.query.before ?? 2147483647);
  const messages = await rows("SELECT id, author, sent_at FROM messages WHERE id < $1 ORDER BY id DESC LIMIT $2", before, limit(context));
  context.body = { messages, next: messages.length ? `/messages?before=${messages.at(-1).id}` : null };
});

listeners.get("/messages/from/:author", async (context) => {
  context.body = { messages: await rows(
    "SELECT id, body FROM messages WHERE lower(author) = $1 ORDER BY id LIMIT 20", context.params.author.toLowerCase()) };
});

listeners.get("/messages/by/:author", async (context) => {
  context.body = { messages: await rows("SELECT id, body FROM messages WHERE author = $1 ORDER BY id LIMIT 20", context.params.author) };
});

listeners.get("/donations/donors", async (context) => {
  const sums = new Map();
  for (const donation of await rows("SELECT donor, amount FROM donations")) {
    sums.set(donation.donor, (sums.get(donation.donor) ?? 0) + donation.amount);
  }
  const donors = [...sums].sort((one, other) => other[1] - one[1] || one[0].localeCompare(other[0])).slice(0, 12);
  context.body = { donors: donors.map(([name, total]) => ({ name, total })) };
});

listeners.get("/donations/month", async (context) => {
  context.body = { purposes: await rows(
    "SELECT purpose, sum(amount) AS total, count(*) AS number FROM donations WHERE given_at >= $1 AND given_at < $2 GROUP BY purpose ORDER BY purpose",
    "2024-05-01", "2024-06-01") };
});
