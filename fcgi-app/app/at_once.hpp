// Several requests to a variant at the same time, sent by this process to itself: for lessons that a single
// request can't show. Each runs in its own thread, not in one of the FastCGI server's, and with its own
// connections. One object serves one run of all variants; AppShared admits one at a time.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "app/exchange.hpp"

namespace caseload {

class AtOnce {
 public:
  using MakeOwners = std::function<std::unique_ptr<Owners>()>;

  // `number`: how many requests at once, at least 1.
  AtOnce(int number, MakeOwners make_owners);

  int number() const { return number_; }

  // Runs `work` once in each thread, with the thread's owners, and returns after all have ended. `work`
  // calls `start` when it is ready; that returns in all threads at the same moment. The first exception is
  // rethrown. If the client of the calling thread disconnects, all are cancelled.
  using Start = std::function<void()>;
  using Work = std::function<void(std::size_t index, Owners& owners, const Start& start)>;
  void run(const Work& work);

 private:
  int number_;
  MakeOwners make_owners_;
  std::vector<std::unique_ptr<Owners>> owners_;  // of each thread; made in the first run
};

}  // namespace caseload
