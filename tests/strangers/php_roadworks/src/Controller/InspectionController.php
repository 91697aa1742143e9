<?php

declare(strict_types=1);

namespace Roadworks\Controller;

use Roadworks\BadRequest;
use Roadworks\Model\Engineer;
use Roadworks\Model\Inspection;
use Roadworks\Repository\InspectionRepository;
use Roadworks\Request;
use Roadworks\Response;

final class InspectionController extends Controller
{
    public function ofEngineer(Request $request, string $id): void
    {
        $inspections = (new InspectionRepository($this->database))->latestOfEngineer((int) $id, $request->int('size', 25));
        Response::page('inspections', 'Inspections of an engineer', ['inspections' => $inspections]);
    }

    public function recent(Request $request): void
    {
        Engineer::all();  // a few dozen, so that none is loaded alone
        $inspections = Inspection::latest($request->int('size', 25));
        Inspection::preload($inspections, 'work');
        Response::page('recent_inspections', 'Recent inspections', ['inspections' => $inspections]);
    }

    public function day(Request $request): void
    {
        $day = $request->date('day');
        $inspections = (new InspectionRepository($this->database))->between($day->format('Y-m-d'), $day->modify('+1 day')->format('Y-m-d'));
        Response::page('inspections', 'Inspections of the day', ['inspections' => $inspections]);
    }

    /** From the inspectors' tablets, in the evening. */
    public function import(Request $request): void
    {
        $inspections = $this->inspections($request);
        foreach ($inspections as $inspection) {
            Inspection::create($inspection);
        }
        Response::json(['imported' => count($inspections)]);
    }

    public function importAtOnce(Request $request): void
    {
        $inspections = $this->inspections($request);
        $this->database->transaction(fn () => $this->database->insertAll('inspection', $inspections));
        Response::json(['imported' => count($inspections)]);
    }

    private function inspections(Request $request): array
    {
        return array_map(static fn (array $row) => [
            'work_id' => (int) $row['work'], 'engineer_id' => (int) $row['engineer'], 'inspected_at' => $row['at'],
            'result' => in_array($row['result'], ['passed', 'remarks', 'failed'], true) ? $row['result'] : throw new BadRequest('result is unknown'),
            'remarks' => $row['remarks']], $request->rows());
    }
}
