// The entries of one case, ordered by revision. Copies share full chunks, so that a record can be copied for every
// append.
#ifndef CASEJOURNAL_PROJECTIONS_ENTRIES_ENTRY_LIST_H_
#define CASEJOURNAL_PROJECTIONS_ENTRIES_ENTRY_LIST_H_

#include <cassert>
#include <cstddef>
#include <iterator>
#include <memory>
#include <utility>

#include "projections/entries/entry.h"
#include "projections/entries/shared_list.h"

namespace casejournal::projections {

// Append-only. A reference to an entry is valid as long as any list has that entry. A value: copies are independent,
// and concurrent use of different copies is safe.
class EntryList {
 public:
  class Iterator;

  size_t size() const { return entries_.size(); }
  bool empty() const { return size() == 0; }

  // The entry at `revision`. Requires revision < size().
  const Entry& operator[](eventstore::Revision revision) const {
    assert(revision < size());
    return *entries_[revision];
  }
  // Requires that the list is not empty.
  const Entry& back() const {
    assert(!empty());
    return (*this)[size() - 1];
  }

  // Adds the next entry. Requires entry.revision == size().
  void Append(Entry entry) {
    assert(entry.revision == size());
    entries_.Append(std::make_shared<const Entry>(std::move(entry)));
  }

  // Replace the entry at entry.revision. Requires entry.revision < size(). Other copies do not change.
  void Replace(Entry entry) {
    const eventstore::Revision revision = entry.revision;
    assert(revision < size());
    entries_.Replace(revision, std::make_shared<const Entry>(std::move(entry)));
  }

  Iterator begin() const;
  Iterator end() const;

 private:
  SharedList<std::shared_ptr<const Entry>> entries_;
};

class EntryList::Iterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = Entry;
  using difference_type = std::ptrdiff_t;
  using pointer = const Entry*;
  using reference = const Entry&;

  Iterator(const EntryList* list, size_t at) : list_(list), at_(at) {}
  reference operator*() const { return (*list_)[at_]; }
  pointer operator->() const { return &(*list_)[at_]; }
  Iterator& operator++() {
    ++at_;
    return *this;
  }
  Iterator operator++(int) { return Iterator(list_, at_++); }
  bool operator==(const Iterator&) const = default;

 private:
  const EntryList* list_;
  size_t at_;
};

inline EntryList::Iterator EntryList::begin() const { return Iterator(this, 0); }
inline EntryList::Iterator EntryList::end() const { return Iterator(this, size()); }

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_ENTRIES_ENTRY_LIST_H_
