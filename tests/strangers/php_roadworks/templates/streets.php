<table>
<?php foreach ($streets as $street): ?>
<tr class="street"><td><a href="/streets/<?= $street['id'] ?>/complaints"><?= e($street['name']) ?></a></td><td><?= e($street['district']) ?></td><td><?= $street['length_m'] ?> m</td><td><?= $street['open'] ?></td></tr>
<?php endforeach ?>
</table>
<p><a href="?page=<?= $page + 1 ?>&amp;size=<?= $size ?>">next</a></p>
