<?php

declare(strict_types=1);

namespace Roadworks\Model;

use Roadworks\Model;

final class Contractor extends Model
{
    protected const TABLE = 'contractor';
    protected const RELATIONS = [
        'insurer' => ['one', Insurer::class, 'insurer_id'],
        'works' => ['many', Work::class, 'contractor_id'],
        'certificates' => ['many', Certificate::class, 'contractor_id'],
    ];
}
