<table>
<?php foreach ($invoices as $invoice): ?>
<tr class="invoice"><td><?= e($invoice['number']) ?></td><td><?= e($invoice['state']) ?></td><td><?= e($invoice['due_on']) ?></td><td><?= euros($invoice['amount']) ?></td></tr>
<?php endforeach ?>
</table>
<p><?= e($note) ?></p>
