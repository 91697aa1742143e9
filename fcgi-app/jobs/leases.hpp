// The claims that a worker's threads hold and its keeper thread renews. Thread-safe.
#pragma once

#include <chrono>
#include <list>
#include <mutex>
#include <utility>
#include <vector>

#include "core/knobs.hpp"
#include "jobs/queue.hpp"

namespace caseload::jobs {

struct HeldClaim {
  Dataset dataset;
  Claim claim;
  std::chrono::steady_clock::time_point since;
};

class Leases {
 public:
  // The claim is held during the lifetime of this object.
  class Held {
   public:
    Held(Leases& leases, HeldClaim claim) : leases_(leases) {
      const std::lock_guard lock(leases_.mutex_);
      place_ = leases_.claims_.insert(leases_.claims_.end(), std::move(claim));
    }
    ~Held() {
      const std::lock_guard lock(leases_.mutex_);
      leases_.claims_.erase(place_);
    }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;

   private:
    Leases& leases_;
    std::list<HeldClaim>::iterator place_;
  };

  std::vector<HeldClaim> all() const {
    const std::lock_guard lock(mutex_);
    return {claims_.begin(), claims_.end()};
  }

 private:
  mutable std::mutex mutex_;
  std::list<HeldClaim> claims_;
};

}  // namespace caseload::jobs
