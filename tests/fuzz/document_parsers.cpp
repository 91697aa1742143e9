// JSON documents: run files and the catalogue.
#include <array>
#include <string>

#include "core/catalogue_document.hpp"
#include "io/json/json.hpp"
#include "io/json/json_document.hpp"
#include "read/run_reader.hpp"
#include "tests/fuzz/parsers.hpp"

namespace caseload::fuzz {
namespace {

constexpr std::size_t max_document_bytes = 16'384;

void run(std::string_view bytes) {
  static io::JsonDocument parser;
  const std::string json(bytes);
  for (const site::Reading reading : {site::Reading::in_full, site::Reading::for_history}) {
    try {
      site::read_run(parser, json, "20260101T000000Z-0000000-load", reading);
    } catch (const site::UnusableRun&) {
    }
  }
}

void catalogue(std::string_view bytes) {
  const auto document = io::from_json(bytes);
  if (!document) return;
  try {
    read_catalogue(*document);
  } catch (const BrokenPromise&) {
    throw;
  } catch (const std::runtime_error&) {
  }
}

constexpr std::array all{Parser{"run", run, max_document_bytes},
                         Parser{"catalogue", catalogue, max_document_bytes}};

}  // namespace

std::span<const Parser> document_parsers() {
  return all;
}

}  // namespace caseload::fuzz
