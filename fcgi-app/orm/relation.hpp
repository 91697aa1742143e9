// Relations of an entity. Calling one returns the related entities. The first call queries the database,
// unless join() or prefetch() already loaded them; after that they are kept in the entity. Each entity loads
// its own, even if another has loaded the same row: like Django, this ORM has no identity map.
#pragma once

#include <memory>

#include "orm/entity.hpp"

namespace caseload::orm {

class RelationBase {
 public:
  RelationBase() = default;
  RelationBase(const RelationBase&) = delete;
  RelationBase& operator=(const RelationBase&) = delete;

  // For the ORM.
  void bind(Entity& owner) { owner_ = &owner; }
  void set_loaded() { loaded_ = true; }
  bool is_loaded() const { return loaded_; }

 protected:
  void touch() const {
    if (!loaded_) load();
  }

 private:
  void load() const;

  Entity* owner_ = nullptr;
  mutable bool loaded_ = false;
};

class ToOneBase : public RelationBase {
 public:
  std::unique_ptr<Entity>& target() { return target_; }  // for the ORM

 protected:
  std::unique_ptr<Entity> target_;
};

// A foreign key that is never NULL: `book.author().name()`. One query for one row. MappingError if the row
// doesn't exist.
template <class T>
class ToOne : public ToOneBase {
 public:
  using Target = T;
  const T& operator()() const {
    touch();
    return static_cast<const T&>(*target_);
  }
};

// A foreign key that may be NULL. NULL gives nullptr without a query.
template <class T>
class ToOneOrNone : public ToOneBase {
 public:
  using Target = T;
  const T* operator()() const {
    touch();
    return static_cast<const T*>(target_.get());
  }
};

// The rows that refer to this one, directly or through a link table, sorted by id: `author.books()`,
// `book.tags()`.
template <class T>
class ToMany : public RelationBase {
 public:
  using Target = T;
  const List<T>& operator()() const {
    touch();
    return list_;
  }
  Rows& rows() { return list_.rows(); }  // for the ORM

 private:
  List<T> list_;
};

template <class Member>
concept ToOneRelation = std::derived_from<Member, ToOneBase>;
template <class Member>
concept AnyRelation = std::derived_from<Member, RelationBase>;

}  // namespace caseload::orm
