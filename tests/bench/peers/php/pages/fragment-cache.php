<?php

declare(strict_types=1);

const BLOCKS = ['best_sellers' => 60, 'newest_reviews' => 60, 'tag_cloud' => 300]; // with their lifetimes in seconds

function block(string $name): string
{
    ob_start();
    require __DIR__ . "/block_$name.php";
    return ob_get_clean();
}

page('the shop front: a greeting, best sellers, newest reviews, a tag cloud', function () {
    $known = cache()->getMulti(array_keys(BLOCKS)) ?: [];
    echo "<p>Welcome to the shop.</p>\n";
    foreach (BLOCKS as $name => $lifetime) {
        if (!isset($known[$name])) {
            $known[$name] = block($name);
            cache()->set($name, $known[$name], $lifetime);
        }
        echo $known[$name];
    }
});
