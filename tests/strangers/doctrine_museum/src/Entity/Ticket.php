<?php

declare(strict_types=1);

namespace Museum\Entity;

use DateTimeImmutable;
use Doctrine\DBAL\Types\Types;
use Doctrine\ORM\Mapping as ORM;
use Museum\Repository\TicketRepository;

#[ORM\Entity(repositoryClass: TicketRepository::class)]
#[ORM\Index(columns: ['sold_at'], name: 'ticket_sold_at')]
#[ORM\Index(columns: ['building_id', 'sold_at'], name: 'ticket_building_sold')]
class Ticket
{
    #[ORM\Id, ORM\GeneratedValue, ORM\Column]
    private ?int $id = null;

    #[ORM\Column(length: 12)]
    private string $code;

    #[ORM\ManyToOne, ORM\JoinColumn(nullable: false)]
    private Building $building;

    #[ORM\Column(length: 12)]
    private string $category;

    #[ORM\Column]
    private int $cents;

    #[ORM\Column(type: Types::DATETIME_IMMUTABLE)]
    private DateTimeImmutable $soldAt;

    public function getCode(): string
    {
        return $this->code;
    }

    public function getCategory(): string
    {
        return $this->category;
    }

    public function getCents(): int
    {
        return $this->cents;
    }

    public function getSoldAt(): DateTimeImmutable
    {
        return $this->soldAt;
    }
}
