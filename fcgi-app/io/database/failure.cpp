#include "io/database/failure.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace caseload::io {

namespace {

struct Known {
  int code;
  Failure failure;
};

// https://mariadb.com/kb/en/mariadb-error-code-reference/, and MySQL's server and client error references.
// Those up to 23 are of mysys, which writes the server's files (mysys_err.h): temporary ones for a sort, for
// example.
constexpr auto known = std::to_array<Known>({
    {1, Failure::no_room},             // a file can't be created
    {3, Failure::no_room},             // a file can't be written
    {5, Failure::no_room},             // out of memory
    {14, Failure::no_room},            // a file can't grow
    {20, Failure::no_room},            // disk full
    {23, Failure::no_room},            // out of resources to open a file
    {1004, Failure::no_room},          // a file can't be created
    {1020, Failure::locked},           // the row has changed since it was read (snapshot isolation)
    {1021, Failure::no_room},          // disk full
    {1026, Failure::no_room},          // a file can't be written
    {1036, Failure::read_only},        // a table
    {1037, Failure::no_room},          // out of memory
    {1038, Failure::no_room},          // out of memory for sorting
    {1040, Failure::too_many},         //
    {1041, Failure::no_room},          // out of resources
    {1047, Failure::read_only},        // Galera: the node has left its cluster
    {1053, Failure::stopping},         //
    {1077, Failure::stopping},         //
    {1079, Failure::stopping},         //
    {1080, Failure::connection_lost},  // closed by force
    {1114, Failure::no_room},          // a table is full
    {1135, Failure::no_room},          // no thread
    {1152, Failure::connection_lost},  // aborted
    {1153, Failure::too_large},        //
    {1158, Failure::connection_lost},  // 1158 to 1161: reading or writing failed, or took too long
    {1159, Failure::connection_lost},  //
    {1160, Failure::connection_lost},  //
    {1161, Failure::connection_lost},  //
    {1184, Failure::connection_lost},  // aborted
    {1203, Failure::too_many},         // of this user
    {1205, Failure::locked},           // for too long; rolls back the query
    {1206, Failure::no_room},          // for locks
    {1213, Failure::locked},           // a deadlock; rolls back the transaction
    {1226, Failure::too_many},         // of this user, or of its queries in an hour
    {1243, Failure::connection_lost},  // unknown prepared statement
    {1317, Failure::cancelled},        //
    {1412, Failure::locked},           // the table was changed after the transaction had begun
    {1461, Failure::connection_lost},  // too many prepared statements
    {1615, Failure::outdated},         //
    {1637, Failure::no_room},          // too many transactions
    {1792, Failure::read_only},        // transactions
    {1836, Failure::read_only},        // the server
    {1874, Failure::read_only},        // InnoDB
    {1878, Failure::no_room},          // a temporary file can't be written
    {1927, Failure::connection_lost},  // killed
    {1969, Failure::timed_out},        // MariaDB
    {2002, Failure::connection_lost},  // no socket
    {2003, Failure::connection_lost},  // no host
    {2006, Failure::connection_lost},  // the server has gone away
    {2013, Failure::connection_lost},  // lost while waiting for the response
    {2027, Failure::connection_lost},  // a malformed response
    {2030, Failure::connection_lost},  // statement not prepared
    {2055, Failure::connection_lost},  // lost, with the reason of the system
    {3024, Failure::timed_out},        // MySQL
    {4031, Failure::connection_lost},  // closed because it was idle
});
static_assert(std::ranges::is_sorted(known, {}, &Known::code));

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace

Failure failure_of(int code, std::string_view message) {
  // 1290: "running with the --read-only option", with --max-session-mem-used, but also with
  // --secure-file-priv. 1105 is an unknown error; one of them is a value in a prepared statement that is too
  // large. 1016 and 1030 have the number of the system's error.
  if (code == 1290 && contains(message, "mem-used")) return Failure::no_room;
  if (code == 1290)
    return contains(message, "read-only") || contains(message, "read_only") ? Failure::read_only
                                                                            : Failure::of_the_query;
  if (code == 1105)
    return contains(message, "max_allowed_packet") ? Failure::too_large : Failure::of_the_query;
  if (code == 1016)
    return contains(message, "Too many open files") ? Failure::no_room : Failure::of_the_query;
  if (code == 1030) return contains(message, "error 28") ? Failure::no_room : Failure::of_the_query;
  const auto found = std::ranges::lower_bound(known, code, {}, &Known::code);
  return found != known.end() && found->code == code ? found->failure : Failure::of_the_query;
}

bool drops_connection(Failure failure) {
  switch (failure) {
    case Failure::connection_lost:
    case Failure::too_many:
    case Failure::stopping:
    case Failure::read_only:
    case Failure::too_large:  // the server has closed it, or the statement keeps the value
      return true;
    default:
      return false;
  }
}

bool may_have_run(int code) {
  return code == 2013 || code == 2027 || code == 2055;
}

std::string_view reason_of(Failure failure) {
  switch (failure) {
    case Failure::too_many:
      return "the database has too many connections";
    case Failure::stopping:
      return "the database is shutting down";
    case Failure::locked:
      return "other requests have locked the same rows for too long";
    case Failure::read_only:
      return "the database accepts no writes at the moment";
    case Failure::no_room:
      return "the database has run out of disk or memory";
    case Failure::cancelled:
      return "the query was cancelled";
    case Failure::timed_out:
      return "a query took longer than its time limit";
    default:
      return "the database does not respond";
  }
}

HttpError too_large(std::size_t bytes, std::size_t limit) {
  return HttpError(413, "a query with its values has " + std::to_string(bytes) +
                            " bytes; the database accepts at most " + std::to_string(limit) +
                            " (max_allowed_packet)");
}

}  // namespace caseload::io
