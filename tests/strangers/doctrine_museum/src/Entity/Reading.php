<?php

declare(strict_types=1);

namespace Museum\Entity;

use DateTimeImmutable;
use Doctrine\DBAL\Types\Types;
use Doctrine\ORM\Mapping as ORM;

/** What a sensor in a show case measured. */
#[ORM\Entity]
#[ORM\UniqueConstraint(name: 'reading_sensor_measured', columns: ['sensor', 'measured_at'])]
class Reading
{
    #[ORM\Id, ORM\GeneratedValue, ORM\Column]
    private ?int $id = null;

    #[ORM\Column]
    private int $sensor;

    #[ORM\Column(type: Types::DATETIME_IMMUTABLE)]
    private DateTimeImmutable $measuredAt;

    #[ORM\Column]
    private int $temperature;

    #[ORM\Column]
    private int $humidity;
}
