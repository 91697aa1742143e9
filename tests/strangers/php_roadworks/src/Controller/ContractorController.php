<?php

declare(strict_types=1);

namespace Roadworks\Controller;

use Roadworks\Model\Contractor;
use Roadworks\Request;
use Roadworks\Response;

final class ContractorController extends Controller
{
    public function index(Request $request): void
    {
        $contractors = Contractor::select('ORDER BY id LIMIT ?', [$request->int('size', 25)]);
        Contractor::preload($contractors, 'works');
        Response::page('contractors', 'Contractors', ['contractors' => $contractors]);
    }

    public function directory(Request $request): void
    {
        $contractors = Contractor::select('ORDER BY id LIMIT ?', [$request->int('size', 25)]);
        Contractor::preload($contractors, 'certificates');
        Response::page('directory', 'Certified contractors', ['contractors' => $contractors]);
    }

    public function activity(Request $request): void
    {
        $contractors = Contractor::select('ORDER BY id LIMIT ?', [$request->int('size', 25)]);
        Contractor::preload($contractors, 'works');
        Response::json(array_map(static fn (Contractor $contractor) => [
            'contractor' => $contractor->name, 'works' => count($contractor->works)], $contractors));
    }
}
