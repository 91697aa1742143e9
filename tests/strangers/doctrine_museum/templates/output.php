<table>
<?php foreach ($makers as $maker): ?>
<tr class="maker"><td><?= $e($maker->getName()) ?></td><td><?= $e($maker->getBorn() ?? 'unknown') ?></td><td><?= count($maker->getArtefacts()) ?></td></tr>
<?php endforeach ?>
</table>
