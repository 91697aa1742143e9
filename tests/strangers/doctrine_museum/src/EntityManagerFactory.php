<?php

declare(strict_types=1);

namespace Museum;

use Doctrine\DBAL\DriverManager;
use Doctrine\ORM\EntityManager;
use Doctrine\ORM\Mapping\UnderscoreNamingStrategy;
use Doctrine\ORM\ORMSetup;
use Doctrine\ORM\Proxy\ProxyFactory;
use Museum\Dql\Date;
use Museum\Dql\Rand;
use Symfony\Component\Cache\Adapter\FilesystemAdapter;
use Symfony\Component\Cache\Adapter\PhpFilesAdapter;

final class EntityManagerFactory
{
    public static function create(string $databaseUrl, string $cacheFolder): EntityManager
    {
        $configuration = ORMSetup::createAttributeMetadataConfiguration(
            [__DIR__ . '/Entity'],
            false,
            "$cacheFolder/proxies",
            new PhpFilesAdapter('doctrine', 0, $cacheFolder),
        );
        $configuration->setAutoGenerateProxyClasses(ProxyFactory::AUTOGENERATE_FILE_NOT_EXISTS);
        $configuration->setNamingStrategy(new UnderscoreNamingStrategy(CASE_LOWER, true));
        $configuration->setResultCache(new FilesystemAdapter('results', 0, $cacheFolder));
        $configuration->addCustomNumericFunction('RAND', Rand::class);
        $configuration->addCustomDatetimeFunction('DATE', Date::class);
        $server = str_starts_with($databaseUrl, 'mysql')
            ? ['charset' => 'utf8mb4', 'serverVersion' => 'mariadb-10.11.0']
            : ['serverVersion' => '15'];
        $connection = DriverManager::getConnection(['url' => $databaseUrl] + $server, $configuration);
        return new EntityManager($connection, $configuration);
    }
}
