// Plain sockets for tests that speak a protocol themselves. Reading gives up where nothing comes for a
// minute.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "io/process/descriptor.hpp"

namespace caseload::test {

io::Descriptor connect_unix(const std::string& path);  // empty where nobody listens
// Connections that nobody accepts, as many as the queue takes, or `most`.
std::vector<io::Descriptor> fill_queue(const std::string& path, std::size_t most = 100);
io::Descriptor connect_tcp(int port);  // at 127.0.0.1; empty where nobody listens
int free_port();                       // at 127.0.0.1
io::Descriptor listen_tcp();           // at a free port, with a queue that nobody accepts from
io::Descriptor listen_unix(const std::string& path);
io::Descriptor accept_one(const io::Descriptor& listening);  // empty where nobody comes
int port_of(const io::Descriptor& socket);

void send_all(const io::Descriptor& socket, std::string_view bytes);  // throws when the peer is gone
// Everything until the peer closes; a reset ends it as well.
std::string read_to_end(const io::Descriptor& socket);

}  // namespace caseload::test
