<table>
<?php foreach ($inspections as $inspection): ?>
<tr class="inspection"><td><?= e($inspection['inspected_at']) ?></td><td><?= e($inspection['permit_no']) ?></td><td><?= e($inspection['result']) ?></td><td><?= e($inspection['remarks']) ?></td></tr>
<?php endforeach ?>
</table>
