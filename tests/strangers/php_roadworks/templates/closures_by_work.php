<?php foreach ($works as $work): ?>
<section class="work"><h2><?= e($work->permit_no) ?> <?= e($work->title) ?></h2>
<?php foreach ($work->closures as $closure): ?>
<p><?= e($closure->kind) ?>, <?= e($closure->from_at) ?> to <?= e($closure->until_at) ?>:
<?php foreach ($closure->signs as $sign): ?><abbr title="<?= e($sign->name) ?>"><?= e($sign->code) ?></abbr> <?php endforeach ?></p>
<?php endforeach ?>
</section>
<?php endforeach ?>
