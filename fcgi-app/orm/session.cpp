#include "orm/session.hpp"

namespace caseload::orm {

void Session::transaction(const std::function<void()>& work) {
  if (transaction_ != nullptr) {
    work();
    return;
  }
  const auto end = [&](Outcome outcome) {
    if (transaction_ != nullptr) *transaction_ = outcome;
    transaction_ = nullptr;
  };
  try {
    db_.transaction([&] {
      end(Outcome::rolled_back);  // of the previous attempt
      transaction_ = std::make_shared<Outcome>(Outcome::open);
      work();
    });
  } catch (...) {
    end(Outcome::rolled_back);
    throw;
  }
  end(Outcome::committed);
}

}  // namespace caseload::orm
