#include "io/text/hash.hpp"

#include <boost/test/unit_test.hpp>

namespace caseload::io {

BOOST_AUTO_TEST_SUITE(hash)

// The examples of FIPS 180-4 (NIST, "SHA256.pdf") and the empty text.
BOOST_AUTO_TEST_CASE(the_standards_examples_hold) {
  BOOST_TEST(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  BOOST_TEST(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  BOOST_TEST(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
             "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

BOOST_AUTO_TEST_CASE(pieces_hash_as_the_whole) {
  const std::string text = "a\0b and more bytes than one block of sixty-four has, so that two are needed, é😉";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    Sha256 hash;
    hash.update(std::string_view(text).substr(0, cut));
    hash.update(std::string_view(text).substr(cut));
    BOOST_TEST(hash.hex() == sha256_hex(text));
  }
  BOOST_TEST(Sha256().hex() == sha256_hex(""));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload::io
