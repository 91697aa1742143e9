// A one-time event. Its descriptor stays readable afterwards, so every waiting thread wakes up and none can
// miss it.
#pragma once

#include <sys/eventfd.h>

#include <atomic>
#include <cerrno>
#include <system_error>

#include "io/process/descriptor.hpp"

namespace caseload::io {

class Event {
 public:
  Event() : descriptor_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (!descriptor_) throw std::system_error(errno, std::generic_category(), "eventfd");
  }
  void set() {
    set_ = true;
    eventfd_write(descriptor_.get(), 1);
  }
  bool is_set() const { return set_; }
  int descriptor() const { return descriptor_.get(); }

 private:
  Descriptor descriptor_;
  std::atomic<bool> set_ = false;
};

}  // namespace caseload::io
