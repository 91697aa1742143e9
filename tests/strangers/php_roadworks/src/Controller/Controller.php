<?php

declare(strict_types=1);

namespace Roadworks\Controller;

use Roadworks\Cache;
use Roadworks\Database;

abstract class Controller
{
    public function __construct(protected readonly Database $database, protected readonly Cache $cache)
    {
    }
}
