<?php

declare(strict_types=1);

namespace Museum\Controller;

use Doctrine\ORM\EntityManagerInterface;

abstract class Controller
{
    public function __construct(protected readonly EntityManagerInterface $entities)
    {
    }
}
