DROP TABLE IF EXISTS hotel_booking;
CREATE TABLE hotel_booking (
  id         BIGINT NOT NULL,
  room       INT    NOT NULL,
  guest_id   BIGINT NOT NULL,
  arrives_on DATE   NOT NULL,
  leaves_on  DATE   NOT NULL,
  PRIMARY KEY (id),
  KEY idx_hotel_booking_arrives_on_id (arrives_on, id)
) ENGINE = InnoDB;

-- Most of the bookings are past. Rooms are given without looking.
INSERT INTO hotel_booking (id, room, guest_id, arrives_on, leaves_on)
SELECT id, 1 + CAST(CONV(SUBSTRING(MD5(id), 1, 6), 16, 10) AS SIGNED) % (200 * @factor), customer_id,
       DATE '2023-10-10' + INTERVAL id * 7919 % 900 DAY,
       DATE '2023-10-10' + INTERVAL id * 7919 % 900 + 1 + id % 6 DAY
  FROM customer_order WHERE id <= 10000 * @factor;
