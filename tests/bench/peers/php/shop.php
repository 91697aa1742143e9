<?php

declare(strict_types=1);

/** Persistent connection; values are quoted by PDO, so that a query is one round trip. */
function database(): PDO
{
    static $database = null;
    return $database ??= new PDO('mysql:unix_socket=' . $_SERVER['BENCH_DATABASE'] . ';dbname=caseload_x1;charset=utf8mb4', 'caseload', '', [
        PDO::ATTR_PERSISTENT => true,
        PDO::ATTR_EMULATE_PREPARES => true,
        PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
        PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC,
    ]);
}

function cache(): Memcached
{
    static $cache = null;
    if ($cache === null) {
        $cache = new Memcached('bench');
        if (!$cache->getServerList()) {
            $cache->setOption(Memcached::OPT_BINARY_PROTOCOL, true);
            $cache->setOption(Memcached::OPT_PREFIX_KEY, 'bench-php:');
            $cache->addServer($_SERVER['BENCH_CACHE'], 0);
        }
    }
    return $cache;
}

function rows(string $sql, int ...$values): array
{
    $query = database()->prepare($sql);
    foreach ($values as $index => $value) {
        $query->bindValue($index + 1, $value, PDO::PARAM_INT);
    }
    $query->execute();
    return $query->fetchAll();
}

function e(string $text): string
{
    return htmlspecialchars($text, ENT_QUOTES | ENT_SUBSTITUTE | ENT_HTML5, 'UTF-8');
}

/** Shows the content in the layout of the site. */
function page(string $title, callable $show): void
{
    header('Content-Type: text/html; charset=utf-8');
    header('Cache-Control: no-store');
    ob_start();
    $show();
    $content = ob_get_clean();
    require $_SERVER['BENCH_LAYOUT'] . '/layout.php';
}

function books_page(array $books): void
{
    page("a list of books with their authors' names", function () use ($books) {
        require __DIR__ . '/pages/books.php';
    });
}
