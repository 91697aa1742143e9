<table>
<?php foreach ($inspections as $inspection): ?>
<tr class="inspection"><td><?= e($inspection->inspected_at) ?></td><td><?= e($inspection->work->permit_no) ?></td><td><?= e($inspection->engineer->name) ?></td><td><?= e($inspection->result) ?></td></tr>
<?php endforeach ?>
</table>
