<?php

declare(strict_types=1);

namespace Roadworks;

/** Builds a SELECT step by step. */
final class Select
{
    private array $columns = ['*'];
    private array $joins = [];
    private array $conditions = [];
    private array $values = [];
    private string $group = '';
    private string $order = '';
    private ?int $limit = null;
    private int $offset = 0;

    public function __construct(private readonly string $table)
    {
    }

    public static function from(string $table): self
    {
        return new self($table);
    }

    public function columns(string ...$columns): self
    {
        $this->columns = $columns;
        return $this;
    }

    public function join(string $table, string $on): self
    {
        $this->joins[] = "JOIN $table ON $on";
        return $this;
    }

    public function leftJoin(string $table, string $on): self
    {
        $this->joins[] = "LEFT JOIN $table ON $on";
        return $this;
    }

    public function where(string $condition, mixed ...$values): self
    {
        $this->conditions[] = $condition;
        array_push($this->values, ...$values);
        return $this;
    }

    public function whereIn(string $column, array $values): self
    {
        return $values ? $this->where("$column IN (" . Database::places(count($values)) . ')', ...$values) : $this->where('1 = 0');
    }

    public function groupBy(string $columns): self
    {
        $this->group = $columns;
        return $this;
    }

    public function orderBy(string $columns): self
    {
        $this->order = $columns;
        return $this;
    }

    public function limit(int $limit, int $offset = 0): self
    {
        $this->limit = $limit;
        $this->offset = $offset;
        return $this;
    }

    /** @return list<array<string, mixed>> */
    public function fetch(Database $database): array
    {
        $sql = 'SELECT ' . implode(', ', $this->columns) . " FROM $this->table";
        foreach ($this->joins as $join) {
            $sql .= " $join";
        }
        $sql .= $this->conditions ? ' WHERE ' . implode(' AND ', $this->conditions) : '';
        $sql .= $this->group ? " GROUP BY $this->group" : '';
        $sql .= $this->order ? " ORDER BY $this->order" : '';
        $values = $this->values;
        if ($this->limit !== null) {
            $sql .= ' LIMIT ? OFFSET ?';
            array_push($values, $this->limit, $this->offset);
        }
        return $database->rows($sql, $values);
    }
}
