<?php

declare(strict_types=1);

namespace Roadworks\Model;

use Roadworks\Model;

final class Engineer extends Model
{
    protected const TABLE = 'engineer';
    protected const RELATIONS = [
        'department' => ['one', Department::class, 'department_id'],
    ];
}
