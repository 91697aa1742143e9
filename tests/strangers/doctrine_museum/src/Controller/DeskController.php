<?php

declare(strict_types=1);

namespace Museum\Controller;

use Museum\Entity\Artefact;
use Museum\Entity\Building;
use Museum\Entity\ConditionReport;
use Museum\Entity\Enquiry;
use Museum\Entity\Exhibition;
use Museum\Entity\Institution;
use Museum\Entity\Loan;
use Museum\Entity\Member;
use Museum\Entity\Reading;
use Museum\Entity\Room;
use Museum\Entity\Ticket;
use Museum\Parameters;
use Museum\View;
use Symfony\Component\HttpFoundation\JsonResponse;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;

/** What the front desk sees, and small reports. */
final class DeskController extends Controller
{
    public function start(Request $request): Response
    {
        return View::page('start', 'The museum in figures', [
            'states' => $this->entities->createQuery(
                'SELECT a.state, COUNT(a.id) AS artefacts, SUM(a.insuredValue) AS euros FROM ' . Artefact::class . ' a GROUP BY a.state ORDER BY a.state',
            )->getArrayResult(),
            'categories' => $this->entities->createQuery(
                'SELECT t.category, COUNT(t.id) AS tickets, SUM(t.cents) AS cents FROM ' . Ticket::class . ' t GROUP BY t.category ORDER BY t.category',
            )->getArrayResult(),
        ]);
    }

    public function desk(Request $request): Response
    {
        $limit = Parameters::limit($request);
        $list = fn (string $entity, array $order, array $where = []) => $this->entities->getRepository($entity)->findBy($where, $order, $limit);
        return View::page('desk', 'Desk', [
            'acquired' => $list(Artefact::class, ['acquiredOn' => 'DESC'], ['state' => 'display']),
            'exhibitions' => $list(Exhibition::class, ['id' => 'DESC']),
            'enquiries' => $list(Enquiry::class, ['receivedAt' => 'DESC'], ['state' => 'open']),
            'loans' => $list(Loan::class, ['id' => 'DESC']),
            'members' => $list(Member::class, ['id' => 'DESC']),
            'reports' => $this->entities->getRepository(ConditionReport::class)->recent($limit),
            'tickets' => $list(Ticket::class, ['soldAt' => 'DESC']),
            'institutions' => $list(Institution::class, ['id' => 'ASC']),
        ]);
    }

    public function departments(Request $request): Response
    {
        $rows = $this->entities->createQuery(
            'SELECT d.name, COUNT(a.id) AS artefacts, SUM(a.insuredValue) AS euros FROM ' . Artefact::class . ' a JOIN a.department d'
            . ' GROUP BY d.id, d.name ORDER BY d.name',
        )->enableResultCache(600, 'departments')->getArrayResult();
        return View::page('departments', 'Departments', ['departments' => $rows]);
    }

    public function rooms(Request $request): Response
    {
        $buildings = $this->entities->createQuery('SELECT b, r FROM ' . Building::class . ' b LEFT JOIN b.rooms r ORDER BY b.id, r.id')->getResult();
        return new JsonResponse(array_map(static fn (Building $building) => [
            'building' => $building->getName(),
            'rooms' => $building->getRooms()->map(static fn (Room $room) => $room->getName())->getValues(),
        ], $buildings));
    }

    public function sensor(Request $request, string $sensor): Response
    {
        $from = Parameters::day($request, 'from');
        return new JsonResponse($this->entities->createQueryBuilder()
            ->select('r.measuredAt', 'r.temperature', 'r.humidity')
            ->from(Reading::class, 'r')
            ->where('r.sensor = :sensor AND r.measuredAt >= :from AND r.measuredAt < :until')
            ->setParameters(['sensor' => (int) $sensor, 'from' => $from, 'until' => $from->modify('+' . Parameters::int($request, 'days', 7, 1, 92) . ' days')])
            ->orderBy('r.measuredAt')
            ->getQuery()
            ->getArrayResult());
    }
}
