<table>
<?php foreach ($hours as $hour): ?>
<tr class="hour"><td><?= e($hour['counted_at']) ?></td><td><?= $hour['cars'] ?></td><td><?= $hour['trucks'] ?></td></tr>
<?php endforeach ?>
</table>
