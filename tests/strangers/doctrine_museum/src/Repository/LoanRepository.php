<?php

declare(strict_types=1);

namespace Museum\Repository;

use Doctrine\ORM\EntityRepository;
use Doctrine\ORM\Tools\Pagination\Paginator;
use Museum\Entity\Institution;
use Museum\Entity\Loan;
use Museum\Entity\LoanItem;

class LoanRepository extends EntityRepository
{
    /** The loans that are due first, with their items. @return Paginator<Loan> */
    public function due(int $limit): Paginator
    {
        $query = $this->createQueryBuilder('l')
            ->addSelect('i')
            ->leftJoin('l.items', 'i')
            ->orderBy('l.dueOn')
            ->addOrderBy('l.id')
            ->setMaxResults($limit);
        return new Paginator($query);
    }

    /** The latest loans of an institution, with their items. @return Paginator<Loan> */
    public function ofInstitution(Institution $institution, int $limit): Paginator
    {
        $query = $this->createQueryBuilder('l')
            ->addSelect('i')
            ->leftJoin('l.items', 'i')
            ->where('l.institution = :institution')
            ->setParameter('institution', $institution)
            ->orderBy('l.startsOn', 'DESC')
            ->addOrderBy('l.id', 'DESC')
            ->setMaxResults($limit);
        return new Paginator($query);
    }

    /** @return LoanItem[] */
    public function latestItems(int $limit): array
    {
        return $this->getEntityManager()->createQueryBuilder()
            ->select('i')
            ->from(LoanItem::class, 'i')
            ->orderBy('i.id', 'DESC')
            ->setMaxResults($limit)
            ->getQuery()
            ->getResult();
    }

    /** @return LoanItem[] */
    public function latestItemsWithAll(int $limit): array
    {
        return $this->getEntityManager()->createQueryBuilder()
            ->select('i', 'l', 'n', 'a', 'm', 'c')
            ->from(LoanItem::class, 'i')
            ->leftJoin('i.loan', 'l')
            ->leftJoin('l.institution', 'n')
            ->leftJoin('i.artefact', 'a')
            ->leftJoin('a.maker', 'm')
            ->leftJoin('m.country', 'c')
            ->orderBy('i.id', 'DESC')
            ->setMaxResults($limit)
            ->getQuery()
            ->getResult();
    }
}
