<?php

/** Fills an empty database with the same rows every time: php database/seed.php FACTOR */

declare(strict_types=1);

use Roadworks\Database;

require __DIR__ . '/../src/bootstrap.php';

const PLACES = ['Linden', 'Mill', 'Church', 'Station', 'Harbour', 'Elm', 'Castle', 'Meadow', 'King’s', 'Tanner', 'Quarry', 'St. Ægidius'];
const NAMES = ['Abels', 'Bošković', 'Cruz', 'De Vries', 'Ekström', 'Ferrari', 'Gómez', 'Hájek', 'Iversen', 'Jørgensen', 'Klein', "O'Brien"];
const WORDS = ['noise', 'dust', 'barrier', 'lamp', 'crossing', 'kerb', 'pipe', 'cable', 'asphalt', 'trench', 'gravel', 'detour', 'lorry', 'mud'];
const BUSY_WEEK = '2024-05-06';
const STATUSES = ['finished', 'finished', 'finished', 'active', 'approved', 'requested', 'cancelled'];
const KINDS = ['lane', 'full', 'footpath', 'parking'];

function words(int $number): string
{
    return implode(' ', array_map(static fn () => WORDS[mt_rand(0, count(WORDS) - 1)], range(1, $number)));
}

function pick(array $values): mixed
{
    return $values[mt_rand(0, count($values) - 1)];
}

/** A time in 2022 to 2024, but not in the busy week. */
function moment(): DateTimeImmutable
{
    do {
        $moment = (new DateTimeImmutable('2022-01-01'))->modify('+' . mt_rand(0, 3 * 365 * 24 * 60 - 1) . ' minutes');
        $days = (int) (new DateTimeImmutable(BUSY_WEEK))->diff($moment)->format('%r%a');
    } while (abs($days) <= 8);
    return $moment;
}

function text(DateTimeImmutable $moment): string
{
    return $moment->format('Y-m-d H:i:s');
}

function fill(Database $database, string $table, int $number, callable $row): int
{
    $rows = [];
    for ($i = 0; $i < $number; $i++) {
        $rows[] = $last = $row($i);
        if (count($rows) === 500 || $i === $number - 1) {
            $database->insertAll($table, $rows);
            $rows = [];
        }
    }
    if ($database->driver === 'pgsql' && isset($last['id'])) {
        $database->value("SELECT setval(pg_get_serial_sequence('$table', 'id'), $number)");
    }
    return $number;
}

$factor = (int) ($argv[1] ?? 1);
$database = new Database(getenv('DATABASE_URL'));
mt_srand(23);
$database->script(file_get_contents(__DIR__ . "/schema.$database->driver.sql"));
$week = new DateTimeImmutable(BUSY_WEEK);

