<?php

declare(strict_types=1);

namespace Museum\Controller;

use Museum\Entity\Dossier;
use Museum\Parameters;
use Museum\View;
use Symfony\Component\HttpFoundation\JsonResponse;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;

final class DossierController extends Controller
{
    public function index(Request $request): Response
    {
        $dossiers = $this->entities->getRepository(Dossier::class)->findBy([], ['id' => 'DESC'], Parameters::limit($request));
        return new JsonResponse(array_map(
            static fn (Dossier $dossier) => ['id' => $dossier->getId(), 'title' => $dossier->getTitle(), 'pages' => $dossier->getPages()],
            $dossiers,
        ));
    }

    public function titles(Request $request): Response
    {
        $titles = $this->entities
            ->createQuery('SELECT NEW Museum\DossierTitle(d.id, d.title, d.pages) FROM Museum\Entity\Dossier d ORDER BY d.id DESC')
            ->setMaxResults(Parameters::limit($request))
            ->getResult();
        return new JsonResponse($titles);
    }

    public function show(Request $request, string $id): Response
    {
        $dossier = $this->entities->find(Dossier::class, (int) $id);
        return $dossier ? View::page('dossier', $dossier->getTitle(), ['dossier' => $dossier]) : new Response("There is no dossier $id.\n", 404);
    }
}
