<?php

declare(strict_types=1);

namespace Museum;

use Symfony\Component\HttpFoundation\Response;

/** Templates in plain PHP, each shown within the layout. */
final class View
{
    public static function page(string $template, string $title, array $values = []): Response
    {
        $content = self::render($template, $values);
        return new Response(self::render('layout', ['title' => $title, 'content' => $content]));
    }

    private static function render(string $template, array $values): string
    {
        $e = static fn (mixed $value): string => htmlspecialchars((string) $value, ENT_QUOTES);
        extract($values);
        ob_start();
        require __DIR__ . "/../templates/$template.php";
        return ob_get_clean();
    }
}
