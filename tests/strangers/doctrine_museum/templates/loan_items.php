<table>
<?php foreach ($items as $item): ?>
<tr class="item"><td><?= $e($item->getArtefact()->getTitle()) ?></td><td><?= $e($item->getArtefact()->getMaker()->getName()) ?></td><td><?= $e($item->getArtefact()->getMaker()->getCountry()->getName()) ?></td><td><?= $e($item->getLoan()->getInstitution()->getName()) ?></td><td><?= $e($item->getPacking()) ?></td></tr>
<?php endforeach ?>
</table>
