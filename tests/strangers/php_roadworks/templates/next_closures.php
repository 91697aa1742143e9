<?php foreach ($closures as $kind => $next): ?>
<h2><?= e($kind) ?></h2>
<?php foreach ($next as $closure): ?>
<p class="closure"><?= e($closure['from_at']) ?> to <?= e($closure['until_at']) ?>, lanes: <?= $closure['lanes'] ?></p>
<?php endforeach ?>
<?php endforeach ?>
