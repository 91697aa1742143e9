<?php

declare(strict_types=1);

namespace Museum\Entity;

use DateTimeImmutable;
use Doctrine\DBAL\Types\Types;
use Doctrine\ORM\Mapping as ORM;
use Museum\Repository\ConditionReportRepository;

#[ORM\Entity(repositoryClass: ConditionReportRepository::class)]
class ConditionReport
{
    #[ORM\Id, ORM\GeneratedValue, ORM\Column]
    private ?int $id = null;

    public function __construct(
        #[ORM\ManyToOne(inversedBy: 'reports'), ORM\JoinColumn(nullable: false)]
        private Artefact $artefact,
        #[ORM\ManyToOne(fetch: 'EAGER'), ORM\JoinColumn(nullable: false)]
        private Conservator $conservator,
        #[ORM\Column(type: Types::DATETIME_IMMUTABLE)]
        private DateTimeImmutable $reportedAt,
        #[ORM\Column(length: 10)]
        private string $grade,
        #[ORM\Column(length: 200)]
        private string $remarks,
    ) {
    }

    public function getId(): ?int
    {
        return $this->id;
    }

    public function getArtefact(): Artefact
    {
        return $this->artefact;
    }

    public function getConservator(): Conservator
    {
        return $this->conservator;
    }

    public function getReportedAt(): DateTimeImmutable
    {
        return $this->reportedAt;
    }

    public function getGrade(): string
    {
        return $this->grade;
    }

    public function getRemarks(): string
    {
        return $this->remarks;
    }
}
