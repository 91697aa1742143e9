<?php

declare(strict_types=1);

namespace Museum\Controller;

use Museum\Entity\Artefact;
use Museum\Parameters;
use Museum\Repository\ArtefactRepository;
use Museum\View;
use Symfony\Component\HttpFoundation\JsonResponse;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;

final class ArtefactController extends Controller
{
    private function artefacts(): ArtefactRepository
    {
        return $this->entities->getRepository(Artefact::class);
    }

    public function index(Request $request): Response
    {
        $limit = Parameters::limit($request);
        $number = Parameters::int($request, 'page', 1, 1, 100000);
        $page = $this->artefacts()->page($number, $limit);
        return View::page('artefacts', 'Collection', ['artefacts' => $page, 'page' => $number, 'pages' => (int) ceil(count($page) / $limit)]);
    }

    public function show(Request $request, string $inventoryNo): Response
    {
        $artefact = $this->artefacts()->findOneBy(['inventoryNo' => $inventoryNo]);
        return $artefact ? View::page('artefact', $artefact->getTitle(), ['artefact' => $artefact]) : new Response("There is no $inventoryNo.\n", 404);
    }

    /** The latest artefacts, each with others of its kind by the same maker. */
    public function related(Request $request): Response
    {
        $found = [];
        foreach ($this->artefacts()->latest(Parameters::limit($request)) as $artefact) {
            $others = [];
            foreach ($artefact->getMaker()->getArtefacts() as $other) {
                if ($other !== $artefact && $other->getKind() === $artefact->getKind()) {
                    $others[] = $other->getInventoryNo();
                }
            }
            $found[] = ['artefact' => $artefact->getInventoryNo(), 'maker' => $artefact->getMaker()->getName(), 'others' => $others];
        }
        return new JsonResponse($found);
    }

    public function neighbours(Request $request): Response
    {
        $artefacts = $this->artefacts()->latest(Parameters::limit($request));
        $numbers = $this->artefacts()->numbersByMaker(array_map(static fn (Artefact $artefact) => $artefact->getMaker()->getId(), $artefacts));
        return new JsonResponse(array_map(static fn (Artefact $artefact) => [
            'artefact' => $artefact->getInventoryNo(),
            'byKind' => $numbers[$artefact->getMaker()->getId()],
        ], $artefacts));
    }

    public function complete(Request $request): Response
    {
        return new JsonResponse($this->artefacts()->numbersStartingWith(Parameters::text($request, 'prefix'), Parameters::limit($request)));
    }

    /** For the archive, which still has the old card index. */
    public function card(Request $request, string $cardNo): Response
    {
        return new JsonResponse(array_map(self::summary(...), $this->artefacts()->findBy(['cardNo' => $cardNo])));
    }

    public function highlights(Request $request): Response
    {
        return new JsonResponse(array_map(self::summary(...), $this->artefacts()->atRandom(6)));
    }

    public function quickHighlights(Request $request): Response
    {
        return new JsonResponse(array_map(self::summary(...), $this->artefacts()->atRandomById(6)));
    }

    private static function summary(Artefact $artefact): array
    {
        return ['number' => $artefact->getInventoryNo(), 'title' => $artefact->getTitle(), 'kind' => $artefact->getKind()];
    }
}