$database->transaction(static function () use ($database, $factor, $week): void {
    $districts = fill($database, 'district', 20, static fn (int $i) => [
        'id' => $i + 1, 'name' => PLACES[$i % 12] . ($i < 4 ? ' borough' : " quarter $i"), 'parent_id' => $i < 4 ? null : 1 + $i % 4]);
    $streets = fill($database, 'street', 900, static fn (int $i) => [
        'id' => $i + 1, 'name' => pick(PLACES) . ' ' . pick(['Street', 'Road', 'Lane', 'Square']) . " $i", 'district_id' => 1 + $i % $districts,
        'length_m' => mt_rand(60, 2500)]);
    $insurers = fill($database, 'insurer', 25, static fn (int $i) => ['id' => $i + 1, 'name' => PLACES[$i % 12] . " Mutual $i"]);
    $contractors = fill($database, 'contractor', 600 * $factor, static fn (int $i) => [
        'id' => $i + 1, 'name' => pick(NAMES) . " & Sons $i", 'phone' => '030 ' . mt_rand(100000, 999999), 'insurer_id' => mt_rand(1, $insurers)]);
    fill($database, 'certificate', $contractors, static fn (int $i) => [
        'id' => $i + 1, 'contractor_id' => 1 + ($i * 2) % $contractors, 'title' => pick(['Asphalt', 'Gas pipes', 'Traffic safety', 'Cables']),
        'valid_until' => $week->modify('+' . mt_rand(30, 900) . ' days')->format('Y-m-d')]);
    $departments = fill($database, 'department', 8, static fn (int $i) => ['id' => $i + 1, 'name' => 'Department ' . 'ABCDEFGH'[$i]]);
    $engineers = fill($database, 'engineer', 60, static fn (int $i) => [
        'id' => $i + 1, 'name' => pick(NAMES) . " $i", 'department_id' => 1 + $i % $departments]);
    $works = fill($database, 'work', 3000 * $factor, static function (int $i) use ($streets, $contractors, $engineers) {
        $begin = moment();
        return ['id' => $i + 1, 'permit_no' => sprintf('R%06d', $i), 'client_order' => sprintf('U%07d', ($i * 37) % 1000003), 'title' => words(4),
            'status' => pick(STATUSES), 'street_id' => mt_rand(1, $streets), 'contractor_id' => mt_rand(1, $contractors),
            'engineer_id' => mt_rand(1, $engineers), 'starts_on' => $begin->format('Y-m-d'),
            'ends_on' => $begin->modify('+' . mt_rand(2, 90) . ' days')->format('Y-m-d'), 'budget' => mt_rand(5000, 900000)];
    });
    $closures = fill($database, 'closure', $works * 2, static function (int $i) use ($works, $week) {
        $begin = $i < 12 ? $week->modify('+' . (6 * 60 + 45 * $i) . ' minutes') : moment();
        return ['id' => $i + 1, 'work_id' => 1 + ($i * 7) % $works, 'kind' => pick(KINDS), 'lanes' => mt_rand(1, 3), 'from_at' => text($begin),
            'until_at' => text($begin->modify('+' . mt_rand(4, 400) . ' hours'))];
    });
    $signs = fill($database, 'sign', 80, static fn (int $i) => ['id' => $i + 1, 'code' => (string) (100 + $i), 'name' => "Sign $i: " . words(2)]);
    fill($database, 'closure_sign', $closures * 2, static fn (int $i) => [
        'closure_id' => 1 + intdiv($i, 2), 'sign_id' => 1 + (intdiv($i, 2) * 3 + $i % 2) % $signs]);
    foreach (KINDS as $i => $kind) {
        $database->insertAll('rate', [['kind' => $kind, 'cents_per_day' => 1500 + 900 * $i, 'minimum_cents' => 5000]]);
    }
    fill($database, 'inspection', 6000 * $factor, static fn (int $i) => [
        'id' => $i + 1, 'work_id' => mt_rand(1, $works), 'engineer_id' => $i % 10 === 0 ? 1 : mt_rand(1, $engineers),
        'inspected_at' => text($i < 10 ? $week->modify('+' . (8 * 60 + 40 * $i) . ' minutes') : moment()),
        'result' => pick(['passed', 'passed', 'remarks', 'failed']), 'remarks' => words(6)]);
    // Complaints are dealt with sooner or later: only the last ones are open.
    fill($database, 'complaint', 8000 * $factor, static fn (int $i) => [
        'id' => $i + 1, 'street_id' => $i % 10 === 0 ? 1 : mt_rand(1, $streets), 'state' => $i >= 8000 * $factor - 900 ? 'open' : 'closed',
        'sender' => pick(NAMES), 'message' => in_array($i, [9, 99, 999], true) ? 'Loose cobblestones and ' . words(3) : words(9),
        'received_at' => text($i < 70 ? $week->modify('+' . (140 * $i + 30) . ' minutes') : moment())]);
    fill($database, 'document', 300 * $factor, static fn (int $i) => [
        'id' => $i + 1, 'work_id' => mt_rand(1, $works), 'title' => 'Plan ' . (1000 + $i), 'pages' => mt_rand(2, 40), 'body' => words(1200)]);
    fill($database, 'invoice', 4000 * $factor, static fn (int $i) => [
        'id' => $i + 1, 'number' => sprintf('I%07d', $i), 'work_id' => mt_rand(1, $works), 'state' => mt_rand(0, 4) === 0 ? 'unpaid' : 'paid',
        'due_on' => moment()->format('Y-m-d'), 'amount' => mt_rand(5000, 300000)]);
    $subscribers = fill($database, 'subscriber', 2000 * $factor, static fn (int $i) => [
        'id' => $i + 1, 'email' => "resident$i@mail.example", 'name' => pick(NAMES)]);
    fill($database, 'watch', 1000, static fn (int $i) => ['subscriber_id' => 1 + $i % 5, 'work_id' => 1 + intdiv($i, 5) * 7]);
    fill($database, 'traffic_count', 4 * $factor * 92 * 24, static fn (int $i) => [
        'counter_id' => 1 + intdiv($i, 92 * 24),
        'counted_at' => text((new DateTimeImmutable('2024-02-01'))->modify('+' . $i % (92 * 24) . ' hours')), 'cars' => mt_rand(5, 900), 'trucks' => mt_rand(0, 90)]);
    $database->insertAll('setting', [['name' => 'engineer_on_duty', 'value' => 'Hájek 7'], ['name' => 'hotline', 'value' => '030 115']]);
});
