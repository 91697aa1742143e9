DROP TABLE IF EXISTS webhook_delivery;
CREATE TABLE webhook_delivery (
  id           BIGINT       NOT NULL,
  event        VARCHAR(40)  NOT NULL,
  url          VARCHAR(200) NOT NULL,
  http_status  INT          NULL,  -- NULL: no response
  took_ms      INT          NOT NULL,
  delivered_at DATETIME     NOT NULL,
  request      MEDIUMTEXT   NOT NULL,
  response     MEDIUMTEXT   NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB;
INSERT INTO webhook_delivery (id, event, url, http_status, took_ms, delivered_at, request, response)
SELECT d.id, ELT(1 + d.id % 3, 'order.paid', 'order.shipped', 'order.delivered'),
       CONCAT('https://partner', d.id % 40, '.example/hooks'),
       CASE d.id % 17 WHEN 0 THEN 503 WHEN 1 THEN NULL ELSE 200 END, 40 + d.id * 31 % 900,
       TIMESTAMPADD(MINUTE, d.id, TIMESTAMP '2025-11-01 00:00:00'),
       CONCAT('{"order":', d.id, ',"note":"', LEFT(d.body, 5000), '"}'),
       IF(d.id % 17 = 1, NULL, LEFT(d.body, 1500))
  FROM document d WHERE d.id <= 640 * @factor;
