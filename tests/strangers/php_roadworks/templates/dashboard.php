<p>On duty: <?= e($onDuty) ?></p>
<h2>Works that start</h2>
<ul>
<?php foreach ($works as $work): ?>
<li class="starting"><?= e($work['starts_on']) ?> <?= e($work['permit_no']) ?> <?= e($work['title']) ?></li>
<?php endforeach ?>
</ul>
<h2>Closures that start</h2>
<ul>
<?php foreach ($closures as $closure): ?>
<li><?= e($closure['from_at']) ?> <?= e($closure['kind']) ?>, <?= $closure['lanes'] ?></li>
<?php endforeach ?>
</ul>
<h2>Complaints</h2>
<ul>
<?php foreach ($complaints as $complaint): ?>
<li><?= e($complaint['street']) ?>: <?= e($complaint['message']) ?></li>
<?php endforeach ?>
</ul>
<h2>Inspections</h2>
<ul>
<?php foreach ($inspections as $inspection): ?>
<li><?= e($inspection['result']) ?>: <?= e($inspection['remarks']) ?></li>
<?php endforeach ?>
</ul>
<h2>Unpaid invoices</h2>
<ul>
<?php foreach ($invoices as $invoice): ?>
<li><?= e($invoice['number']) ?>, <?= euros($invoice['amount']) ?></li>
<?php endforeach ?>
</ul>
<h2>New documents</h2>
<ul>
<?php foreach ($documents as $document): ?>
<li><a href="/documents/<?= $document['id'] ?>"><?= e($document['title']) ?></a></li>
<?php endforeach ?>
</ul>
<form action="/streets"><select name="district">
<?php foreach ($districts as $district): ?>
<option value="<?= $district['id'] ?>"><?= e($district['name']) ?></option>
<?php endforeach ?>
</select></form>
