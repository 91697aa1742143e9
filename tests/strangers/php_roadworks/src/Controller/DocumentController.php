<?php

declare(strict_types=1);

namespace Roadworks\Controller;

use Roadworks\Model\Document;
use Roadworks\Request;
use Roadworks\Response;
use Roadworks\Select;

final class DocumentController extends Controller
{
    public function index(Request $request): void
    {
        $documents = Document::latest($request->int('size', 25));
        Response::json(array_map(static fn (Document $document) => [
            'id' => $document->id, 'title' => $document->title, 'pages' => $document->pages], $documents));
    }

    public function titles(Request $request): void
    {
        Response::json(Select::from('document')
            ->columns('id', 'title', 'pages')
            ->orderBy('id DESC')
            ->limit($request->int('size', 25))
            ->fetch($this->database));
    }

    public function show(Request $request, string $id): void
    {
        $document = Document::find((int) $id);
        if (!$document) {
            Response::text(404, "There is no document $id.");
            return;
        }
        Response::page('document', $document->title, ['document' => $document]);
    }
}
