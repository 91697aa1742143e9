<?php

declare(strict_types=1);

use Roadworks\App;

require __DIR__ . '/../src/bootstrap.php';

(new App(getenv('DATABASE_URL'), getenv('CACHE_DIR')))->run();
