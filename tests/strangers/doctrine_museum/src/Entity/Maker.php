<?php

declare(strict_types=1);

namespace Museum\Entity;

use Doctrine\Common\Collections\ArrayCollection;
use Doctrine\Common\Collections\Collection;
use Doctrine\ORM\Mapping as ORM;
use Museum\Repository\MakerRepository;

#[ORM\Entity(repositoryClass: MakerRepository::class)]
#[ORM\Index(columns: ['sort_name'], name: 'maker_sort_name')]
class Maker
{
    #[ORM\Id, ORM\GeneratedValue, ORM\Column]
    private ?int $id = null;

    #[ORM\Column(length: 80)]
    private string $name;

    #[ORM\Column(length: 80)]
    private string $sortName;

    #[ORM\Column(nullable: true)]
    private ?int $born = null;

    #[ORM\ManyToOne, ORM\JoinColumn(nullable: false)]
    private Country $country;

    #[ORM\OneToMany(mappedBy: 'maker', targetEntity: Artefact::class), ORM\OrderBy(['id' => 'ASC'])]
    private Collection $artefacts;

    public function __construct()
    {
        $this->artefacts = new ArrayCollection();
    }

    public function getId(): ?int
    {
        return $this->id;
    }

    public function getName(): string
    {
        return $this->name;
    }

    public function getBorn(): ?int
    {
        return $this->born;
    }

    public function getCountry(): Country
    {
        return $this->country;
    }

    /** @return Collection<int, Artefact> */
    public function getArtefacts(): Collection
    {
        return $this->artefacts;
    }
}
