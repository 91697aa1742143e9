<?php

declare(strict_types=1);

namespace Museum\Controller;

use Museum\Entity\Artefact;
use Museum\Entity\Exhibition;
use Museum\Parameters;
use Museum\Repository\ExhibitionRepository;
use Museum\View;
use Symfony\Component\HttpFoundation\JsonResponse;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;

final class ExhibitionController extends Controller
{
    private function exhibitions(): ExhibitionRepository
    {
        return $this->entities->getRepository(Exhibition::class);
    }

    public function index(Request $request): Response
    {
        return View::page('exhibitions', 'Exhibitions', ['exhibitions' => $this->exhibitions()->latest(Parameters::limit($request))]);
    }

    public function overview(Request $request): Response
    {
        $exhibitions = $this->exhibitions()->latest(Parameters::limit($request));
        return View::page('overview', 'Overview', ['exhibitions' => $exhibitions, 'objects' => $this->exhibitions()->objectCounts($exhibitions)]);
    }

    public function objects(Request $request, string $id): Response
    {
        $exhibition = $this->exhibitions()->find((int) $id);
        if (!$exhibition) {
            return new Response("There is no exhibition $id.\n", 404);
        }
        $first = $exhibition->getArtefacts()->slice(0, Parameters::limit($request));
        return new JsonResponse([
            'exhibition' => $exhibition->getTitle(),
            'objects' => array_map(static fn (Artefact $artefact) => ['number' => $artefact->getInventoryNo(), 'title' => $artefact->getTitle()], array_values($first)),
        ]);
    }
}
