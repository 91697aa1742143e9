// SHA-256 (FIPS 180-4) with OpenSSL.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace caseload::io {

std::string sha256_hex(std::string_view bytes);

// For data that arrives in pieces, such as a streamed body.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void update(std::string_view bytes);
  std::string hex();  // of all bytes so far; ends the computation

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace caseload::io
