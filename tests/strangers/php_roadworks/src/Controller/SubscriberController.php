<?php

declare(strict_types=1);

namespace Roadworks\Controller;

use Roadworks\Request;
use Roadworks\Response;
use Roadworks\Select;

final class SubscriberController extends Controller
{
    /** The works that a resident watches. */
    public function watchlist(Request $request, string $id): void
    {
        $ids = $this->database->column(
            'SELECT work_id FROM watch WHERE subscriber_id = ? ORDER BY work_id LIMIT ?',
            [(int) $id, $request->int('size', 25)],
        );
        Response::json(Select::from('work')->columns('permit_no', 'title', 'status')->whereIn('id', $ids)->orderBy('id')->fetch($this->database));
    }

    public function byEmail(Request $request): void
    {
        Response::json($this->database->rows('SELECT id, email, name FROM subscriber WHERE LOWER(email) = ?', [strtolower($request->text('email'))]));
    }
}
