<?php

declare(strict_types=1);

namespace Museum\Controller;

use DateTimeImmutable;
use Museum\Entity\Department;
use Museum\Entity\Enquiry;
use Museum\Parameters;
use Museum\Repository\EnquiryRepository;
use Museum\View;
use Symfony\Component\HttpFoundation\Exception\BadRequestException;
use Symfony\Component\HttpFoundation\JsonResponse;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;

final class EnquiryController extends Controller
{
    private const MAX_COUNTED = 1001;

    private function enquiries(): EnquiryRepository
    {
        return $this->entities->getRepository(Enquiry::class);
    }

    public function index(Request $request): Response
    {
        $limit = Parameters::limit($request);
        $page = Parameters::int($request, 'page', 1, 1, 100000);
        $enquiries = $this->enquiries()->findBy([], ['receivedAt' => 'DESC', 'id' => 'DESC']);
        return new JsonResponse(array_map(self::summary(...), array_slice($enquiries, ($page - 1) * $limit, $limit)));
    }

    /** A page by key: those before a time and id. */
    public function latest(Request $request): Response
    {
        if (!preg_match('/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d),(\d+)$/', Parameters::text($request, 'before'), $before)) {
            throw new BadRequestException('before must be a time and an id');
        }
        $enquiries = $this->enquiries()->before(new DateTimeImmutable($before[1]), (int) $before[2], Parameters::limit($request));
        return new JsonResponse(array_map(self::summary(...), $enquiries));
    }

    public function search(Request $request): Response
    {
        return View::page('enquiries', 'Search', ['enquiries' => $this->enquiries()->containing(Parameters::text($request, 'q'), 20), 'total' => null]);
    }

    public function find(Request $request): Response
    {
        return new JsonResponse(array_map(self::summary(...), $this->enquiries()->withWord(Parameters::text($request, 'q'), 20)));
    }

    public function open(Request $request): Response
    {
        $counted = $this->enquiries()->openUpTo(self::MAX_COUNTED);
        return View::page('enquiries', 'Open enquiries', [
            'enquiries' => $this->enquiries()->findBy(['state' => 'open'], ['receivedAt' => 'DESC'], Parameters::limit($request)),
            'total' => $counted < self::MAX_COUNTED ? (string) $counted : 'more than 1,000',
        ]);
    }

    public function import(Request $request): Response
    {
        $rows = Parameters::rows($request);
        foreach ($rows as $row) {
            $department = $this->entities->getReference(Department::class, (int) $row['department']);
            $this->entities->persist(new Enquiry($department, $row['sender'], $row['message'], new DateTimeImmutable()));
        }
        $this->entities->flush();
        return new JsonResponse(['stored' => count($rows)]);
    }

    private static function summary(Enquiry $enquiry): array
    {
        return ['at' => $enquiry->getReceivedAt()->format('c'), 'sender' => $enquiry->getSender(), 'message' => $enquiry->getMessage()];
    }
}
