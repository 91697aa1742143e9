<?php

declare(strict_types=1);

namespace Roadworks\Repository;

use Roadworks\Database;
use Roadworks\Select;

final class WorkRepository
{
    public function __construct(private readonly Database $database)
    {
    }

    public function ofOrder(string $order): array
    {
        return $this->database->rows('SELECT permit_no, title, status FROM work WHERE client_order = ?', [$order]);
    }

    public function atRandom(int $number): array
    {
        $random = $this->database->driver === 'mysql' ? 'RAND()' : 'RANDOM()';
        return $this->database->rows("SELECT permit_no, title FROM work ORDER BY $random LIMIT ?", [$number]);
    }

    /** Ids have hardly any gaps, for works are never deleted. */
    public function atRandomById(int $number): array
    {
        $last = (int) $this->database->value('SELECT MAX(id) FROM work');
        $ids = [];
        while (count($ids) < min($number, $last)) {
            $ids[random_int(1, $last)] = true;
        }
        return Select::from('work')->columns('permit_no', 'title')->whereIn('id', array_keys($ids))->fetch($this->database);
    }

    /** All works with their district, for the reports. */
    public function withDistrict(): array
    {
        return $this->database->rows(
            'SELECT w.id, w.permit_no, w.status, w.budget, s.district_id FROM work w JOIN street s ON s.id = w.street_id'
        );
    }

    public function perDistrict(): array
    {
        return $this->database->rows(
            'SELECT d.name, COUNT(*) AS works, SUM(w.budget) AS budget FROM district d JOIN street s ON s.district_id = d.id'
            . ' JOIN work w ON w.street_id = s.id GROUP BY d.id, d.name ORDER BY d.name'
        );
    }

    public function startingFrom(string $day, int $limit): array
    {
        return $this->database->rows('SELECT permit_no, title, starts_on FROM work WHERE starts_on >= ? ORDER BY starts_on LIMIT ?', [$day, $limit]);
    }

    /** @param array<string, mixed> $budgets by permit number */
    public function saveBudgets(array $budgets): void
    {
        foreach (array_chunk($budgets, 500, true) as $chunk) {
            $cases = implode(' ', array_map(static fn (mixed $budget) => sprintf('WHEN ? THEN %d', $budget), $chunk));
            $this->database->execute(
                "UPDATE work SET budget = CASE permit_no $cases END WHERE permit_no IN (" . Database::places(count($chunk)) . ')',
                [...array_keys($chunk), ...array_keys($chunk)],
            );
        }
    }
}
