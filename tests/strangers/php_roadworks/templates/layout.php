<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title><?= e($title) ?> · Road works</title></head>
<body>
<nav><a href="/">Home</a> <a href="/works">Works</a> <a href="/closures">Closures</a> <a href="/streets">Streets</a> <a href="/complaints">Complaints</a></nav>
<h1><?= e($title) ?></h1>
<?= $content ?>
</body>
</html>
