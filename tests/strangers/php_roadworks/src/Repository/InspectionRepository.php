<?php

declare(strict_types=1);

namespace Roadworks\Repository;

use Roadworks\Database;

final class InspectionRepository
{
    public function __construct(private readonly Database $database)
    {
    }

    public function latestOfEngineer(int $engineer, int $limit): array
    {
        return $this->database->rows(
            'SELECT i.id, i.inspected_at, i.result, i.remarks, w.permit_no FROM inspection i JOIN work w ON w.id = i.work_id'
            . ' WHERE i.engineer_id = ? ORDER BY i.inspected_at DESC LIMIT ?',
            [$engineer, $limit],
        );
    }

    public function between(string $from, string $until): array
    {
        return $this->database->rows(
            'SELECT i.id, i.inspected_at, i.result, i.remarks, w.permit_no FROM inspection i LEFT JOIN work w ON w.id = i.work_id'
            . ' WHERE i.inspected_at >= ? AND i.inspected_at < ?',
            [$from, $until],
        );
    }

    public function latest(int $limit): array
    {
        return $this->database->rows('SELECT id, result, remarks FROM inspection ORDER BY id DESC LIMIT ?', [$limit]);
    }
}
