<?php

declare(strict_types=1);

namespace Roadworks\Repository;

use Roadworks\Database;

final class ClosureRepository
{
    public function __construct(private readonly Database $database)
    {
    }

    public function latest(int $limit): array
    {
        return $this->database->rows(
            'SELECT c.id, c.kind, c.lanes, c.from_at, c.until_at, w.permit_no FROM closure c JOIN work w ON w.id = c.work_id'
            . ' ORDER BY c.id DESC LIMIT ?',
            [$limit],
        );
    }

    public function startingOn(string $day): array
    {
        return $this->database->rows(
            'SELECT c.kind, c.lanes, c.from_at, c.until_at, w.permit_no, s.name AS street FROM closure c JOIN work w ON w.id = c.work_id'
            . ' JOIN street s ON s.id = w.street_id WHERE DATE(c.from_at) = ? ORDER BY c.from_at',
            [$day],
        );
    }

    public function nextOfKind(string $kind, string $day, int $limit): array
    {
        return $this->database->rows(
            'SELECT lanes, from_at, until_at FROM closure WHERE kind = ? AND from_at >= ? ORDER BY from_at LIMIT ?',
            [$kind, $day, $limit],
        );
    }

    public function page(int $limit, int $offset): array
    {
        return $this->database->rows(
            'SELECT c.kind, c.lanes, c.from_at, c.until_at, w.permit_no, s.name AS street FROM closure c LEFT JOIN work w ON w.id = c.work_id'
            . ' LEFT JOIN street s ON s.id = w.street_id ORDER BY c.id DESC LIMIT ? OFFSET ?',
            [$limit, $offset],
        );
    }

    public function startingFrom(string $day, int $limit): array
    {
        return $this->database->rows('SELECT kind, lanes, from_at FROM closure WHERE from_at >= ? ORDER BY from_at LIMIT ?', [$day, $limit]);
    }
}
