<h2>Newly on display</h2><?php foreach ($acquired as $artefact): ?><p class="acquired"><?= $e($artefact->getTitle()) ?></p><?php endforeach ?>
<h2>Exhibitions</h2><?php foreach ($exhibitions as $exhibition): ?><p><?= $e($exhibition->getTitle()) ?></p><?php endforeach ?>
<h2>Enquiries</h2><?php foreach ($enquiries as $enquiry): ?><p><?= $e($enquiry->getMessage()) ?></p><?php endforeach ?>
<h2>Loans</h2><?php foreach ($loans as $loan): ?><p><?= $e($loan->getNumber()) ?> <?= $loan->getDueOn()->format('Y-m-d') ?></p><?php endforeach ?>
<h2>New members</h2><?php foreach ($members as $member): ?><p><?= $e($member->getName()) ?></p><?php endforeach ?>
<h2>Reports</h2><?php foreach ($reports as $report): ?><p><?= $e($report->getGrade()) ?> <?= $e($report->getRemarks()) ?></p><?php endforeach ?>
<h2>Tickets</h2><?php foreach ($tickets as $ticket): ?><p><?= $e($ticket->getCode()) ?></p><?php endforeach ?>
<h2>Institutions</h2><?php foreach ($institutions as $institution): ?><p><?= $e($institution->getName()) ?></p><?php endforeach ?>
