<?php

declare(strict_types=1);

namespace Museum\Entity;

use Doctrine\ORM\Mapping as ORM;

#[ORM\Entity]
class LoanItem
{
    #[ORM\Id, ORM\GeneratedValue, ORM\Column]
    private ?int $id = null;

    #[ORM\ManyToOne(inversedBy: 'items'), ORM\JoinColumn(nullable: false)]
    private Loan $loan;

    #[ORM\ManyToOne, ORM\JoinColumn(nullable: false)]
    private Artefact $artefact;

    #[ORM\Column(length: 40)]
    private string $packing;

    public function getLoan(): Loan
    {
        return $this->loan;
    }

    public function getArtefact(): Artefact
    {
        return $this->artefact;
    }

    public function getPacking(): string
    {
        return $this->packing;
    }
}
