<?php

declare(strict_types=1);

namespace Museum\Controller;

use Museum\Entity\Institution;
use Museum\Entity\Loan;
use Museum\Parameters;
use Symfony\Component\HttpFoundation\JsonResponse;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;

final class InstitutionController extends Controller
{
    public function index(Request $request): Response
    {
        return new JsonResponse(array_map(static fn (Institution $institution) => [
            'institution' => $institution->getName(),
            'city' => $institution->getCity(),
            'country' => $institution->getCountry()->getName(),
        ], $this->page($request)));
    }

    public function loans(Request $request): Response
    {
        return new JsonResponse(array_map(static fn (Institution $institution) => [
            'institution' => $institution->getName(),
            'loans' => $institution->getLoans()->map(self::summary(...))->getValues(),
        ], $this->page($request)));
    }

    public function loansOf(Request $request, string $id): Response
    {
        $institution = $this->entities->find(Institution::class, (int) $id);
        if (!$institution) {
            return new Response("There is no institution $id.\n", 404);
        }
        $loans = $this->entities->getRepository(Loan::class)->ofInstitution($institution, Parameters::limit($request));
        return new JsonResponse([
            'institution' => $institution->getName(),
            'total' => count($loans),
            'loans' => array_map(static fn (Loan $loan) => [...self::summary($loan), 'items' => count($loan->getItems())], iterator_to_array($loans)),
        ]);
    }

    private function page(Request $request): array
    {
        $after = Parameters::int($request, 'after', 0, 0, PHP_INT_MAX);
        return $this->entities->getRepository(Institution::class)->after($after, Parameters::limit($request));
    }

    private static function summary(Loan $loan): array
    {
        return ['number' => $loan->getNumber(), 'status' => $loan->getStatus(), 'due' => $loan->getDueOn()->format('Y-m-d')];
    }
}
