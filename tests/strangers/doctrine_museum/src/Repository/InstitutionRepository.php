<?php

declare(strict_types=1);

namespace Museum\Repository;

use Doctrine\ORM\EntityRepository;
use Museum\Entity\Institution;

class InstitutionRepository extends EntityRepository
{
    /** @return Institution[] */
    public function after(int $id, int $limit): array
    {
        $institutions = $this->createQueryBuilder('i')
            ->addSelect('c')
            ->leftJoin('i.country', 'c')
            ->where('i.id > :id')
            ->setParameter('id', $id)
            ->orderBy('i.id')
            ->setMaxResults($limit)
            ->getQuery()
            ->getResult();
        $this->loadLoans($institutions);
        return $institutions;
    }

    private function loadLoans(array $institutions): void
    {
        $this->createQueryBuilder('i')
            ->select('PARTIAL i.{id}', 'l')
            ->leftJoin('i.loans', 'l')
            ->where('i IN (:institutions)')
            ->setParameter('institutions', $institutions)
            ->getQuery()
            ->getResult();
    }
}
