<table>
<?php foreach ($members as $member): ?>
<tr class="member"><td><?= $e($member->getName()) ?></td><td><?= $member->getJoinedOn()->format('Y-m-d') ?></td><td><?= $e($member->getCard()?->getNumber() ?? 'no card') ?></td></tr>
<?php endforeach ?>
</table>
