<?php

declare(strict_types=1);

namespace Museum\Repository;

use DateTimeImmutable;
use Doctrine\ORM\EntityRepository;
use Museum\Entity\Ticket;

class TicketRepository extends EntityRepository
{
    /** @return Ticket[] */
    public function page(int $page, int $limit): array
    {
        return $this->findBy([], ['id' => 'DESC'], $limit, ($page - 1) * $limit);
    }

    public function soldOn(DateTimeImmutable $day): array
    {
        return $this->createQueryBuilder('t')
            ->select('t.code', 't.category', 't.cents')
            ->where('DATE(t.soldAt) = :day')
            ->setParameter('day', $day->format('Y-m-d'))
            ->orderBy('t.id')
            ->getQuery()
            ->getArrayResult();
    }

    public function soldWithin(DateTimeImmutable $day): array
    {
        return $this->createQueryBuilder('t')
            ->select('t.code', 't.category', 't.cents')
            ->where('t.soldAt >= :day AND t.soldAt < :next')
            ->setParameter('day', $day)
            ->setParameter('next', $day->modify('+1 day'))
            ->orderBy('t.soldAt')
            ->getQuery()
            ->getArrayResult();
    }

    public function takings(DateTimeImmutable $day): array
    {
        return $this->createQueryBuilder('t')
            ->select('t.category', 'COUNT(t.id) AS tickets', 'SUM(t.cents) AS cents')
            ->where('t.soldAt >= :day AND t.soldAt < :next')
            ->setParameter('day', $day)
            ->setParameter('next', $day->modify('+1 day'))
            ->groupBy('t.category')
            ->orderBy('t.category')
            ->getQuery()
            ->getArrayResult();
    }
}
