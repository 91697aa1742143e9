<table>
<?php foreach ($exhibitions as $exhibition): ?>
<tr class="exhibition"><td><?= $e($exhibition->getTitle()) ?></td><td><?= $exhibition->getOpensOn()->format('Y-m-d') ?> to <?= $exhibition->getClosesOn()->format('Y-m-d') ?></td><td><?= $objects[$exhibition->getId()] ?? 0 ?> objects</td></tr>
<?php endforeach ?>
</table>
