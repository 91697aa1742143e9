<?php

declare(strict_types=1);

namespace Museum\Controller;

use Museum\Entity\Artefact;
use Museum\Parameters;
use Symfony\Component\HttpFoundation\Exception\BadRequestException;
use Symfony\Component\HttpFoundation\JsonResponse;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;

final class ValuationController extends Controller
{
    public function save(Request $request): Response
    {
        $artefacts = $this->entities->getRepository(Artefact::class);
        $saved = 0;
        foreach (Parameters::rows($request) as $row) {
            $artefact = $artefacts->findOneBy(['inventoryNo' => $row['number']])
                ?? throw new BadRequestException("there is no artefact {$row['number']}");
            $artefact->raiseInsuredValue((int) $row['euros']);
            $this->entities->flush();
            $saved++;
        }
        return new JsonResponse(['saved' => $saved]);
    }

    public function saveAtOnce(Request $request): Response
    {
        $changes = array_column(Parameters::rows($request), 'euros', 'number');
        return new JsonResponse(['saved' => $this->entities->getRepository(Artefact::class)->raiseInsuredValues($changes)]);
    }
}
