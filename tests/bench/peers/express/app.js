import express from 'express';
import { block } from './blocks.js';
import { rows } from './database.js';

const BOOKS_PER_PAGE = 50;

export const app = express();
app.disable('x-powered-by');
app.set('view engine', 'ejs');
app.set('views', [process.env.BENCH_LAYOUT, new URL('views', import.meta.url).pathname]);

// The content is rendered first, then the layout of the site around it.
const page = async (response, view, title, locals) => {
  const content = await new Promise((resolve, reject) =>
    app.render(view, locals, (error, html) => (error ? reject(error) : resolve(html))));
  response.set('Cache-Control', 'no-store').render('layout', { title, content });
};

const booksPage = (response, books) => page(response, 'books', "a list of books with their authors' names", { books });

app.get('/n-plus-one/slow', async (request, response) => {
  const books = await rows('SELECT id, title, author_id, publisher_id, year, price, rating FROM book ORDER BY id LIMIT ?', request.query.n);
  for (const book of books) {
    const [author] = await rows('SELECT id, name, country_id, born FROM author WHERE id = ?', book.author_id);
    book.author = author.name;
  }
  await booksPage(response, books);
});

app.get('/n-plus-one/fast', async (request, response) => {
  await booksPage(response, await rows(
    `SELECT book.id, book.title, book.author_id, book.publisher_id, book.year, book.price, book.rating,
            author.name AS author, author.country_id, author.born
     FROM book LEFT JOIN author ON author.id = book.author_id ORDER BY book.id LIMIT ?`, request.query.n));
});

app.get('/serializer', async (request, response) => {
  const found = await rows(
    `SELECT customer_order.id, DATE_FORMAT(customer_order.placed_at, '%Y-%m-%dT%H:%i:%sZ') AS placed_at,
            customer_order.status, customer.name AS customer
     FROM customer_order LEFT JOIN customer ON customer.id = customer_order.customer_id
     ORDER BY customer_order.id LIMIT ?`, request.query.n);
  const orders = new Map(found.map((order) => [order.id, { ...order, items: [] }]));
  const items = await rows(
    `SELECT order_item.order_id, book.title, CAST(book.rating AS DOUBLE) AS rating, order_item.quantity, order_item.price
     FROM (SELECT id FROM customer_order ORDER BY id LIMIT ?) AS listed
     JOIN order_item ON order_item.order_id = listed.id JOIN book ON book.id = order_item.book_id
     ORDER BY order_item.order_id, order_item.id`, request.query.n);
  for (const { order_id: id, ...item } of items) orders.get(id).items.push(item);
  response.set('Cache-Control', 'no-store').json({ orders: [...orders.values()] });
});

app.get('/fragment-cache', async (request, response) => {
  const [bestSellers, newestReviews, tagCloud] =
    await Promise.all([block(app, 'best_sellers', 60), block(app, 'newest_reviews', 60), block(app, 'tag_cloud', 300)]);
  await page(response, 'front', 'the shop front: a greeting, best sellers, newest reviews, a tag cloud', { bestSellers, newestReviews, tagCloud });
});

// By keyset: the rows after the last one of the page before.
app.get('/pagination', async (request, response) => {
  const number = Number(request.query.page ?? 1);
  const [year, id] = (request.query.after ?? '0,0').split(',').map(Number);
  const books = number === 1
    ? await rows('SELECT id, year, title, price FROM book ORDER BY year, id LIMIT ?', BOOKS_PER_PAGE + 1)
    : await rows('SELECT id, year, title, price FROM book WHERE year >= ? AND (year > ? OR id > ?) ORDER BY year, id LIMIT ?',
      year, year, id, BOOKS_PER_PAGE + 1);
  const shown = books.slice(0, BOOKS_PER_PAGE);
  await page(response, 'list', 'books by year, 50 on a page',
    { page: number, books: shown, first: shown[0], last: books.length > BOOKS_PER_PAGE ? shown.at(-1) : null });
});

app.get('/trivial', (request, response) => {
  response.set('Cache-Control', 'no-store').type('html').send('<!doctype html><title>Trivial</title><p>Nothing.</p>\n');
});
