// The pages of the floor, written by hand: the app's SQL and bytes, with neither entities nor templates.
#pragma once

#include <cppconn/connection.h>
#include <cppconn/prepared_statement.h>

#include <memory>
#include <string>
#include <string_view>

namespace caseload::floor {

inline constexpr std::string_view html =
    "Content-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\nVary: Accept\r\n\r\n";

// The page of n-plus-one around its rows.
struct Frame {
  std::string before, after;
};

// One thread's connection and its prepared queries.
struct Database {
  std::unique_ptr<sql::Connection> connection;
  std::unique_ptr<sql::PreparedStatement> books, product, orders, items;

  explicit Database(const std::string& socket);
};

std::string queries();  // a line each

// Each appends head and body. `query`: the query string, or null.
void books_page(const char* query, Database& database, const Frame& frame, std::string& out);
void orders_page(const char* query, Database& database, std::string& out);
// The least that an early 304 can cost: one lookup by primary key, and the version compared.
void product_page(const char* known, Database& database, std::string& out);

}  // namespace caseload::floor
