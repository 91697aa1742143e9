<?php

declare(strict_types=1);

namespace Roadworks;

use PDO;
use PDOStatement;

/** A thin layer over PDO for MariaDB and PostgreSQL. */
final class Database
{
    private PDO $pdo;
    public readonly string $driver;

    public function __construct(string $url)
    {
        $parts = parse_url($url);
        $this->driver = $parts['scheme'] === 'mysql' ? 'mysql' : 'pgsql';
        $dsn = sprintf('%s:host=%s;port=%d;dbname=%s', $this->driver, $parts['host'], $parts['port'], ltrim($parts['path'], '/'));
        $this->pdo = new PDO($this->driver === 'mysql' ? "$dsn;charset=utf8mb4" : $dsn, $parts['user'], $parts['pass'], [
            PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
            PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC,
            PDO::ATTR_EMULATE_PREPARES => false,
        ]);
    }

    /** @return list<array<string, mixed>> */
    public function rows(string $sql, array $values = []): array
    {
        return $this->run($sql, $values)->fetchAll();
    }

    public function row(string $sql, array $values = []): ?array
    {
        return $this->run($sql, $values)->fetch() ?: null;
    }

    public function value(string $sql, array $values = []): mixed
    {
        return $this->run($sql, $values)->fetchColumn();
    }

    /** The first column of all rows. */
    public function column(string $sql, array $values = []): array
    {
        return $this->run($sql, $values)->fetchAll(PDO::FETCH_COLUMN);
    }

    public function execute(string $sql, array $values = []): int
    {
        return $this->run($sql, $values)->rowCount();
    }

    /** Inserts rows with the same keys, at most $chunk in one query. */
    public function insertAll(string $table, array $rows, int $chunk = 500): void
    {
        foreach (array_chunk($rows, $chunk) as $part) {
            $columns = array_keys($part[0]);
            $places = '(' . self::places(count($columns)) . ')';
            $this->execute(
                "INSERT INTO $table (" . implode(', ', $columns) . ') VALUES ' . implode(', ', array_fill(0, count($part), $places)),
                array_merge(...array_map('array_values', $part)),
            );
        }
    }

    public function transaction(callable $work): mixed
    {
        $this->pdo->beginTransaction();
        try {
            $result = $work();
            $this->pdo->commit();
            return $result;
        } catch (\Throwable $error) {
            $this->pdo->rollBack();
            throw $error;
        }
    }

    /** Several queries at once, for the schema. */
    public function script(string $sql): void
    {
        foreach (array_filter(array_map('trim', explode(";\n", $sql))) as $query) {
            $this->pdo->exec($query);
        }
    }

    public static function places(int $number): string
    {
        return implode(', ', array_fill(0, $number, '?'));
    }

    private function run(string $sql, array $values): PDOStatement
    {
        $query = $this->pdo->prepare($sql);
        foreach (array_values($values) as $i => $value) {
            $query->bindValue($i + 1, $value, is_int($value) ? PDO::PARAM_INT : PDO::PARAM_STR);
        }
        $query->execute();
        return $query;
    }
}
