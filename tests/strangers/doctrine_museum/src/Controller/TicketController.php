<?php

declare(strict_types=1);

namespace Museum\Controller;

use Museum\Entity\Ticket;
use Museum\Parameters;
use Museum\Repository\TicketRepository;
use Museum\View;
use Symfony\Component\HttpFoundation\JsonResponse;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;

final class TicketController extends Controller
{
    private function tickets(): TicketRepository
    {
        return $this->entities->getRepository(Ticket::class);
    }

    public function index(Request $request): Response
    {
        $page = Parameters::int($request, 'page', 1, 1, 100000);
        return View::page('tickets', 'Tickets', ['tickets' => $this->tickets()->page($page, 25), 'more' => null]);
    }

    public function latest(Request $request): Response
    {
        $limit = Parameters::limit($request);
        $tickets = $this->tickets()->page(1, $limit + 1);
        return View::page('tickets', 'Latest tickets', ['tickets' => array_slice($tickets, 0, $limit), 'more' => count($tickets) > $limit]);
    }

    public function ofBuilding(Request $request, string $id): Response
    {
        $tickets = $this->tickets()->findBy(['building' => (int) $id], ['soldAt' => 'DESC'], Parameters::limit($request));
        return View::page('tickets', 'Tickets of a building', ['tickets' => $tickets, 'more' => null]);
    }

    public function sold(Request $request): Response
    {
        return new JsonResponse($this->tickets()->soldOn(Parameters::day($request)));
    }

    public function day(Request $request): Response
    {
        return new JsonResponse($this->tickets()->soldWithin(Parameters::day($request)));
    }

    public function takings(Request $request): Response
    {
        return new JsonResponse($this->tickets()->takings(Parameters::day($request)));
    }
}
