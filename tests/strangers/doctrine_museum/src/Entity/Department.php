<?php

declare(strict_types=1);

namespace Museum\Entity;

use Doctrine\ORM\Mapping as ORM;

#[ORM\Entity]
class Department
{
    #[ORM\Id, ORM\GeneratedValue, ORM\Column]
    private ?int $id = null;

    #[ORM\Column(length: 60)]
    private string $name;

    #[ORM\Column(length: 80)]
    private string $curator;

    public function getName(): string
    {
        return $this->name;
    }

    public function getCurator(): string
    {
        return $this->curator;
    }
}
