<?php

declare(strict_types=1);

namespace Museum\Controller;

use Museum\Entity\Artefact;
use Museum\Entity\Setting;
use Museum\Parameters;
use Symfony\Component\HttpFoundation\JsonResponse;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;

/** Labels beside the objects. */
final class LabelController extends Controller
{
    public function index(Request $request): Response
    {
        $artefacts = $this->entities->getRepository(Artefact::class)->latest(Parameters::limit($request));
        return new JsonResponse(array_map(fn (Artefact $artefact) => [
            'title' => $artefact->getTitle(),
            'credit' => $this->entities->getRepository(Setting::class)->findOneBy(['name' => 'credit_line'])->getValue(),
        ], $artefacts));
    }

    public function print(Request $request): Response
    {
        $artefacts = $this->entities->getRepository(Artefact::class)->latest(Parameters::limit($request));
        return new JsonResponse(array_map(fn (Artefact $artefact) => [
            'title' => $artefact->getTitle(),
            'number' => $artefact->getInventoryNo(),
            'credit' => $this->entities->find(Setting::class, 'credit_line')->getValue(),
        ], $artefacts));
    }
}
