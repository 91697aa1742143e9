<?php if ($total !== null): ?><p><?= $total ?> open</p><?php endif ?>
<?php foreach ($enquiries as $enquiry): ?>
<p class="enquiry"><?= $enquiry->getReceivedAt()->format('Y-m-d H:i') ?> <b><?= $e($enquiry->getSender()) ?></b> <?= $e($enquiry->getMessage()) ?></p>
<?php endforeach ?>
