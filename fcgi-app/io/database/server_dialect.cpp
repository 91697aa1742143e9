#include "io/database/server_dialect.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

#include "io/database/connection.hpp"

namespace caseload::io {

namespace {

// Without ONLY_FULL_GROUP_BY, because MariaDB doesn't recognise that a primary key determines the other
// columns.
constexpr std::string_view strict_mode =
    "STRICT_TRANS_TABLES,STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,"
    "NO_ENGINE_SUBSTITUTION";

// MariaDB counts the rows it reads from tables, except its own temporary tables.
constexpr std::string_view mariadb_counters =
    "'Rows_read','Select_scan','Select_full_join','Sort_rows','Created_tmp_tables','Bytes_sent'";

// MySQL counts calls to the storage engine, which are slightly more than the rows.
constexpr std::string_view mysql_counters =
    "'Handler_read_first','Handler_read_key','Handler_read_last','Handler_read_next','Handler_read_prev',"
    "'Handler_read_rnd','Handler_read_rnd_next',"
    "'Select_scan','Select_full_join','Sort_rows','Created_tmp_tables','Bytes_sent'";

// MariaDB accepts fractional seconds.
std::string seconds(int milliseconds) {
  char text[32];
  std::snprintf(text, sizeof text, "%d.%03d", milliseconds / 1000, milliseconds % 1000);
  return text;
}

std::string node_name(std::string_view key) {
  std::string name(key);
  std::ranges::replace(name, '_', ' ');
  return name;
}

std::string text_of(const Value& value) {
  if (const std::string* text = value.text()) return *text;
  if (const std::int64_t* integer = value.integer()) return std::to_string(*integer);
  return {};
}

// "a, b"
std::string joined(const Value& list) {
  std::string text;
  if (const Value::List* items = list.items()) {
    for (const Value& item : *items) text += (text.empty() ? "" : ", ") + text_of(item);
  }
  return text;
}

// The additional information about a table: flags and conditions.
std::string extra_of(const Value& table) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> flags{
      {{"using_index", "using index"},
       {"using_index_condition", "index condition"},
       {"using_temporary_table", "temporary table"},
       {"using_filesort", "using filesort"},
       {"using_where", "using where"},
       {"first_match", "first match"},
       {"distinct", "distinct"},
       {"not_exists", "not exists"},
       {"insert", "insert"}}};
  std::string extra;
  const auto add = [&](std::string_view text) {
    if (!extra.empty()) extra += "; ";
    extra += text;
  };
  for (const auto& [key, text] : flags) {
    const Value& flag = table[key];
    if (const bool* set = flag.boolean(); (set != nullptr && *set) || flag.integer_or(0) != 0) add(text);
  }
  for (const std::string_view key :
       {"message", "index_condition", "attached_condition", "sort_key", "join_type"}) {
    const std::string text = text_of(table[key]);
    if (!text.empty())
      add(key == "attached_condition" ? "where " + text : key == "sort_key" ? "by " + text : text);
  }
  return extra;
}

void add_nodes(std::string_view key, const Value& explained, Value& siblings);

void add_children(const Value& explained, Value& siblings) {
  for (const auto& [key, member] : *explained.members()) {
    if (key != "used_key_parts" && key != "possible_keys" && key != "cost_info")
      add_nodes(key, member, siblings);
  }
}

// Operators become nodes. Members that only group them ("nested_loop", "query_specifications") don't.
void add_nodes(std::string_view key, const Value& explained, Value& siblings) {
  if (const Value::List* items = explained.items()) {
    for (const Value& item : *items) {
      if (item.members() != nullptr) add_children(item, siblings);
    }
    return;
  }
  if (explained.members() == nullptr) return;
  Value node;
  const bool table = key == "table";
  node.set("node", key == "query_block" ? std::string("query") : node_name(key));
  if (table) {
    if (const std::string name = text_of(explained["table_name"]); !name.empty()) node.set("table", name);
    if (const std::string access = text_of(explained["access_type"]); !access.empty())
      node.set("access", access);
    if (const std::string index = text_of(explained["key"]); !index.empty()) {
      node.set("key", index);
    } else if (const std::string unused = joined(explained["possible_keys"]); !unused.empty()) {
      node.set("possible_keys", unused);
    }
    // MariaDB reports "rows", MySQL the rows per scan.
    for (const std::string_view rows : {"rows", "rows_examined_per_scan"}) {
      if (const std::int64_t* count = explained[rows].integer()) node.set("rows", *count);
    }
  }
  if (const std::string extra = extra_of(explained); !extra.empty()) node.set("extra", extra);
  Value children = Value::list();
  add_children(explained, children);
  if (!children.items()->empty()) node.set("children", std::move(children));
  siblings.add(std::move(node));
}

}  // namespace

