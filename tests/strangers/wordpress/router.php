<?php
// What nginx's try_files does: a file if there is one, otherwise WordPress.
$root = $_SERVER['DOCUMENT_ROOT'];
$path = $root . parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if (is_file($path) || is_file("$path/index.php")) {
    return false;
}
chdir($root);
require "$root/index.php";
