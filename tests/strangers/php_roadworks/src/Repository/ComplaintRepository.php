<?php

declare(strict_types=1);

namespace Roadworks\Repository;

use Roadworks\Database;

final class ComplaintRepository
{
    private const LIST = 'SELECT c.id, c.sender, c.message, c.received_at, s.name AS street FROM complaint c LEFT JOIN street s ON s.id = c.street_id';

    public function __construct(private readonly Database $database)
    {
    }

    public function page(int $limit, int $offset): array
    {
        return $this->database->rows(self::LIST . ' ORDER BY c.id DESC LIMIT ? OFFSET ?', [$limit, $offset]);
    }

    public function count(): int
    {
        return (int) $this->database->value('SELECT COUNT(*) FROM complaint');
    }

    /** The complaints before the given one, newest first; without it the newest of all. */
    public function before(?string $receivedAt, int $id, int $limit): array
    {
        if ($receivedAt === null) {
            return $this->database->rows(self::LIST . ' ORDER BY c.received_at DESC, c.id DESC LIMIT ?', [$limit]);
        }
        return $this->database->rows(
            self::LIST . ' WHERE c.received_at <= ? AND (c.received_at < ? OR c.id < ?) ORDER BY c.received_at DESC, c.id DESC LIMIT ?',
            [$receivedAt, $receivedAt, $id, $limit],
        );
    }

    public function containing(string $text): array
    {
        return $this->database->rows(self::LIST . ' WHERE c.message LIKE ? ORDER BY c.id', ['%' . addcslashes($text, '%_\\') . '%']);
    }

    public function latestOfStreet(int $street, int $limit): array
    {
        return $this->database->rows(
            'SELECT id, sender, message, received_at FROM complaint WHERE street_id = ? ORDER BY received_at DESC LIMIT ?',
            [$street, $limit],
        );
    }

    public function openOfStreet(int $street, int $limit, int $offset): array
    {
        return $this->database->rows(
            "SELECT id, sender, message, received_at FROM complaint WHERE street_id = ? AND state = 'open' ORDER BY id DESC LIMIT ? OFFSET ?",
            [$street, $limit, $offset],
        );
    }

    public function countOpen(int $street): int
    {
        return (int) $this->database->value("SELECT COUNT(*) FROM complaint WHERE street_id = ? AND state = 'open'", [$street]);
    }

    /** Open complaints by street. */
    public function countOpenOf(array $streets): array
    {
        if (!$streets) {
            return [];
        }
        $rows = $this->database->rows(
            "SELECT street_id, COUNT(*) AS number FROM complaint WHERE state = 'open' AND street_id IN (" . Database::places(count($streets)) . ')'
            . ' GROUP BY street_id',
            $streets,
        );
        return array_column($rows, 'number', 'street_id');
    }

    public function perDay(string $from, string $until): array
    {
        return $this->database->rows(
            'SELECT DATE(received_at) AS day, COUNT(*) AS complaints FROM complaint WHERE received_at >= ? AND received_at < ?'
            . ' GROUP BY DATE(received_at) ORDER BY day',
            [$from, $until],
        );
    }

    public function export(): array
    {
        return $this->database->rows(self::LIST . ' ORDER BY c.id');
    }
}
