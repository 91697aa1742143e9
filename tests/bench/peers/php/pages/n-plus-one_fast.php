<?php

declare(strict_types=1);

books_page(rows(
    'SELECT book.id, book.title, book.author_id, book.publisher_id, book.year, book.price, book.rating, '
    . 'author.name AS author, author.country_id, author.born '
    . 'FROM book LEFT JOIN author ON author.id = book.author_id ORDER BY book.id LIMIT ?',
    (int) ($_GET['n'] ?? 100)
));
