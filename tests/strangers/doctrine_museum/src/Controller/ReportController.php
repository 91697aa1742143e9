<?php

declare(strict_types=1);

namespace Museum\Controller;

use DateTimeImmutable;
use Museum\Entity\Artefact;
use Museum\Entity\ConditionReport;
use Museum\Entity\Conservator;
use Museum\Parameters;
use Museum\Repository\ConditionReportRepository;
use Museum\View;
use Symfony\Component\HttpFoundation\JsonResponse;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;

/** Reports on the condition of artefacts. */
final class ReportController extends Controller
{
    private function reports(): ConditionReportRepository
    {
        return $this->entities->getRepository(ConditionReport::class);
    }

    public function ofConservator(Request $request, string $id): Response
    {
        $reports = $this->reports()->findBy(['conservator' => (int) $id], ['reportedAt' => 'DESC'], Parameters::limit($request));
        return View::page('reports_of', 'Reports', ['reports' => $reports]);
    }

    public function recent(Request $request): Response
    {
        return View::page('recent', 'Recent reports', ['reports' => $this->reports()->recent(Parameters::limit($request))]);
    }

    public function day(Request $request): Response
    {
        return new JsonResponse($this->reports()->ofDay(Parameters::day($request)));
    }

    public function away(Request $request): Response
    {
        return new JsonResponse($this->reports()->badAndAway(20));
    }

    public function import(Request $request): Response
    {
        $stored = 0;
        foreach (Parameters::rows($request) as $row) {
            $this->entities->persist(new ConditionReport(
                $this->entities->getReference(Artefact::class, (int) $row['artefact']),
                $this->entities->getReference(Conservator::class, (int) $row['conservator']),
                new DateTimeImmutable($row['at']),
                $row['grade'],
                $row['remarks'],
            ));
            $this->entities->flush();
            $stored++;
        }
        return new JsonResponse(['stored' => $stored]);
    }

    public function importAtOnce(Request $request): Response
    {
        $rows = Parameters::rows($request);
        $this->reports()->insertAll($rows);
        return new JsonResponse(['stored' => count($rows)]);
    }
}
