#include "projections/state/folded_order.h"

#include <algorithm>
#include <cassert>
#include <optional>
#include <set>
#include <utility>

#include "projections/state/plan_fold.h"

namespace casejournal::projections {

using eventstore::Revision;
using Stored = std::shared_ptr<const event::v1::StoredEvent>;

namespace {

bool IsCorrection(const event::v1::StoredEvent& stored) { return !stored.case_event().has_entry_retracted(); }

}  // namespace

FoldedOrder::FoldedOrder(std::string case_id) : case_id_(std::move(case_id)), head_(case_id_) {}

FoldedOrder::Known& FoldedOrder::Enter(const Entry& entry) {
  assert(entry.revision >= entries_.size());
  // Entries that no one told of are about nothing.
  while (entries_.size() < entry.revision) entries_.Append({.root = entries_.size()});
  const std::optional<Revision> settles = Settles(entry);
  entries_.Append({.root = settles ? entries_[*settles].root : entry.revision});
  return entries_.Mutable(entry.revision);
}

void FoldedOrder::PassOver(const Entry& entry) { Enter(entry); }

OrderChange FoldedOrder::Add(const Entry& entry) {
  OrderChange change = Take(entry);
  Fold();
  return change;
}

OrderChange FoldedOrder::Take(const Entry& entry) {
  Known& known = Enter(entry);
  if (RoleOf(entry) == EntryRole::kOriginal) {
    known.content = entry.stored;
    OrderChange change{.original = entry.revision, .was = nullptr, .is = entry.stored};
    Move(change);
    return change;
  }
  const std::optional<Revision> settles = Settles(entry);
  if (!settles) return {.original = entry.revision};

  OrderChange change{.original = known.root};
  Known& root = entries_.Mutable(change.original);
  auto family = std::make_shared<Family>();
  if (root.family != nullptr) {
    *family = *root.family;
  } else {
    family->original = root.content;
  }
  family->settlements.push_back({.revision = entry.revision, .of = *settles, .stored = entry.stored});
  change.is = Judge(*family, change.original);
  change.was = std::exchange(root.content, change.is);
  root.family = std::move(family);
  if (change.changed()) Move(change);
  return change;
}

Stored FoldedOrder::Judge(Family& family, Revision original) {
  // A retraction names an earlier entry. From the last on, each retraction is judged before it counts.
  family.undone = false;
  for (Settlement& each : family.settlements) each.undone = false;
  for (auto each = family.settlements.rbegin(); each != family.settlements.rend(); ++each) {
    if (each->undone || IsCorrection(*each->stored)) continue;
    if (each->of == original) family.undone = true;
    for (Settlement& other : family.settlements) other.undone = other.undone || other.revision == each->of;
  }
  // The latest correction of the original itself counts.
  Stored said = family.undone ? nullptr : family.original;
  if (said == nullptr) return said;
  for (const Settlement& each : family.settlements) {
    if (!each.undone && IsCorrection(*each.stored) && each.of == original) said = each.stored;
  }
  return said;
}

// What an original said when the entries after `last` were not known.
Stored FoldedOrder::SaidBefore(Revision original, Revision last) const {
  const Known& known = entries_[original];
  if (known.family == nullptr) return known.content;
  Family then = *known.family;
  std::erase_if(then.settlements, [&](const Settlement& each) { return each.revision > last; });
  return Judge(then, original);
}

CaseState FoldedOrder::StateKnownTo(Revision last) const {
  assert(last < entries_.size());
  // Before the place `same`, the order has not changed since. What said something else then goes in where it was.
  size_t same = order_.size();
  std::vector<EntryInEffect> then;
  std::set<Revision> settled_since;
  for (Revision later = last + 1; later < entries_.size(); ++later) {
    const Revision original = entries_[later].root;
    if (const Stored& now = Said(original)) same = std::min(same, PlaceOf(original, now->case_event().effective_on()));
    if (original > last || !settled_since.insert(original).second) continue;
    const Stored said = SaidBefore(original, last);
    if (said == nullptr) continue;
    same = std::min(same, PlaceOf(original, said->case_event().effective_on()));
    then.push_back({.revision = original, .content = said});
  }
  for (size_t at = same; at < order_.size(); ++at) {
    const EntryInEffect& entry = order_[at];
    if (entry.revision <= last && !settled_since.contains(entry.revision)) then.push_back(entry);
  }
  std::sort(then.begin(), then.end(), [](const EntryInEffect& a, const EntryInEffect& b) {
    return a.day() != b.day() ? a.day() < b.day() : a.revision < b.revision;
  });
  CaseState state = StateAfter(same);
  for (const EntryInEffect& entry : then) FoldEntry(state, entry.event(), entry.revision);
  return state;
}

bool FoldedOrder::Undone(Revision revision) const {
  const Family* family = entries_[entries_[revision].root].family.get();
  if (family == nullptr) return false;
  if (entries_[revision].root == revision) return family->undone;
  return std::any_of(family->settlements.begin(), family->settlements.end(),
                     [&](const Settlement& each) { return each.revision == revision && each.undone; });
}

size_t FoldedOrder::PlaceOf(Revision revision, absl::string_view day) const {
  size_t from = 0;
  size_t to = order_.size();
  while (from < to) {
    const size_t middle = from + (to - from) / 2;
    const int days = absl::string_view(order_[middle].day()).compare(day);
    const bool is_before = days != 0 ? days < 0 : order_[middle].revision < revision;
    (is_before ? from : to) = is_before ? middle + 1 : middle;
  }
  return from;
}

size_t FoldedOrder::CountOn(absl::string_view day) const {
  constexpr Revision kAfterAll = ~Revision{0};
  return PlaceOf(kAfterAll, day);
}

const std::string& FoldedOrder::last_day() const {
  static const auto* const none = new std::string();
  return order_.empty() ? *none : order_[order_.size() - 1].day();
}

// Take the original from its old place to its new one. What follows the earlier of the two is not folded any more.
void FoldedOrder::Move(const OrderChange& change) {
  const auto place = [&](const Stored& content) {
    return content == nullptr ? order_.size() : PlaceOf(change.original, content->case_event().effective_on());
  };
  const bool stood = change.was != nullptr;
  const size_t old_place = place(change.was);
  const size_t new_place = place(change.is);
  const size_t first = std::min(old_place, new_place);
  std::vector<EntryInEffect> later;
  later.reserve(order_.size() - first + 1);
  for (size_t at = first; at < order_.size(); ++at) {
    if (!stood || at != old_place) later.push_back(order_[at]);
  }
  if (change.is != nullptr) {
    const size_t before_it = new_place - first - (stood && old_place < new_place ? 1 : 0);
    later.insert(later.begin() + static_cast<std::ptrdiff_t>(before_it),
                 {.revision = change.original, .content = change.is});
  }
  order_.Truncate(first);
  for (EntryInEffect& each : later) order_.Append(std::move(each));
  if (first >= folded_) return;
  folded_ = first;
  changed_ = true;
}

void FoldedOrder::Fold() {
  if (changed_) {
    on_the_way_.Truncate(folded_ / kEvery);
    folded_ = on_the_way_.size() * kEvery;
    head_ = on_the_way_.empty() ? CaseState(case_id_) : *on_the_way_[on_the_way_.size() - 1];
    changed_ = false;
  }
  for (; folded_ < order_.size(); ++folded_) {
    const EntryInEffect& entry = order_[folded_];
    FoldEntry(head_, entry.event(), entry.revision);
    if ((folded_ + 1) % kEvery == 0) on_the_way_.Append(std::make_shared<const CaseState>(head_));
  }
}

CaseState FoldedOrder::StateAfter(size_t count) const {
  assert(count <= order_.size() && folded_ == order_.size() && !changed_);
  if (count == order_.size()) return head_;
  const size_t steps = count / kEvery;
  CaseState state = steps == 0 ? CaseState(case_id_) : *on_the_way_[steps - 1];
  for (size_t at = steps * kEvery; at < count; ++at) FoldEntry(state, order_[at].event(), order_[at].revision);
  return state;
}

}  // namespace casejournal::projections
