<?php foreach ($makers as $maker): ?>
<section class="maker"><h2><?= $e($maker->getName()) ?></h2>
<ul>
<?php foreach ($maker->getArtefacts() as $artefact): ?>
<li><?= $e($artefact->getInventoryNo()) ?> <?= $e($artefact->getTitle()) ?>: <?= $e(implode(', ', $artefact->getMaterials()->map(fn ($material) => $material->getName())->toArray())) ?></li>
<?php endforeach ?>
</ul></section>
<?php endforeach ?>
