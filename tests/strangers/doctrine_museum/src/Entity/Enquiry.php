<?php

declare(strict_types=1);

namespace Museum\Entity;

use DateTimeImmutable;
use Doctrine\DBAL\Types\Types;
use Doctrine\ORM\Mapping as ORM;
use Museum\Repository\EnquiryRepository;

#[ORM\Entity(repositoryClass: EnquiryRepository::class)]
#[ORM\Index(columns: ['received_at'], name: 'enquiry_received_at')]
#[ORM\Index(columns: ['state', 'received_at'], name: 'enquiry_state_received')]
class Enquiry
{
    #[ORM\Id, ORM\GeneratedValue, ORM\Column]
    private ?int $id = null;

    #[ORM\Column(length: 10)]
    private string $state = 'open';

    public function __construct(
        #[ORM\ManyToOne, ORM\JoinColumn(nullable: false)]
        private Department $department,
        #[ORM\Column(length: 80)]
        private string $sender,
        #[ORM\Column(length: 300)]
        private string $message,
        #[ORM\Column(type: Types::DATETIME_IMMUTABLE)]
        private DateTimeImmutable $receivedAt,
    ) {
    }

    public function getId(): ?int
    {
        return $this->id;
    }

    public function getState(): string
    {
        return $this->state;
    }

    public function getSender(): string
    {
        return $this->sender;
    }

    public function getMessage(): string
    {
        return $this->message;
    }

    public function getReceivedAt(): DateTimeImmutable
    {
        return $this->receivedAt;
    }
}
