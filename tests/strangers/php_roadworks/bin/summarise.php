<?php

/** Run every night: the works of each month and district, for the report. */

declare(strict_types=1);

use Roadworks\Database;

require __DIR__ . '/../src/bootstrap.php';

$database = new Database(getenv('DATABASE_URL'));
$month = $database->driver === 'mysql' ? "DATE_FORMAT(w.starts_on, '%Y-%m-01')" : "DATE_TRUNC('month', w.starts_on)::date";
$database->transaction(static function () use ($database, $month): void {
    $database->execute('DELETE FROM month_summary');
    $database->execute(
        "INSERT INTO month_summary (month, district_id, works, budget) SELECT $month, s.district_id, COUNT(*), SUM(w.budget)"
        . " FROM work w JOIN street s ON s.id = w.street_id GROUP BY $month, s.district_id"
    );
});
