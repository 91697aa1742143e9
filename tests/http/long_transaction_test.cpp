// A checkout whose payment is approved, declined, or not available: in all cases both variants leave the same
// rows, and only one of them keeps the stock locked meanwhile. The payment service of the last tests is a
// thread that looks at the stock while it is called.
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <functional>
#include <thread>

#include <unistd.h>

#include "app/case_pages/run_variants.hpp"
#include "core/catalogue.hpp"
#include "tests/support/sockets.hpp"
#include "tests/support/stack_owners.hpp"
#include "tests/support/temporary_folder.hpp"

namespace caseload {
namespace {

const std::vector<std::string> variants{"slow", "fast"};

struct TableCounts {
  std::int64_t orders, lines, pieces;
  static constexpr auto columns = std::tuple(&TableCounts::orders, &TableCounts::lines, &TableCounts::pieces);
  bool operator==(const TableCounts&) const = default;
};
std::ostream& operator<<(std::ostream& out, const TableCounts& rows) {
  return out << rows.orders << " orders, " << rows.lines << " lines, " << rows.pieces << " pieces";
}

struct Shop : test::StackOwners {
  const Case& the_case = *find_case("long-transaction");
  tests::TemporaryFolder folder;

  TableCounts rows() {
    Trace trace(clock, false);
    return Database(owners.connections, trace, Dataset::x1)
        .query_one<TableCounts>(
            "SELECT (SELECT COUNT(*) FROM checkout_order), (SELECT COUNT(*) FROM checkout_line), "
            "(SELECT CAST(SUM(pieces) AS SIGNED) FROM checkout_stock)")
        .value();
  }

  Value buy(Owners& by, const std::string& variant, int products) {
    Request request;
    request.id = std::string(32, '0');
    request.method = Method::post;
    request.path = request.target = "/cases/long-transaction/" + variant;
    request.knobs = Knobs::parse(the_case.knobs, {{"n", std::to_string(products)}});
    return data_of(by, request, the_case, *the_case.variant(variant));
  }
};

// Responds to one call after `meanwhile` has run.
class PaymentService {
 public:
  PaymentService(const std::string& socket, std::string response, std::function<void()> meanwhile)
      : listening_(test::listen_unix(socket)),
        thread_([this, response = std::move(response), meanwhile = std::move(meanwhile)] {
          const io::Descriptor call = test::accept_one(listening_);
          if (!call) return;
          read_form(call);
          meanwhile();
          test::send_all(call, response);
        }) {}
  ~PaymentService() { thread_.join(); }
  PaymentService(const PaymentService&) = delete;
  PaymentService& operator=(const PaymentService&) = delete;

 private:
  // Closing a socket with unread bytes would reset it.
  static void read_form(const io::Descriptor& call) {
    std::string text;
    char bytes[1024];
    while (text.find("&cents=") == std::string::npos) {
      const ssize_t got = ::read(call.get(), bytes, sizeof bytes);
      if (got <= 0) return;
      text.append(bytes, static_cast<std::size_t>(got));
    }
  }

  io::Descriptor listening_;
  std::thread thread_;
};

constexpr const char* declined =
    "HTTP/1.1 402 Payment Required\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";

// Whether the first product's row is locked, from a connection of its own.
bool is_locked() {
  const io::DriverThread driver;
  SystemClock clock;
  Trace trace(clock, false);
  io::DatabaseSettings settings = test::database_settings();
  settings.retry_limit_ms = 0;  // the first refusal is the result
  io::Connections connections(settings);
  Database db(connections, trace, Dataset::x1);
  try {
    db.transaction(
        [&] { db.run("SELECT pieces FROM checkout_stock WHERE product_id = 1 FOR UPDATE NOWAIT", {}); }, 1);
    return false;
  } catch (const std::exception&) {
    return true;
  }
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(long_transaction, Shop)

BOOST_DATA_TEST_CASE_F(Shop, a_checkout_leaves_the_tables_as_they_were_whether_it_is_paid_or_declined,
                       boost::unit_test::data::make(variants), variant) {
  const TableCounts before = rows();
  BOOST_TEST(before.orders == 0);
  const Value paid = buy(owners, variant, 1);
  BOOST_TEST(paid["status"].text_or("") == "paid");
  BOOST_TEST(rows() == before);
  const Value refused = buy(owners, variant, 100);
  BOOST_TEST(refused["refused"]["reason"].text_or("") == "The payment was declined.");
  BOOST_TEST(rows() == before);
}

BOOST_DATA_TEST_CASE_F(Shop, without_the_payment_service_nothing_is_ordered,
                       boost::unit_test::data::make(variants), variant) {
  const TableCounts before = rows();
  Owners alone{.connections = io::Connections(test::database_settings()),
               .memcached = io::Memcached(test::cache_settings()),
               .partners = io::HttpClient({.address = folder.path() + "/nobody.sock"}),
               .templates = io::Templates(sources),
               .rebuilds = rebuilds,
               .clock = clock};
  const Value page = buy(alone, variant, 1);
  BOOST_TEST(page["refused"]["reason"].text_or("") == "The payment service is not available.");
  BOOST_TEST(rows() == before);
}

BOOST_DATA_TEST_CASE_F(Shop, only_the_slow_one_keeps_the_stock_locked_while_the_customer_is_charged,
                       boost::unit_test::data::make(variants), variant) {
  bool was_locked = false;
  const std::string socket = folder.path() + "/payment.sock";
  const PaymentService payment(socket, declined, [&] { was_locked = is_locked(); });
  Owners by{.connections = io::Connections(test::database_settings()),
            .memcached = io::Memcached(test::cache_settings()),
            .partners = io::HttpClient({.address = socket, .deadline_ms = 60'000}),
            .templates = io::Templates(sources),
            .rebuilds = rebuilds,
            .clock = clock};
  const Value page = buy(by, variant, 1);
  BOOST_TEST(page["refused"]["reason"].text_or("") == "The payment was declined.");
  BOOST_TEST(was_locked == (variant == "slow"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
