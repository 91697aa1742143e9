<table>
<?php foreach ($departments as $department): ?>
<tr class="department"><td><?= $e($department['name']) ?></td><td><?= $department['artefacts'] ?></td><td><?= $department['euros'] ?></td></tr>
<?php endforeach ?>
</table>
