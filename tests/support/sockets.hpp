// Plain sockets for tests that implement a protocol themselves. Reading gives up if nothing arrives for a
// minute.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "io/process/descriptor.hpp"

namespace caseload::test {

io::Descriptor connect_unix(const std::string& path);  // empty if nobody listens
// Opens connections that nobody accepts until the queue is full, at most `max`.
std::vector<io::Descriptor> fill_queue(const std::string& path, std::size_t max = 100);
io::Descriptor connect_tcp(int port);  // at 127.0.0.1; empty if nobody listens
int free_port();                       // at 127.0.0.1, and not one that an outgoing connection may take
io::Descriptor listen_tcp();           // on a free port; nobody accepts its connections
io::Descriptor listen_unix(const std::string& path);
io::Descriptor accept_one(const io::Descriptor& listening);  // empty if nobody connects
int port_of(const io::Descriptor& socket);

void send_all(const io::Descriptor& socket, std::string_view bytes);  // throws if the peer has disconnected
// Reads until the peer closes or resets the connection.
std::string read_to_end(const io::Descriptor& socket);

}  // namespace caseload::test
