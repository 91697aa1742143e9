<?php

declare(strict_types=1);

namespace Roadworks;

final class BadRequest extends \Exception
{
}
