// The private state of Database and Cursor. Included only by database*.cpp and cursor.cpp.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <variant>

#include "core/cancellation.hpp"
#include "core/memory.hpp"
#include "io/database/connection.hpp"
#include "io/database/database.hpp"
#include "io/database/database_probe.hpp"
#include "io/database/replica.hpp"
#include "io/database/row_batch.hpp"

namespace caseload {

struct Cursor::State {
  std::shared_ptr<io::Connection::Prepared> prepared;  // of a buffered result
  std::variant<io::DriverResult, io::RowBatch*> rows;
  QueryRecord* record;
  Trace* trace;
  io::ResultHash* hash = nullptr;  // of a probe

  ~State() {
    const MemoryScope scope(MemoryOwner::driver);
    prepared.reset();
  }
};

struct Database::State {
  io::Connection& connection;
  Trace& trace;
  std::optional<io::DatabaseProbe> probe = std::nullopt;
  bool connects_for_probe =
      false;                      // opening the connection is not the request's doing, unless it runs a query
  bool owes_connect = false;      // such a connection was opened and is not counted yet
  bool used_before = false;       // this view has already used the connection
  bool write_is_sent = false;     // the current write was sent and may have run if the connection is lost now
  bool is_opening = false;        // the connection
  bool is_rerun = false;          // of a transaction, after a lock conflict
  std::int64_t try_began_us = 0;  // of the current transaction, or query outside of one
  std::int64_t lost_us = 0;       // in tries of this view that met a lock, with the waits after them
  bool notices_row_locks = false;  // the session refuses to wait for a locked row
  Database* primary = nullptr;     // of a view for reads that may be stale
  io::Replica* replica = nullptr;  // the same

  // Enters the phase db and adds its time to the query's record, once that is known.
  class Timing {
   public:
    Timing(State& state, QueryRecord*& record)
        : phase_(state.trace, Phase::db),
          trace_(state.trace),
          record_(record),
          began_us_(trace_.clock().monotonic_us()) {
      if (!state.connection.in_transaction) state.try_began_us = began_us_;
      trace_.begin_query(began_us_);
    }
    ~Timing() {
      const std::int64_t ended_us = trace_.clock().monotonic_us();
      if (record_ != nullptr) record_->microseconds += ended_us - began_us_;
      trace_.end_query(ended_us);
    }
    Timing(const Timing&) = delete;
    Timing& operator=(const Timing&) = delete;

   private:
    PhaseScope phase_;
    Trace& trace_;
    QueryRecord*& record_;
    std::int64_t began_us_;
  };

  // Counts an execution. A query that is sent again on a new connection is counted only once.
  void count(const QueryDigest& digest, std::span<const Parameter> parameters, QueryRecord*& record);

  // Transactions that lost several times run one at a time while they hold this. Otherwise one that competes
  // with many short transactions could lose forever. It is a named lock of the server, so it works across
  // processes. If it is not granted within ten seconds, or in the time left, the transaction continues
  // without it.
  class Turn {
   public:
    explicit Turn(State& state) : state_(state) {}
    ~Turn();
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    void take();

   private:
    State& state_;
    bool taken_ = false;
  };

  // During its life the session waits for locked rows as usual.
  class UsualRowLockWait {
   public:
    explicit UsualRowLockWait(State& state);
    ~UsualRowLockWait();
    UsualRowLockWait(const UsualRowLockWait&) = delete;
    UsualRowLockWait& operator=(const UsualRowLockWait&) = delete;

   private:
    State& state_;
  };

  // The same, and records the wait.
  class RowLockWait {
   public:
    RowLockWait(State& state, std::string_view sql);
    ~RowLockWait();
    RowLockWait(const RowLockWait&) = delete;
    RowLockWait& operator=(const RowLockWait&) = delete;

   private:
    State& state_;
    QueryRecord& query_;
    std::int64_t began_us_;
    UsualRowLockWait usual_;
  };

  void make_ready(bool is_write);

  // Runs `call` on an open connection, and again where that is safe and may help. Throws ClientDisconnected
  // instead, or in the middle of it, if nobody waits for the response any more.
  template <class Call>
  auto attempt(std::string_view sql, bool is_write, Call&& call);
  // If a row is locked, the query is refused, and then waits.
  template <class Call>
  auto noticing_row_locks(std::string_view sql, Call&& call);
  // Whether the query itself says that it does not wait: SKIP LOCKED, NOWAIT.
  static bool never_waits_for_a_row(std::string_view sql);
  static bool is_refused_for_a_row(const io::DriverError& error);
  void set_row_lock_wait(int seconds) noexcept;
  // After an error: returns if the query may be tried again, otherwise throws.
  void prepare_next_try(const io::DriverError& error, std::string_view sql, int tries);
  bool may_try_again(const io::DriverError& error, io::Failure failure, int tries) const;
  // Of a query, outside a transaction.
  void begin_first_try() {
    if (!connection.in_transaction) try_began_us = trace.clock().monotonic_us();
  }
  // The server has not responded for as long as the application waits. Another try might take as long again.
  bool waited_in_vain() const;
  // Every try after the first one asks this: it is where retries end. The limit is for all queries of the
  // view together, so a page that meets a lock in each of its queries ends in time too.
  std::int64_t retry_time_left_us() const;
  // Called after the wait that follows a try.
  void begin_next_try();
  // Throws the error that corresponds to a driver error.
  [[noreturn]] void fail(const io::DriverError& error, std::string_view sql);

  void control(std::string_view sql);  // BEGIN, COMMIT; not counted as queries
  void roll_back();
};

template <class Call>
auto Database::State::attempt(std::string_view sql, bool is_write, Call&& call) {
  for (int tries = 1;; ++tries) {
    write_is_sent = false;
    try {
      make_ready(is_write);
      const Cancellation::Running running(connection);
      return noticing_row_locks(sql, call);
    } catch (const io::DriverError& error) {
      prepare_next_try(error, sql, tries);
    }
  }
}

template <class Call>
auto Database::State::noticing_row_locks(std::string_view sql, Call&& call) {
  if (!notices_row_locks) return call();
  if (never_waits_for_a_row(sql)) {
    // With a timeout of 0, MariaDB 10.11 ends SKIP LOCKED with error 1180 instead of skipping the row.
    const UsualRowLockWait usual(*this);
    return call();
  }
  try {
    return call();
  } catch (const io::DriverError& error) {
    if (!is_refused_for_a_row(error)) throw;
  }
  connection.forget(sql);
  const RowLockWait wait(*this, sql);
  return call();
}

}  // namespace caseload
