<?php

declare(strict_types=1);

namespace Roadworks\Repository;

use Roadworks\Database;

final class InvoiceRepository
{
    public function __construct(private readonly Database $database)
    {
    }

    public function all(): array
    {
        return $this->database->rows('SELECT id, number, state, due_on, amount FROM invoice ORDER BY id DESC');
    }

    public function unpaid(int $limit): array
    {
        return $this->database->rows("SELECT id, number, state, due_on, amount FROM invoice WHERE state = 'unpaid' ORDER BY due_on LIMIT ?", [$limit]);
    }

    /** Counts no further than the limit. */
    public function countUnpaid(int $limit): int
    {
        return (int) $this->database->value("SELECT COUNT(*) FROM (SELECT id FROM invoice WHERE state = 'unpaid' LIMIT ?) counted", [$limit]);
    }
}
