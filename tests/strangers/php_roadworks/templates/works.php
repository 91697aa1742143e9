<table>
<?php foreach ($works as $work): ?>
<tr class="work"><td><a href="/permits/<?= e($work->permit_no) ?>"><?= e($work->permit_no) ?></a></td><td><?= e($work->title) ?></td><td><?= e($work->status) ?></td><td><?= e($work->contractor->name) ?></td></tr>
<?php endforeach ?>
</table>
<p><?php if ($page > 1): ?><a href="/works?page=<?= $page - 1 ?>&amp;size=<?= $size ?>">newer</a><?php endif ?>
<?php if ($more): ?><a href="/works?page=<?= $page + 1 ?>&amp;size=<?= $size ?>">older</a><?php endif ?></p>
