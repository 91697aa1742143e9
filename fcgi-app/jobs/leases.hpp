// The jobs that a worker's threads have claimed, whose leases its keeper thread renews. Thread-safe.
#pragma once

#include <chrono>
#include <list>
#include <mutex>
#include <utility>
#include <vector>

#include "core/knobs.hpp"
#include "jobs/queue.hpp"

namespace caseload::jobs {

struct LeasedJob {
  Dataset dataset;
  ClaimedJob job;
  std::chrono::steady_clock::time_point since;
};

class Leases {
 public:
  // The lease is renewed during the lifetime of this object.
  class Held {
   public:
    Held(Leases& leases, LeasedJob job) : leases_(leases) {
      const std::lock_guard lock(leases_.mutex_);
      place_ = leases_.jobs_.insert(leases_.jobs_.end(), std::move(job));
    }
    ~Held() {
      const std::lock_guard lock(leases_.mutex_);
      leases_.jobs_.erase(place_);
    }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;

   private:
    Leases& leases_;
    std::list<LeasedJob>::iterator place_;
  };

  std::vector<LeasedJob> all() const {
    const std::lock_guard lock(mutex_);
    return {jobs_.begin(), jobs_.end()};
  }

 private:
  mutable std::mutex mutex_;
  std::list<LeasedJob> jobs_;
};

}  // namespace caseload::jobs
