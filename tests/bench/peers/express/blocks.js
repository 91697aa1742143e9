// The blocks of the shop front: from memcached, or queried and rendered if it has no copy.
import Memcached from 'memcached';
import { rows } from './database.js';

const cache = new Memcached(process.env.BENCH_CACHE, { namespace: 'bench-express:', poolSize: 16 });

const queries = {
  best_sellers: `SELECT book.title, sold.copies FROM
    (SELECT order_item.book_id, SUM(order_item.quantity) AS copies
     FROM customer_order JOIN order_item ON order_item.order_id = customer_order.id
     WHERE customer_order.placed_at >= '2025-10-01' AND customer_order.placed_at < '2026-01-01'
     GROUP BY order_item.book_id ORDER BY copies DESC, order_item.book_id LIMIT 10) AS sold
    JOIN book ON book.id = sold.book_id ORDER BY sold.copies DESC, book.id`,
  newest_reviews: `SELECT book.title, customer.name, review.body, review.rating,
      (SELECT COUNT(*) FROM review AS each_review WHERE each_review.book_id = book.id) AS of_the_book
    FROM (SELECT id FROM review ORDER BY created_at DESC, id DESC LIMIT 10) AS newest
    JOIN review ON review.id = newest.id JOIN book ON book.id = review.book_id
    JOIN customer ON customer.id = review.customer_id ORDER BY review.created_at DESC, review.id DESC`,
  tag_cloud: `SELECT tag.name, used.books FROM
    (SELECT tag_id, COUNT(*) AS books FROM book_tag GROUP BY tag_id ORDER BY books DESC, tag_id LIMIT 40)
    AS used JOIN tag ON tag.id = used.tag_id ORDER BY tag.name`,
};

const promised = (call) => new Promise((resolve, reject) => call((error, value) => (error ? reject(error) : resolve(value))));

export const block = async (app, name, lifetime) => {
  const known = await promised((done) => cache.get(name, done));
  if (known !== undefined) return known;
  const found = await rows(queries[name]);
  const html = await promised((done) => app.render(`block_${name}`, { rows: found }, done));
  await promised((done) => cache.set(name, html, lifetime, done));
  return html;
};
