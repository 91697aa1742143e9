<?php

declare(strict_types=1);

namespace Roadworks;

/** Values in files, for figures that may be some minutes old. */
final class Cache
{
    public function __construct(private readonly string $folder)
    {
    }

    public function remember(string $key, int $seconds, callable $compute): mixed
    {
        $file = "$this->folder/$key.json";
        if (is_file($file) && filemtime($file) > time() - $seconds) {
            return json_decode(file_get_contents($file), true);
        }
        $value = $compute();
        $new = tempnam($this->folder, $key);
        file_put_contents($new, json_encode($value, JSON_THROW_ON_ERROR));
        rename($new, $file);
        return $value;
    }
}
