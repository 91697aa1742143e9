<?php

declare(strict_types=1);

namespace Museum\Entity;

use DateTimeImmutable;
use Doctrine\DBAL\Types\Types;
use Doctrine\ORM\Mapping as ORM;
use Museum\Repository\MemberRepository;

#[ORM\Entity(repositoryClass: MemberRepository::class)]
#[ORM\UniqueConstraint(name: 'member_email', columns: ['email'])]
class Member
{
    #[ORM\Id, ORM\GeneratedValue, ORM\Column]
    private ?int $id = null;

    #[ORM\Column(length: 120)]
    private string $email;

    #[ORM\Column(length: 80)]
    private string $name;

    #[ORM\Column(type: Types::DATE_IMMUTABLE)]
    private DateTimeImmutable $joinedOn;

    #[ORM\OneToOne(mappedBy: 'member')]
    private ?MemberCard $card = null;

    public function getEmail(): string
    {
        return $this->email;
    }

    public function getName(): string
    {
        return $this->name;
    }

    public function getJoinedOn(): DateTimeImmutable
    {
        return $this->joinedOn;
    }

    public function getCard(): ?MemberCard
    {
        return $this->card;
    }
}
