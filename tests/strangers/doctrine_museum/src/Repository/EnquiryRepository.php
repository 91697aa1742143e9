<?php

declare(strict_types=1);

namespace Museum\Repository;

use DateTimeImmutable;
use Doctrine\DBAL\Platforms\PostgreSQLPlatform;
use Doctrine\ORM\EntityRepository;
use Doctrine\ORM\Query\ResultSetMappingBuilder;
use Museum\Entity\Enquiry;

class EnquiryRepository extends EntityRepository
{
    /** @return Enquiry[] */
    public function containing(string $text, int $limit): array
    {
        return $this->createQueryBuilder('e')
            ->where('e.message LIKE :text')
            ->setParameter('text', '%' . addcslashes($text, '%_\\') . '%')
            ->orderBy('e.id', 'DESC')
            ->setMaxResults($limit)
            ->getQuery()
            ->getResult();
    }

    /** By the full-text index. @return Enquiry[] */
    public function withWord(string $word, int $limit): array
    {
        $mapping = new ResultSetMappingBuilder($this->getEntityManager());
        $mapping->addRootEntityFromClassMetadata(Enquiry::class, 'e');
        $platform = $this->getEntityManager()->getConnection()->getDatabasePlatform();
        $matches = $platform instanceof PostgreSQLPlatform
            ? "TO_TSVECTOR('english', e.message) @@ PLAINTO_TSQUERY('english', :word)"
            : 'MATCH (e.message) AGAINST (:word)';
        return $this->getEntityManager()
            ->createNativeQuery("SELECT {$mapping->generateSelectClause()} FROM enquiry e WHERE $matches LIMIT $limit", $mapping)
            ->setParameter('word', $word)
            ->getResult();
    }

    /** @return Enquiry[] */
    public function before(DateTimeImmutable $at, int $id, int $limit): array
    {
        return $this->createQueryBuilder('e')
            ->where('e.receivedAt <= :at AND (e.receivedAt < :at OR e.id < :id)')
            ->setParameter('at', $at)
            ->setParameter('id', $id)
            ->orderBy('e.receivedAt', 'DESC')
            ->addOrderBy('e.id', 'DESC')
            ->setMaxResults($limit)
            ->getQuery()
            ->getResult();
    }

    /** Counts to the limit only. */
    public function openUpTo(int $limit): int
    {
        return (int) $this->getEntityManager()->getConnection()
            ->fetchOne("SELECT COUNT(*) FROM (SELECT 1 FROM enquiry WHERE state = ? LIMIT $limit) found", ['open']);
    }
}
