<?php foreach ($complaints as $complaint): ?>
<article class="complaint"><h2><?= e($complaint['received_at']) ?>, <?= e($complaint['sender']) ?><?= isset($complaint['street']) ? ', ' . e($complaint['street']) : '' ?></h2><p><?= e($complaint['message']) ?></p></article>
<?php endforeach ?>
<?php if (isset($pages)): ?>
<p>Page <?= $page ?> of <?= $pages ?> <?php if ($page < $pages): ?><a href="?page=<?= $page + 1 ?>&amp;size=<?= $size ?>">next</a><?php endif ?></p>
<?php endif ?>
<?php if (isset($before)): ?>
<p><a href="/complaints/latest?before=<?= e(urlencode($before)) ?>&amp;size=<?= $size ?>">older</a></p>
<?php endif ?>
