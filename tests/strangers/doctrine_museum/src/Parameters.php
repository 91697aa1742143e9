<?php

declare(strict_types=1);

namespace Museum;

use DateTimeImmutable;
use Symfony\Component\HttpFoundation\Exception\BadRequestException;
use Symfony\Component\HttpFoundation\Request;

/** The parameters of a request, checked. */
final class Parameters
{
    public static function int(Request $request, string $name, int $default, int $min = 1, int $max = 500): int
    {
        $value = filter_var($request->query->get($name, (string) $default), FILTER_VALIDATE_INT, ['options' => ['min_range' => $min, 'max_range' => $max]]);
        return $value === false ? throw new BadRequestException("$name must be a number from $min to $max") : $value;
    }

    public static function limit(Request $request): int
    {
        return self::int($request, 'limit', 20);
    }

    public static function text(Request $request, string $name): string
    {
        $value = trim((string) $request->query->get($name, ''));
        return $value === '' ? throw new BadRequestException("$name is missing") : $value;
    }

    public static function day(Request $request, string $name = 'day'): DateTimeImmutable
    {
        $day = DateTimeImmutable::createFromFormat('!Y-m-d', self::text($request, $name));
        return $day ?: throw new BadRequestException("$name must be a date such as 2024-05-06");
    }

    /** The rows of a body {"rows": [...]}. */
    public static function rows(Request $request): array
    {
        $body = json_decode($request->getContent(), true);
        $rows = is_array($body) ? $body['rows'] ?? null : null;
        if (!is_array($rows) || !$rows || count($rows) > 1000) {
            throw new BadRequestException('the body must have from 1 to 1000 rows');
        }
        return $rows;
    }
}
