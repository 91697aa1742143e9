<?php

declare(strict_types=1);

namespace Roadworks\Repository;

use Roadworks\Database;

/** What a closure costs per day and lane. */
final class RateRepository
{
    public function __construct(private readonly Database $database)
    {
    }

    public function ofKind(string $kind): array
    {
        return $this->database->row('SELECT kind, cents_per_day, minimum_cents FROM rate WHERE kind = ?', [$kind]);
    }

    /** By kind. */
    public function all(): array
    {
        return array_column($this->database->rows('SELECT kind, cents_per_day, minimum_cents FROM rate'), null, 'kind');
    }
}
