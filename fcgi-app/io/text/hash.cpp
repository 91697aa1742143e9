#include "io/text/hash.hpp"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

#include "core/text.hpp"

namespace caseload::io {
namespace {

constexpr std::size_t sha256_bytes = 32;
using Digest = std::array<unsigned char, sha256_bytes>;

// Fetched once, because EVP_sha256() looks up the algorithm at every call (OpenSSL 3,
// ossl-guide-migration(7)).
const EVP_MD* sha256() {
  static EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  if (algorithm == nullptr) throw std::runtime_error("OpenSSL has no SHA-256");
  return algorithm;
}

void check(int result) {
  if (result != 1) throw std::runtime_error("OpenSSL could not compute a SHA-256");
}

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

Context new_context() {
  Context context(EVP_MD_CTX_new());
  if (!context) throw std::bad_alloc();
  return context;
}

std::string to_hex(const Digest& digest) {
  return hex(std::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
  // Kept, because making a context takes as long as hashing a cache key.
  thread_local const Context context = new_context();
  Digest digest;
  check(EVP_DigestInit_ex(context.get(), sha256(), nullptr));
  check(EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()));
  check(EVP_DigestFinal_ex(context.get(), digest.data(), nullptr));
  return to_hex(digest);
}

struct Sha256::State {
  Context context = new_context();
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  check(EVP_DigestInit_ex(state_->context.get(), sha256(), nullptr));
}

Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::string_view bytes) {
  check(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()));
}

std::string Sha256::hex() {
  Digest digest;
  check(EVP_DigestFinal_ex(state_->context.get(), digest.data(), nullptr));
  return to_hex(digest);
}

}  // namespace caseload::io
