<?php
$tags = rows(
    'SELECT tag.name, used.books FROM '
    . '(SELECT tag_id, COUNT(*) AS books FROM book_tag GROUP BY tag_id ORDER BY books DESC, tag_id LIMIT 40) '
    . 'AS used JOIN tag ON tag.id = used.tag_id ORDER BY tag.name'
);
?>
<section>
  <h2>Tags</h2>
  <p><?php foreach ($tags as $tag): ?><span><?= e($tag['name']) ?> (<?= $tag['books'] ?>)</span> <?php endforeach ?></p>
</section>
