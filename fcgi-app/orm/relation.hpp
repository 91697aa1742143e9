// Relations of an entity. Calling one gives what it leads to, and asks the database the first time unless
// join() or prefetch() brought it along; after that it is kept in the entity. Each entity asks for itself,
// also where another has asked for the same row: there is no identity map, as there is none in Django.
#pragma once

#include <memory>

#include "orm/entity.hpp"

namespace caseload::orm {

class RelationBase {
 public:
  RelationBase() = default;
  RelationBase(const RelationBase&) = delete;
  RelationBase& operator=(const RelationBase&) = delete;

  // For the mapper.
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
  std::unique_ptr<Entity>& target() { return target_; }  // for the mapper

 protected:
  std::unique_ptr<Entity> target_;
};

// A foreign key that is never NULL: `book.author().name()`. One statement for one row. MappingError where the
// row is not there.
template <class T>
class ToOne : public ToOneBase {
 public:
  using Target = T;
  const T& operator()() const {
    touch();
    return static_cast<const T&>(*target_);
  }
};

// A foreign key that may be NULL, which gives nullptr and asks nothing.
template <class T>
class ToOneOrNone : public ToOneBase {
 public:
  using Target = T;
  const T* operator()() const {
    touch();
    return static_cast<const T*>(target_.get());
  }
};

// The rows that point here, or that a link table ties to this one, by id: `author.books()`, `book.tags()`.
template <class T>
class ToMany : public RelationBase {
 public:
  using Target = T;
  const List<T>& operator()() const {
    touch();
    return list_;
  }
  Rows& rows() { return list_.rows(); }  // for the mapper

 private:
  List<T> list_;
};

template <class Member>
concept ToOneRelation = std::derived_from<Member, ToOneBase>;
template <class Member>
concept AnyRelation = std::derived_from<Member, RelationBase>;

}  // namespace caseload::orm
