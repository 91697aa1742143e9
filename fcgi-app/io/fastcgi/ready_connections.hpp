// Connections whose request has arrived and waits for a worker, oldest first. Thread-safe.
#pragma once

#include <sys/eventfd.h>

#include <atomic>
#include <cerrno>
#include <deque>
#include <memory>
#include <mutex>
#include <system_error>
#include <utility>

#include "io/fastcgi/fcgi_connection.hpp"
#include "io/process/descriptor.hpp"

namespace caseload::io {

class ReadyConnections {
 public:
  ReadyConnections() : descriptor_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (!descriptor_) throw std::system_error(errno, std::generic_category(), "eventfd");
  }

  void add(std::unique_ptr<FcgiConnection> connection) {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(connection));
    size_ = waiting_.size();
    eventfd_write(descriptor_.get(), 1);
  }

  // The oldest; empty if there is none.
  std::unique_ptr<FcgiConnection> take() {
    if (size_ == 0) return nullptr;
    const std::lock_guard lock(mutex_);
    if (waiting_.empty()) return nullptr;
    auto connection = std::move(waiting_.front());
    waiting_.pop_front();
    size_ = waiting_.size();
    eventfd_t count = 0;
    if (waiting_.empty()) eventfd_read(descriptor_.get(), &count);
    return connection;
  }

  std::size_t size() const { return size_; }
  int descriptor() const { return descriptor_.get(); }  // readable while there are some

 private:
  Descriptor descriptor_;
  std::mutex mutex_;
  std::deque<std::unique_ptr<FcgiConnection>> waiting_;
  std::atomic<std::size_t> size_ = 0;
};

}  // namespace caseload::io
