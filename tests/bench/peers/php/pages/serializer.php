<?php

declare(strict_types=1);

$n = (int) ($_GET['n'] ?? 100);
$orders = [];
$found = rows(
    "SELECT customer_order.id, DATE_FORMAT(customer_order.placed_at, '%Y-%m-%dT%H:%i:%sZ') AS placed_at, "
    . 'customer_order.status, customer.name AS customer '
    . 'FROM customer_order LEFT JOIN customer ON customer.id = customer_order.customer_id '
    . 'ORDER BY customer_order.id LIMIT ?',
    $n
);
foreach ($found as $order) {
    $orders[$order['id']] = $order + ['items' => []];
}
$items = rows(
    'SELECT order_item.order_id, book.title, CAST(book.rating AS DOUBLE) AS rating, order_item.quantity, order_item.price '
    . 'FROM (SELECT id FROM customer_order ORDER BY id LIMIT ?) AS listed '
    . 'JOIN order_item ON order_item.order_id = listed.id JOIN book ON book.id = order_item.book_id '
    . 'ORDER BY order_item.order_id, order_item.id',
    $n
);
foreach ($items as $item) {
    $id = $item['order_id'];
    unset($item['order_id']);
    $orders[$id]['items'][] = $item;
}
header('Content-Type: application/json');
header('Cache-Control: no-store');
echo json_encode(['orders' => array_values($orders)], JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR);
