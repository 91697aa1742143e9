<?php

declare(strict_types=1);

$books = rows('SELECT id, title, author_id, publisher_id, year, price, rating FROM book ORDER BY id LIMIT ?', (int) ($_GET['n'] ?? 100));
foreach ($books as &$book) {
    $book['author'] = rows('SELECT id, name, country_id, born FROM author WHERE id = ?', (int) $book['author_id'])[0]['name'];
}
unset($book);
books_page($books);
