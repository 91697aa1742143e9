<dl class="artefact">
<dt>Number</dt><dd><?= $e($artefact->getInventoryNo()) ?></dd>
<dt>Maker</dt><dd><?= $e($artefact->getMaker()->getName()) ?>, <?= $e($artefact->getMaker()->getCountry()->getName()) ?></dd>
<dt>Department</dt><dd><?= $e($artefact->getDepartment()->getName()) ?> (<?= $e($artefact->getDepartment()->getCurator()) ?>)</dd>
<dt>Place</dt><dd><?= $e($artefact->getShelf()->getCode()) ?>, <?= $e($artefact->getShelf()->getRoom()->getName()) ?>, <?= $e($artefact->getShelf()->getRoom()->getBuilding()->getName()) ?></dd>
<dt>Acquired</dt><dd><?= $artefact->getAcquiredOn()->format('Y-m-d') ?></dd>
<dt>Materials</dt><?php foreach ($artefact->getMaterials() as $material): ?><dd><?= $e($material->getName()) ?></dd><?php endforeach ?>
<dt>Condition</dt><?php foreach ($artefact->getReports() as $report): ?><dd><?= $report->getReportedAt()->format('Y-m-d') ?> <?= $e($report->getGrade()) ?>, <?= $e($report->getConservator()->getName()) ?></dd><?php endforeach ?>
</dl>
