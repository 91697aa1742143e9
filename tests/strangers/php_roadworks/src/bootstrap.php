<?php

declare(strict_types=1);

spl_autoload_register(static function (string $class): void {
    $file = __DIR__ . '/' . str_replace('\\', '/', substr($class, strlen('Roadworks\\'))) . '.php';
    if (str_starts_with($class, 'Roadworks\\') && is_file($file)) {
        require $file;
    }
});

function e(mixed $value): string
{
    return htmlspecialchars((string) $value, ENT_QUOTES);
}

function euros(int $cents): string
{
    return number_format($cents / 100, 2, '.', ',') . ' €';
}
