<?php
$reviews = rows(
    'SELECT book.title, customer.name, review.body, review.rating, '
    . '(SELECT COUNT(*) FROM review AS each_review WHERE each_review.book_id = book.id) AS of_the_book '
    . 'FROM (SELECT id FROM review ORDER BY created_at DESC, id DESC LIMIT 10) AS newest '
    . 'JOIN review ON review.id = newest.id JOIN book ON book.id = review.book_id '
    . 'JOIN customer ON customer.id = review.customer_id ORDER BY review.created_at DESC, review.id DESC'
);
?>
<section>
  <h2>Newest reviews</h2>
  <ul>
<?php foreach ($reviews as $review): ?>
    <li><strong><?= e($review['title']) ?></strong>, <?= $review['rating'] ?> of 5 by <?= e($review['name']) ?> (<?= $review['of_the_book'] ?> in all): <?= e($review['body']) ?></li>
<?php endforeach ?>
  </ul>
</section>
