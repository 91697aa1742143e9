<table>
  <thead>
    <tr><th scope="col">Title</th><th scope="col">Author</th></tr>
  </thead>
  <tbody>
<?php foreach ($books as $book): ?>
    <tr><td><?= e($book['title']) ?></td><td><?= e($book['author']) ?></td></tr>
<?php endforeach ?>
  </tbody>
</table>
