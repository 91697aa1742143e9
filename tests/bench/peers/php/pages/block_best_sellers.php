<?php
$books = rows(
    'SELECT book.title, sold.copies FROM '
    . '(SELECT order_item.book_id, SUM(order_item.quantity) AS copies '
    . 'FROM customer_order JOIN order_item ON order_item.order_id = customer_order.id '
    . "WHERE customer_order.placed_at >= '2025-10-01' AND customer_order.placed_at < '2026-01-01' "
    . 'GROUP BY order_item.book_id ORDER BY copies DESC, order_item.book_id LIMIT 10) AS sold '
    . 'JOIN book ON book.id = sold.book_id ORDER BY sold.copies DESC, book.id'
);
?>
<section>
  <h2>Best sellers</h2>
  <ol>
<?php foreach ($books as $book): ?>
    <li><?= e($book['title']) ?>: <?= $book['copies'] ?> copies</li>
<?php endforeach ?>
  </ol>
</section>
