<?php

/** Fills an empty database; the factor is 1 or 4. The same factor gives the same rows everywhere. */

declare(strict_types=1);

use Doctrine\DBAL\Connection;
use Doctrine\DBAL\Platforms\PostgreSQLPlatform;
use Doctrine\ORM\Tools\SchemaTool;
use Museum\EntityManagerFactory;

require __DIR__ . '/../src/bootstrap.php';

const WORDS = ['crack', 'gilding', 'label', 'repair', 'dust', 'varnish', 'frame', 'handle', 'loss', 'worn', 'stable', 'seam', 'foxing', 'rust', 'chip', 'patina'];
const FIRST = ['Ana', 'Bjørn', 'Chloé', 'Dilek', 'Emil', 'Fátima', 'Gábor', 'Hana', 'Ivo', 'Jürgen', 'Kateřina', 'Łukasz', 'Maeve', 'Nils'];
const LAST = ['Alvarez', 'Berg', 'Čapek', "D'Amico", 'Eriksen', 'Ferreira', 'Grünwald', 'Horváth', 'Ivanova', 'Jensen', 'Kowalski', 'Ó Briain'];
const KINDS = ['painting', 'print', 'vessel', 'tool', 'textile', 'coin', 'photograph', 'instrument'];
const MATERIALS = ['oak', 'silver', 'linen', 'brass', 'glass', 'paper', 'bone', 'silk', 'iron', 'clay', 'ivory', 'leather', 'wool', 'copper', 'wax', 'jet'];

$factor = (int) ($argv[1] ?? 1);
$cache = sys_get_temp_dir() . '/museum-seed-' . getmypid();
$entities = EntityManagerFactory::create(getenv('DATABASE_URL'), $cache);
register_shutdown_function(static fn () => exec('rm -rf ' . escapeshellarg($cache)));
$database = $entities->getConnection();
mt_srand(1793);

function pick(array $values): mixed
{
    return $values[mt_rand(0, count($values) - 1)];
}

function person(): string
{
    return pick(FIRST) . ' ' . pick(LAST);
}

function words(int $count): string
{
    return implode(' ', array_map(static fn () => pick(WORDS), range(1, $count)));
}

/** From 1 to the last; the first ones come often. */
function skewed(int $last): int
{
    return 1 + (int) floor($last * (mt_rand(0, 999999) / 1e6) ** 2);
}

function moment(string $from, string $until): string
{
    return date('Y-m-d H:i:s', mt_rand(strtotime($from), strtotime($until)));
}

function day(string $from, string $until): string
{
    return substr(moment($from, $until), 0, 10);
}

/** Minutes after the begin of the week that some pages show. */
function in_week(int $minutes): string
{
    return date('Y-m-d H:i:s', strtotime('2024-05-06') + 60 * $minutes);
}

function fill(Connection $database, string $table, int $count, callable $row): int
{
    for ($begin = 0; $begin < $count; $begin += 500) {
        $rows = array_map($row, range($begin, min($begin + 500, $count) - 1));
        $places = '(' . implode(', ', array_fill(0, count($rows[0]), '?')) . ')';
        $database->executeStatement(
            "INSERT INTO $table (" . implode(', ', array_keys($rows[0])) . ') VALUES ' . implode(', ', array_fill(0, count($rows), $places)),
            array_merge(...array_map(array_values(...), $rows)),
        );
    }
    return $count;
}

