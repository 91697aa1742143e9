<?php

declare(strict_types=1);

// By keyset: the rows after the last one of the page before.
const BOOKS_PER_PAGE = 50;
$page = (int) ($_GET['page'] ?? 1);
if ($page === 1) {
    $books = rows('SELECT id, year, title, price FROM book ORDER BY year, id LIMIT ?', BOOKS_PER_PAGE + 1);
} else {
    [$year, $id] = array_map(intval(...), explode(',', $_GET['after']));
    $books = rows(
        'SELECT id, year, title, price FROM book WHERE year >= ? AND (year > ? OR id > ?) ORDER BY year, id LIMIT ?',
        $year,
        $year,
        $id,
        BOOKS_PER_PAGE + 1
    );
}
$shown = array_slice($books, 0, BOOKS_PER_PAGE);
$first = $shown[0];
$last = count($books) > BOOKS_PER_PAGE ? $shown[BOOKS_PER_PAGE - 1] : null;
page('books by year, 50 on a page', function () use ($page, $shown, $first, $last) {
    require __DIR__ . '/list.php';
});
