<?php

declare(strict_types=1);

namespace Museum\Controller;

use Museum\Entity\Member;
use Museum\Parameters;
use Museum\Repository\MemberRepository;
use Museum\View;
use Symfony\Component\HttpFoundation\JsonResponse;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;

final class MemberController extends Controller
{
    private function members(): MemberRepository
    {
        return $this->entities->getRepository(Member::class);
    }

    public function index(Request $request): Response
    {
        return View::page('members', 'Members', ['members' => $this->members()->newest(Parameters::limit($request))]);
    }

    public function directory(Request $request): Response
    {
        $members = $this->members()->findBy([], ['id' => 'DESC'], Parameters::limit($request));
        return View::page('members', 'Directory', ['members' => $members]);
    }

    public function byEmail(Request $request): Response
    {
        return new JsonResponse($this->members()->byEmail(Parameters::text($request, 'email')));
    }
}
