// The floor: how cheap three pages can be with the same components. One program written by hand on libfcgi
// and Connector/C++, with the app's SQL and bytes, and nothing else: no entities, no templates, no evidence.
//
//   floor SOCKET DATABASE-SOCKET THREADS FRAME
//
// FRAME is a file with the page of `n-plus-one` and the word @ROWS@ where its rows belong; the measuring
// command makes it from the app's own page. Without arguments it prints its queries, which are compared with
// those that the app runs.
#include <cppconn/connection.h>
#include <cppconn/driver.h>
#include <cppconn/exception.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>
#include <fcgiapp.h>
#include <mysql_connection.h>
#include <mysql_driver.h>
#include <signal.h>
#include <sys/socket.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

constexpr const char* books_with_authors =
    "SELECT book.id, book.title, book.author_id, book.publisher_id, book.year, book.price, book.rating, "
    "author.id, author.name, author.country_id, author.born "
    "FROM book LEFT JOIN author ON author.id = book.author_id ORDER BY book.id LIMIT ?";
constexpr const char* product_by_id =
    "SELECT id, sku, name, price, stock, version, "
    "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', updated_at) AS changed_us FROM product WHERE id = ?";
constexpr int sold_product = 220;
constexpr std::string_view html =
    "Content-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\nVary: Accept\r\n\r\n";

struct Frame {
  std::string before, after;
};
// One thread's connection and its prepared queries.
struct Database {
  std::unique_ptr<sql::Connection> connection;
  std::unique_ptr<sql::PreparedStatement> books, product;

  explicit Database(const std::string& socket) {
    sql::ConnectOptionsMap options;
    options["hostName"] = sql::SQLString("unix://" + socket);
    options["userName"] = sql::SQLString("caseload");
    options["password"] = sql::SQLString("");
    options["schema"] = sql::SQLString("caseload_x1");
    options["OPT_CHARSET_NAME"] = options["characterSetResults"] = sql::SQLString("utf8mb4");
    connection.reset(sql::mysql::get_driver_instance()->connect(options));
    books.reset(connection->prepareStatement(books_with_authors));
    product.reset(connection->prepareStatement(product_by_id));
  }
};

void append_escaped(const sql::SQLString& text, std::string& to) {
  for (const char each : std::string_view(text.c_str(), text.length())) {
    const char* escape = each == '&'    ? "&amp;"
                         : each == '<'  ? "&lt;"
                         : each == '>'  ? "&gt;"
                         : each == '"'  ? "&quot;"
                         : each == '\'' ? "&#39;"
                                        : nullptr;
    escape == nullptr ? to += each : to += escape;
  }
}

void books_page(const char* query, Database& database, const Frame& frame, std::string& out) {
  database.books->setInt(1, query != nullptr && query[0] == 'n' ? std::atoi(query + 2) : 100);
  const std::unique_ptr<sql::ResultSet> rows(database.books->executeQuery());
  out.append(html).append(frame.before);
  while (rows->next()) {
    out += "    <tr><td>";
    append_escaped(rows->getString(2), out);
    out += "</td><td>";
    append_escaped(rows->getString(9), out);
    out += "</td></tr>\n";
  }
  out += frame.after;
}

// The least that an early 304 can cost: one lookup by primary key, and the version compared.
void product_page(const char* known, Database& database, std::string& out) {
  database.product->setInt(1, sold_product);
  const std::unique_ptr<sql::ResultSet> row(database.product->executeQuery());
  row->next();
  const std::string tag =
      '"' + std::to_string(row->getInt64(6)) + '.' + std::to_string(row->getInt64(7)) + '"';
  const bool same = known != nullptr && tag == known;
  out.append(same ? "Status: 304 Not Modified\r\nETag: " : "ETag: ").append(tag).append("\r\n").append(html);
  if (!same) out += "changed\n";
}

void serve(int socket, const std::string& database_socket, const Frame& frame) try {
  sql::mysql::get_driver_instance()->threadInit();
  Database database(database_socket);
  FCGX_Request request;
  FCGX_InitRequest(&request, socket, 0);
  std::string out;
  while (FCGX_Accept_r(&request) == 0) {
    const std::string_view path(FCGX_GetParam("PATH_INFO", request.envp));
    out.clear();
    if (path == "/cases/n-plus-one/fast") {
      books_page(FCGX_GetParam("QUERY_STRING", request.envp), database, frame, out);
    } else if (path == "/cases/conditional-request/fast") {
      product_page(FCGX_GetParam("HTTP_IF_NONE_MATCH", request.envp), database, out);
    } else {
      out.append(html).append("<!doctype html><title>Trivial</title><p>Nothing.</p>\n");
    }
    FCGX_PutStr(out.data(), static_cast<int>(out.size()), request.out);
    FCGX_Finish_r(&request);
  }
  sql::mysql::get_driver_instance()->threadEnd();
} catch (const sql::SQLException& error) {
  std::fprintf(stderr, "floor: %s\n", error.what());
  std::exit(1);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return std::printf("%s\n%s\n", books_with_authors, product_by_id) < 0;
  std::ostringstream page;
  page << std::ifstream(argv[4]).rdbuf();
  const std::size_t rows = page.str().find("@ROWS@");
  if (rows == std::string::npos || FCGX_Init() != 0) return 1;
  const Frame frame{page.str().substr(0, rows), page.str().substr(rows + 6)};
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);
  const int socket = FCGX_OpenSocket(argv[1], 1024);
  std::vector<std::thread> threads;
  for (int i = 0; i < std::atoi(argv[3]); ++i) threads.emplace_back(serve, socket, argv[2], std::cref(frame));
  int received = 0;
  sigwait(&stop, &received);
  FCGX_ShutdownPending();
  shutdown(socket, SHUT_RDWR);  // accept ends in all threads
  for (std::thread& thread : threads) thread.join();
  return 0;
}
