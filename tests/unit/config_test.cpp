#include "io/config/config.hpp"

#include <boost/algorithm/string/erase.hpp>
#include <boost/algorithm/string/replace.hpp>
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include <sys/stat.h>

#include "core/errors.hpp"
#include "io/config/config_keys.hpp"
#include "shop/visitors.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/fcgi_client.hpp"
#include "tests/support/stack.hpp"
#include "tests/support/temporary_folder.hpp"

namespace caseload::io {
namespace {

// A file to read, and an environment without variables of ours, put back afterwards.
struct ConfigFixture {
  ConfigFixture() {
    for (char** entry = environ; *entry != nullptr; ++entry) {
      const std::string text(*entry);
      const std::size_t equals = text.find('=');
      if (text.starts_with("CASELOAD_")) before.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    }
    clear();
  }
  ~ConfigFixture() {
    clear();
    for (const auto& [name, value] : before) setenv(name.c_str(), value.c_str(), 1);
  }

  Config load(std::string_view text) {
    folder.write("caseload.toml", text);
    return load_config(file);
  }

  // What load_config says of it, the folder's name left out.
  std::string refusal(std::string_view text) {
    try {
      load(text);
    } catch (const ConfigError& error) {
      return boost::algorithm::erase_all_copy(std::string(error.what()), folder.path() + "/");
    }
    return "accepted";
  }

  void clear() {
    for (const ConfigKey& key : config_keys()) {
      unsetenv(key.environment_name().c_str());
      unsetenv((key.environment_name() + "_FILE").c_str());
    }
    unsetenv("CASELOAD_SERVER_THREDS");
    unsetenv("CASELOAD_ELSEWHERE_THREADS");
    for (const auto& [name, value] : before) unsetenv(name.c_str());
  }

