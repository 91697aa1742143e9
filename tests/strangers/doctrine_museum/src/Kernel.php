<?php

declare(strict_types=1);

namespace Museum;

use Doctrine\ORM\EntityManagerInterface;
use Symfony\Component\HttpFoundation\Exception\BadRequestException;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;

/** Finds the controller of a request. */
final class Kernel
{
    public function __construct(private readonly EntityManagerInterface $entities)
    {
    }

    public function handle(Request $request): Response
    {
        $allowed = [];
        foreach (require __DIR__ . '/routes.php' as [$method, $path, $controller, $action]) {
            if (!preg_match("~^$path$~D", $request->getPathInfo(), $found)) {
                continue;
            }
            if ($request->getMethod() !== $method) {
                $allowed[] = $method;
                continue;
            }
            try {
                return (new $controller($this->entities))->$action($request, ...array_slice($found, 1));
            } catch (BadRequestException $error) {
                return self::text($error->getMessage(), 400);
            }
        }
        return $allowed ? self::text('Method not allowed', 405, ['Allow' => implode(', ', $allowed)]) : self::text('Not found', 404);
    }

    private static function text(string $text, int $status, array $headers = []): Response
    {
        return new Response("$text\n", $status, $headers + ['Content-Type' => 'text/plain; charset=utf-8']);
    }
}
