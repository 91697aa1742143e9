<?php foreach ($works as $work): ?>
<section class="notice"><h2><?= e($work['title']) ?></h2>
<p>From <?= e($work['starts_on']) ?>, permit <?= e($work['permit_no']) ?>. Questions? Call <?= e($settings->get('hotline')) ?>.</p>
</section>
<?php endforeach ?>
