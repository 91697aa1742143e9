<article class="document"><p><?= $document->pages ?> pages, for permit <?= e($document->work->permit_no) ?></p>
<?= nl2br(e($document->body)) ?>
</article>
