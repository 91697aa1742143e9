<?php

declare(strict_types=1);

namespace Roadworks\Model;

use Roadworks\Model;

final class Certificate extends Model
{
    protected const TABLE = 'certificate';
}
