<table>
<?php foreach ($reports as $report): ?>
<tr class="report"><td><?= $report->getReportedAt()->format('Y-m-d H:i') ?></td><td><?= $e($report->getGrade()) ?></td><td><?= $e($report->getRemarks()) ?></td></tr>
<?php endforeach ?>
</table>
