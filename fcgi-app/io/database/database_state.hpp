// What Database and Cursor are made of; for database*.cpp and cursor.cpp only.
#pragma once

#include <memory>
#include <optional>
#include <variant>

#include "core/memory.hpp"
#include "io/database/connection.hpp"
#include "io/database/database.hpp"
#include "io/database/database_probe.hpp"
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
  bool used_before = false;    // this view has used the connection already
  bool write_is_sent = false;  // of the query that runs: if the connection is lost now, it may have run

  // Phase db; its time is added to the record of the statement that it is spent on, once that is known.
  class Timing {
   public:
    Timing(Trace& trace, QueryRecord*& record)
        : phase_(trace, Phase::db), trace_(trace), record_(record), began_us_(trace.clock().monotonic_us()) {}
    ~Timing() {
      if (record_ != nullptr) record_->microseconds += trace_.clock().monotonic_us() - began_us_;
    }
    Timing(const Timing&) = delete;
    Timing& operator=(const Timing&) = delete;

   private:
    PhaseScope phase_;
    Trace& trace_;
    QueryRecord*& record_;
    std::int64_t began_us_;
  };

  // Counts an execution, once: a statement that is sent again on a new connection is known already.
  void count(const QueryDigest& digest, std::span<const Parameter> parameters, QueryRecord*& record);

  // The turn of one transaction among those that lost several times, for as long as this lives. Without it,
  // one that meets many short others can lose for ever. It is a lock of the server by name, so it holds for
  // all processes; who does not get it within ten seconds goes on without.
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

  void make_ready(bool is_write);

  // Runs `call` on an open connection; after a loss once more on a new one.
  template <class Call>
  auto attempt(std::string_view sql, bool is_write, Call&& call);
  // Returns when the statement may be tried again.
  void give_up_or_reconnect(const io::DriverError& error, std::string_view sql, bool again);
  // What a driver's error becomes.
  [[noreturn]] void fail(const io::DriverError& error, std::string_view sql);

  void control(std::string_view sql);  // BEGIN, COMMIT: not counted as statements
  void roll_back();
};

template <class Call>
auto Database::State::attempt(std::string_view sql, bool is_write, Call&& call) {
  for (bool again = false;; again = true) {
    write_is_sent = false;
    try {
      make_ready(is_write);
      return call();
    } catch (const io::DriverError& error) {
      give_up_or_reconnect(error, sql, again);
    }
  }
}

}  // namespace caseload
