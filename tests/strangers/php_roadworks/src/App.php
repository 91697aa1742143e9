<?php

declare(strict_types=1);

namespace Roadworks;

use Roadworks\Controller\ClosureController;
use Roadworks\Controller\ComplaintController;
use Roadworks\Controller\ContractorController;
use Roadworks\Controller\DocumentController;
use Roadworks\Controller\ExportController;
use Roadworks\Controller\InspectionController;
use Roadworks\Controller\InvoiceController;
use Roadworks\Controller\ReportController;
use Roadworks\Controller\StreetController;
use Roadworks\Controller\SubscriberController;
use Roadworks\Controller\WorkController;

final class App
{
    private const ROUTES = [
        ['GET', '/', ReportController::class, 'home'],
        ['GET', '/dashboard', ReportController::class, 'dashboard'],
        ['GET', '/reports/budget', ReportController::class, 'budget'],
        ['GET', '/reports/districts', ReportController::class, 'districts'],
        ['GET', '/reports/months', ReportController::class, 'months'],
        ['GET', '/counters/(\d+)', ReportController::class, 'counter'],
        ['GET', '/works', WorkController::class, 'index'],
        ['GET', '/works/current', WorkController::class, 'current'],
        ['GET', '/works/closures', WorkController::class, 'closures'],
        ['GET', '/works/plan', WorkController::class, 'plan'],
        ['GET', '/works/conflicts', WorkController::class, 'conflicts'],
        ['GET', '/works/notices', WorkController::class, 'notices'],
        ['GET', '/permits/(R\d+)', WorkController::class, 'permit'],
        ['GET', '/api/permits', WorkController::class, 'suggest'],
        ['GET', '/api/orders/(U\d+)', WorkController::class, 'order'],
        ['GET', '/api/spot-checks', WorkController::class, 'spotChecks'],
        ['GET', '/api/spot-checks/quick', WorkController::class, 'quickSpotChecks'],
        ['POST', '/api/budgets', WorkController::class, 'saveBudgets'],
        ['POST', '/api/budgets/batch', WorkController::class, 'saveBudgetsAtOnce'],
        ['GET', '/closures', ClosureController::class, 'index'],
        ['GET', '/closures/starting', ClosureController::class, 'starting'],
        ['GET', '/closures/day', ClosureController::class, 'day'],
        ['GET', '/closures/archive', ClosureController::class, 'archive'],
        ['GET', '/closures/next', ClosureController::class, 'next'],
        ['GET', '/api/closures/affected', ClosureController::class, 'affected'],
        ['GET', '/fees', ClosureController::class, 'fees'],
        ['GET', '/fees/schedule', ClosureController::class, 'schedule'],
        ['GET', '/streets', StreetController::class, 'index'],
        ['GET', '/streets/overview', StreetController::class, 'overview'],
        ['GET', '/streets/(\d+)/complaints', StreetController::class, 'complaints'],
        ['GET', '/streets/(\d+)/open', StreetController::class, 'open'],
        ['GET', '/api/streets', StreetController::class, 'register'],
        ['GET', '/api/districts', StreetController::class, 'districts'],
        ['GET', '/complaints', ComplaintController::class, 'index'],
        ['GET', '/complaints/latest', ComplaintController::class, 'latest'],
        ['GET', '/complaints/search', ComplaintController::class, 'search'],
        ['GET', '/api/complaints/days', ComplaintController::class, 'days'],
        ['GET', '/contractors', ContractorController::class, 'index'],
        ['GET', '/contractors/directory', ContractorController::class, 'directory'],
        ['GET', '/contractors/activity', ContractorController::class, 'activity'],
        ['GET', '/engineers/(\d+)/inspections', InspectionController::class, 'ofEngineer'],
        ['GET', '/inspections/recent', InspectionController::class, 'recent'],
        ['GET', '/inspections/day', InspectionController::class, 'day'],
        ['POST', '/api/inspections', InspectionController::class, 'import'],
        ['POST', '/api/inspections/batch', InspectionController::class, 'importAtOnce'],
        ['GET', '/documents', DocumentController::class, 'index'],
        ['GET', '/documents/titles', DocumentController::class, 'titles'],
        ['GET', '/documents/(\d+)', DocumentController::class, 'show'],
        ['GET', '/invoices', InvoiceController::class, 'index'],
        ['GET', '/invoices/unpaid', InvoiceController::class, 'unpaid'],
        ['GET', '/watchlists/(\d+)', SubscriberController::class, 'watchlist'],
        ['GET', '/api/subscribers', SubscriberController::class, 'byEmail'],
        ['GET', '/export/complaints.csv', ExportController::class, 'complaints'],
        ['GET', '/export/works.csv', ExportController::class, 'works'],
    ];

    private readonly Database $database;
    private readonly Cache $cache;

    public function __construct(string $databaseUrl, string $cacheFolder)
    {
        $this->database = new Database($databaseUrl);
        $this->cache = new Cache($cacheFolder);
        Model::connect($this->database);
    }

    public function run(): void
    {
        $request = Request::current();
        try {
            $this->respond($request);
        } catch (BadRequest $error) {
            Response::text(400, $error->getMessage());
        }
    }

    private function respond(Request $request): void
    {
        foreach (self::ROUTES as [$method, $pattern, $controller, $action]) {
            if ($method === $request->method && preg_match("~^$pattern$~D", $request->path, $parts)) {
                (new $controller($this->database, $this->cache))->$action($request, ...array_slice($parts, 1));
                return;
            }
        }
        Response::text(404, "There is no page $request->path.");
    }
}
