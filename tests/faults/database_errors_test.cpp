// What the database refuses, by class of error: what the client gets, that the connection can be used
// afterwards, and that retries end. On a private server, whose settings the tests change.
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "orm/models.hpp"
#include "orm/session.hpp"
#include "tests/faults/database_worker.hpp"
#include "tests/support/watcher.hpp"

namespace caseload {
namespace {

using test::Number;
using test::Worker;

// The server with a user who, unlike the administrator, must respect read_only and the limits.
struct Server {
  Server() {
    execute("CREATE OR REPLACE USER app@localhost IDENTIFIED BY 'app'");
    execute("GRANT SELECT, INSERT, UPDATE, DELETE ON `caseload\\_x1`.* TO app@localhost");
    execute(
        "CREATE OR REPLACE TABLE note (id BIGINT PRIMARY KEY, body LONGTEXT NOT NULL, times INT NOT NULL "
        "DEFAULT 0) ENGINE = InnoDB CHARACTER SET utf8mb4");
    execute("INSERT INTO note (id, body) VALUES (1, 'one'), (2, 'two')");
  }
  ~Server() {
    for (const char* undo :
         {"SET GLOBAL max_allowed_packet = 16777216", "SET GLOBAL read_only = 0", "UNLOCK TABLES", "ROLLBACK",
          "DROP TABLE IF EXISTS note", "DELETE FROM scratch_book", "DROP USER IF EXISTS app@localhost"})
      execute(undo);
  }
  void execute(std::string_view sql) { admin.execute(sql); }
  std::int64_t number(std::string_view sql) {
    io::DriverResult rows = admin.query(sql);
    rows.next();
    return std::stoll(rows.text(0));
  }

  io::DatabaseSettings settings() const {
    io::DatabaseSettings with = test::private_mariadb().settings();
    with.user = with.password = "app";
    return with;
  }

