#include "core/memory.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <memory>
#include <new>
#include <string>
#include <thread>
#include <vector>

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#include <jemalloc/jemalloc.h>
#endif

using namespace caseload;

BOOST_AUTO_TEST_SUITE(memory)

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)

BOOST_AUTO_TEST_CASE(is_not_counted_under_the_sanitizers) {
  BOOST_TEST(!memory_is_counted());
  thread_memory.reset();
  auto block = std::make_unique<std::string>(1000, 'x');
  BOOST_TEST(thread_memory.allocations == 0);
  BOOST_TEST(thread_memory.peak_total == 0);
}

#else

namespace {

std::int64_t live(MemoryOwner owner) {
  return thread_memory.live[static_cast<std::size_t>(owner)];
}
std::int64_t peak(MemoryOwner owner) {
  return thread_memory.peak[static_cast<std::size_t>(owner)];
}
std::int64_t size_class(std::size_t bytes) {
  return static_cast<std::int64_t>(nallocx(bytes, 0));
}

// The compiler may leave out a new that is deleted at once.
template <class T>
T* kept(T* pointer) {
  asm volatile("" : : "g"(pointer) : "memory");
  return pointer;
}

}  // namespace

BOOST_AUTO_TEST_CASE(freed_memory_goes_back_to_the_system_while_the_process_is_idle) {
  bool enabled = false;
  std::size_t size = sizeof enabled;
  BOOST_TEST(mallctl("background_thread", &enabled, &size, nullptr, 0) == 0);
  BOOST_TEST(enabled);
}

BOOST_AUTO_TEST_CASE(counts_100_blocks_of_100_bytes_exactly) {
  std::array<char*, 100> blocks;
  thread_memory.reset();
  for (char*& block : blocks) block = kept(new char[100]);
  const ThreadMemory taken = thread_memory;
  for (char* block : blocks) delete[] block;
  const ThreadMemory given_back = thread_memory;
  BOOST_TEST(taken.allocations == 100);
  BOOST_TEST(taken.allocated_bytes == 100 * size_class(100));
  BOOST_TEST(taken.peak_total == 100 * size_class(100));
  BOOST_TEST(given_back.live[0] == 0);
  BOOST_TEST(given_back.peak_total == 100 * size_class(100));
  BOOST_TEST(given_back.allocations == 100);
}

BOOST_AUTO_TEST_CASE(every_form_of_new_gives_back_what_it_took) {
  struct alignas(256) Wide {
    char bytes[256];
  };
  thread_memory.reset();
  delete kept(new int);
  delete[] kept(new int[7]);
  delete kept(new (std::nothrow) int);
  delete[] kept(new (std::nothrow) int[7]);
  delete kept(new Wide);
  delete[] kept(new Wide[3]);
  delete kept(new (std::nothrow) Wide);
  delete[] kept(new (std::nothrow) Wide[3]);
  ::operator delete(kept(::operator new(0)));
  ::operator delete (kept(::operator new(33)), std::size_t{33});
  ::operator delete (kept(::operator new (33, std::align_val_t{64})), std::size_t{33}, std::align_val_t{64});
  ::operator delete (kept(::operator new (33, std::align_val_t{64})), std::align_val_t{64});
  ::operator delete(nullptr);
  const ThreadMemory after = thread_memory;
  BOOST_TEST(after.allocations == 12);
  BOOST_TEST(after.live[0] == 0);
}

BOOST_AUTO_TEST_CASE(aligned_blocks_are_aligned) {
  for (const std::size_t alignment : {std::size_t{32}, std::size_t{64}, std::size_t{4096}}) {
    void* block = ::operator new (100, std::align_val_t{alignment});
    BOOST_TEST(reinterpret_cast<std::uintptr_t>(block) % alignment == 0U);
    ::operator delete (block, std::align_val_t{alignment});
  }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_had_is_bad_alloc_or_null_and_not_counted) {
  thread_memory.reset();
  volatile std::size_t too_much = std::size_t{1} << 62;
  BOOST_CHECK_THROW(kept(static_cast<char*>(::operator new(too_much))), std::bad_alloc);
  const std::int64_t after = thread_memory.allocated_bytes;
  BOOST_TEST(::operator new(too_much, std::nothrow) == nullptr);
  BOOST_TEST(after < 4096);  // the exception itself
}

