<?php

declare(strict_types=1);

namespace Museum\Entity;

use Doctrine\ORM\Mapping as ORM;

#[ORM\Entity]
class Room
{
    #[ORM\Id, ORM\GeneratedValue, ORM\Column]
    private ?int $id = null;

    #[ORM\Column(length: 60)]
    private string $name;

    #[ORM\Column]
    private int $floor;

    #[ORM\ManyToOne(inversedBy: 'rooms'), ORM\JoinColumn(nullable: false)]
    private Building $building;

    public function getName(): string
    {
        return $this->name;
    }

    public function getBuilding(): Building
    {
        return $this->building;
    }
}
