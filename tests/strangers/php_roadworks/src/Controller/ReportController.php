<?php

declare(strict_types=1);

namespace Roadworks\Controller;

use Roadworks\Repository\ClosureRepository;
use Roadworks\Repository\ComplaintRepository;
use Roadworks\Repository\InspectionRepository;
use Roadworks\Repository\InvoiceRepository;
use Roadworks\Repository\StreetRepository;
use Roadworks\Repository\WorkRepository;
use Roadworks\Request;
use Roadworks\Response;
use Roadworks\Settings;

final class ReportController extends Controller
{
    public function home(Request $request): void
    {
        $states = $this->database->rows('SELECT status, COUNT(*) AS works, SUM(budget) AS budget FROM work GROUP BY status ORDER BY status');
        $streets = $this->database->rows(
            'SELECT s.name, COUNT(*) AS complaints FROM complaint c JOIN street s ON s.id = c.street_id GROUP BY s.id, s.name'
            . ' ORDER BY complaints DESC, s.name LIMIT 5'
        );
        Response::page('home', 'Road works in the city', ['states' => $states, 'streets' => $streets]);
    }

    public function dashboard(Request $request): void
    {
        $day = $request->date('day')->format('Y-m-d');
        $size = $request->int('size', 10);
        Response::page('dashboard', 'Dashboard', [
            'works' => (new WorkRepository($this->database))->startingFrom($day, $size),
            'closures' => (new ClosureRepository($this->database))->startingFrom($day, $size),
            'complaints' => (new ComplaintRepository($this->database))->page($size, 0),
            'inspections' => (new InspectionRepository($this->database))->latest($size),
            'invoices' => (new InvoiceRepository($this->database))->unpaid($size),
            'documents' => $this->database->rows('SELECT id, title FROM document ORDER BY id DESC LIMIT ?', [$size]),
            'districts' => (new StreetRepository($this->database))->districts(),
            'onDuty' => (new Settings($this->database))->get('engineer_on_duty'),
        ]);
    }

    public function budget(Request $request): void
    {
        $names = array_column((new StreetRepository($this->database))->districts(), 'name', 'id');
        $totals = array_map(static fn (string $name) => ['district' => $name, 'works' => 0, 'budget' => 0], $names);
        foreach ((new WorkRepository($this->database))->withDistrict() as $work) {
            if ($work['status'] !== 'cancelled') {
                $totals[$work['district_id']]['works']++;
                $totals[$work['district_id']]['budget'] += $work['budget'];
            }
        }
        Response::json(array_values($totals));
    }

    public function districts(Request $request): void
    {
        Response::json($this->cache->remember('districts', 600, (new WorkRepository($this->database))->perDistrict(...)));
    }

    public function months(Request $request): void
    {
        $year = $request->int('year', 2024, 2000, 2100);
        Response::json($this->database->rows(
            'SELECT month, SUM(works) AS works, SUM(budget) AS budget FROM month_summary WHERE month >= ? AND month < ? GROUP BY month ORDER BY month',
            ["$year-01-01", ($year + 1) . '-01-01'],
        ));
    }

    /** What one counter counted, hour by hour. */
    public function counter(Request $request, string $id): void
    {
        $from = $request->date('from', '-7 days');
        $hours = $this->database->rows(
            'SELECT counted_at, cars, trucks FROM traffic_count WHERE counter_id = ? AND counted_at >= ? AND counted_at < ? ORDER BY counted_at',
            [(int) $id, $from->format('Y-m-d'), $from->modify('+' . $request->int('days', 7, 1, 92) . ' days')->format('Y-m-d')],
        );
        Response::page('counter', "Counter $id", ['hours' => $hours]);
    }
}