  io::DriverThread driver;
  io::DriverConnection admin{
      {.socket = test::private_mariadb().socket(), .user = "root", .schema = "caseload_x1"}};
};

void add_note(Database& db, std::int64_t id, const std::string& body) {
  db.execute("INSERT INTO note (id, body) VALUES (?, ?)", id, body);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(database_errors, Server)

BOOST_AUTO_TEST_CASE(C22_a_value_over_max_allowed_packet_is_413_and_the_next_import_works) {
  for (const std::int64_t limit : {16'384, 1'048'576}) {
    execute("SET GLOBAL max_allowed_packet = " + std::to_string(limit));
    execute("DELETE FROM note WHERE id >= 10");
    Worker worker(settings());
    std::int64_t id = 10;
    for (const std::int64_t size : {limit + 1, limit, 3 * limit}) {
      const std::string large(static_cast<std::size_t>(size), 'x');
      BOOST_TEST(worker.request([&](Database& db) { add_note(db, id++, large); }) == 413, worker.detail);
      BOOST_TEST(worker.request([&](Database& db) {
        db.each<Number>(
            "SELECT id FROM note WHERE body = ?", [](const Number&) { return true; }, large);
      }) == 413,
                 worker.detail);
      BOOST_TEST(
          worker.request([&](Database& db) { db.transaction([&] { add_note(db, id++, large); }); }) == 413,
          worker.detail);
      BOOST_TEST(worker.request([&](Database& db) { add_note(db, id++, "small"); }) == 200, worker.detail);
    }
    const std::string fits(static_cast<std::size_t>(limit) - 1'000, 'y');
    BOOST_TEST(worker.request([&](Database& db) { add_note(db, id, fits); }) == 200, worker.detail);
    BOOST_TEST(number("SELECT LENGTH(body) FROM note WHERE id = " + std::to_string(id)) == limit - 1'000);
    BOOST_TEST(number("SELECT COUNT(*) FROM note WHERE body = 'small'") == 3);
  }
}

BOOST_AUTO_TEST_CASE(C22_an_import_is_split_by_bytes_as_well_as_by_rows) {
  execute("SET GLOBAL max_allowed_packet = 16384");
  Worker worker(settings());
  const auto import = [](Database& db) {
    orm::Session session(db);
    orm::List<orm::ScratchBook> books;
    for (std::int64_t at = 0; at < 450; ++at) {
      orm::ScratchBook& book = books.add();
      book.batch = 1;
      book.position = at;
      book.title = std::string(static_cast<std::size_t>(1 + at % 255), 'x');
      book.author_id = 1;
      book.publisher_id = 1;
      book.year = 2024;
      book.price = "1.50";
    }
    session.bulk_create(books);
  };
  BOOST_TEST(worker.request(import) == 200, worker.detail);
  BOOST_TEST(number("SELECT COUNT(*) FROM scratch_book WHERE LENGTH(title) = 1 + position % 255") == 450);
  BOOST_TEST(worker.request([](Database& db) {
    orm::Session session(db);
    auto books = session.query<orm::ScratchBook>().order_by(&orm::ScratchBook::position).all();
    for (orm::ScratchBook& book : books) book.title = std::string(255, 'y');
    session.bulk_update(books, {&orm::ScratchBook::title});
  }) == 200,
             worker.detail);
  BOOST_TEST(number("SELECT COUNT(*) FROM scratch_book WHERE title = REPEAT('y', 255)") == 450);
}

BOOST_AUTO_TEST_CASE(a_query_that_failed_works_the_next_time_on_the_same_connection) {
  Worker worker(settings());
  const auto connection = [&] {
    std::int64_t id = 0;
    worker.request([&](Database& db) { id = db.query_one<Number>("SELECT CONNECTION_ID()")->value; });
    return id;
  };
  const std::int64_t before = connection();
  const auto times = [&](std::int64_t id, std::int64_t value) {
    return worker.request([&](Database& db) {
      db.execute("INSERT INTO note (id, body, times) VALUES (?, 'x', ?)", id, value);
    });
  };
  for (int round = 0; round < 3; ++round) {
    BOOST_TEST(times(1, 0) == 500);                       // a duplicate key
    BOOST_TEST(times(20 + round, 3'000'000'000) == 500);  // out of range
    BOOST_TEST(times(20 + round, 3) == 200, worker.detail);
    BOOST_TEST(worker.request([](Database& db) {
      db.query<Number>("SELECT id FROM note WHERE id = (SELECT seq FROM seq_1_to_3 WHERE seq > ?)", 0);
    }) == 500);  // more than one row
  }
  BOOST_TEST(connection() == before);
}

BOOST_AUTO_TEST_CASE(C5_a_read_only_database_is_503_for_writes_and_works_again_by_itself) {
  Worker worker(settings());
  const auto write = [](Database& db) { db.execute("UPDATE note SET times = times + 1 WHERE id = 1"); };
  const auto in_transaction = [&](Database& db) { db.transaction([&] { write(db); }); };
  const auto read = [](Database& db) { db.query<Number>("SELECT id FROM note"); };
  const auto open = [&] {
    return number("SELECT COUNT(*) FROM information_schema.processlist WHERE user = 'app'");
  };
  BOOST_TEST(worker.request(write) == 200);
  execute("SET GLOBAL read_only = 1");
  for (const auto& each : std::vector<std::function<void(Database&)>>{write, in_transaction, write}) {
    BOOST_TEST(worker.request(each) == 503, worker.detail);
    BOOST_TEST(worker.has_retry_after);
    BOOST_TEST(test::becomes_true([&] { return open() == 0; }));  // it may be an old primary's
  }
  BOOST_TEST(worker.request(read) == 200, worker.detail);
  execute("SET GLOBAL read_only = 0");
  BOOST_TEST(worker.request(write) == 200, worker.detail);
  BOOST_TEST(worker.request(in_transaction) == 200, worker.detail);
  BOOST_TEST(number("SELECT times FROM note WHERE id = 1") == 3);
}

BOOST_AUTO_TEST_CASE(a_read_only_transaction_mode_is_503_as_well) {
  Worker worker(settings());
  execute("SET GLOBAL tx_read_only = 1");
  const int status =
      worker.request([](Database& db) { db.execute("UPDATE note SET times = times + 1 WHERE id = 1"); });
  execute("SET GLOBAL tx_read_only = 0");
  BOOST_TEST(status == 503, worker.detail);
  BOOST_TEST(worker.request(
                 [](Database& db) { db.execute("UPDATE note SET times = times + 1 WHERE id = 1"); }) == 200,
             worker.detail);
}

BOOST_AUTO_TEST_CASE(too_many_connections_are_503_until_there_is_room) {
  Worker worker(settings()), other(settings());
  const auto read = [](Database& db) { db.query<Number>("SELECT id FROM note"); };
  execute("ALTER USER app@localhost WITH MAX_USER_CONNECTIONS 1");
  BOOST_TEST(other.request(read) == 200, other.detail);
  BOOST_TEST(worker.request(read) == 503, worker.detail);
  BOOST_TEST(worker.has_retry_after);
  BOOST_TEST(worker.detail.find("connections") != std::string::npos, worker.detail);
  BOOST_TEST(other.request(read) == 200);
  execute("ALTER USER app@localhost WITH MAX_USER_CONNECTIONS 0");
  BOOST_TEST(worker.request(read) == 200, worker.detail);
}

BOOST_AUTO_TEST_CASE(a_full_server_takes_no_connection_and_is_503) {
  execute("SET GLOBAL max_connections = 10");
  std::vector<std::unique_ptr<Worker>> workers;
  const auto read = [](Database& db) { db.query<Number>("SELECT id FROM note"); };
  int status = 200;
  for (int each = 0; each < 12 && status == 200; ++each) {
    workers.push_back(std::make_unique<Worker>(settings()));
    status = workers.back()->request(read);
  }
  BOOST_TEST(status == 503, workers.back()->detail);
  BOOST_TEST(workers.back()->has_retry_after);
  workers.front().reset();
  BOOST_TEST(test::becomes_true([&] { return workers.back()->request(read) == 200; }));
  execute("SET GLOBAL max_connections = 151");
}

BOOST_AUTO_TEST_CASE(a_full_table_is_503_and_nothing_of_the_work_stays) {
  execute("CREATE OR REPLACE TABLE small (id BIGINT, body CHAR(250)) ENGINE = MEMORY MAX_ROWS = 10");
  Worker worker(settings());
  const int status = worker.request([](Database& db) {
    db.transaction([&] {
      add_note(db, 10, "x");
      for (int row = 0; row < 100'000; ++row) db.execute("INSERT INTO small VALUES (?, 'x')", row);
    });
  });
  execute("DROP TABLE small");
  BOOST_TEST(status == 503, worker.detail);
  BOOST_TEST(worker.has_retry_after);
  BOOST_TEST(number("SELECT COUNT(*) FROM note") == 2);
}

// The wait for a lock ends after a third of the query's time limit.
BOOST_AUTO_TEST_CASE(a_row_that_stays_locked_is_503_and_retries_end_in_time) {
  io::DatabaseSettings with = settings();
  with.statement_timeout_ms = 3'000;
  with.retry_limit_ms = 2'000;

  Worker worker(with);
  const auto write = [](Database& db) { db.execute("UPDATE note SET times = times + 1 WHERE id = 1"); };
  execute("START TRANSACTION");
  execute("UPDATE note SET times = 100 WHERE id = 1");
  int runs = 0;
  BOOST_TEST(worker.request(write) == 503, worker.detail);
  BOOST_TEST(worker.has_retry_after);
  const auto began = worker.clock.monotonic_us();
  BOOST_TEST(worker.request([&](Database& db) {
    db.transaction([&] {
      ++runs;
      write(db);
    });
  }) == 503,
             worker.detail);
  BOOST_TEST(worker.has_retry_after);
  BOOST_TEST(runs < 20);
  // What the setting states, with room for a busy machine; without it, 20 tries take 20 s and more.
  BOOST_TEST((worker.clock.monotonic_us() - began) / 1'000'000 < 12);
  execute("ROLLBACK");
  BOOST_TEST(worker.request(write) == 200, worker.detail);
}

BOOST_AUTO_TEST_CASE(the_limit_of_retries_is_for_all_queries_of_a_request_together) {
  io::DatabaseSettings with = settings();
  with.statement_timeout_ms = 3'000;
  with.retry_limit_ms = 2'000;
  execute("INSERT INTO note (id, body) VALUES (3, 'three')");
  execute("START TRANSACTION");
  execute("UPDATE note SET times = 100");
  const auto updates = [&] {
    return number(
        "SELECT variable_value FROM information_schema.global_status "
        "WHERE variable_name = 'COM_UPDATE'");
  };
  std::vector<std::int64_t> sent;
  Worker worker(with);
  worker.request([&](Database& db) {
    for (int id = 1; id <= 3; ++id) {
      const std::int64_t before = updates();
      BOOST_CHECK_THROW(db.execute("UPDATE note SET times = times + 1 WHERE id = ?", id), Unavailable);
      sent.push_back(updates() - before);
    }
  });
  BOOST_REQUIRE(sent.size() == 3);
  BOOST_TEST(sent[0] >= 1);  // tried again while there is time
  BOOST_TEST(sent[1] == 1);
  BOOST_TEST(sent[2] == 1);
  execute("ROLLBACK");
}

BOOST_AUTO_TEST_CASE(retries_end_when_the_client_disconnects) {
  io::DatabaseSettings with = settings();
  with.statement_timeout_ms = 3'000;
  with.retry_limit_ms = 3'600'000;
  execute("START TRANSACTION");
  execute("UPDATE note SET times = 100 WHERE id = 1");
  const auto updates = [&] {
    return number(
        "SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'COM_UPDATE'");
  };
  const std::int64_t before = updates();
  {
    const test::Watcher watcher([&] { return updates() >= before + 2; });  // it was tried again
    Worker worker(with);
    const auto write = [](Database& db) { db.execute("UPDATE note SET times = times + 1 WHERE id = 1"); };
    BOOST_CHECK_THROW(worker.request(write), ClientDisconnected);
  }
  execute("ROLLBACK");
  BOOST_TEST(number("SELECT times FROM note WHERE id = 1") == 0);
}

// From the ninth try on, the wait before the next one is a quarter of a second to a second.
BOOST_AUTO_TEST_CASE(C20_a_wait_before_the_next_try_ends_when_the_client_disconnects) {
  constexpr int times = 3;
  Worker worker(settings());
  std::int64_t waited_us = 0;
  for (int time = 0; time < times; ++time) {
    std::atomic<int> tries = 0;
    std::int64_t failed_us = 0;
    const test::Watcher watcher([&] { return tries >= 9; });
    BOOST_CHECK_THROW(worker.request([&](Database& db) {
      db.transaction([&] {
        failed_us = worker.clock.monotonic_us();
        ++tries;
        throw DatabaseError(1213, "a deadlock", "");
      });
    }),
                      ClientDisconnected);
    waited_us += worker.clock.monotonic_us() - failed_us;
  }
  BOOST_TEST(waited_us < times * 250'000);
}

BOOST_AUTO_TEST_CASE(a_lock_that_is_let_go_of_in_time_is_waited_for) {
  io::DatabaseSettings with = settings();
  with.statement_timeout_ms = 3'000;
  execute("START TRANSACTION");
  execute("UPDATE note SET times = 100 WHERE id = 1");
  int status = 0;
  std::string detail;
  std::thread thread([&] {
    const io::DriverThread thread_driver;
    Worker worker(with);
    status =
        worker.request([](Database& db) { db.execute("UPDATE note SET times = times + 1 WHERE id = 1"); });
    detail = worker.detail;
  });
  // Longer than one wait for the lock: the write was sent again at least once.
  io::DriverConnection watcher(
      {.socket = test::private_mariadb().socket(), .user = "root", .schema = "caseload_x1"});
  const auto timeouts = [&] {
    io::DriverResult rows = watcher.query(
        "SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'COM_UPDATE'");
    rows.next();
    return std::stoll(rows.text(0));
  };
  const auto before = timeouts();
  BOOST_TEST(test::becomes_true([&] { return timeouts() > before; }));
  execute("ROLLBACK");
  thread.join();
  BOOST_TEST(status == 200, detail);
  BOOST_TEST(number("SELECT times FROM note WHERE id = 1") == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