  tests::TemporaryFolder folder;
  std::string file = folder.path() + "/caseload.toml";
  std::vector<std::pair<std::string, std::string>> before;
};

std::string text_of(const std::string& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// As TOML; secrets, which no such file may have, left out.
std::string values_of(const Config& config) {
  std::string text;
  for (const ConfigKey& key : config_keys())
    if (key.type != ConfigKey::Type::secret) text += key.full_name() + " = " + key.value_text(config) + "\n";
  return text;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(config, ConfigFixture)

BOOST_AUTO_TEST_CASE(the_file_sets_what_it_names_and_leaves_the_rest) {
  const Config config = load(
      "[server]\nlisten = \"127.0.0.1:9000\"\nthreads = 3\nsocket_mode = 0o600\nkeep_connections = true\n"
      "[cache]\nservers = [\"/a.sock\", \"b:1\"]\nmax_value_bytes = 5000\n[app]\nprobes = true\n"
      "[log]\nlevel = \"debug\"\n");
  BOOST_TEST(config.server.listen == "127.0.0.1:9000");
  BOOST_TEST(config.server.threads == 3);
  BOOST_TEST(config.server.socket_mode == 0600);
  BOOST_TEST(config.server.keep_connections);
  BOOST_TEST((config.cache.servers == std::vector<std::string>{"/a.sock", "b:1"}));
  BOOST_TEST(config.cache.max_value_bytes == 5000);
  BOOST_TEST(config.probes);
  BOOST_TEST(config.log_level == "debug");
  BOOST_TEST(config.server.backlog == ServerSettings{}.backlog);
  BOOST_TEST(config.server.backlog >= 1024);  // B1
}

BOOST_AUTO_TEST_CASE(each_key_sets_its_own_setting_and_no_other) {
  const Config config = load(
      "[server]\nlisten = \"a:1\"\nsocket_mode = 0o611\nthreads = 21\nbacklog = 22\nkeep_connections = true\n"
      "max_body_bytes = 23\nio_timeout_s = 24\nstop_timeout_s = 25\nhead_timeout_s = 39\nbody_timeout_s = "
      "40\n"
      "[database]\nsocket = \"b\"\nhost = \"c\"\nport = 26\nuser = \"d\"\ntcp_address = \"n:3\"\nname_prefix "
      "= "
      "\"e\"\nstatement_timeout_ms = 27\n"
      "stream_timeout_ms = 28\nconnect_timeout_s = 29\nretry_limit_ms = 39\nread_timeout_s = 45\n"
      "replica = \"o:4\"\nreplica_max_lag_s = 46\n"
      "[cache]\nservers = [\"f\"]\ntimeout_ms = 30\nbreaker_failures = 31\nbreaker_seconds = "
      "32\nmax_value_bytes = 33\n"
      "[partners]\naddress = \"m:1\"\ndeadline_ms = 41\nmax_response_bytes = 42\nmax_at_once = 43\nthreads = "
      "44\n"
      "[worker]\nthreads = 34\nlease_s = 35\nstop_timeout_s = 36\nkept_jobs = 37\n"
      "[app]\ntemplates_folder = \"g\"\nsource_folder = \"h\"\nexcerpts_file = \"l\"\nbase_url = "
      "\"https://i\"\nevidence_headers = "
      "false\nprobes = true\n"
      "test_mode = true\nmax_slow_running = 38\n"
      "[log]\nfile = \"j\"\nlevel = \"error\"\nrequests_max_bytes = 65539\n");
  const Config defaults;
  BOOST_TEST(config.server.listen == "a:1");
  BOOST_TEST(config.server.socket_mode == 0611);
  BOOST_TEST(config.server.threads == 21);
  BOOST_TEST(config.server.backlog == 22);
  BOOST_TEST((config.server.keep_connections && !defaults.server.keep_connections));
  BOOST_TEST(config.server.max_body_bytes == 23);
  BOOST_TEST(config.server.io_timeout_s == 24);
  BOOST_TEST(config.server.stop_timeout_s == 25);
  BOOST_TEST(config.server.head_timeout_s == 39);
  BOOST_TEST(config.server.body_timeout_s == 40);
  BOOST_TEST(config.database.socket == "b");
  BOOST_TEST(config.database.host == "c");
  BOOST_TEST(config.database.port == 26);
  BOOST_TEST(config.database.user == "d");
  BOOST_TEST(config.database.tcp_address == "n:3");
  BOOST_TEST(config.database.name_prefix == "e");
  BOOST_TEST(config.database.statement_timeout_ms == 27);
  BOOST_TEST(config.database.stream_timeout_ms == 28);
  BOOST_TEST(config.database.connect_timeout_s == 29);
  BOOST_TEST(config.database.retry_limit_ms == 39);
  BOOST_TEST(config.database.read_timeout_s == 45);
  BOOST_TEST(config.database.replica == "o:4");
  BOOST_TEST(config.database.replica_max_lag_s == 46);
  BOOST_TEST((config.cache.servers == std::vector<std::string>{"f"}));
  BOOST_TEST(config.cache.timeout_ms == 30);
  BOOST_TEST(config.cache.breaker_failures == 31);
  BOOST_TEST(config.cache.breaker_seconds == 32);
  BOOST_TEST(config.cache.max_value_bytes == 33);
  BOOST_TEST(config.partners.address == "m:1");
  BOOST_TEST(config.partners.deadline_ms == 41);
  BOOST_TEST(config.partners.max_response_bytes == 42);
  BOOST_TEST(config.partners.max_at_once == 43);
  BOOST_TEST(config.partner_threads == 44);
  BOOST_TEST(config.worker.threads == 34);
  BOOST_TEST(config.worker.lease_s == 35);
  BOOST_TEST(config.worker.stop_timeout_s == 36);
  BOOST_TEST(config.worker.kept_jobs == 37);
  BOOST_TEST(config.templates_folder == "g");
  BOOST_TEST(config.source_folder == "h");
  BOOST_TEST(config.excerpts_file == "l");
  BOOST_TEST(config.base_url == "https://i");
  BOOST_TEST((!config.evidence_headers && defaults.evidence_headers));
  BOOST_TEST((config.probes && !defaults.probes));
  BOOST_TEST((config.test_mode && !defaults.test_mode));
  BOOST_TEST(config.max_slow_running == 38);
  BOOST_TEST(config.log_file == "j");
  BOOST_TEST(config.log_level == "error");
  BOOST_TEST(config.request_log_max_bytes == 65539);
  setenv("CASELOAD_DATABASE_PASSWORD", "k", 1);
  BOOST_TEST(load("").database.password == "k");
  BOOST_TEST(load("[app]\nprofile = \"public\"\n").profile == "public");  // refuses some of the values above
  BOOST_TEST(config_keys().size() == 51U);                                // one more: name it here
}

BOOST_AUTO_TEST_CASE(a_number_may_be_either_of_its_bounds_and_nothing_beyond) {
  for (const ConfigKey& key : config_keys()) {
    if (!key.is_number()) continue;
    const auto with = [&](std::int64_t value) {
      return refusal("[" + std::string(key.section) + "]\n" + std::string(key.name) + " = " +
                     std::to_string(value) + "\n");
    };
    BOOST_TEST(with(key.minimum) == "accepted", key.full_name());
    BOOST_TEST(with(key.maximum) == "accepted", key.full_name());
    BOOST_TEST(with(key.minimum - 1) != "accepted", key.full_name());
    BOOST_TEST(with(key.maximum + 1) != "accepted", key.full_name());
  }
}

BOOST_AUTO_TEST_CASE(slow_pages_leave_threads_for_quick_ones_by_default) {
  BOOST_TEST(load("").slow_limit() < ServerSettings{}.threads);
  BOOST_TEST(load("[server]\nthreads = 4\n").slow_limit() == 2);
  BOOST_TEST(load("[server]\nthreads = 1\n").slow_limit() == 1);
  BOOST_TEST(load("[app]\nmax_slow_running = 40\n").slow_limit() == 40);
}

BOOST_AUTO_TEST_CASE(the_public_profile_runs_a_few_slow_pages_at_once_and_refuses_what_is_not_safe) {
  const std::string profile = "[app]\nprofile = \"public\"\n";
  BOOST_TEST((load(profile).is_public() && !load("").is_public()));
  BOOST_TEST(load(profile).slow_limit() == 4);
  BOOST_TEST(load(profile + "[server]\nthreads = 512\n").slow_limit() == 4);
  BOOST_TEST(load(profile + "[server]\nthreads = 3\n").slow_limit() == 2);
  BOOST_TEST(load(profile + "max_slow_running = 4\n").slow_limit() == 4);
  BOOST_TEST(refusal(profile + "max_slow_running = 5\n") ==
             "app.max_slow_running is 5, but app.profile is \"public\", which allows at most 4");
  BOOST_TEST(refusal(profile + "probes = true\n") ==
             "app.probes is true, but app.profile is \"public\", which allows no probes");
  BOOST_TEST(refusal(profile + "test_mode = true\n") ==
             "app.test_mode is true, but app.profile is \"public\", which allows no test mode");
  BOOST_TEST(refusal("[app]\nprofile = \"open\"\n") ==
             "app.profile = \"open\" (caseload.toml line 2): must be standard or public");
  setenv("CASELOAD_APP_PROFILE", "public", 1);
  BOOST_TEST(refusal("[app]\nprobes = true\n") != "accepted");
}

BOOST_AUTO_TEST_CASE(the_database_has_longer_to_send_something_than_a_query_may_take) {
  BOOST_TEST(load("").database.read_limit_s() == 35);
  BOOST_TEST(load("[database]\nstatement_timeout_ms = 1500\n").database.read_limit_s() == 7);
  BOOST_TEST(load("[database]\nread_timeout_s = 31\n").database.read_limit_s() == 31);
  for (const int seconds : {1, 29, 30})
    BOOST_TEST(refusal("[database]\nread_timeout_s = " + std::to_string(seconds) + "\n")
                   .starts_with("database.read_timeout_s = " + std::to_string(seconds) +
                                ": must be longer than database.statement_timeout_ms, which is 30000"));
}

BOOST_AUTO_TEST_CASE(the_environment_wins_over_the_file) {
  setenv("CASELOAD_SERVER_THREADS", "5", 1);
  setenv("CASELOAD_SERVER_SOCKET_MODE", "0o666", 1);
  setenv("CASELOAD_CACHE_SERVERS", "/a.sock,b:1", 1);
  setenv("CASELOAD_APP_TEST_MODE", "true", 1);
  setenv("CASELOAD_DATABASE_USER", "someone", 1);
  const Config config = load("[server]\nthreads = 3\n[database]\nuser = \"other\"\n");
  BOOST_TEST(config.server.threads == 5);
  BOOST_TEST(config.server.socket_mode == 0666);
  BOOST_TEST((config.cache.servers == std::vector<std::string>{"/a.sock", "b:1"}));
  BOOST_TEST(config.test_mode);
  BOOST_TEST(config.database.user == "someone");
  setenv("CASELOAD_CACHE_SERVERS", "", 1);
  BOOST_TEST(load_config("").cache.servers.empty());
}

BOOST_AUTO_TEST_CASE(a_value_out_of_bounds_names_key_value_and_origin) {
  BOOST_TEST(refusal("[server]\n\nthreads = 0\n") ==
             "server.threads = 0 (caseload.toml line 3): must be 1 to 512");
  BOOST_TEST(refusal("[log]\nlevel = \"loud\"\n") ==
             "log.level = \"loud\" (caseload.toml line 2): must be debug, info, warning or error");
  BOOST_TEST(refusal("[server]\nsocket_mode = 0o7777\n") ==
             "server.socket_mode = 4095 (caseload.toml line 2): must be a file mode, 0o000 to 0o777");
  setenv("CASELOAD_SERVER_THREADS", "513", 1);
  BOOST_TEST(refusal("") == "server.threads = 513 (environment CASELOAD_SERVER_THREADS): must be 1 to 512");
}

BOOST_AUTO_TEST_CASE(an_address_of_a_server_is_a_path_or_a_host_with_or_without_a_port) {
  for (const char* right : {"", "/run/replica.sock", "10.0.0.32", "10.0.0.32:3306", "[fd00::32]:3306", "db"})
    BOOST_TEST(load("[database]\nreplica = \"" + std::string(right) + "\"\n").database.replica == right);
  for (const char* wrong : {":3306", "db:", "db:0", "db:65536", "db:port"})
    BOOST_TEST(refusal("[database]\nreplica = \"" + std::string(wrong) + "\"\n") ==
               "database.replica = \"" + std::string(wrong) +
                   "\" (caseload.toml line 2): must be a path, host:port or a host; or empty");
  BOOST_TEST(load("").database.replica.empty());
  setenv("CASELOAD_CACHE_SERVERS", "a:1,b:x", 1);
  BOOST_TEST(refusal("") ==
             "cache.servers = \"a:1,b:x\" (environment CASELOAD_CACHE_SERVERS): \"b:x\" is "
             "not a path, host:port or a host");
}

BOOST_AUTO_TEST_CASE(C3_a_base_url_is_an_address_without_anything_that_must_be_escaped) {
  for (const char* wrong :
       {"example.org", "/perf", "ftp://example.org", "https://", "https:///perf", "https://a b",
        "https://example.org/a//b", "https://example.org/../a", "https://example.org/a?b",
        "https://example.org/\\\"x", "https://u@example.org"}) {
    BOOST_TEST(refusal("[app]\nbase_url = \"" + std::string(wrong) + "\"\n")
                   .ends_with("must be http:// or https://, a host, and at most a path; or empty"),
               wrong);
  }
}

BOOST_AUTO_TEST_CASE(C3_links_begin_with_the_path_of_the_base_url) {
  const auto root = [&](const std::string& base_url) {
    return load("[app]\nbase_url = \"" + base_url + "\"\n").root();
  };
  BOOST_TEST(root("") == "");
  BOOST_TEST(root("http://127.0.0.1:8080") == "");
  BOOST_TEST(root("http://[::1]:8080/") == "");
  BOOST_TEST(root("https://example.org/perf") == "/perf");
  BOOST_TEST(root("https://example.org/teams/perf/") == "/teams/perf");
}

BOOST_AUTO_TEST_CASE(a_wrong_type_is_refused) {
  BOOST_TEST(refusal("[server]\nthreads = \"3\"\n") ==
             "server.threads = \"3\" (caseload.toml line 2): must be a whole number, 1 to 512");
  BOOST_TEST(refusal("[server]\nlisten = 3\n") ==
             "server.listen = 3 (caseload.toml line 2): must be a string");
  BOOST_TEST(refusal("[app]\nprobes = 1\n") ==
             "app.probes = 1 (caseload.toml line 2): must be true or false");
  BOOST_TEST(refusal("[cache]\nservers = \"a\"\n") ==
             "cache.servers = \"a\" (caseload.toml line 2): must be a list of strings");
  BOOST_TEST(refusal("[cache]\nservers = [1]\n") ==
             "cache.servers = [...] (caseload.toml line 2): a list may contain only strings");
  BOOST_TEST(refusal("[server]\nthreads = 2.5\n") ==
             "server.threads = ... (caseload.toml line 2): no configuration key has a value of this type");
  setenv("CASELOAD_APP_PROBES", "yes", 1);
  BOOST_TEST(refusal("") == "app.probes = \"yes\" (environment CASELOAD_APP_PROBES): must be true or false");
}

BOOST_AUTO_TEST_CASE(a_key_that_does_not_exist_is_refused_with_the_nearest) {
  BOOST_TEST(refusal("[server]\nthreds = 3\n") ==
             "server.threds (caseload.toml line 2): unknown key; did you mean server.threads?");
  BOOST_TEST(refusal("[sever]\nthreads = 3\n") ==
             "sever (caseload.toml line 1): unknown section; did you mean server?");
  BOOST_TEST(refusal("threads = 3\n") ==
             "threads (caseload.toml line 1): unknown section; see the configuration reference");
  BOOST_TEST(refusal("[app]\nsomething_else = 3\n") ==
             "app.something_else (caseload.toml line 2): unknown key; see the configuration reference");
  setenv("CASELOAD_ELSEWHERE_THREADS", "1", 1);  // not a section of ours
  BOOST_TEST(refusal("") == "accepted");
  setenv("CASELOAD_SERVER_THREDS", "3", 1);
  BOOST_TEST(refusal("") ==
             "CASELOAD_SERVER_THREDS (environment): unknown key; did you mean CASELOAD_SERVER_THREADS?");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_missing_or_no_toml_is_refused) {
  BOOST_CHECK_EXCEPTION(load_config(folder.path() + "/none.toml"), ConfigError,
                        [this](const ConfigError& error) {
                          return std::string(error.what()) ==
                                 "can't read the configuration file " + folder.path() + "/none.toml";
                        });
  BOOST_TEST(refusal("[server]\nthreads = \n").starts_with("caseload.toml line 2: "));
}

BOOST_AUTO_TEST_CASE(secrets_come_from_a_file_or_the_environment_only) {
  folder.write("secret", "hunter 2\n");
  const std::string path = folder.path() + "/secret";
  BOOST_TEST(load("[database]\npassword_file = \"" + path + "\"\n").database.password == "hunter 2");
  BOOST_TEST(refusal("[database]\npassword = \"hunter 2\"\n") ==
             "database.password (caseload.toml line 2): secrets are not allowed in this file; use "
             "database.password_file or CASELOAD_DATABASE_PASSWORD");
  BOOST_TEST(refusal("[database]\npassword_file = \"/none\"\n") ==
             "database.password_file = \"/none\" (caseload.toml line 2): the file can't be read");
  setenv("CASELOAD_DATABASE_PASSWORD_FILE", path.c_str(), 1);
  BOOST_TEST(load_config("").database.password == "hunter 2");
  setenv("CASELOAD_DATABASE_PASSWORD", "other", 1);
  BOOST_TEST(load_config("").database.password == "other");
}

BOOST_AUTO_TEST_CASE(values_are_read_back_as_they_are_written) {
  setenv("CASELOAD_APP_SOURCE_FOLDER", "a \"quoted\" \\ place", 1);
  setenv("CASELOAD_CACHE_SERVERS", "/a.sock,b:1", 1);
  const std::string values = values_of(load_config(""));
  clear();
  BOOST_TEST(values != values_of(Config{}));
  BOOST_TEST(values_of(load(values)) == values);
}

BOOST_AUTO_TEST_CASE(caseload_toml_is_the_table_of_keys) {
  BOOST_TEST(text_of("caseload.toml") == config_example(),
             "run build/release/caseload-app --config-example >caseload.toml");
  BOOST_TEST(values_of(load_config("caseload.toml")) == values_of(Config{}));
  std::string with_all = config_example();
  for (const ConfigKey& key : config_keys()) {
    const std::string name = std::string(key.name) + " = ";
    boost::algorithm::replace_all(with_all, "\n# " + name, "\n" + name);
  }
  BOOST_TEST(with_all.find("\nthreads = 16\n") != std::string::npos);
  BOOST_TEST(values_of(load(with_all)) == values_of(Config{}));
}

BOOST_AUTO_TEST_CASE(every_key_is_in_the_reference_and_named_once) {
  const std::string reference = config_reference();
  std::set<std::string> names;
  for (const ConfigKey& key : config_keys()) {
    BOOST_TEST(names.insert(key.full_name()).second, key.full_name());
    BOOST_TEST(reference.find(key.full_name()) != std::string::npos, key.full_name());
    BOOST_TEST(reference.find(key.environment_name()) != std::string::npos, key.full_name());
    BOOST_TEST(!key.help.empty(), key.full_name());
    if (key.is_number()) BOOST_TEST(key.minimum < key.maximum, key.full_name());
  }
}

BOOST_AUTO_TEST_SUITE_END()

namespace {

// The real program under a configuration file of its own.
struct ConfiguredProgram {
  tests::TemporaryFolder folder;
  std::string socket = folder.path() + "/app.sock";
  std::string log = folder.path() + "/log";
  pid_t id = -1;

  // Files without a name that a process has open, by their inodes.
  static std::map<ino_t, std::int64_t> nameless_files_of(const std::string& process) {
    std::map<ino_t, std::int64_t> bytes;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/" + process + "/fd")) {
      struct stat status {};
      if (stat(entry.path().c_str(), &status) == 0 && S_ISREG(status.st_mode) && status.st_nlink == 0)
        bytes[status.st_ino] = status.st_size;
    }
    return bytes;
  }

  // Its request log is the one that it has not inherited from this process.
  std::int64_t request_log_bytes() const {
    const auto inherited = nameless_files_of("self");
    for (const auto& [inode, bytes] : nameless_files_of(std::to_string(id)))
      if (!inherited.contains(inode)) return bytes;
    return -1;
  }

  std::string file(const std::string& server, const std::string& app, const std::string& level,
                   const std::string& more_log = "") const {
    const DatabaseSettings database = test::database_settings();
    folder.write("caseload.toml",
                 "[server]\nlisten = \"" + socket + "\"\nthreads = 2\n" + server + "[database]\nsocket = \"" +
                     database.socket + "\"\nuser = \"" + database.user + "\"\n[cache]\nservers = [\"" +
                     test::cache_settings().servers.front() + "\"]\n[app]\nexcerpts_file = \"" +
                     test::required_variable("CASELOAD_TEST_BUILD") + "/excerpts.json\"\n" + app +
                     "[log]\nfile = \"" + log + "\"\nlevel = \"" + level + "\"\n" + more_log);
    return folder.path() + "/caseload.toml";
  }

  // What `check` sees of it while it runs.
  template <class Check>
  void run(const std::string& config_file, const Check& check) {
    const std::string program = test::required_variable("CASELOAD_TEST_BUILD") + "/caseload-app";
    test::ChildProcess process({program, "--config", config_file}, folder.path() + "/output");
    BOOST_TEST_REQUIRE(test::becomes_true([&] {
      try {
        return test::fetch(socket, "/healthz").ended;
      } catch (const std::exception&) {
        return false;  // it does not listen yet
      }
    }));
    id = process.id();
    check();
    process.signal(SIGTERM);
    BOOST_TEST(process.wait() == 0);
  }

  int mode() const {
    struct stat status {};
    BOOST_TEST_REQUIRE(stat(socket.c_str(), &status) == 0);
    return static_cast<int>(status.st_mode & 0777);
  }
  bool says(const std::string& target, std::string_view part, std::string_view body = {}) const {
    return test::fetch(socket, target, body).head.find(part) != std::string::npos;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(configured_program, ConfiguredProgram)

BOOST_AUTO_TEST_CASE(the_program_does_as_its_configuration_says) {
  run(file("socket_mode = 0o600\nmax_body_bytes = 10\n", "evidence_headers = false\n", "error"), [&] {
    BOOST_TEST(mode() == 0600);
    BOOST_TEST(says("/", "Status: 413", "12345678901"));
    BOOST_TEST(says("/", "Status: 405", "1234567890"));
    BOOST_TEST(!says("/cases/n-plus-one/fast", "Evidence:"));
    BOOST_TEST(says("/test/trivial", "Status: 404"));
  });
  BOOST_TEST(text_of(log).empty(), text_of(log));
  run(file("socket_mode = 0o640\n", CASELOAD_LAB ? "test_mode = true\n" : "", "info"), [&] {
    BOOST_TEST(mode() == 0640);
    BOOST_TEST(says("/", "Status: 405", "12345678901"));
    BOOST_TEST(says("/cases/n-plus-one/fast", "Evidence:"));
    BOOST_TEST(says("/test/trivial", "Status: 404") == !CASELOAD_LAB);
  });
  BOOST_TEST(text_of(log).find("\"level\":\"info\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_request_log_starts_over_at_the_configured_size) {
  constexpr std::int64_t most = 65'536, line = 4'000;
  const std::string visitor(demo_visitors().front().cookie);
  run(file("", "", "error", "requests_max_bytes = " + std::to_string(most) + "\n"), [&] {
    std::int64_t before = 0, highest = 0;
    bool has_started_over = false;
    for (std::int64_t written = 0; written < 3 * most && !has_started_over; written += line) {
      const std::string target = "/cases/middleware/slow?" + std::string(line, '&');
      const auto response = test::fetch_with(socket, {{"REQUEST_METHOD", "GET"},
                                                      {"REQUEST_URI", target},
                                                      {"SCRIPT_NAME", ""},
                                                      {"PATH_INFO", "/cases/middleware/slow"},
                                                      {"QUERY_STRING", target.substr(target.find('?') + 1)},
                                                      {"REMOTE_ADDR", "127.0.0.1"},
                                                      {"HTTP_COOKIE", visitor}});
      BOOST_TEST_REQUIRE(response.head.starts_with("Status: 200"), response.head + response.body);
      const std::int64_t now = request_log_bytes();
      has_started_over = now < before;
      before = now;
      highest = std::max(highest, now);
    }
    BOOST_TEST(has_started_over);
    BOOST_TEST(highest <= most);
    BOOST_TEST(highest > most / 2);
  });
}

BOOST_AUTO_TEST_CASE(a_configuration_that_can_not_be_used_ends_the_program_with_the_reason) {
  const std::string program = test::required_variable("CASELOAD_TEST_BUILD") + "/caseload-app";
  const std::string output = folder.path() + "/output";
  test::ChildProcess process({program, "--config", file("max_body_bytes = -1\n", "", "info")}, output);
  BOOST_TEST(process.wait() == 1);
  BOOST_TEST(text_of(output).find("server.max_body_bytes = -1") != std::string::npos, text_of(output));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload::io
