<table>
<?php foreach ($reports as $report): ?>
<tr class="report"><td><?= $e($report->getArtefact()->getInventoryNo()) ?></td><td><?= $e($report->getArtefact()->getTitle()) ?></td><td><?= $e($report->getGrade()) ?></td><td><?= $e($report->getConservator()->getName()) ?>, <?= $e($report->getConservator()->getStudio()) ?></td></tr>
<?php endforeach ?>
</table>
