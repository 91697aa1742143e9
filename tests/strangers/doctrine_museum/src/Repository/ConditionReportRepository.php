<?php

declare(strict_types=1);

namespace Museum\Repository;

use DateTimeImmutable;
use Doctrine\ORM\EntityRepository;
use Museum\Entity\Artefact;
use Museum\Entity\ConditionReport;

class ConditionReportRepository extends EntityRepository
{
    /** @return ConditionReport[] */
    public function recent(int $limit): array
    {
        return $this->createQueryBuilder('r')
            ->addSelect('a')
            ->join('r.artefact', 'a')
            ->orderBy('r.id', 'DESC')
            ->setMaxResults($limit)
            ->getQuery()
            ->getResult();
    }

    public function ofDay(DateTimeImmutable $day): array
    {
        return $this->createQueryBuilder('r')
            ->select('r.id', 'r.grade', 'r.remarks', 'a.inventoryNo')
            ->join('r.artefact', 'a')
            ->where('r.reportedAt >= :day AND r.reportedAt < :next')
            ->setParameter('day', $day)
            ->setParameter('next', $day->modify('+1 day'))
            ->orderBy('r.reportedAt')
            ->getQuery()
            ->getArrayResult();
    }

    /** The latest bad reports of artefacts that are out of the house. */
    public function badAndAway(int $limit): array
    {
        $away = $this->getEntityManager()
            ->createQuery('SELECT a.id FROM ' . Artefact::class . ' a WHERE a.state = :state')
            ->setParameter('state', 'loaned')
            ->getSingleColumnResult();
        return $this->createQueryBuilder('r')
            ->select('r.id', 'r.remarks', 'a.inventoryNo')
            ->join('r.artefact', 'a')
            ->where('a.id IN (:away)')
            ->andWhere('r.grade = :grade')
            ->setParameter('away', $away)
            ->setParameter('grade', 'bad')
            ->orderBy('r.id', 'DESC')
            ->setMaxResults($limit)
            ->getQuery()
            ->getArrayResult();
    }

    /** Stores many reports by one INSERT, which flush() does not do. */
    public function insertAll(array $rows): void
    {
        $class = $this->getClassMetadata();
        [$column, $id] = $class->isIdGeneratorSequence() ? ['id, ', "NEXTVAL('{$class->sequenceGeneratorDefinition['sequenceName']}'), "] : ['', ''];
        $values = implode(', ', array_fill(0, count($rows), "($id?, ?, ?, ?, ?)"));
        $parameters = array_merge(...array_map(
            static fn (array $row) => [(int) $row['artefact'], (int) $row['conservator'], $row['at'], $row['grade'], $row['remarks']],
            $rows,
        ));
        $this->getEntityManager()->getConnection()->executeStatement(
            "INSERT INTO condition_report ({$column}artefact_id, conservator_id, reported_at, grade, remarks) VALUES $values",
            $parameters,
        );
    }
}
