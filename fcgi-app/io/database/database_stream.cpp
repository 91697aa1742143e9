// Database::each: reads rows from the server as they are used.
//
// In Connector/C++ 1.1 only a plain statement can stream (a prepared one buffers its result), so the
// parameters are inserted as literals, quoted by the connector. A stream that is abandoned early is ended
// with KILL QUERY from a second connection. Releasing it, or even closing the connection, would read all
// remaining rows first. If the last row was sent before the kill arrives, the kill has no effect: MySQL
// ignores KILL QUERY for an idle connection (THD::awake in sql_class.cc), and MariaDB forgets it when the
// next query begins.
#include <algorithm>

#include "io/database/database_state.hpp"

namespace caseload {

namespace {

// Ends the stream on every exit path, so that the connection can be used again.
class Stream {
 public:
  Stream(io::Connection& connection, io::DriverResult rows)
      : connection_(connection), rows_(std::move(rows)) {}
  ~Stream() {
    if (!ended_ && connection_.is_open()) end_early();
    connection_.is_streaming = false;
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  io::DriverResult& rows() { return rows_; }

  // If the server aborted the query (time limit, kill), the connector only reports "no more rows", so check
  // for errors.
  void check_complete() {
    ended_ = true;
    io::DriverResult errors = connection_.handle().query("SHOW ERRORS LIMIT 1");
    if (errors.next()) throw io::DriverError(std::stoi(errors.text(1)), errors.text(2));
  }

 private:
  void end_early() noexcept {
    try {
      connection_.kill_query();
      drain();
    } catch (const io::DriverError&) {
      connection_.drop();
    }
  }

  // Reads what is already in the socket, at most a few hundred KB.
  void drain() {
    try {
      while (rows_.next()) {
      }
    } catch (const io::DriverError& error) {
      if (io::drops_connection(io::failure_of(error.code, error.what()))) throw;
    }
  }

  io::Connection& connection_;
  io::DriverResult rows_;
  bool ended_ = false;
};

}  // namespace

void Database::run_each_here(std::string_view sql, std::span<const Parameter> parameters,
                             const std::function<bool(Cursor&)>& callback) {
  const QueryDigest digest = digest_of(sql);
  QueryRecord* record = nullptr;
  std::optional<Stream> stream;
  {
    const State::Timing timing(*state_, record);
    stream.emplace(state_->connection, state_->attempt(sql, false, [&] {
      const std::string text = io::with_literals(state_->connection, sql, parameters);
      const std::size_t limit = state_->connection.max_query_bytes();
      if (text.size() > limit) throw io::too_large(text.size(), limit);
      state_->count(digest, parameters, record);
      return state_->connection.stream(text);
    }));
  }
  record->columns_fetched.assign(stream->rows().column_count(), true);
  record->column_reads.resize(stream->rows().column_count());

  io::RowBatch batch(stream->rows());
  auto* hash = state_->probe ? &state_->probe->saw(*record, sql, parameters) : nullptr;
  Cursor cursor(std::unique_ptr<Cursor::State>(new Cursor::State{
      .prepared = nullptr, .rows = &batch, .record = record, .trace = &trace_, .hash = hash}));
  bool more = true;
  for (std::size_t limit = 1; more; limit = std::min(2 * limit, io::RowBatch::row_limit)) {
    try {
      const State::Timing timing(*state_, record);
      const Cancellation::Running running(state_->connection);
      more = batch.fill(limit);
      if (!more) stream->check_complete();
    } catch (const io::DriverError& error) {
      state_->fail(error, sql);
    }
    while (cursor.next()) {
      ++record->rows;
      if (callback(cursor)) continue;
      const State::Timing timing(*state_, record);
      stream.reset();
      return;
    }
  }
}

}  // namespace caseload
