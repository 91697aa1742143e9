<?php

declare(strict_types=1);

namespace Museum\Entity;

use Doctrine\ORM\Mapping as ORM;

#[ORM\Entity]
class Setting
{
    #[ORM\Id, ORM\Column(length: 40)]
    private string $name;

    #[ORM\Column(length: 200)]
    private string $value;

    public function getValue(): string
    {
        return $this->value;
    }
}
