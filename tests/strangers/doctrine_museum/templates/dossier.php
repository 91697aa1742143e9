<article class="dossier"><p><?= $dossier->getPages() ?> pages</p><p><?= $e($dossier->getBody()) ?></p></article>
