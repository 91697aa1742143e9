<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title><?= $e($title) ?> · Museum</title></head>
<body>
<nav><a href="/">Figures</a> <a href="/artefacts">Collection</a> <a href="/makers">Makers</a> <a href="/exhibitions">Exhibitions</a> <a href="/tickets">Tickets</a></nav>
<h1><?= $e($title) ?></h1>
<?= $content ?>
</body>
</html>
