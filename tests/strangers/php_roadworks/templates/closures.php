<table>
<?php foreach ($closures as $closure): ?>
<tr class="closure"><td><?= e($closure->kind) ?></td><td><?= e($closure->from_at) ?></td><td><?= e($closure->work->permit_no) ?></td><td><?= e($closure->work->street->name) ?></td><td><?= e($closure->work->contractor->name) ?>, insured with <?= e($closure->work->contractor->insurer->name) ?></td></tr>
<?php endforeach ?>
</table>
