<table>
<?php foreach ($works as $work): ?>
<tr class="work"><td><?= e($work['permit_no']) ?></td><td><?= e($work['street']) ?></td><td><?= e($work['title']) ?></td><td><?= e($work['starts_on']) ?> to <?= e($work['ends_on']) ?></td><td><?= e($work['contractor']) ?>, <?= e($work['phone']) ?></td></tr>
<?php endforeach ?>
</table>
