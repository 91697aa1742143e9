<table>
<?php foreach ($exhibitions as $exhibition): ?>
<tr class="exhibition"><td><?= $e($exhibition->getTitle()) ?></td><td><?= $exhibition->getOpensOn()->format('Y-m-d') ?></td><td><?= $e($exhibition->getBuilding()->getName()) ?></td><td><?= count($exhibition->getArtefacts()) ?> objects</td></tr>
<?php endforeach ?>
</table>
