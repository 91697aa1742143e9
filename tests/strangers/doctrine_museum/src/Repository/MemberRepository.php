<?php

declare(strict_types=1);

namespace Museum\Repository;

use Doctrine\ORM\EntityRepository;
use Museum\Entity\Member;

class MemberRepository extends EntityRepository
{
    /** @return Member[] */
    public function newest(int $limit): array
    {
        return $this->createQueryBuilder('m')
            ->orderBy('m.id', 'DESC')
            ->setMaxResults($limit)
            ->getQuery()
            ->getResult();
    }

    public function byEmail(string $email): array
    {
        return $this->createQueryBuilder('m')
            ->select('m.name', 'm.email', 'm.joinedOn')
            ->where('LOWER(m.email) = :email')
            ->setParameter('email', strtolower($email))
            ->getQuery()
            ->getArrayResult();
    }
}
