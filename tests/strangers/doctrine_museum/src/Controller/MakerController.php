<?php

declare(strict_types=1);

namespace Museum\Controller;

use Museum\Entity\Maker;
use Museum\Parameters;
use Museum\Repository\MakerRepository;
use Museum\View;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;

final class MakerController extends Controller
{
    private function makers(): MakerRepository
    {
        return $this->entities->getRepository(Maker::class);
    }

    private function page(Request $request): array
    {
        return $this->makers()->after(Parameters::int($request, 'after', 0, 0, PHP_INT_MAX), Parameters::limit($request));
    }

    public function index(Request $request): Response
    {
        return View::page('makers', 'Makers', ['makers' => $this->page($request)]);
    }

    public function catalogue(Request $request): Response
    {
        $makers = $this->page($request);
        $this->makers()->loadArtefactsAndMaterials($makers);
        return View::page('makers', 'Catalogue', ['makers' => $makers]);
    }

    public function output(Request $request): Response
    {
        $makers = $this->page($request);
        $this->makers()->loadArtefacts($makers);
        return View::page('output', 'Output of the makers', ['makers' => $makers]);
    }
}
