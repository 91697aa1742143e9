<?php

declare(strict_types=1);

namespace Museum\Entity;

use Doctrine\ORM\Mapping as ORM;

#[ORM\Entity]
class Conservator
{
    #[ORM\Id, ORM\GeneratedValue, ORM\Column]
    private ?int $id = null;

    #[ORM\Column(length: 80)]
    private string $name;

    #[ORM\Column(length: 40)]
    private string $studio;

    public function getName(): string
    {
        return $this->name;
    }

    public function getStudio(): string
    {
        return $this->studio;
    }
}
