<?php

declare(strict_types=1);

namespace Roadworks;

final class Request
{
    private function __construct(
        public readonly string $method,
        public readonly string $path,
        private readonly array $query,
        private readonly string $body,
    ) {
    }

    public static function current(): self
    {
        return new self(
            $_SERVER['REQUEST_METHOD'],
            parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH),
            $_GET,
            (string) file_get_contents('php://input'),
        );
    }

    public function int(string $name, int $default, int $min = 1, int $max = 200): int
    {
        $value = filter_var($this->query[$name] ?? $default, FILTER_VALIDATE_INT, ['options' => ['min_range' => $min, 'max_range' => $max]]);
        return $value !== false ? $value : throw new BadRequest("$name must be a number from $min to $max");
    }

    public function text(string $name, ?string $default = null): string
    {
        $value = $this->query[$name] ?? $default;
        return is_string($value) && $value !== '' ? $value : throw new BadRequest("$name is missing");
    }

    public function date(string $name, string $default = 'today'): \DateTimeImmutable
    {
        try {
            return (new \DateTimeImmutable($this->text($name, $default)))->setTime(0, 0);
        } catch (\Exception) {
            throw new BadRequest("$name must be a date");
        }
    }

    /** The rows of a JSON body. */
    public function rows(): array
    {
        $rows = json_decode($this->body, true)['rows'] ?? null;
        return is_array($rows) ? $rows : throw new BadRequest('the body must be JSON with rows');
    }
}
