<?php

declare(strict_types=1);

namespace Roadworks\Controller;

use Roadworks\Repository\InvoiceRepository;
use Roadworks\Request;
use Roadworks\Response;

final class InvoiceController extends Controller
{
    public function index(Request $request): void
    {
        $size = $request->int('size', 25);
        $page = $request->int('page', 1, 1, 100000);
        $invoices = (new InvoiceRepository($this->database))->all();
        Response::page('invoices', 'Invoices', [
            'invoices' => array_slice($invoices, ($page - 1) * $size, $size), 'note' => "Page $page of " . ceil(count($invoices) / $size)]);
    }

    public function unpaid(Request $request): void
    {
        $repository = new InvoiceRepository($this->database);
        $number = $repository->countUnpaid(101);
        Response::page('invoices', 'Unpaid invoices', [
            'invoices' => $repository->unpaid($request->int('size', 25)), 'note' => ($number > 100 ? 'more than 100' : $number) . ' unpaid']);
    }
}
