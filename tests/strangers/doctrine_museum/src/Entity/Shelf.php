<?php

declare(strict_types=1);

namespace Museum\Entity;

use Doctrine\ORM\Mapping as ORM;

#[ORM\Entity]
class Shelf
{
    #[ORM\Id, ORM\GeneratedValue, ORM\Column]
    private ?int $id = null;

    #[ORM\Column(length: 20)]
    private string $code;

    #[ORM\ManyToOne, ORM\JoinColumn(nullable: false)]
    private Room $room;

    public function getCode(): string
    {
        return $this->code;
    }

    public function getRoom(): Room
    {
        return $this->room;
    }
}
