<table>
<?php foreach ($closures as $closure): ?>
<tr class="closure"><td><?= e($closure['street']) ?></td><td><?= e($closure['kind']) ?></td><td><?= e($closure['from_at']) ?></td><td><?= e($closure['until_at']) ?></td><td><?= e($closure['permit_no']) ?></td></tr>
<?php endforeach ?>
</table>
