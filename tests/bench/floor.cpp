// The floor: how cheap four pages can be with the same components. One program written by hand on libfcgi
// and Connector/C++, with the app's SQL and bytes, and nothing else: no entities, no templates, no evidence.
//
//   floor SOCKET DATABASE-SOCKET THREADS FRAME
//
// FRAME is a file with the page of `n-plus-one` and the word @ROWS@ where its rows belong; the measuring
// command makes it from the app's own page. Without arguments it prints its queries, which are compared with
// those that the app runs.
#include <cppconn/driver.h>
#include <cppconn/exception.h>
#include <fcgiapp.h>
#include <mysql_driver.h>
#include <signal.h>
#include <sys/socket.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/bench/floor_pages.hpp"

namespace {

namespace floor = caseload::floor;

void serve(int socket, const std::string& database_socket, const floor::Frame& frame) try {
  sql::mysql::get_driver_instance()->threadInit();
  floor::Database database(database_socket);
  FCGX_Request request;
  FCGX_InitRequest(&request, socket, 0);
  std::string out;
  while (FCGX_Accept_r(&request) == 0) {
    const std::string_view path(FCGX_GetParam("PATH_INFO", request.envp));
    out.clear();
    if (path == "/cases/n-plus-one/fast") {
      floor::books_page(FCGX_GetParam("QUERY_STRING", request.envp), database, frame, out);
    } else if (path == "/cases/serializer/fast") {
      floor::orders_page(FCGX_GetParam("QUERY_STRING", request.envp), database, out);
    } else if (path == "/cases/conditional-request/fast") {
      floor::product_page(FCGX_GetParam("HTTP_IF_NONE_MATCH", request.envp), database, out);
    } else {
      out.append(floor::html).append("<!doctype html><title>Trivial</title><p>Nothing.</p>\n");
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
  if (argc != 5) return std::printf("%s", floor::queries().c_str()) < 0;
  std::ostringstream page;
  page << std::ifstream(argv[4]).rdbuf();
  const std::size_t rows = page.str().find("@ROWS@");
  if (rows == std::string::npos || FCGX_Init() != 0) return 1;
  const floor::Frame frame{page.str().substr(0, rows), page.str().substr(rows + 6)};
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
