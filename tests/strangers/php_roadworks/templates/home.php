<table>
<?php foreach ($states as $state): ?>
<tr class="status"><td><?= e($state['status']) ?></td><td><?= $state['works'] ?></td><td><?= euros((int) $state['budget']) ?></td></tr>
<?php endforeach ?>
</table>
<h2>Streets with the most complaints</h2>
<ol>
<?php foreach ($streets as $street): ?>
<li><?= e($street['name']) ?>: <?= $street['complaints'] ?></li>
<?php endforeach ?>
</ol>
