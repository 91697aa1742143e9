<?php

declare(strict_types=1);

namespace Roadworks\Controller;

use Roadworks\Repository\ComplaintRepository;
use Roadworks\Request;

final class ExportController extends Controller
{
    private const CHUNK = 1000;

    public function complaints(Request $request): void
    {
        $csv = "id,received,street,sender,message\n";
        foreach ((new ComplaintRepository($this->database))->export() as $row) {
            $csv .= self::line([$row['id'], $row['received_at'], $row['street'], $row['sender'], $row['message']]);
        }
        self::headers('complaints.csv');
        header('Content-Length: ' . strlen($csv));
        echo $csv;
    }

    public function works(Request $request): void
    {
        self::headers('works.csv');
        echo "permit,title,status,starts,ends\n";
        foreach ($this->inChunks() as $row) {
            echo self::line([$row['permit_no'], $row['title'], $row['status'], $row['starts_on'], $row['ends_on']]);
        }
    }

    /** All works, some at a time. */
    private function inChunks(): \Generator
    {
        $last = 0;
        do {
            $rows = $this->database->rows(
                'SELECT id, permit_no, title, status, starts_on, ends_on FROM work WHERE id > ? ORDER BY id LIMIT ?',
                [$last, self::CHUNK],
            );
            yield from $rows;
            flush();
            $last = $rows ? end($rows)['id'] : $last;
        } while (count($rows) === self::CHUNK);
    }

    private static function headers(string $name): void
    {
        header('Content-Type: text/csv; charset=utf-8');
        header("Content-Disposition: attachment; filename=\"$name\"");
    }

    private static function line(array $values): string
    {
        return implode(',', array_map(static fn (mixed $value) => '"' . str_replace('"', '""', (string) $value) . '"', $values)) . "\n";
    }
}
