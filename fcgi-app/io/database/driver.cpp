#include <cppconn/driver.h>
#include <cppconn/metadata.h>
#include <cppconn/parameter_metadata.h>
#include <mysql_connection.h>
#include <mysql_driver.h>

#include "io/database/driver_state.hpp"

namespace caseload::io {

DriverStatement::DriverStatement(std::shared_ptr<State> state) : state_(std::move(state)) {}
DriverStatement::DriverStatement(DriverStatement&&) noexcept = default;
DriverStatement& DriverStatement::operator=(DriverStatement&&) noexcept = default;
DriverStatement::~DriverStatement() = default;

std::size_t DriverStatement::parameter_count() const {
  return driver_call([&] { return state_->handle->getParameterMetaData()->getParameterCount(); });
}

void DriverStatement::bind(std::span<const Parameter> parameters) {
  driver_call([&] {
    sql::PreparedStatement& handle = *state_->handle;
    for (std::size_t index = 0; index < parameters.size(); ++index) {
      const unsigned int at = position(index);
      const Parameter& parameter = parameters[index];
      if (const auto* integer = std::get_if<std::int64_t>(&parameter)) {
        handle.setInt64(at, *integer);
      } else if (const auto* real = std::get_if<double>(&parameter)) {
        handle.setDouble(at, *real);
      } else if (const auto* text = std::get_if<std::string>(&parameter)) {
        handle.setString(at, *text);
      } else {
        handle.setNull(at, sql::DataType::SQLNULL);
      }
    }
  });
}

DriverResult DriverStatement::query() {
  auto result = std::make_unique<DriverResult::State>();
  result->prepared = state_;
  driver_call([&] {
    const ClientCalls calls;
    result->rows.reset(state_->handle->executeQuery());
    result->describe_columns(calls);
  });
  return DriverResult(std::move(result));
}

std::int64_t DriverStatement::execute() {
  return driver_call([&] { return std::int64_t{state_->handle->executeUpdate()}; });
}

DriverConnection::DriverConnection(const DriverTarget& target) : state_(std::make_shared<State>()) {
  driver_call([&] {
    sql::ConnectOptionsMap options;
    options["hostName"] =
        sql::SQLString(target.socket.empty() ? "tcp://" + target.host + ":" + std::to_string(target.port)
                                             : "unix://" + target.socket);
    options["userName"] = sql::SQLString(target.user);
    options["password"] = sql::SQLString(target.password);
    options["schema"] = sql::SQLString(target.schema);
    // Setting this also avoids the connector's own SET character_set_results.
    options["OPT_CHARSET_NAME"] = sql::SQLString("utf8mb4");
    options["characterSetResults"] = sql::SQLString("utf8mb4");
    options["OPT_CONNECT_TIMEOUT"] = target.connect_timeout_s;
    if (target.read_timeout_s > 0) {
      options["OPT_READ_TIMEOUT"] = target.read_timeout_s;
      options["OPT_WRITE_TIMEOUT"] = target.read_timeout_s;
    }
    state_->handle.reset(sql::mysql::get_driver_instance()->connect(options));
  });
}

DriverConnection::DriverConnection(DriverConnection&&) noexcept = default;
DriverConnection& DriverConnection::operator=(DriverConnection&&) noexcept = default;
DriverConnection::~DriverConnection() = default;

std::string DriverConnection::server_version() const {
  return driver_call(
      [&] { return state_->handle->getMetaData()->getDatabaseProductVersion().asStdString(); });
}

bool DriverConnection::responds() {
  return driver_call([&] { return state_->handle->isValid(); });
}

DriverStatement DriverConnection::prepare(std::string_view sql) {
  auto statement = std::make_shared<DriverStatement::State>();
  statement->connection = state_;
  driver_call([&] {
    statement->handle.reset(state_->handle->prepareStatement(sql::SQLString(sql.data(), sql.size())));
  });
  return DriverStatement(std::move(statement));
}

void DriverConnection::execute(std::string_view sql) {
  driver_call([&] {
    const std::unique_ptr<sql::Statement> statement(state_->handle->createStatement());
    // Unread rows would leave the connection out of sync.
    const bool has_rows = statement->execute(sql::SQLString(sql.data(), sql.size()));
    const std::unique_ptr<sql::ResultSet> unread(has_rows ? statement->getResultSet() : nullptr);
  });
}

DriverResult DriverConnection::query(std::string_view sql) {
  return run(sql, sql::ResultSet::TYPE_SCROLL_INSENSITIVE);
}

// Only plain statements can have unbuffered rows; a prepared one refuses them.
DriverResult DriverConnection::stream(std::string_view sql) {
  return run(sql, sql::ResultSet::TYPE_FORWARD_ONLY);
}

DriverResult DriverConnection::run(std::string_view sql, int result_type) {
  auto result = std::make_unique<DriverResult::State>();
  result->connection = state_;
  driver_call([&] {
    const ClientCalls calls;
    result->statement.reset(state_->handle->createStatement());
    result->statement->setResultSetType(static_cast<sql::ResultSet::enum_type>(result_type));
    result->rows.reset(result->statement->executeQuery(sql::SQLString(sql.data(), sql.size())));
    result->describe_columns(calls);
  });
  return DriverResult(std::move(result));
}

std::string DriverConnection::quoted(const std::string& text) {
  const MemoryOwner caller = thread_memory.owner;
  auto& connection = dynamic_cast<sql::mysql::MySQL_Connection&>(*state_->handle);
  return driver_call([&] {
    const sql::SQLString escaped = connection.escapeString(text);
    const MemoryScope scope(caller);
    return "'" + escaped.asStdString() + "'";
  });
}

void start_driver_library() {
  driver_call([] { sql::mysql::get_driver_instance(); });
}

void driver_thread_begins() {
  driver_call([] { sql::mysql::get_driver_instance()->threadInit(); });
}

void driver_thread_ends() {
  driver_call([] { sql::mysql::get_driver_instance()->threadEnd(); });
}

}  // namespace caseload::io
