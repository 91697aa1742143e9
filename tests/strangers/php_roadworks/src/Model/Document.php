<?php

declare(strict_types=1);

namespace Roadworks\Model;

use Roadworks\Model;

final class Document extends Model
{
    protected const TABLE = 'document';
    protected const RELATIONS = [
        'work' => ['one', Work::class, 'work_id'],
    ];
}
