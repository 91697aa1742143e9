<?php

declare(strict_types=1);

namespace Museum\Entity;

use DateTimeImmutable;
use Doctrine\Common\Collections\ArrayCollection;
use Doctrine\Common\Collections\Collection;
use Doctrine\DBAL\Types\Types;
use Doctrine\ORM\Mapping as ORM;
use Museum\Repository\LoanRepository;

#[ORM\Entity(repositoryClass: LoanRepository::class)]
#[ORM\UniqueConstraint(name: 'loan_number', columns: ['number'])]
#[ORM\Index(columns: ['due_on'], name: 'loan_due_on')]
class Loan
{
    #[ORM\Id, ORM\GeneratedValue, ORM\Column]
    private ?int $id = null;

    #[ORM\Column(length: 12)]
    private string $number;

    #[ORM\ManyToOne(inversedBy: 'loans'), ORM\JoinColumn(nullable: false)]
    private Institution $institution;

    #[ORM\Column(length: 12)]
    private string $status;

    #[ORM\Column(type: Types::DATE_IMMUTABLE)]
    private DateTimeImmutable $startsOn;

    #[ORM\Column(type: Types::DATE_IMMUTABLE)]
    private DateTimeImmutable $dueOn;

    #[ORM\Column]
    private int $fee;

    #[ORM\OneToMany(mappedBy: 'loan', targetEntity: LoanItem::class)]
    private Collection $items;

    public function __construct()
    {
        $this->items = new ArrayCollection();
    }

    public function getId(): ?int
    {
        return $this->id;
    }

    public function getNumber(): string
    {
        return $this->number;
    }

    public function getInstitution(): Institution
    {
        return $this->institution;
    }

    public function getStatus(): string
    {
        return $this->status;
    }

    public function getStartsOn(): DateTimeImmutable
    {
        return $this->startsOn;
    }

    public function getDueOn(): DateTimeImmutable
    {
        return $this->dueOn;
    }

    public function extend(int $days): void
    {
        $this->dueOn = $this->dueOn->modify("+$days days");
    }

    public function getFee(): int
    {
        return $this->fee;
    }

    /** @return Collection<int, LoanItem> */
    public function getItems(): Collection
    {
        return $this->items;
    }
}
