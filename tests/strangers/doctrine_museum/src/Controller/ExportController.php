<?php

declare(strict_types=1);

namespace Museum\Controller;

use Doctrine\ORM\AbstractQuery;
use Museum\Entity\Artefact;
use Museum\Entity\Loan;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;
use Symfony\Component\HttpFoundation\StreamedResponse;

final class ExportController extends Controller
{
    private const HEADERS = ['Content-Type' => 'text/csv; charset=utf-8'];

    public function loans(Request $request): Response
    {
        $csv = "number,status,starts,due,fee\n";
        foreach ($this->entities->getRepository(Loan::class)->findAll() as $loan) {
            $csv .= self::line([$loan->getNumber(), $loan->getStatus(), $loan->getStartsOn()->format('Y-m-d'), $loan->getDueOn()->format('Y-m-d'), $loan->getFee()]);
        }
        return new Response($csv, 200, self::HEADERS + ['Content-Length' => (string) strlen($csv)]);
    }

    public function artefacts(Request $request): Response
    {
        return new StreamedResponse($this->sendArtefacts(...), 200, self::HEADERS + ['X-Accel-Buffering' => 'no']);
    }

    private function sendArtefacts(): void
    {
        echo "number,title,kind,state,value\n";
        $query = $this->entities->createQuery(
            'SELECT a.inventoryNo, a.title, a.kind, a.state, a.insuredValue FROM ' . Artefact::class . ' a',
        );
        foreach ($query->toIterable([], AbstractQuery::HYDRATE_SCALAR) as $number => $row) {
            echo self::line($row);
            if ($number % 500 === 0) {
                flush();
            }
        }
    }

    private static function line(array $values): string
    {
        return implode(',', array_map(static fn (mixed $value) => '"' . str_replace('"', '""', (string) $value) . '"', $values)) . "\n";
    }
}
