<table>
<?php foreach ($tickets as $ticket): ?>
<tr class="ticket"><td><?= $e($ticket->getCode()) ?></td><td><?= $e($ticket->getCategory()) ?></td><td><?= number_format($ticket->getCents() / 100, 2) ?></td><td><?= $ticket->getSoldAt()->format('Y-m-d H:i') ?></td></tr>
<?php endforeach ?>
</table>
<?php if ($more): ?><p>There are more.</p><?php endif ?>
