#include "projections/state/folded_order.h"

#include <algorithm>
#include <cassert>
#include <optional>
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

  // A retraction names an earlier entry. From the last on, each retraction is judged before it counts.
  family->undone = false;
  for (Settlement& each : family->settlements) each.undone = false;
  for (auto each = family->settlements.rbegin(); each != family->settlements.rend(); ++each) {
    if (each->undone || IsCorrection(*each->stored)) continue;
    if (each->of == change.original) family->undone = true;
    for (Settlement& other : family->settlements) other.undone = other.undone || other.revision == each->of;
  }
  // The latest correction of the original itself counts.
  if (!family->undone && family->original != nullptr) change.is = family->original;
  for (const Settlement& each : family->settlements) {
    const bool counts = change.is != nullptr && !each.undone && IsCorrection(*each.stored);
    if (counts && each.of == change.original) change.is = each.stored;
  }
  change.was = std::exchange(root.content, change.is);
  root.family = std::move(family);
  if (change.changed()) Move(change);
  return change;
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

// Take the original from its old place to its new one, and fold again from the earlier of the two.
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
  if (first < order_.size()) {
    head_ = StateAfter(first);
    order_.Truncate(first);
    on_the_way_.Truncate(first / kEvery);
  }
  for (EntryInEffect& each : later) Append(std::move(each));
}

void FoldedOrder::Append(EntryInEffect entry) {
  FoldEntry(head_, entry.event(), entry.revision);
  order_.Append(std::move(entry));
  if (order_.size() % kEvery == 0) on_the_way_.Append(std::make_shared<const CaseState>(head_));
}

CaseState FoldedOrder::StateAfter(size_t count) const {
  assert(count <= order_.size());
  if (count == order_.size()) return head_;
  const size_t steps = count / kEvery;
  CaseState state = steps == 0 ? CaseState(case_id_) : *on_the_way_[steps - 1];
  for (size_t at = steps * kEvery; at < count; ++at) FoldEntry(state, order_[at].event(), order_[at].revision);
  return state;
}

}  // namespace casejournal::projections
