<?php

declare(strict_types=1);

require __DIR__ . '/shop.php';

$path = strtok($_SERVER['REQUEST_URI'], '?');
match ($path) {
    '/n-plus-one/slow', '/n-plus-one/fast', '/serializer', '/fragment-cache', '/pagination' => require __DIR__ . '/pages/' . trim(strtr($path, '/', '_'), '_') . '.php',
    '/trivial' => print "<!doctype html><title>Trivial</title><p>Nothing.</p>\n",
    default => http_response_code(404),
};
