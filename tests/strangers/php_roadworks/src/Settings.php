<?php

declare(strict_types=1);

namespace Roadworks;

/** What the office can change without a programmer. */
final class Settings
{
    public function __construct(private readonly Database $database)
    {
    }

    public function get(string $name): string
    {
        return (string) $this->database->value('SELECT value FROM setting WHERE name = ?', [$name]);
    }
}