ServerDialect::ServerDialect(std::string_view server_version)
    : is_mariadb_(server_version.find("MariaDB") != std::string_view::npos) {}

std::string ServerDialect::session_setup(const DatabaseSettings& settings) const {
  const int lock_wait_s = row_lock_wait_s(settings);
  // MySQL's time limit is for SELECT only, so there the wait for a table's lock needs another one.
  const std::string limit = is_mariadb_
                                ? "max_statement_time = " + seconds(settings.statement_timeout_ms)
                                : "max_execution_time = " + std::to_string(settings.statement_timeout_ms) +
                                      ", lock_wait_timeout = " + std::to_string(lock_wait_s);
  return "SET SESSION sql_mode = '" + std::string(strict_mode) +
         "', time_zone = '+00:00', innodb_lock_wait_timeout = " + std::to_string(lock_wait_s) + ", " + limit +
         (!settings.read_committed ? ""
          : is_mariadb_            ? ", tx_isolation = 'READ-COMMITTED'"
                                   : ", transaction_isolation = 'READ-COMMITTED'");
}

// Shorter than the time limit of a query, so that waiting for a lock ends with a lock timeout (1205) and the
// transaction is retried.
int ServerDialect::row_lock_wait_s(const DatabaseSettings& settings) {
  return std::clamp(settings.statement_timeout_ms / 3000, 1, 10);
}

std::string ServerDialect::row_lock_setup(int seconds) const {
  if (!is_mariadb_) return {};
  return "SET SESSION innodb_lock_wait_timeout = " + std::to_string(seconds);
}

std::string ServerDialect::with_stream_limit(std::string_view sql, const DatabaseSettings& settings) const {
  if (is_mariadb_)
    return "SET STATEMENT max_statement_time = " + seconds(settings.stream_timeout_ms) + " FOR " +
           std::string(sql);
  // MySQL's hint must directly follow the first SELECT. Other queries keep the limit of the session.
  constexpr std::string_view select = "SELECT ";
  if (!sql.starts_with(select)) return std::string(sql);
  return "SELECT /*+ MAX_EXECUTION_TIME(" + std::to_string(settings.stream_timeout_ms) + ") */ " +
         std::string(sql.substr(select.size()));
}

std::string_view ServerDialect::counter_names() const {
  return is_mariadb_ ? mariadb_counters : mysql_counters;
}

SessionCounters ServerDialect::counters(
    const std::function<std::int64_t(std::string_view name)>& value) const {
  SessionCounters sum;
  if (is_mariadb_) {
    sum.rows_examined = value("Rows_read");
  } else {
    for (const std::string_view name :
         {"Handler_read_first", "Handler_read_key", "Handler_read_last", "Handler_read_next",
          "Handler_read_prev", "Handler_read_rnd", "Handler_read_rnd_next"})
      sum.rows_examined += value(name);
  }
  sum.full_scans = value("Select_scan") + value("Select_full_join");
  sum.sort_rows = value("Sort_rows");
  sum.temporary_tables = value("Created_tmp_tables");  // includes those on disk
  sum.bytes_sent = value("Bytes_sent");
  return sum;
}

Value ServerDialect::plan(const Value& explained) {
  Value nodes = Value::list();
  if (explained.members() != nullptr) add_children(explained, nodes);
  Value::List& list = *nodes.items();
  return list.size() == 1 ? std::move(list.front())
                          : Value::object({{"node", "plan"}, {"children", std::move(nodes)}});
}

}  // namespace caseload::io
