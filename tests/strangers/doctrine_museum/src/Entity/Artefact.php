<?php

declare(strict_types=1);

namespace Museum\Entity;

use DateTimeImmutable;
use Doctrine\Common\Collections\ArrayCollection;
use Doctrine\Common\Collections\Collection;
use Doctrine\DBAL\Types\Types;
use Doctrine\ORM\Mapping as ORM;
use Museum\Repository\ArtefactRepository;

#[ORM\Entity(repositoryClass: ArtefactRepository::class)]
#[ORM\UniqueConstraint(name: 'artefact_inventory_no', columns: ['inventory_no'])]
#[ORM\Index(columns: ['state', 'acquired_on'], name: 'artefact_state_acquired')]
class Artefact
{
    #[ORM\Id, ORM\GeneratedValue, ORM\Column]
    private ?int $id = null;

    #[ORM\Column(length: 12)]
    private string $inventoryNo;

    /** The number in the card index that the museum used until 1998. */
    #[ORM\Column(length: 20)]
    private string $cardNo;

    #[ORM\Column(length: 120)]
    private string $title;

    #[ORM\Column(length: 20)]
    private string $kind;

    #[ORM\Column(length: 12)]
    private string $state;

    #[ORM\Column(type: Types::DATE_IMMUTABLE)]
    private DateTimeImmutable $acquiredOn;

    #[ORM\Column]
    private int $insuredValue;

    #[ORM\ManyToOne(inversedBy: 'artefacts'), ORM\JoinColumn(nullable: false)]
    private Maker $maker;

    #[ORM\ManyToOne, ORM\JoinColumn(nullable: false)]
    private Department $department;

    #[ORM\ManyToOne, ORM\JoinColumn(nullable: false)]
    private Shelf $shelf;

    #[ORM\ManyToMany(targetEntity: Material::class), ORM\JoinTable(name: 'artefact_material')]
    private Collection $materials;

    #[ORM\OneToMany(mappedBy: 'artefact', targetEntity: ConditionReport::class), ORM\OrderBy(['reportedAt' => 'DESC'])]
    private Collection $reports;

    public function __construct()
    {
        $this->materials = new ArrayCollection();
        $this->reports = new ArrayCollection();
    }

    public function getId(): ?int
    {
        return $this->id;
    }

    public function getInventoryNo(): string
    {
        return $this->inventoryNo;
    }

    public function getTitle(): string
    {
        return $this->title;
    }

    public function getKind(): string
    {
        return $this->kind;
    }

    public function getState(): string
    {
        return $this->state;
    }

    public function getAcquiredOn(): DateTimeImmutable
    {
        return $this->acquiredOn;
    }

    public function getInsuredValue(): int
    {
        return $this->insuredValue;
    }

    public function raiseInsuredValue(int $euros): void
    {
        $this->insuredValue += $euros;
    }

    public function getMaker(): Maker
    {
        return $this->maker;
    }

    public function getDepartment(): Department
    {
        return $this->department;
    }

    public function getShelf(): Shelf
    {
        return $this->shelf;
    }

    /** @return Collection<int, Material> */
    public function getMaterials(): Collection
    {
        return $this->materials;
    }

    /** @return Collection<int, ConditionReport> */
    public function getReports(): Collection
    {
        return $this->reports;
    }
}
