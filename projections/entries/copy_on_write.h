// A value that copies share until one of them is changed.
#ifndef CASEJOURNAL_PROJECTIONS_ENTRIES_COPY_ON_WRITE_H_
#define CASEJOURNAL_PROJECTIONS_ENTRIES_COPY_ON_WRITE_H_

#include <memory>
#include <utility>

namespace casejournal::projections {

// Whether nothing else owns what `pointer` points to, so that its owner may change it.
template <typename T>
bool IsSoleOwner(const std::shared_ptr<T>& pointer) {
  if (pointer.use_count() > 1) return false;
  // use_count() gives no memory ordering. This orders the reads of destroyed copies before the write that follows.
  std::shared_ptr<T>(pointer).reset();
  return true;
}

// Copies are independent values, and concurrent use of different copies is safe.
template <typename T>
class CopyOnWrite {
 public:
  CopyOnWrite() : shared_(std::make_shared<T>()) {}

  const T& operator*() const { return *shared_; }
  const T* operator->() const { return shared_.get(); }

  // Return the value for changing it. It is copied first if another copy shares it.
  T& Mutable() {
    if (!IsSoleOwner(shared_)) shared_ = std::make_shared<T>(*shared_);
    return *shared_;
  }

 private:
  std::shared_ptr<T> shared_;
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_ENTRIES_COPY_ON_WRITE_H_
