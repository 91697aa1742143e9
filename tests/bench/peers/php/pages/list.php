<table>
  <caption>Page <?= $page ?></caption>
  <thead>
    <tr><th scope="col">Title</th><th scope="col">Year</th><th scope="col">Price</th></tr>
  </thead>
  <tbody>
<?php foreach ($shown as $book): ?>
    <tr><td><?= e($book['title']) ?></td><td><?= $book['year'] ?></td><td><?= $book['price'] ?></td></tr>
<?php endforeach ?>
  </tbody>
</table>
<nav aria-label="Pages">
<?php if ($page > 1): ?>
  <a rel="first" href="?page=1&amp;dataset=x1">First</a>
  <a rel="prev" href="?page=<?= $page - 1 ?>&amp;after=<?= $first['year'] ?>,<?= $first['id'] ?>,back&amp;dataset=x1">Previous</a>
<?php endif ?>
<?php if ($last !== null): ?>
  <a rel="next" href="?page=<?= $page + 1 ?>&amp;after=<?= $last['year'] ?>,<?= $last['id'] ?>&amp;dataset=x1">Next</a>
<?php endif ?>
</nav>
