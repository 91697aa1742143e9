<?php

declare(strict_types=1);

namespace Roadworks;

final class Response
{
    public static function text(int $status, string $text): void
    {
        http_response_code($status);
        header('Content-Type: text/plain; charset=utf-8');
        echo $text, "\n";
    }

    public static function json(mixed $value): void
    {
        header('Content-Type: application/json');
        echo json_encode($value, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE);
    }

    /** A template within the layout. */
    public static function page(string $template, string $title, array $values): void
    {
        header('Content-Type: text/html; charset=utf-8');
        $content = self::render($template, $values);
        echo self::render('layout', ['title' => $title, 'content' => $content]);
    }

    private static function render(string $template, array $values): string
    {
        extract($values);
        ob_start();
        require __DIR__ . "/../templates/$template.php";
        return ob_get_clean();
    }
}
