<?php foreach ($contractors as $contractor): ?>
<section class="contractor"><h2><?= e($contractor->name) ?></h2><p><?= e($contractor->phone) ?></p>
<?php foreach ($contractor->certificates as $certificate): ?>
<p><?= e($certificate->title) ?>, valid until <?= e($certificate->valid_until) ?></p>
<?php endforeach ?>
</section>
<?php endforeach ?>
