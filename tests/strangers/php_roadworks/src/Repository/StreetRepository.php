<?php

declare(strict_types=1);

namespace Roadworks\Repository;

use Roadworks\Database;

final class StreetRepository
{
    public function __construct(private readonly Database $database)
    {
    }

    public function registered(int $limit, int $offset): array
    {
        return $this->database->rows(
            'SELECT s.id, s.name, s.length_m, d.name AS district FROM street s LEFT JOIN district d ON d.id = s.district_id'
            . ' ORDER BY s.id LIMIT ? OFFSET ?',
            [$limit, $offset],
        );
    }

    public function districts(): array
    {
        return $this->database->rows('SELECT id, name, parent_id FROM district ORDER BY name');
    }
}
