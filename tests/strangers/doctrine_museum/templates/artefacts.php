<table>
<?php foreach ($artefacts as $artefact): ?>
<tr class="artefact"><td><a href="/artefacts/<?= $e($artefact->getInventoryNo()) ?>"><?= $e($artefact->getInventoryNo()) ?></a></td><td><?= $e($artefact->getTitle()) ?></td><td><?= $e($artefact->getDepartment()->getName()) ?></td></tr>
<?php endforeach ?>
</table>
<p>Page <?= $page ?> of <?= $pages ?></p>