$classes = $entities->getMetadataFactory()->getAllMetadata();
(new SchemaTool($entities))->createSchema($classes);
$database->beginTransaction();
fill($database, 'building', 5, static fn (int $i) => ['id' => $i + 1, 'name' => ['Old Mint', 'Customs House', 'Granary', 'Annexe', 'Observatory'][$i], 'city' => $i < 3 ? 'Bremen' : 'Verden']);
fill($database, 'room', 60, static fn (int $i) => ['id' => $i + 1, 'name' => "Room $i", 'floor' => $i % 4, 'building_id' => 1 + $i % 5]);
fill($database, 'shelf', 400, static fn (int $i) => ['id' => $i + 1, 'code' => sprintf('S%03d', $i), 'room_id' => 1 + $i % 60]);
fill($database, 'department', 12, static fn (int $i) => ['id' => $i + 1, 'name' => ucfirst(KINDS[$i % 8]) . 's ' . intdiv($i, 8), 'curator' => person()]);
fill($database, 'country', 60, static fn (int $i) => ['id' => $i + 1, 'name' => "Country $i"]);
fill($database, 'material', 16, static fn (int $i) => ['id' => $i + 1, 'name' => MATERIALS[$i]]);
$makers = fill($database, 'maker', 1500 * $factor, static function (int $i) {
    [$first, $last] = [pick(FIRST), pick(LAST)];
    return ['id' => $i + 1, 'name' => "$first $last", 'sort_name' => "$last, $first", 'born' => mt_rand(0, 4) ? mt_rand(1480, 1950) : null, 'country_id' => skewed(60)];
});
$artefacts = fill($database, 'artefact', 20000 * $factor, static fn (int $i) => [
    'id' => $i + 1, 'inventory_no' => sprintf('INV-%06d', $i), 'card_no' => sprintf('K%07d', $i * 7), 'title' => ucfirst(pick(KINDS)) . ' of ' . pick(MATERIALS),
    'kind' => pick(KINDS), 'state' => ['display', 'storage', 'loaned', 'restored'][[0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3][mt_rand(0, 19)]],
    'acquired_on' => day('1890-01-01', '2024-04-30'), 'insured_value' => mt_rand(1, 900) * 100, 'maker_id' => skewed($makers),
    'department_id' => skewed(12), 'shelf_id' => mt_rand(1, 400)]);
fill($database, 'artefact_material', 2 * $artefacts, static fn (int $i) => ['artefact_id' => 1 + intdiv($i, 2), 'material_id' => 1 + ($i % 2) * 8 + mt_rand(0, 7)]);
fill($database, 'conservator', 30, static fn (int $i) => ['id' => $i + 1, 'name' => person(), 'studio' => 'Studio ' . pick(MATERIALS)]);
// A third of all reports are by the first conservator.
fill($database, 'condition_report', 30000 * $factor, static fn (int $i) => [
    'id' => $i + 1, 'artefact_id' => mt_rand(1, $artefacts), 'conservator_id' => $i % 3 ? mt_rand(2, 30) : 1,
    'reported_at' => $i < 84 ? in_week(120 * $i + 30) : moment('2012-01-01', '2024-04-30'), 'grade' => ['good', 'good', 'fair', 'fair', 'bad'][mt_rand(0, 4)], 'remarks' => words(7)]);
$institutions = fill($database, 'institution', 300 * $factor, static fn (int $i) => [
    'id' => $i + 1, 'name' => 'Museum of ' . pick(LAST) . " $i", 'city' => pick(LAST), 'country_id' => skewed(60)]);
$loans = fill($database, 'loan', 3000 * $factor, static fn (int $i) => [
    'id' => $i + 1, 'number' => sprintf('L%06d', $i), 'institution_id' => $i < 200 ? 5 : mt_rand(6, $institutions), 'status' => pick(['asked', 'agreed', 'out', 'back', 'back', 'back']),
    'starts_on' => day('2016-01-01', '2024-04-30'), 'due_on' => day('2024-05-01', '2026-12-31'), 'fee' => mt_rand(0, 60) * 50]);
fill($database, 'loan_item', 3 * $loans, static fn (int $i) => [
    'id' => $i + 1, 'loan_id' => 1 + intdiv($i, 3), 'artefact_id' => mt_rand(1, $artefacts), 'packing' => pick(['crate', 'box', 'tube', 'by hand'])]);
