<?php

declare(strict_types=1);

namespace Roadworks\Model;

use Roadworks\Model;

final class LaneClosure extends Model
{
    protected const TABLE = 'closure';
    protected const RELATIONS = [
        'work' => ['one', Work::class, 'work_id'],
        'signs' => ['through', Sign::class, 'closure_sign', 'closure_id', 'sign_id'],
    ];
}
