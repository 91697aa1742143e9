<?php

declare(strict_types=1);

namespace Roadworks\Model;

use Roadworks\Model;

final class Street extends Model
{
    protected const TABLE = 'street';
    protected const RELATIONS = [
        'works' => ['many', Work::class, 'street_id'],
        'district' => ['one', District::class, 'district_id'],
    ];
}
