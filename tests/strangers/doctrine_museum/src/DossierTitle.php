<?php

declare(strict_types=1);

namespace Museum;

/** A dossier without its text, for lists. */
final class DossierTitle
{
    public function __construct(public readonly int $id, public readonly string $title, public readonly int $pages)
    {
    }
}