$exhibitions = fill($database, 'exhibition', 200 * $factor, static fn (int $i) => [
    'id' => $i + 1, 'title' => 'From ' . pick(MATERIALS) . ' to ' . pick(MATERIALS) . " $i", 'opens_on' => $opens = day('1990-01-01', '2024-04-30'),
    'closes_on' => date('Y-m-d', strtotime($opens) + 86400 * mt_rand(30, 200)), 'building_id' => 1 + $i % 5]);
fill($database, 'exhibition_artefact', 300, static fn (int $i) => ['exhibition_id' => 1, 'artefact_id' => 1 + 7 * $i]);
fill($database, 'exhibition_artefact', 25 * ($exhibitions - 1), static fn (int $i) => [
    'exhibition_id' => 2 + intdiv($i, 25), 'artefact_id' => 1 + ($i * 31) % $artefacts]);
fill($database, 'dossier', 300 * $factor, static fn (int $i) => [
    'id' => $i + 1, 'artefact_id' => mt_rand(1, $artefacts), 'title' => 'Dossier ' . (1000 + $i), 'pages' => mt_rand(2, 60), 'body' => words(1200)]);
$members = fill($database, 'member', 5000 * $factor, static fn (int $i) => [
    'id' => $i + 1, 'email' => "visitor$i@mail.example", 'name' => person(), 'joined_on' => day('2004-01-01', '2024-04-30')]);
fill($database, 'member_card', intdiv(4 * $members, 5), static fn (int $i) => [
    'id' => $i + 1, 'member_id' => 1 + intdiv(5 * $i, 4), 'number' => sprintf('M%07d', $i), 'valid_until' => day('2024-05-01', '2025-04-30')]);
// Three enquiries have a rare word; the last 900 are open.
$enquiries = 8000 * $factor;
fill($database, 'enquiry', $enquiries, static fn (int $i) => [
    'id' => $i + 1, 'state' => $i >= $enquiries - 900 ? 'open' : 'closed', 'department_id' => skewed(12), 'sender' => person(),
    'message' => in_array($i, [9, 99, 999], true) ? 'Is the barometer ' . words(3) : words(9), 'received_at' => moment('2018-01-01', '2024-04-30')]);
fill($database, 'ticket', 30000 * $factor, static fn (int $i) => [
    'id' => $i + 1, 'code' => sprintf('T%08d', $i), 'building_id' => skewed(5), 'category' => $i < 84 ? ['adult', 'child', 'school', 'member'][$i % 4] : pick(['adult', 'adult', 'adult', 'child', 'school', 'member']),
    'cents' => mt_rand(3, 15) * 100, 'sold_at' => $i < 84 ? in_week(120 * $i + 30) : moment('2021-01-01', '2024-04-30')]);
fill($database, 'reading', 4 * $factor * 92 * 24, static fn (int $i) => [
    'id' => $i + 1, 'sensor' => 1 + intdiv($i, 92 * 24), 'measured_at' => date('Y-m-d H:i:s', strtotime('2024-02-01') + 3600 * ($i % (92 * 24))),
    'temperature' => mt_rand(17, 24), 'humidity' => mt_rand(38, 61)]);
fill($database, 'setting', 2, static fn (int $i) => ['name' => ['credit_line', 'hotline'][$i], 'value' => ['Municipal collection, photograph: Grünwald', '0421 115'][$i]]);
$database->commit();

if ($database->getDatabasePlatform() instanceof PostgreSQLPlatform) {
    $database->executeStatement("CREATE INDEX enquiry_message ON enquiry USING gin (TO_TSVECTOR('english', message))");
    foreach ($classes as $class) {
        if ($class->isIdGeneratorSequence()) {
            $database->executeQuery("SELECT SETVAL('{$class->sequenceGeneratorDefinition['sequenceName']}', (SELECT MAX(id) FROM {$class->getTableName()}))");
        }
    }
} else {
    $database->executeStatement('CREATE FULLTEXT INDEX enquiry_message ON enquiry (message)');
}
