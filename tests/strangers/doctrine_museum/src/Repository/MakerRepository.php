<?php

declare(strict_types=1);

namespace Museum\Repository;

use Doctrine\ORM\EntityRepository;
use Museum\Entity\Maker;

class MakerRepository extends EntityRepository
{
    /** @return Maker[] */
    public function after(int $id, int $limit): array
    {
        return $this->createQueryBuilder('m')
            ->where('m.id > :id')
            ->setParameter('id', $id)
            ->orderBy('m.id')
            ->setMaxResults($limit)
            ->getQuery()
            ->getResult();
    }

    /** Loads the artefacts of these makers, all at once. */
    public function loadArtefacts(array $makers): void
    {
        $this->createQueryBuilder('m')
            ->addSelect('a')
            ->leftJoin('m.artefacts', 'a')
            ->where('m IN (:makers)')
            ->setParameter('makers', $makers)
            ->getQuery()
            ->getResult();
    }

    /** Loads the artefacts of these makers and then their materials: two collections in one query would multiply the rows. */
    public function loadArtefactsAndMaterials(array $makers): void
    {
        $this->loadArtefacts($makers);
        $this->getEntityManager()
            ->createQuery('SELECT PARTIAL a.{id}, m FROM Museum\Entity\Artefact a LEFT JOIN a.materials m WHERE a.maker IN (:makers)')
            ->setParameter('makers', $makers)
            ->getResult();
    }
}
