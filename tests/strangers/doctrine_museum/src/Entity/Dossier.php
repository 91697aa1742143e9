<?php

declare(strict_types=1);

namespace Museum\Entity;

use Doctrine\DBAL\Types\Types;
use Doctrine\ORM\Mapping as ORM;

#[ORM\Entity]
class Dossier
{
    #[ORM\Id, ORM\GeneratedValue, ORM\Column]
    private ?int $id = null;

    #[ORM\ManyToOne, ORM\JoinColumn(nullable: false)]
    private Artefact $artefact;

    #[ORM\Column(length: 120)]
    private string $title;

    #[ORM\Column]
    private int $pages;

    #[ORM\Column(type: Types::TEXT)]
    private string $body;

    public function getId(): ?int
    {
        return $this->id;
    }

    public function getTitle(): string
    {
        return $this->title;
    }

    public function getPages(): int
    {
        return $this->pages;
    }

    public function getBody(): string
    {
        return $this->body;
    }
}
