<?php

declare(strict_types=1);

namespace Roadworks\Controller;

use Roadworks\BadRequest;
use Roadworks\Model\Work;
use Roadworks\Repository\WorkRepository;
use Roadworks\Request;
use Roadworks\Response;
use Roadworks\Select;
use Roadworks\Settings;

final class WorkController extends Controller
{
    public function index(Request $request): void
    {
        $size = $request->int('size', 25);
        $page = $request->int('page', 1, 1, 100000);
        $works = Work::latest($size + 1, ($page - 1) * $size);
        Response::page('works', 'Works', ['works' => array_slice($works, 0, $size), 'page' => $page, 'size' => $size, 'more' => count($works) > $size]);
    }

    public function current(Request $request): void
    {
        $works = Select::from('work w')
            ->columns('w.permit_no', 'w.title', 'w.starts_on', 'w.ends_on', 'c.name AS contractor', 'c.phone', 's.name AS street')
            ->leftJoin('contractor c', 'c.id = w.contractor_id')
            ->leftJoin('street s', 's.id = w.street_id')
            ->where('w.status = ?', 'active')
            ->orderBy('w.starts_on DESC, w.id DESC')
            ->limit($request->int('size', 25))
            ->fetch($this->database);
        Response::page('current', 'Under way', ['works' => $works]);
    }

    public function closures(Request $request): void
    {
        Response::page('closures_by_work', 'Works and their closures', ['works' => Work::latest($request->int('size', 20))]);
    }

    public function plan(Request $request): void
    {
        $works = Work::select('WHERE status = ? ORDER BY starts_on DESC LIMIT ?', ['approved', $request->int('size', 20)]);
        Work::preload($works, 'closures');
        Work::preload(array_merge(...array_map(static fn (Work $work) => $work->closures, $works)), 'signs');
        Response::page('closures_by_work', 'Plan of the signs', ['works' => $works]);
    }

    /** The latest works, each with others at the same time in the same street. */
    public function conflicts(Request $request): void
    {
        $found = [];
        foreach (Work::latest($request->int('size', 20)) as $work) {
            $others = [];
            foreach ($work->street->works as $other) {
                if ($other !== $work && $other->starts_on <= $work->ends_on && $other->ends_on >= $work->starts_on) {
                    $others[] = $other->permit_no;
                }
            }
            $found[] = ['work' => $work->permit_no, 'street' => $work->street->name, 'conflicts' => $others];
        }
        Response::json($found);
    }

    /** For the notice boards. */
    public function notices(Request $request): void
    {
        $settings = new Settings($this->database);
        $works = (new WorkRepository($this->database))->startingFrom($request->date('day')->format('Y-m-d'), $request->int('size', 20));
        Response::page('notices', 'Notices', ['works' => $works, 'settings' => $settings]);
    }

    public function permit(Request $request, string $permitNo): void
    {
        $work = Work::findBy('permit_no', $permitNo);
        if (!$work) {
            Response::text(404, "There is no permit $permitNo.");
            return;
        }
        Response::page('permit', "Permit $permitNo", ['work' => $work]);
    }

    public function suggest(Request $request): void
    {
        $starts = addcslashes($request->text('starts'), '%_\\');
        Response::json(Select::from('work')
            ->columns('permit_no', 'title')
            ->where('permit_no LIKE ?', "$starts%")
            ->orderBy('permit_no')
            ->limit($request->int('size', 10))
            ->fetch($this->database));
    }

    /** For the utilities, which know a work by the number of their own order. */
    public function order(Request $request, string $order): void
    {
        Response::json(['works' => (new WorkRepository($this->database))->ofOrder($order)]);
    }

    public function spotChecks(Request $request): void
    {
        Response::json((new WorkRepository($this->database))->atRandom($request->int('size', 5)));
    }

    public function quickSpotChecks(Request $request): void
    {
        Response::json((new WorkRepository($this->database))->atRandomById($request->int('size', 5)));
    }

    public function saveBudgets(Request $request): void
    {
        $updated = $this->database->transaction(static function () use ($request): int {
            $updated = 0;
            foreach ($request->rows() as $row) {
                $work = Work::findBy('permit_no', $row['permit_no']) ?? throw new BadRequest("there is no permit {$row['permit_no']}");
                $work->budget = (int) $row['budget'];
                $work->save('budget');
                $updated++;
            }
            return $updated;
        });
        Response::json(['updated' => $updated]);
    }

    public function saveBudgetsAtOnce(Request $request): void
    {
        $rows = $request->rows();
        (new WorkRepository($this->database))->saveBudgets(array_column($rows, 'budget', 'permit_no'));
        Response::json(['updated' => count($rows)]);
    }
}