BOOST_AUTO_TEST_CASE(belongs_to_the_owner_of_the_scope) {
  thread_memory.reset();
  std::unique_ptr<char[]> rendered;
  {
    const MemoryScope render(MemoryOwner::render);
    rendered.reset(kept(new char[1000]));
    const MemoryScope app(MemoryOwner::app);
    std::unique_ptr<char[]> own(kept(new char[5000]));
  }
  const ThreadMemory held = thread_memory;
  {
    const MemoryScope render(MemoryOwner::render);
    rendered.reset();
  }
  BOOST_TEST(held.live[static_cast<std::size_t>(MemoryOwner::render)] == size_class(1000));
  BOOST_TEST(held.live[static_cast<std::size_t>(MemoryOwner::app)] == 0);
  BOOST_TEST(held.peak[static_cast<std::size_t>(MemoryOwner::app)] == size_class(5000));
  BOOST_TEST(held.peak_total == size_class(1000) + size_class(5000));
  BOOST_TEST(live(MemoryOwner::render) == 0);
}

BOOST_AUTO_TEST_CASE(a_driver_scope_counts_malloc_too_and_nothing_twice) {
  thread_memory.reset();
  void* block = nullptr;
  std::unique_ptr<char[]> by_new;
  {
    const MemoryScope outer(MemoryOwner::driver);
    block = kept(std::malloc(100'000));
    {
      const MemoryScope inner(MemoryOwner::driver);
      by_new.reset(kept(new char[3000]));
    }
    block = kept(std::realloc(block, 200'000));
    const MemoryScope app(MemoryOwner::app);
    std::unique_ptr<char[]> own(kept(new char[5000]));
  }
  const ThreadMemory held = thread_memory;
  {
    const MemoryScope scope(MemoryOwner::driver);
    std::free(block);
    by_new.reset();
  }
  BOOST_TEST(held.live[static_cast<std::size_t>(MemoryOwner::driver)] ==
             size_class(200'000) + size_class(3000));
  BOOST_TEST(held.live[static_cast<std::size_t>(MemoryOwner::app)] == 0);
  BOOST_TEST(live(MemoryOwner::driver) == 0);
  BOOST_TEST(peak(MemoryOwner::driver) == size_class(200'000) + size_class(3000));
}

BOOST_AUTO_TEST_CASE(freeing_what_an_earlier_request_took_hides_nothing_of_this_ones_peak) {
  for (const MemoryOwner owner : {MemoryOwner::app, MemoryOwner::render, MemoryOwner::driver}) {
    ThreadMemory held;  // read before the checks, which allocate too
    {
      const MemoryScope scope(owner);
      std::unique_ptr<char[]> earlier(kept(new char[100'000]));
      thread_memory.reset();
      earlier.reset();
      std::unique_ptr<char[]> own(kept(new char[30'000]));
      held = thread_memory;
    }
    const auto index = static_cast<std::size_t>(owner);
    BOOST_TEST(held.live[index] == size_class(30'000) - size_class(100'000));
    BOOST_TEST(held.held()[index] == size_class(30'000));
    BOOST_TEST(held.peak[index] == size_class(30'000));
    BOOST_TEST(held.peak_total == size_class(30'000));
  }
}

BOOST_AUTO_TEST_CASE(malloc_outside_of_driver_scopes_is_nobodys) {
  thread_memory.reset();
  void* block = kept(std::malloc(100'000));
  { const MemoryScope scope(MemoryOwner::driver); }
  std::free(block);
  BOOST_TEST(thread_memory.peak_total == 0);
}

BOOST_AUTO_TEST_CASE(each_thread_counts_its_own) {
  thread_memory.reset();
  std::int64_t seen = 0;
  std::thread other([&] {
    thread_memory.reset();
    std::unique_ptr<char[]> own(kept(new char[10'000]));
    seen = thread_memory.peak_total;
  });
  other.join();
  BOOST_TEST(seen == size_class(10'000));
  BOOST_TEST(thread_memory.peak_total < size_class(10'000));
}

BOOST_AUTO_TEST_CASE(samples_follow_the_curve_and_stay_few) {
  const SystemClock clock;
  thread_memory.reset();
  MemorySampler sampler(clock);
  std::vector<std::unique_ptr<char[]> > blocks(10'000);
  const std::int64_t before = live(MemoryOwner::app);
  for (auto& block : blocks) block.reset(kept(new char[1000]));
  const std::int64_t top = live(MemoryOwner::app);
  for (auto& block : blocks) block.reset();
  std::vector<MemorySample> samples;
  sampler.read(samples);
  BOOST_TEST(samples.size() <= MemorySampler::capacity);
  BOOST_TEST(samples.size() > 64U);
  std::int64_t highest = 0;
  for (std::size_t index = 0; index < samples.size(); ++index) {
    highest = std::max(highest, samples[index].live_bytes[0]);
    if (index > 0) BOOST_REQUIRE(samples[index - 1].at_us <= samples[index].at_us);
  }
  BOOST_TEST(highest <= top);
  BOOST_TEST(highest - before > (top - before) * 9 / 10);
  BOOST_TEST(samples.back().live_bytes[0] < top / 10);
}

#endif

BOOST_AUTO_TEST_SUITE_END()
