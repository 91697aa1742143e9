#include "io/database/connector.hpp"

#include <optional>

#include "core/memory.hpp"
#include "io/database/connection.hpp"

namespace caseload {

struct Connector::State {
  io::Connections& connections;
  Trace& trace;
  Dataset dataset;
  bool is_first_use = false;
  std::unique_ptr<io::Connection> own = nullptr;
  std::optional<Database> kept = std::nullopt, opened = std::nullopt;

  // A probe begins when the connection is there, because opening it is part of the request.
  Database& ready(std::optional<Database>& view, io::Connection& connection) const {
    view.emplace(connection, trace);
    view->connect();
    if (trace.probe()) {
      const TracePause pause(trace);
      view->begin_probe();
    }
    return *view;
  }
};

Connector::Connector(io::Connections& connections, Trace& trace, Dataset dataset)
    : state_(new State{.connections = connections, .trace = trace, .dataset = dataset}) {}

Connector::~Connector() {
  const MemoryScope scope(MemoryOwner::driver);
  state_->opened.reset();
  state_->own.reset();
}

Database& Connector::kept() {
  if (state_->kept) return *state_->kept;
  io::Connection& connection = state_->connections.over_tcp(state_->dataset);
  state_->is_first_use = !connection.is_open();
  return state_->ready(state_->kept, connection);
}

Database& Connector::opened() {
  if (state_->opened) return *state_->opened;
  {
    const MemoryScope scope(MemoryOwner::driver);
    state_->own = std::make_unique<io::Connection>(state_->connections.tcp_settings(), state_->dataset);
  }
  return state_->ready(state_->opened, *state_->own);
}

bool Connector::is_first_use() const {
  return state_->is_first_use;
}

void Connector::end_probe() {
  if (state_->kept) state_->kept->end_probe();
  if (state_->opened) state_->opened->end_probe();
}

}  // namespace caseload
