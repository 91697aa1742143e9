<?php

declare(strict_types=1);

namespace Museum\Entity;

use DateTimeImmutable;
use Doctrine\Common\Collections\ArrayCollection;
use Doctrine\Common\Collections\Collection;
use Doctrine\DBAL\Types\Types;
use Doctrine\ORM\Mapping as ORM;
use Museum\Repository\ExhibitionRepository;

#[ORM\Entity(repositoryClass: ExhibitionRepository::class)]
class Exhibition
{
    #[ORM\Id, ORM\GeneratedValue, ORM\Column]
    private ?int $id = null;

    #[ORM\Column(length: 120)]
    private string $title;

    #[ORM\Column(type: Types::DATE_IMMUTABLE)]
    private DateTimeImmutable $opensOn;

    #[ORM\Column(type: Types::DATE_IMMUTABLE)]
    private DateTimeImmutable $closesOn;

    #[ORM\ManyToOne, ORM\JoinColumn(nullable: false)]
    private Building $building;

    #[ORM\ManyToMany(targetEntity: Artefact::class, fetch: 'EXTRA_LAZY'), ORM\JoinTable(name: 'exhibition_artefact')]
    private Collection $artefacts;

    public function __construct()
    {
        $this->artefacts = new ArrayCollection();
    }

    public function getId(): ?int
    {
        return $this->id;
    }

    public function getTitle(): string
    {
        return $this->title;
    }

    public function getOpensOn(): DateTimeImmutable
    {
        return $this->opensOn;
    }

    public function getClosesOn(): DateTimeImmutable
    {
        return $this->closesOn;
    }

    public function getBuilding(): Building
    {
        return $this->building;
    }

    /** @return Collection<int, Artefact> */
    public function getArtefacts(): Collection
    {
        return $this->artefacts;
    }
}
