// Reads that may be stale: on the replica or on the primary.
#include <stdexcept>

#include "core/errors.hpp"
#include "io/database/database_state.hpp"
#include "io/metrics/metrics.hpp"

namespace caseload {

Database::Database(io::Connections& connections, Database& primary)
    : Database(connections.on_replica(primary.dataset()), primary.trace()) {
  state_->primary = &primary;
  state_->replica = &connections.replica();
}

Database& stale_reads(std::optional<Database>& kept, io::Connections& connections, Database& primary) {
  return connections.has_replica() ? kept.emplace(connections, primary) : primary;
}

void Database::refuse_if_stale() const {
  if (state_->primary != nullptr)
    throw std::logic_error("a view for reads that may be stale takes no writes and no transactions");
}

bool Database::uses_replica() {
  if (trace_.probe() || state_->primary->state_->connection.in_transaction) return false;
  const PhaseScope phase(trace_, Phase::db);
  const MemoryScope memory(MemoryOwner::driver);
  const int opened = state_->connection.times_opened();
  const bool may_be_used = state_->replica->may_be_used(state_->connection);
  if (state_->connection.times_opened() != opened) trace_.count_connect();
  return may_be_used;
}

// A failure that leaves the connection open, such as a time limit, is the query's own and would be the same
// on the primary.
template <class Read>
auto Database::read_stale(const Read& read) {
  if (uses_replica()) {
    try {
      io::count("caseload_stale_reads_total", R"(server="replica")");
      return read(*this);
    } catch (const Unavailable& error) {
      if (state_->connection.is_open()) throw;
      state_->replica->failed(error.what());
    }
  }
  io::count("caseload_stale_reads_total", R"(server="primary")");
  return read(*state_->primary);
}

Cursor Database::run(std::string_view sql, std::span<const Parameter> parameters) {
  if (state_->primary == nullptr) return run_here(sql, parameters);
  return read_stale([&](Database& db) { return db.run_here(sql, parameters); });
}

void Database::run_each(std::string_view sql, std::span<const Parameter> parameters,
                        const std::function<bool(Cursor&)>& callback) {
  if (state_->primary == nullptr) return run_each_here(sql, parameters, callback);
  bool has_rows = false;
  const auto note_row = [&](Cursor& row) {
    has_rows = true;
    return callback(row);
  };
  read_stale([&](Database& db) {
    try {
      db.run_each_here(sql, parameters, note_row);
    } catch (const Unavailable& error) {
      // The rows that were passed on can't be taken back.
      if (has_rows) throw HttpError(error);
      throw;
    }
  });
}

}  // namespace caseload
