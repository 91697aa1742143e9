<?php

declare(strict_types=1);

namespace Roadworks\Model;

use Roadworks\Model;

final class Work extends Model
{
    protected const TABLE = 'work';
    protected const RELATIONS = [
        'street' => ['one', Street::class, 'street_id'],
        'contractor' => ['one', Contractor::class, 'contractor_id'],
        'engineer' => ['one', Engineer::class, 'engineer_id'],
        'closures' => ['many', LaneClosure::class, 'work_id'],
    ];
}
