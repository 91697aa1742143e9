<?php

declare(strict_types=1);

namespace Museum\Controller;

use Museum\Entity\Loan;
use Museum\Entity\LoanItem;
use Museum\Parameters;
use Museum\Repository\LoanRepository;
use Museum\View;
use Symfony\Component\HttpFoundation\JsonResponse;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;

final class LoanController extends Controller
{
    private function loans(): LoanRepository
    {
        return $this->entities->getRepository(Loan::class);
    }

    public function items(Request $request): Response
    {
        return View::page('loan_items', 'Objects on loan', ['items' => $this->loans()->latestItems(Parameters::limit($request))]);
    }

    public function schedule(Request $request): Response
    {
        return View::page('loan_items', 'Transports', ['items' => $this->loans()->latestItemsWithAll(Parameters::limit($request))]);
    }

    public function due(Request $request): Response
    {
        $loans = [];
        foreach ($this->loans()->due(Parameters::limit($request)) as $loan) {
            $packing = $loan->getItems()->map(static fn (LoanItem $item) => $item->getPacking());
            $loans[] = ['number' => $loan->getNumber(), 'due' => $loan->getDueOn()->format('Y-m-d'), 'packing' => $packing->getValues()];
        }
        return new JsonResponse($loans);
    }

    /** What lending brought in, by year. */
    public function income(Request $request): Response
    {
        $years = [];
        foreach ($this->loans()->findAll() as $loan) {
            $year = $loan->getStartsOn()->format('Y');
            $years[$year] ??= ['year' => (int) $year, 'loans' => 0, 'fees' => 0];
            $years[$year]['loans']++;
            $years[$year]['fees'] += $loan->getFee();
        }
        ksort($years);
        return new JsonResponse(array_values($years));
    }

    public function extend(Request $request): Response
    {
        $days = array_column(Parameters::rows($request), 'days', 'number');
        $loans = $this->loans()->findBy(['number' => array_map(strval(...), array_keys($days))]);
        foreach ($loans as $loan) {
            $loan->extend((int) $days[$loan->getNumber()]);
        }
        $this->entities->flush();
        return new JsonResponse(['extended' => count($loans)]);
    }
}
