<?php

/** Debian's packages, each with its own class loader, and ours. */

declare(strict_types=1);

require_once 'Doctrine/ORM/autoload.php';
require_once 'Symfony/Component/Cache/autoload.php';
require_once 'Symfony/Component/HttpFoundation/autoload.php';

spl_autoload_register(static function (string $class): void {
    if (str_starts_with($class, 'Museum\\')) {
        require __DIR__ . '/' . str_replace('\\', '/', substr($class, strlen('Museum\\'))) . '.php';
    }
});
date_default_timezone_set('UTC');
