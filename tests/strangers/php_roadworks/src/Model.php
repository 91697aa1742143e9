<?php

declare(strict_types=1);

namespace Roadworks;

/**
 * Active record. A relation is loaded when it is first touched, or for many records at once with preload(). Each row
 * exists once per request as an object (identity map).
 */
abstract class Model
{
    protected const TABLE = '';
    /**
     * name => ['one', class, key here] | ['many', class, key there] | ['through', class, table between, key to here, key to there]
     */
    protected const RELATIONS = [];
    private const CHUNK = 100;

    private static Database $database;
    private static array $identities = [];
    private array $loaded = [];

    final protected function __construct(private array $attributes)
    {
    }

    public static function connect(Database $database): void
    {
        self::$database = $database;
    }

    public static function find(int $id): ?static
    {
        return self::$identities[static::class][$id] ?? static::select('WHERE id = ?', [$id])[0] ?? null;
    }

    public static function findBy(string $column, mixed $value): ?static
    {
        return static::select("WHERE $column = ?", [$value])[0] ?? null;
    }

    /** @return list<static> */
    public static function all(): array
    {
        return static::select('ORDER BY id');
    }

    /** @return list<static> */
    public static function latest(int $limit, int $offset = 0): array
    {
        return static::select('ORDER BY id DESC LIMIT ? OFFSET ?', [$limit, $offset]);
    }

    /** @return list<static> */
    public static function select(string $rest, array $values = []): array
    {
        return array_map(static::hydrate(...), self::$database->rows('SELECT * FROM ' . static::TABLE . " $rest", $values));
    }

    public static function create(array $attributes): void
    {
        self::$database->insertAll(static::TABLE, [$attributes]);
    }

    public function save(string ...$columns): void
    {
        $assignments = implode(', ', array_map(static fn (string $column) => "$column = ?", $columns));
        $values = array_map(fn (string $column) => $this->attributes[$column], $columns);
        self::$database->execute('UPDATE ' . static::TABLE . " SET $assignments WHERE id = ?", [...$values, $this->attributes['id']]);
    }

    /** Loads a relation of all these records. */
    public static function preload(array $records, string $name): void
    {
        if ($records) {
            [$type, $class] = $records[0]::RELATIONS[$name];
            match ($type) {
                'one' => self::preloadOne($records, $class, $records[0]::RELATIONS[$name][2]),
                'many' => self::preloadMany($records, $name, $class, $records[0]::RELATIONS[$name][2]),
                'through' => self::preloadThrough($records, $name, $class, ...array_slice($records[0]::RELATIONS[$name], 2)),
            };
        }
    }

    public function __get(string $name): mixed
    {
        if (array_key_exists($name, $this->attributes)) {
            return $this->attributes[$name];
        }
        if (!array_key_exists($name, $this->loaded)) {
            $this->loaded[$name] = $this->load(static::RELATIONS[$name] ?? throw new \LogicException(static::class . " has no $name"));
        }
        return $this->loaded[$name];
    }

    public function __set(string $name, mixed $value): void
    {
        $this->attributes[$name] = $value;
    }

    private function load(array $relation): mixed
    {
        [$type, $class] = $relation;
        return match ($type) {
            'one' => $this->attributes[$relation[2]] === null ? null : $class::find($this->attributes[$relation[2]]),
            'many' => $class::select("WHERE $relation[2] = ? ORDER BY id", [$this->attributes['id']]),
            'through' => $class::select(
                "WHERE id IN (SELECT $relation[4] FROM $relation[2] WHERE $relation[3] = ?) ORDER BY id",
                [$this->attributes['id']],
            ),
        };
    }

    private static function hydrate(array $row): static
    {
        return self::$identities[static::class][$row['id']] ??= new static($row);
    }

    private static function preloadOne(array $records, string $class, string $key): void
    {
        $ids = array_unique(array_filter(array_map(static fn (Model $record) => $record->$key, $records)));
        $missing = array_diff($ids, array_keys(self::$identities[$class] ?? []));
        foreach (array_chunk($missing, self::CHUNK) as $chunk) {
            $class::select('WHERE id IN (' . Database::places(count($chunk)) . ')', $chunk);
        }
    }

    private static function preloadMany(array $records, string $name, string $class, string $key): void
    {
        $found = [];
        foreach (array_chunk(array_column(self::rowsOf($records), 'id'), self::CHUNK) as $chunk) {
            foreach ($class::select("WHERE $key IN (" . Database::places(count($chunk)) . ') ORDER BY id', $chunk) as $other) {
                $found[$other->$key][] = $other;
            }
        }
        foreach ($records as $record) {
            $record->loaded[$name] = $found[$record->id] ?? [];
        }
    }

    private static function preloadThrough(array $records, string $name, string $class, string $between, string $here, string $there): void
    {
        $found = [];
        foreach (array_chunk(array_column(self::rowsOf($records), 'id'), self::CHUNK) as $chunk) {
            $rows = self::$database->rows(
                "SELECT b.$here AS preloaded_for, o.* FROM $between b JOIN " . $class::TABLE . " o ON o.id = b.$there"
                . " WHERE b.$here IN (" . Database::places(count($chunk)) . ') ORDER BY o.id',
                $chunk,
            );
            foreach ($rows as $row) {
                $found[$row['preloaded_for']][] = $class::hydrate(array_diff_key($row, ['preloaded_for' => true]));
            }
        }
        foreach ($records as $record) {
            $record->loaded[$name] = $found[$record->id] ?? [];
        }
    }

    private static function rowsOf(array $records): array
    {
        return array_map(static fn (Model $record) => $record->attributes, $records);
    }
}
