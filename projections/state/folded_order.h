// The standing entries of a case in the order of effect, with the states that they add up to on the way.
#ifndef CASEJOURNAL_PROJECTIONS_STATE_FOLDED_ORDER_H_
#define CASEJOURNAL_PROJECTIONS_STATE_FOLDED_ORDER_H_

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "projections/entries/entry.h"
#include "projections/entries/shared_list.h"
#include "projections/entries/standing.h"
#include "projections/items/case_state.h"

namespace casejournal::projections {

// An original that stands, with what it says now: its own event, or that of the correction that replaces it.
struct EntryInEffect {
  eventstore::Revision revision = 0;  // of the original
  std::shared_ptr<const event::v1::StoredEvent> content;

  const event::v1::CaseEvent& event() const { return content->case_event(); }
  const std::string& day() const { return event().effective_on(); }
};

// What one entry changed: the standing or the content of one original.
struct OrderChange {
  eventstore::Revision original = 0;
  std::shared_ptr<const event::v1::StoredEvent> was;  // what it said before; null if it did not stand
  std::shared_ptr<const event::v1::StoredEvent> is;   // what it says now; null if it does not stand

  // Whether the original stands in another place, says something else, or stands no longer.
  bool changed() const { return was != is; }
};

// Entries are added by revision; docs/AS_OF.md defines which stand, and their order. An entry that takes effect after
// all others is folded alone. Otherwise those from its day on are folded again. A value: copies are independent, cost
// the same however long the case is, and can be used concurrently.
class FoldedOrder {
 public:
  explicit FoldedOrder(std::string case_id);

  // Add an entry that is known. Its revision must be higher than that of each entry before.
  OrderChange Add(const Entry& entry);
  // The same in two steps, for many entries: they are folded together, once. Between the two, no state may be asked
  // for.
  OrderChange Take(const Entry& entry);
  void Fold();
  // Pass over an entry that is not known. The same holds for its revision.
  void PassOver(const Entry& entry);

  // How many entries stand.
  size_t size() const { return order_.size(); }
  // By place in the order of effect. Requires at < size().
  const EntryInEffect& operator[](size_t at) const { return order_[at]; }
  // The effective day of the last. Empty if nothing stands.
  const std::string& last_day() const;
  // How many take effect on or before the day.
  size_t CountOn(absl::string_view day) const;

  // The state after all.
  const CaseState& head() const { return head_; }
  // The state after the first `count`: at most kEvery are folded for it. Requires count <= size().
  CaseState StateAfter(size_t count) const;
  // The next count after `count` whose state is kept, so that StateAfter folds nothing. Requires count < size().
  size_t NextKept(size_t count) const { return std::min((count / kEvery + 1) * kEvery, size()); }
  // The state at the end of a day.
  CaseState StateOn(absl::string_view day) const { return StateAfter(CountOn(day)); }

  // The state after the entries up to the revision `last` alone, as it was before those after it were known. What these
  // do not concern is not folded again. Requires that the entry was added or passed over.
  CaseState StateKnownTo(eventstore::Revision last) const;

  // What an original says now; null if it does not stand, and for an entry that is about another one. Requires that the
  // entry was added or passed over.
  const std::shared_ptr<const event::v1::StoredEvent>& Said(eventstore::Revision original) const {
    return entries_[original].content;
  }
  // Whether a retraction that counts withdraws the entry. Requires that the entry was added or passed over.
  bool Undone(eventstore::Revision revision) const;

 private:
  static constexpr size_t kEvery = 16;

  // A correction or a retraction of an original, of a correction, or of a retraction.
  struct Settlement {
    eventstore::Revision revision = 0;
    eventstore::Revision of = 0;
    std::shared_ptr<const event::v1::StoredEvent> stored;
    bool undone = false;
  };
  // What is about one original, by revision.
  struct Family {
    std::shared_ptr<const event::v1::StoredEvent> original;  // null if it is not known
    bool undone = false;
    std::vector<Settlement> settlements;
  };
  struct Known {
    eventstore::Revision root = 0;                          // the original that it is about: often itself
    std::shared_ptr<const event::v1::StoredEvent> content;  // of an original that stands
    std::shared_ptr<const Family> family;                   // of an original that others are about
  };

  // Find out which settlements count, and return what the original says by them; null if it does not stand.
  static std::shared_ptr<const event::v1::StoredEvent> Judge(Family& family, eventstore::Revision original);

  Known& Enter(const Entry& entry);
  std::shared_ptr<const event::v1::StoredEvent> SaidBefore(eventstore::Revision original,
                                                           eventstore::Revision last) const;
  void Move(const OrderChange& change);
  size_t PlaceOf(eventstore::Revision revision, absl::string_view day) const;

  std::string case_id_;
  SharedList<Known> entries_;                                // by revision
  SharedList<EntryInEffect> order_;                          // in the order of effect
  SharedList<std::shared_ptr<const CaseState>> on_the_way_;  // after kEvery entries, twice as many, ...
  CaseState head_;                                           // after the first folded_, unless these changed
  size_t folded_ = 0;
  bool changed_ = false;  // whether an entry was put or taken before the first folded_ were
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_STATE_FOLDED_ORDER_H_
