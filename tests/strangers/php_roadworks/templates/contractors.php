<table>
<?php foreach ($contractors as $contractor): ?>
<tr class="contractor"><td><?= e($contractor->name) ?></td><td><?= e($contractor->phone) ?></td></tr>
<?php endforeach ?>
</table>
