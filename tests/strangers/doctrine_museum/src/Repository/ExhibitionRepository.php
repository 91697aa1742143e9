<?php

declare(strict_types=1);

namespace Museum\Repository;

use Doctrine\ORM\EntityRepository;
use Museum\Entity\Exhibition;

class ExhibitionRepository extends EntityRepository
{
    /** @return Exhibition[] */
    public function latest(int $limit): array
    {
        return $this->createQueryBuilder('e')
            ->addSelect('b')
            ->leftJoin('e.building', 'b')
            ->orderBy('e.id', 'DESC')
            ->setMaxResults($limit)
            ->getQuery()
            ->getResult();
    }

    /** The number of objects of each, by id. */
    public function objectCounts(array $exhibitions): array
    {
        $rows = $this->createQueryBuilder('e')
            ->select('e.id', 'COUNT(a.id) AS objects')
            ->leftJoin('e.artefacts', 'a')
            ->where('e IN (:exhibitions)')
            ->setParameter('exhibitions', $exhibitions)
            ->groupBy('e.id')
            ->getQuery()
            ->getArrayResult();
        return array_column($rows, 'objects', 'id');
    }
}
