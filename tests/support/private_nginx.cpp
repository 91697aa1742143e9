#include "tests/support/private_nginx.hpp"

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "tests/support/sockets.hpp"

namespace caseload::test {
namespace {

// A single process, so that none is left behind when it is killed.
std::string configuration(const std::string& folder, const std::string& app_socket,
                          const std::string& location, const std::string& also, int port) {
  std::string temporary;
  for (const char* kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"})
    temporary += std::string(kind) + "_temp_path " + folder + "/" + kind + ";\n";
  return std::string(is_root() ? "user root;\n" : "") + "daemon off;\nmaster_process off;\npid " + folder +
         "/pid;\nevents { worker_connections 2048; }\n" +
         "http {\naccess_log off;\nmerge_slashes off;\nclient_max_body_size 2m;\n" + temporary +
         "upstream app { server " + (app_socket.starts_with('/') ? "unix:" : "") + app_socket +
         " max_fails=0; }\nserver {\nlisten 127.0.0.1:" + std::to_string(port) + " backlog=2048;\n" +
         (also.empty() ? "" : "listen " + also + ";\n") +
         "location / {\nfastcgi_pass app;\n"
         "fastcgi_buffer_size 16k;\nfastcgi_buffers 8 16k;\n"
         "fastcgi_param REQUEST_METHOD $request_method;\nfastcgi_param REQUEST_URI $request_uri;\n"
         "fastcgi_param CONTENT_TYPE $content_type;\nfastcgi_param CONTENT_LENGTH $content_length;\n"
         "fastcgi_param REMOTE_ADDR $remote_addr;\nfastcgi_param REQUEST_ID $request_id;\n"
         "fastcgi_param SERVER_PROTOCOL $server_protocol;\nfastcgi_param HTTPS $https if_not_empty;\n" +
         location + "\n}\n}\n}\n";
}

}  // namespace

PrivateNginx::PrivateNginx(const std::string& folder, const std::string& app_socket,
                           const std::string& location, const std::string& also)
    : port_(free_port()) {
  std::filesystem::create_directories(folder);
  const std::string file = folder + "/nginx.conf";
  std::ofstream(file) << configuration(folder, app_socket, location, also, port_);
  const std::string log = folder + "/error.log";
  process_ = std::make_unique<ChildProcess>(
      std::vector<std::string>{"/usr/sbin/nginx", "-p", folder, "-e", log, "-c", file}, log);
  if (!becomes_true([&] { return !process_->is_running() || connect_tcp(port_); }) || !process_->is_running())
    throw std::runtime_error("nginx did not start; see " + log);
}

}  // namespace caseload::test
