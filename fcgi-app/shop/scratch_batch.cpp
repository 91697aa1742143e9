#include "shop/scratch_batch.hpp"

#include <random>

#include "core/cancellation.hpp"
#include "core/errors.hpp"
#include "core/text.hpp"
#include "io/json/json.hpp"

namespace caseload {

namespace {

// How many leftover batches one request removes.
constexpr std::size_t max_leftover = 8;

// Selected without locks and deleted by batch number: a DELETE by age would wait for the newest rows of every
// import that is still running.
constexpr std::string_view leftover_batches =
    "SELECT DISTINCT batch FROM scratch_book WHERE created_at < NOW(6) - INTERVAL 10 MINUTE LIMIT 8";
constexpr std::string_view remove_batches =
    "DELETE FROM scratch_book WHERE batch IN (?, ?, ?, ?, ?, ?, ?, ?, ?)";

struct Leftover {
  std::int64_t batch;
  static constexpr auto columns = std::tuple(&Leftover::batch);
};

// A random number, so hosts and threads need no coordination. The unique key on (batch, position) rejects the
// one in 2^62 that another request already uses.
std::int64_t new_batch() {
  std::random_device device;
  return std::uniform_int_distribution<std::int64_t>(1)(device);
}

// Also for a client that has disconnected.
void remove_batch(Database& db, std::int64_t batch) {
  const Cancellation::Shield to_the_end;
  std::vector<Parameter> batches(max_leftover + 1, to_parameter(batch));
  std::size_t at = 1;
  for (const Leftover& leftover : db.query<Leftover>(leftover_batches))
    batches[at++] = to_parameter(leftover.batch);
  db.transaction([&] { db.run_write(remove_batches, batches); });
}

Value read_back(Database& db, std::int64_t batch) {
  const ScratchBooks books =
      orm::Session(db)
          .query<orm::ScratchBook>()
          .where(&orm::ScratchBook::batch, batch)
          .only(&orm::ScratchBook::position, &orm::ScratchBook::title, &orm::ScratchBook::author_id,
                &orm::ScratchBook::publisher_id, &orm::ScratchBook::year, &orm::ScratchBook::price)
          .order_by(&orm::ScratchBook::position)
          .all();
  std::int64_t total = 0;
  Value rows = Value::list();
  for (const orm::ScratchBook& book : books) {
    total += cents_of(book.price());
    rows.add(Value::object({{"position", book.position()},
                            {"title", book.title()},
                            {"author_id", book.author_id()},
                            {"publisher_id", book.publisher_id()},
                            {"year", book.year()},
                            {"price", book.price()}}));
  }
  return Value::object({{"count", books.size()}, {"total", price_of(total)}, {"books", std::move(rows)}});
}

// For a failed CHECK the server reports the name of the constraint, which is check_<table>_<column> in our
// schema.
std::string column_of(const orm::RowRefused& refused) {
  constexpr std::string_view rule = "check_scratch_book_";
  const std::string_view reason = refused.what();
  const std::size_t at = reason.find(rule);
  if (!refused.column.empty() || at == std::string_view::npos) return refused.column;
  const std::string_view column = reason.substr(at + rule.size());
  return std::string(column.substr(0, column.find_first_of("`'")));
}

// The row number in "Data too long for column 'title' at row 3" counts within one query; the response counts
// within the batch.
std::string reason_of(const orm::RowRefused& refused) {
  const std::string reason = refused.what();
  return reason.substr(0, reason.rfind(" at row "));
}

std::string place_of(std::size_t row, std::string_view column) {
  return "row " + std::to_string(row + 1) + ", column " + std::string(column) + ": ";
}

const Value& member_of(const Value& entry, std::size_t row, std::string_view column) {
  const Value* member = entry.find(column);
  if (member == nullptr) throw BadRequest(place_of(row, column) + "is missing");
  return *member;
}

}  // namespace

Response with_scratch_batch(Services& services, const std::function<void(std::int64_t)>& work) {
  const std::int64_t batch = new_batch();
  Value rows;
  try {
    work(batch);
    rows = read_back(services.db, batch);
  } catch (const orm::RowRefused& refused) {
    remove_batch(services.db, batch);
    throw HttpError(422, place_of(refused.row, column_of(refused)) + reason_of(refused) +
                             "; no row of this batch was stored");
  } catch (const QueryTimedOut&) {
    throw;  // a later request removes the rows by their age
  } catch (...) {
    remove_batch(services.db, batch);
    throw;
  }
  remove_batch(services.db, batch);
  return services.page(std::move(rows));
}

std::int64_t cents_of(std::string_view price) {
  std::int64_t cents = 0;
  for (const char digit : price)
    if (digit != '.') cents = 10 * cents + (digit - '0');
  return cents;
}

std::string price_of(std::int64_t cents) {
  const std::string rest = std::to_string(cents % 100);
  return std::to_string(cents / 100) + (rest.size() < 2 ? ".0" : ".") + rest;
}

void write_row(const orm::ScratchBook& book, const std::function<void()>& write) {
  try {
    write();
  } catch (const orm::RowRefused& refused) {
    throw orm::RowRefused(static_cast<std::size_t>(book.position() - 1), refused.column, refused.what());
  }
}

std::optional<Value::List> list_in_body(const Request& request, std::string_view name) {
  const std::string type = lower_case(request.header("content-type").value_or(""));
  if (request.body.empty() || type.starts_with("application/x-www-form-urlencoded")) return std::nullopt;
  if (!type.starts_with("application/json"))
    throw HttpError(415, "the body must be application/json; got '" + type + "'");
  std::string reason;
  const auto body = io::from_json(request.body, &reason, io::EqualNames::refused);
  if (!body) throw BadRequest("the body is not JSON: " + reason);
  const Value::List* list = (*body)[name].items();
  if (list == nullptr)
    throw BadRequest("the body must be an object with a list named '" + std::string(name) + "'");
  if (static_cast<std::int64_t>(list->size()) != request.knobs.n())
    throw BadRequest("the parameter n is " + std::to_string(request.knobs.n()) + ", but the body has " +
                     std::to_string(list->size()) + " rows");
  return *list;
}

std::string text_in_row(const Value& entry, std::size_t row, std::string_view column) {
  const std::string* text = member_of(entry, row, column).text();
  if (text == nullptr) throw BadRequest(place_of(row, column) + "must be a string");
  return *text;
}

std::int64_t integer_in_row(const Value& entry, std::size_t row, std::string_view column) {
  const std::int64_t* integer = member_of(entry, row, column).integer();
  if (integer == nullptr) throw BadRequest(place_of(row, column) + "must be a whole number");
  return *integer;
}

}  // namespace caseload
