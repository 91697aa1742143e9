<?php

declare(strict_types=1);

namespace Museum\Entity;

use DateTimeImmutable;
use Doctrine\DBAL\Types\Types;
use Doctrine\ORM\Mapping as ORM;

#[ORM\Entity]
class MemberCard
{
    #[ORM\Id, ORM\GeneratedValue, ORM\Column]
    private ?int $id = null;

    #[ORM\OneToOne(inversedBy: 'card'), ORM\JoinColumn(nullable: false)]
    private Member $member;

    #[ORM\Column(length: 12)]
    private string $number;

    #[ORM\Column(type: Types::DATE_IMMUTABLE)]
    private DateTimeImmutable $validUntil;

    public function getNumber(): string
    {
        return $this->number;
    }

    public function getValidUntil(): DateTimeImmutable
    {
        return $this->validUntil;
    }
}
