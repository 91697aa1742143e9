<?php

declare(strict_types=1);

namespace Roadworks\Controller;

use Roadworks\Repository\ComplaintRepository;
use Roadworks\Request;
use Roadworks\Response;

final class ComplaintController extends Controller
{
    public function index(Request $request): void
    {
        $size = $request->int('size', 25);
        $page = $request->int('page', 1, 1, 100000);
        $repository = new ComplaintRepository($this->database);
        $pages = (int) ceil($repository->count() / $size);
        Response::page('complaints', 'Complaints', [
            'complaints' => $repository->page($size, ($page - 1) * $size), 'page' => $page, 'pages' => $pages, 'size' => $size]);
    }

    public function latest(Request $request): void
    {
        $size = $request->int('size', 25);
        [$receivedAt, $id] = explode(',', $request->text('before', ',')) + [1 => ''];
        $complaints = (new ComplaintRepository($this->database))->before($receivedAt === '' ? null : $receivedAt, (int) $id, $size + 1);
        $shown = array_slice($complaints, 0, $size);
        $last = count($complaints) > $size ? end($shown) : null;
        Response::page('complaints', 'Latest complaints', [
            'complaints' => $shown, 'size' => $size, 'before' => $last ? "{$last['received_at']},{$last['id']}" : null]);
    }

    public function search(Request $request): void
    {
        $q = $request->text('q');
        Response::page('complaints', "Complaints with “{$q}”", ['complaints' => (new ComplaintRepository($this->database))->containing($q)]);
    }

    /** A week, day by day. */
    public function days(Request $request): void
    {
        $from = $request->date('from');
        Response::json((new ComplaintRepository($this->database))->perDay($from->format('Y-m-d'), $from->modify('+7 days')->format('Y-m-d')));
    }
}
