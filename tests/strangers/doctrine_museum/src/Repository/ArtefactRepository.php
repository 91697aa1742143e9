<?php

declare(strict_types=1);

namespace Museum\Repository;

use Doctrine\ORM\EntityRepository;
use Doctrine\ORM\Tools\Pagination\Paginator;
use Museum\Entity\Artefact;

class ArtefactRepository extends EntityRepository
{
    /** @return Artefact[] */
    public function latest(int $limit): array
    {
        return $this->findBy([], ['id' => 'DESC'], $limit);
    }

    /** @return Paginator<Artefact> */
    public function page(int $page, int $limit): Paginator
    {
        $query = $this->createQueryBuilder('a')
            ->addSelect('d')
            ->leftJoin('a.department', 'd')
            ->orderBy('a.id', 'DESC')
            ->setFirstResult(($page - 1) * $limit)
            ->setMaxResults($limit);
        return new Paginator($query, fetchJoinCollection: false);
    }

    /** The prefix ends with a letter or a digit below 9. */
    public function numbersStartingWith(string $prefix, int $limit): array
    {
        return $this->createQueryBuilder('a')
            ->select('a.inventoryNo', 'a.title')
            ->where('a.inventoryNo >= :prefix AND a.inventoryNo < :end')
            ->setParameter('prefix', $prefix)
            ->setParameter('end', substr($prefix, 0, -1) . chr(ord(substr($prefix, -1)) + 1))
            ->orderBy('a.inventoryNo')
            ->setMaxResults($limit)
            ->getQuery()
            ->getArrayResult();
    }

    /** @return Artefact[] */
    public function atRandom(int $limit): array
    {
        return $this->createQueryBuilder('a')
            ->addSelect('RAND() AS HIDDEN chance')
            ->where('a.state = :state')
            ->setParameter('state', 'display')
            ->orderBy('chance')
            ->setMaxResults($limit)
            ->getQuery()
            ->getResult();
    }

    /** Nearly half of all artefacts are on display, so that ten times the ids are more than enough. */
    public function atRandomById(int $limit): array
    {
        $last = (int) $this->createQueryBuilder('a')->select('MAX(a.id)')->getQuery()->getSingleScalarResult();
        return $this->createQueryBuilder('a')
            ->where('a.id IN (:ids) AND a.state = :state')
            ->setParameter('ids', array_map(static fn () => random_int(1, $last), range(1, 10 * $limit)))
            ->setParameter('state', 'display')
            ->setMaxResults($limit)
            ->getQuery()
            ->getResult();
    }

    /** The numbers of all artefacts of these makers, by the maker's id. */
    public function numbersByMaker(array $makers): array
    {
        $rows = $this->createQueryBuilder('a')
            ->select('IDENTITY(a.maker) AS maker', 'a.inventoryNo', 'a.kind')
            ->where('a.maker IN (:makers)')
            ->setParameter('makers', $makers)
            ->getQuery()
            ->getArrayResult();
        $numbers = [];
        foreach ($rows as $row) {
            $numbers[$row['maker']][$row['kind']][] = $row['inventoryNo'];
        }
        return $numbers;
    }

    /** Adds to the insured value of each, by inventory number. */
    public function raiseInsuredValues(array $changes): int
    {
        $cases = str_repeat(' WHEN ? THEN CAST(? AS INTEGER)', count($changes));
        $places = implode(', ', array_fill(0, count($changes), '?'));
        $parameters = [];
        foreach ($changes as $inventoryNo => $euros) {
            array_push($parameters, $inventoryNo, $euros);
        }
        return $this->getEntityManager()->getConnection()->executeStatement(
            "UPDATE artefact SET insured_value = insured_value + CASE inventory_no$cases END WHERE inventory_no IN ($places)",
            [...$parameters, ...array_keys($changes)],
        );
    }
}
