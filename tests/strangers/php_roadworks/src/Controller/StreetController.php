<?php

declare(strict_types=1);

namespace Roadworks\Controller;

use Roadworks\Model\Street;
use Roadworks\Repository\ComplaintRepository;
use Roadworks\Repository\StreetRepository;
use Roadworks\Request;
use Roadworks\Response;

final class StreetController extends Controller
{
    public function index(Request $request): void
    {
        $size = $request->int('size', 25);
        $page = $request->int('page', 1, 1, 1000);
        $complaints = new ComplaintRepository($this->database);
        $streets = (new StreetRepository($this->database))->registered($size, ($page - 1) * $size);
        foreach ($streets as &$street) {
            $street['open'] = $complaints->countOpen($street['id']);
        }
        Response::page('streets', 'Streets', ['streets' => $streets, 'page' => $page, 'size' => $size]);
    }

    public function overview(Request $request): void
    {
        $size = $request->int('size', 25);
        $page = $request->int('page', 1, 1, 1000);
        $streets = (new StreetRepository($this->database))->registered($size, ($page - 1) * $size);
        $open = (new ComplaintRepository($this->database))->countOpenOf(array_column($streets, 'id'));
        foreach ($streets as &$street) {
            $street['open'] = $open[$street['id']] ?? 0;
        }
        Response::page('streets', 'Overview of the streets', ['streets' => $streets, 'page' => $page, 'size' => $size]);
    }

    public function complaints(Request $request, string $id): void
    {
        $complaints = (new ComplaintRepository($this->database))->latestOfStreet((int) $id, $request->int('size', 25));
        Response::page('complaints', 'Complaints of a street', ['complaints' => $complaints]);
    }

    public function open(Request $request, string $id): void
    {
        $size = $request->int('size', 25);
        $page = $request->int('page', 1, 1, 1000);
        $repository = new ComplaintRepository($this->database);
        Response::page('complaints', 'Open complaints of a street', [
            'complaints' => $repository->openOfStreet((int) $id, $size, ($page - 1) * $size), 'page' => $page,
            'pages' => (int) ceil($repository->countOpen((int) $id) / $size), 'size' => $size]);
    }

    /** For the navigation services. */
    public function register(Request $request): void
    {
        $streets = Street::select('WHERE id > ? ORDER BY id LIMIT ?', [$request->int('after', 0, 0, 100000), $request->int('size', 25)]);
        Response::json(array_map(static fn (Street $street) => [
            'id' => $street->id, 'street' => $street->name, 'district' => $street->district->name, 'length_m' => $street->length_m], $streets));
    }

    /** The boroughs with their quarters. */
    public function districts(Request $request): void
    {
        $children = [];
        foreach ((new StreetRepository($this->database))->districts() as $district) {
            $children[$district['parent_id'] ?? 0][] = $district;
        }
        Response::json(array_map(static fn (array $borough) => [
            'borough' => $borough['name'], 'quarters' => array_column($children[$borough['id']] ?? [], 'name')], $children[0]));
    }
}
