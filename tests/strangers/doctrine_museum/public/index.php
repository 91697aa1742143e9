<?php

declare(strict_types=1);

use Museum\EntityManagerFactory;
use Museum\Kernel;
use Symfony\Component\HttpFoundation\Request;

require __DIR__ . '/../src/bootstrap.php';

$request = Request::createFromGlobals();
(new Kernel(EntityManagerFactory::create(getenv('DATABASE_URL'), getenv('CACHE_DIR'))))->handle($request)->prepare($request)->send();
