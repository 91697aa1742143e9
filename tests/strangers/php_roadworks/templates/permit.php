<dl class="permit">
<dt>Work</dt><dd><?= e($work->title) ?>, <?= e($work->status) ?></dd>
<dt>Street</dt><dd><?= e($work->street->name) ?>, <?= e($work->street->district->name) ?></dd>
<dt>Contractor</dt><dd><?= e($work->contractor->name) ?>, insured with <?= e($work->contractor->insurer->name) ?></dd>
<dt>Engineer</dt><dd><?= e($work->engineer->name) ?>, <?= e($work->engineer->department->name) ?></dd>
<dt>Budget</dt><dd><?= euros($work->budget) ?></dd>
</dl>
<ul>
<?php foreach ($work->closures as $closure): ?>
<li class="closure"><?= e($closure->kind) ?>, <?= e($closure->from_at) ?> to <?= e($closure->until_at) ?></li>
<?php endforeach ?>
</ul>
