// The curve of a request's memory, fed by hand.
#include <boost/test/unit_test.hpp>

#include "core/memory.hpp"

namespace caseload {
namespace {

struct HandClock final : Clock {
  std::int64_t monotonic_us() const override { return now_us; }
  std::int64_t thread_cpu_us() const override { return 0; }
  std::chrono::system_clock::time_point now() const override { return {}; }
  std::int64_t now_us = 1'000;
};

struct Curve {
  HandClock clock;
  MemorySampler sampler{clock};
  ThreadMemory memory;

  Curve() { thread_memory.sampler = nullptr; }  // what the test itself takes is not in it

  void at(std::int64_t us, std::int64_t bytes) {
    clock.now_us = 1'000 + us;
    memory.live[0] = bytes;
    memory.live_total = bytes;
    sampler.changed(memory);
  }
  std::vector<MemorySample> read() const {
    std::vector<MemorySample> samples;
    sampler.read(samples);
    return samples;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(memory_sampler)

BOOST_AUTO_TEST_CASE(a_sample_is_taken_where_memory_moved_by_a_kilobyte) {
  Curve curve;
  curve.at(1, 1'023);
  curve.at(2, 1'024);
  curve.at(3, 2'047);
  curve.at(4, 0);
  curve.at(5, 10'000);
  curve.clock.now_us = 1'009;
  const auto samples = curve.read();
  BOOST_REQUIRE(samples.size() == 4u);
  BOOST_TEST(samples[0].at_us == 2);
  BOOST_TEST(samples[0].live_bytes[0] == 1'024);
  BOOST_TEST(samples[1].at_us == 4);
  BOOST_TEST(samples[2].live_bytes[0] == 10'000);
  BOOST_TEST(samples[3].at_us == 9);  // the reader's own
}

BOOST_AUTO_TEST_CASE(when_it_is_full_the_higher_of_each_two_is_kept_and_the_step_is_doubled) {
  Curve curve;
  constexpr std::int64_t filled = MemorySampler::capacity - 1;
  // Up and down: the odd samples are the high ones.
  for (std::int64_t i = 0; i < filled; ++i) curve.at(i, i % 2 == 0 ? 10'000 : 50'000 + i);
  BOOST_TEST(curve.read().size() == MemorySampler::capacity);
  curve.at(filled, 200'000);  // the one that makes it too many
  const auto samples = curve.read();
  BOOST_REQUIRE_EQUAL(samples.size(), MemorySampler::capacity / 2 + 1);
  for (std::size_t i = 0; i < filled / 2; ++i) {
    BOOST_TEST(samples[i].at_us == static_cast<std::int64_t>(2 * i + 1));
    BOOST_TEST(samples[i].live_bytes[0] == 50'000 + static_cast<std::int64_t>(2 * i + 1));
  }
  BOOST_TEST(samples[filled / 2].live_bytes[0] == 200'000);
  curve.at(300, 200'000 + 2'047);  // less than the new step
  BOOST_TEST(curve.read().size() == samples.size());
  curve.at(301, 200'000 + 2'048);
  BOOST_TEST(curve.read().size() == samples.size() + 1);
}

BOOST_AUTO_TEST_CASE(of_two_that_are_as_high_the_first_is_kept) {
  Curve curve;
  constexpr std::int64_t filled = MemorySampler::capacity - 1;
  for (std::int64_t i = 0; i <= filled; ++i) {
    // As high again after a fall that is too short to be seen in the pair.
    curve.memory.live[1] = i % 2 == 0 ? 0 : 5'000;
    curve.clock.now_us = 1'000 + i;
    curve.memory.live[0] = 20'000 - curve.memory.live[1];
    curve.memory.live_total = i % 2 == 0 ? 20'000 : 0;
    curve.sampler.changed(curve.memory);
  }
  const auto samples = curve.read();
  BOOST_REQUIRE(samples.size() > 2u);
  BOOST_TEST(samples[0].at_us == 0);
  BOOST_TEST(samples[1].at_us == 2);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace caseload
