<?php

declare(strict_types=1);

namespace Roadworks\Controller;

use Roadworks\Model\LaneClosure;
use Roadworks\Repository\ClosureRepository;
use Roadworks\Repository\RateRepository;
use Roadworks\Request;
use Roadworks\Response;
use Roadworks\Select;

final class ClosureController extends Controller
{
    private const PAGE = 25;
    private const KINDS = ['lane', 'full', 'footpath', 'parking'];

    public function index(Request $request): void
    {
        $size = $request->int('size', 25);
        $page = $request->int('page', 1, 1, 100000);
        Response::page('closures', 'Closures', ['closures' => LaneClosure::latest($size, ($page - 1) * $size)]);
    }

    public function starting(Request $request): void
    {
        $day = $request->date('day')->format('Y-m-d');
        Response::page('closures_of_day', "Closures from $day", ['closures' => (new ClosureRepository($this->database))->startingOn($day)]);
    }

    public function day(Request $request): void
    {
        $day = $request->date('day');
        $closures = Select::from('closure c')
            ->columns('c.kind', 'c.lanes', 'c.from_at', 'c.until_at', 'w.permit_no', 's.name AS street')
            ->join('work w', 'w.id = c.work_id')
            ->join('street s', 's.id = w.street_id')
            ->where('c.from_at >= ?', $day->format('Y-m-d'))
            ->where('c.from_at < ?', $day->modify('+1 day')->format('Y-m-d'))
            ->orderBy('c.from_at')
            ->fetch($this->database);
        Response::page('closures_of_day', 'Closures of the day', ['closures' => $closures]);
    }

    public function archive(Request $request): void
    {
        $page = $request->int('page', 1, 1, 100000);
        Response::page('closures_of_day', "Closures, page $page", [
            'closures' => (new ClosureRepository($this->database))->page(self::PAGE, ($page - 1) * self::PAGE)]);
    }

    /** For each kind of closure the next ones. */
    public function next(Request $request): void
    {
        $repository = new ClosureRepository($this->database);
        $day = $request->date('day')->format('Y-m-d');
        $closures = [];
        foreach (self::KINDS as $kind) {
            $closures[$kind] = $repository->nextOfKind($kind, $day, $request->int('size', 5));
        }
        Response::page('next_closures', 'Next closures', ['closures' => $closures]);
    }

    /** The next closures of the works that are under way. */
    public function affected(Request $request): void
    {
        $active = $this->database->column('SELECT id FROM work WHERE status = ?', ['active']);
        Response::json(Select::from('closure')
            ->columns('id', 'kind', 'from_at', 'until_at')
            ->whereIn('work_id', $active)
            ->where('from_at >= ?', $request->date('day')->format('Y-m-d'))
            ->orderBy('from_at')
            ->limit($request->int('size', 20))
            ->fetch($this->database));
    }

    public function fees(Request $request): void
    {
        $rates = new RateRepository($this->database);
        $fees = [];
        foreach ((new ClosureRepository($this->database))->latest($request->int('size', 25)) as $closure) {
            $rate = $rates->ofKind($closure['kind']);
            $fees[] = ['closure' => $closure['id'], 'permit' => $closure['permit_no'], 'fee' => self::fee($closure, $rate)];
        }
        Response::json($fees);
    }

    public function schedule(Request $request): void
    {
        $rates = (new RateRepository($this->database))->all();
        $closures = (new ClosureRepository($this->database))->latest($request->int('size', 25));
        Response::json(array_map(static fn (array $closure) => [
            'closure' => $closure['id'], 'kind' => $closure['kind'], 'fee' => self::fee($closure, $rates[$closure['kind']])], $closures));
    }

    private static function fee(array $closure, array $rate): int
    {
        $days = (new \DateTimeImmutable($closure['from_at']))->diff(new \DateTimeImmutable($closure['until_at']))->days + 1;
        return max($rate['minimum_cents'], $days * $closure['lanes'] * $rate['cents_per_day']);
    }
}
