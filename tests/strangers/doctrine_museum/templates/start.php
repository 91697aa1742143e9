<table>
<?php foreach ($states as $state): ?>
<tr class="state"><td><?= $e($state['state']) ?></td><td><?= $state['artefacts'] ?></td><td><?= $state['euros'] ?></td></tr>
<?php endforeach ?>
</table>
<h2>Visitors</h2>
<ul>
<?php foreach ($categories as $category): ?>
<li><?= $e($category['category']) ?>: <?= $category['tickets'] ?> tickets, <?= $category['cents'] / 100 ?></li>
<?php endforeach ?>
</ul>
