<?php

declare(strict_types=1);

namespace Roadworks\Model;

use Roadworks\Model;

final class Inspection extends Model
{
    protected const TABLE = 'inspection';
    protected const RELATIONS = [
        'work' => ['one', Work::class, 'work_id'],
        'engineer' => ['one', Engineer::class, 'engineer_id'],
    ];
}
