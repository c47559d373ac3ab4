// What is due over all cases: pages of it, and changes of it.
#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "projections/docket/docket.h"
#include "projections/entries/civil_day.h"
#include "projections/read_models/due_rows.h"
#include "services/answers/case_numbers.h"
#include "services/answers/case_queries.h"
#include "services/answers/filter_names.h"
#include "services/answers/paging.h"
#include "services/answers/request_fields.h"
#include "services/answers/staff_filter.h"

namespace casejournal::services {
namespace {

using projections::DueGroup;
using projections::kDueFamily;

// The limit for one worker or unit.
constexpr size_t kCasesOfWorkerMax = 5000;
// For a day other than today, each docket is computed.
constexpr size_t kCasesComputedMax = 500;
constexpr int kItemsAtOnce = 500;
constexpr absl::Duration kAskAgain = absl::Seconds(1);
constexpr absl::Duration kBeginMax = absl::Seconds(30);

// An item and its place in the order: by day, by case, then as in the docket.
struct Placed {
  std::string place;  // "2026-07-14 ‖ case ‖ index"
  v1::DueItem due;
};

std::string PlaceOf(const v1::DocketItem& item, absl::string_view case_id, size_t index) {
  return projections::DuePlaceKey(DueGroup::kToDo, item.due(), case_id, index).substr(1);
}

// Return whether a page may begin after it: empty, or a result of PlaceOf.
bool IsPlace(const std::string& place) {
  if (place.empty()) return true;
  const std::string key = absl::StrCat(std::string(1, static_cast<char>(DueGroup::kToDo)), place);
  const projections::DuePlace in = projections::PlaceIn(key);
  return projections::ParseDay(in.day).ok() && eventstore::Uuid::Parse(in.case_id).ok() &&
         projections::DuePlaceKey(DueGroup::kToDo, in.day, in.case_id, in.index).substr(1) == place;
}

// What a request wants of an item, except whose case it is in.
class Wanted {
 public:
  template <typename Request>
  Wanted(const Request& request, std::string day) : rule_(request.rule()), day_(std::move(day)) {
    if constexpr (requires { request.states(); }) {
      for (const int state : request.states()) states_.insert(static_cast<v1::ClockState>(state));
      from_ = request.due_from();
      until_ = request.due_until();
    }
    if (states_.empty()) {
      states_ = {v1::CLOCK_STATE_OPEN, v1::CLOCK_STATE_WINDOW_OPEN, v1::CLOCK_STATE_MISSED,
                 v1::CLOCK_STATE_PAST_WHEN_SET, v1::CLOCK_STATE_TOLLED};
    }
  }

  bool IsByRule(absl::string_view rule) const { return IsUnderRule(rule, rule_); }
  bool OfOneRule() const { return rule_.find('.') != std::string::npos; }
  const std::string& rule() const { return rule_; }
  const std::string& day() const { return day_; }
  bool IsPast(absl::string_view due) const { return !until_.empty() && due > until_; }

  // The groups of rows that contain such items.
  std::set<DueGroup> Groups() const {
    std::set<DueGroup> groups;
    for (const v1::ClockState state : states_) groups.insert(projections::GroupOf(state));
    return groups;
  }

  // An item to do is missed if its day is before today, and not missed from today on. Return the first day on which
  // such items may be, and whether none can be on a day or later.
  std::string FirstDayIn(DueGroup group) const {
    const bool past = states_.contains(v1::CLOCK_STATE_MISSED) || states_.contains(v1::CLOCK_STATE_PAST_WHEN_SET);
    return group == DueGroup::kToDo && !past ? std::max(from_, day_) : from_;
  }
  bool IsPastGroup(DueGroup group, absl::string_view due) const {
    return group == DueGroup::kToDo && due >= day_ && !states_.contains(v1::CLOCK_STATE_OPEN) &&
           !states_.contains(v1::CLOCK_STATE_WINDOW_OPEN);
  }

  // Set the item's state and days as of the requested day. Return whether it is wanted.
  bool Takes(v1::DocketItem& item) const {
    item.set_state(projections::StateOn(item, day_));
    item.set_days_left(projections::DaysBetween(day_, item.due()));
    return states_.contains(item.state()) && IsByRule(item.rule()) && item.due() >= from_ && !IsPast(item.due());
  }

 private:
  std::string rule_;
  std::string day_;
  std::string from_;
  std::string until_;
  std::set<v1::ClockState> states_;
};

v1::DueItem Made(const v1::DueCase& of, v1::DocketItem item) {
  v1::DueItem due;
  due.set_case_id(of.case_id());
  *due.mutable_numbers() = of.numbers();
  *due.mutable_due() = std::move(item);
  return due;
}

// Add the wanted items of one case.
void AddCase(const v1::DueCase& of, const Wanted& wanted, const std::string& after, std::vector<Placed>& found) {
  for (int i = 0; i < of.items_size(); ++i) {
    v1::DocketItem item = of.items(i);
    std::string place = PlaceOf(item, of.case_id(), static_cast<size_t>(i));
    if (place <= after || !wanted.Takes(item)) continue;
    found.push_back({std::move(place), Made(of, std::move(item))});
  }
}

// Return the request with the issuer that it means, after the read models have `size` entries.
template <typename Request>
absl::StatusOr<Request> WithIssuer(const Backend& backend, Request request, uint64_t size, absl::Time deadline) {
  if (!request.staff_subject().empty() && request.staff_issuer().empty()) {
    if (absl::Status waited = backend.worker.WaitFor(size, deadline); !waited.ok()) return waited;
  }
  absl::Status resolved = ResolveIssuer(backend, request.staff_subject(), request.mutable_staff_issuer());
  if (!resolved.ok()) return resolved;
  return request;
}

template <typename Request>
absl::StatusOr<std::vector<std::string>> CasesOf(const Backend& backend, const Request& request,
                                                 const FrozenRows* frozen = nullptr) {
  const std::string prefix = request.staff_subject().empty()
                                 ? projections::DueUnitPrefix(request.unit())
                                 : projections::DueWorkerPrefix(request.staff_subject(), request.staff_issuer());
  std::vector<std::string> case_ids;
  absl::Status scanned = backend.due.store().Scan(
      kDueFamily, prefix, prefix,
      [&](absl::string_view key, absl::string_view) {
        case_ids.emplace_back(key.substr(prefix.size()));
        return case_ids.size() <= kCasesOfWorkerMax;
      },
      frozen);
  if (!scanned.ok()) return scanned;
  if (case_ids.size() > kCasesOfWorkerMax) {
    return absl::ResourceExhaustedError(
        absl::StrCat("more than ", kCasesOfWorkerMax, " cases; ask by rule or by day instead"));
  }
  return case_ids;
}

template <typename Request>
bool IsOf(const v1::DueCase& due, const Request& request) {
  bool is_workers = request.staff_subject().empty();
  for (int i = 0; i < due.staff_subjects_size(); ++i) {
    is_workers = is_workers ||
                 (due.staff_subjects(i) == request.staff_subject() && due.staff_issuers(i) == request.staff_issuer());
  }
  const auto& units = due.units();
  return is_workers && (request.unit().empty() || std::find(units.begin(), units.end(), request.unit()) != units.end());
}

// Remove the numbers by which the case is not found.
absl::Status HideNumbersIn(const Backend& backend, v1::DueCase& due) {
  absl::StatusOr<std::vector<std::string>> leading =
      NumbersThatLeadTo(backend, due.case_id(), {due.numbers().begin(), due.numbers().end()});
  if (!leading.ok()) return leading.status();
  due.mutable_numbers()->Assign(leading->begin(), leading->end());
  return absl::OkStatus();
}

// Return what is due in one case today.
absl::StatusOr<std::optional<v1::DueCase>> DueToday(const Backend& backend, absl::string_view case_id,
                                                    const FrozenRows* frozen = nullptr) {
  absl::StatusOr<std::optional<v1::DueCase>> due = backend.due.CaseNamed(case_id, frozen);
  if (!due.ok() || !due->has_value()) return due;
  if (absl::Status left_out = HideNumbersIn(backend, **due); !left_out.ok()) return left_out;
  return due;
}

// Return what is due in one case on a day other than today, as in GetDocket. kAborted: this is not the first page, and
// the case has changed since the state of the list.
absl::StatusOr<v1::DueCase> DueOn(const Backend& backend, const std::string& case_id, absl::CivilDay day,
                                  const ListPage& list) {
  absl::StatusOr<std::shared_ptr<const CaseAt>> at = ExistingCase(backend, case_id);
  if (!at.ok()) return at.status();
  const projections::EntryList& entries = (*at)->record.entries();
  if (!list.after.empty() && entries[entries.size() - 1].position > list.state->as_of_position) {
    return absl::AbortedError(
        absl::StrCat("case ", case_id, " changed since the first page; request the first page again"));
  }
  v1::DueCase due = projections::DueIn((*at)->record, *backend.journal.rules().LawOn(day), day, backend.journal.zone());
  if (absl::Status left_out = HideNumbersIn(backend, due); !left_out.ok()) return left_out;
  return due;
}

// Find all wanted items in the cases of a worker or unit.
absl::Status FindInCases(const Backend& backend, const v1::ListDueRequest& request, const ListPage& list,
                         const Wanted& wanted, absl::Time deadline, std::vector<Placed>& found) {
  absl::StatusOr<std::vector<std::string>> case_ids = CasesOf(backend, request, list.state->rows.get());
  if (!case_ids.ok()) return case_ids.status();
  if (!request.on().empty() && case_ids->size() > kCasesComputedMax) {
    return absl::ResourceExhaustedError(
        absl::StrCat(case_ids->size(), " cases; the limit for a day other than today is ", kCasesComputedMax));
  }
  for (const std::string& case_id : *case_ids) {
    if (absl::Now() >= deadline)
      return absl::DeadlineExceededError("the deadline passed before all cases were checked");
    absl::StatusOr<std::optional<v1::DueCase>> row = DueToday(backend, case_id, list.state->rows.get());
    if (!row.ok()) return row.status();
    if (!row->has_value() || !IsOf(**row, request)) continue;
    if (request.on().empty()) {
      AddCase(**row, wanted, list.after, found);
      continue;
    }
    absl::StatusOr<v1::DueCase> then = DueOn(backend, case_id, *projections::ParseDay(request.on()), list);
    if (!then.ok()) return then.status();
    AddCase(*then, wanted, list.after, found);
  }
  return absl::OkStatus();
}

// Find a page of wanted items in the index of one group: by rule if a rule is named, else by day.
absl::Status FindInGroup(const Backend& backend, DueGroup group, const ListPage& list, const Wanted& wanted,
                         size_t page_size, absl::Time deadline, std::vector<Placed>& found) {
  const std::string group_prefix(1, static_cast<char>(group));
  const std::string prefix =
      wanted.OfOneRule() ? absl::StrCat(projections::DueRulePrefix(wanted.rule()), group_prefix) : group_prefix;
  const size_t rule_bytes = prefix.size() - 1;
  const std::string from = absl::StrCat(prefix, std::max(list.after, wanted.FirstDayIn(group)));
  const size_t enough = found.size() + page_size + 1;
  absl::Status failed;
  absl::Status scanned = backend.due.store().Scan(
      kDueFamily, prefix, from,
      [&](absl::string_view key, absl::string_view rule) {
        const projections::DuePlace place = projections::PlaceIn(key.substr(rule_bytes));
        std::string here(key.substr(rule_bytes + 1));
        if (wanted.IsPast(place.day) || wanted.IsPastGroup(group, place.day)) return false;
        if (absl::Now() >= deadline) {
          failed = absl::DeadlineExceededError(
              "the deadline passed before a page was full; ask for a smaller page, or by rule");
          return false;
        }
        if (here <= list.after || (!wanted.OfOneRule() && !wanted.IsByRule(rule))) return true;
        absl::StatusOr<std::optional<v1::DueCase>> of = DueToday(backend, place.case_id, list.state->rows.get());
        if (!of.ok()) {
          failed = of.status();
          return false;
        }
        if (!of->has_value() || place.index >= static_cast<size_t>((*of)->items_size())) return true;
        v1::DocketItem item = (*of)->items(static_cast<int>(place.index));
        if (wanted.Takes(item)) found.push_back({std::move(here), Made(**of, std::move(item))});
        return found.size() < enough;
      },
      list.state->rows.get());
  return failed.ok() ? scanned : failed;
}

absl::Status CheckListDue(const Backend& backend, const v1::ListDueRequest& request) {
  absl::Status days =
      CheckDays({{"dueFrom", request.due_from()}, {"dueUntil", request.due_until()}, {"on", request.on()}});
  if (!days.ok()) return days;
  for (const int state : request.states()) {
    if (!v1::ClockState_IsValid(state) || state == v1::CLOCK_STATE_UNSPECIFIED)
      return FieldError("states", absl::StrCat(state), "known clock states");
  }
  if (absl::Status ahead = CheckNotTooFarAhead(backend, "on", request.on()); !ahead.ok()) return ahead;
  if (!request.on().empty() && request.staff_subject().empty() && request.unit().empty()) {
    return FieldError("on", request.on(), "no value, unless staffSubject or unit is given");
  }
  return absl::OkStatus();
}

// The state that the list is read from: that of its first page.
absl::StatusOr<ListPage> OpenList(const Backend& backend, const v1::ListDueRequest& request) {
  if (!request.page_token().empty()) {
    absl::StatusOr<ListPage> resumed = ResumeList(backend, request.page_token());
    if (resumed.ok() && !IsPlace(resumed->after))
      return FieldError("pageToken", request.page_token(), kPageTokenAllowed);
    return resumed;
  }
  const eventstore::Position complete = backend.due.position();
  return ListPage{.state = std::make_shared<const ListState>(
                      ListState{.rows = backend.due.store().Freeze(),
                                .as_of_position = complete == 0 ? 0 : complete - 1,
                                .day = request.on().empty() ? backend.journal.Today() : request.on()}),
                  .name = "",
                  .after = ""};
}

template <typename Request>
absl::Status CheckDueNames(const Backend& backend, const Request& request, absl::Time deadline) {
  if (absl::Status known = CheckRuleKnown(backend, request.rule()); !known.ok()) return known;
  if (absl::Status known = CheckStaffKnown(backend, request.staff_subject(), deadline); !known.ok()) return known;
  return CheckUnitKnown(backend, request.unit(), deadline);
}

// The items of one case that were sent to a watcher, by name.
using Told = std::map<std::string, std::string>;

// Send what is due in a case now, as far as it differs from what was sent.
void Tell(const std::string& case_id, const std::optional<v1::DueCase>& of, const Wanted& wanted, Told& told,
          v1::WatchDueResponse& change) {
  Told now;
  if (of) {
    for (const v1::DocketItem& each : of->items()) {
      v1::DocketItem item = each;
      if (!wanted.Takes(item)) continue;
      item.clear_days_left();  // changes with the day alone
      std::string sent = absl::StrCat(item.SerializeAsString(), absl::StrJoin(of->numbers(), ","));
      const auto before = told.find(item.item());
      if (before == told.end() || before->second != sent) {
        item.set_days_left(projections::DaysBetween(wanted.day(), item.due()));
        *change.add_items() = Made(*of, item);
      }
      now[each.item()] = std::move(sent);
    }
  }
  for (const auto& [name, sent] : told) {
    if (!now.contains(name)) change.add_gone(absl::StrCat(case_id, "/", name));
  }
  told = std::move(now);
}

}  // namespace

absl::StatusOr<v1::ListDueResponse> ListDue(const Backend& backend, const v1::ListDueRequest& as_sent,
                                            absl::Time deadline) {
  if (absl::Status checked = CheckListDue(backend, as_sent); !checked.ok()) return checked;
  const uint32_t size = as_sent.page_size() == 0 ? kPageDefault : as_sent.page_size();
  if (size > kPageMax) return FieldError("pageSize", absl::StrCat(size), absl::StrCat("1 to ", kPageMax));
  const uint64_t at_least = as_sent.has_min_position() ? SizeWith(as_sent.min_position()) : 0;
  if (absl::Status waited = backend.due.WaitFor(at_least, deadline); !waited.ok()) return waited;
  absl::StatusOr<ListPage> list = OpenList(backend, as_sent);
  if (!list.ok()) return list.status();
  if (backend.journal.rules().empty()) return NoLaw(backend, backend.journal.Today());
  if (absl::Status known = CheckDueNames(backend, as_sent, deadline); !known.ok()) return known;
  absl::StatusOr<v1::ListDueRequest> request = WithIssuer(backend, as_sent, at_least, deadline);
  if (!request.ok()) return request.status();
  const std::string& day = list->state->day;
  if (backend.journal.rules().LawOn(*projections::ParseDay(day))->empty()) return NoLaw(backend, day);
  v1::ListDueResponse page;
  page.set_as_of_position(list->state->as_of_position);
  page.set_on(day);
  const Wanted wanted(*request, day);
  std::vector<Placed> found;
  if (!request->staff_subject().empty() || !request->unit().empty()) {
    if (absl::Status failed = FindInCases(backend, *request, *list, wanted, deadline, found); !failed.ok())
      return failed;
  } else {
    for (const DueGroup group : wanted.Groups()) {
      if (absl::Status failed = FindInGroup(backend, group, *list, wanted, size, deadline, found); !failed.ok())
        return failed;
    }
  }
  std::sort(found.begin(), found.end(), [](const Placed& a, const Placed& b) { return a.place < b.place; });
  for (Placed& each : found) {
    if (page.items_size() == static_cast<int>(size)) {
      page.set_next_page_token(NextPageToken(backend, *list, found[size - 1].place));
      break;
    }
    *page.add_items() = std::move(each.due);
  }
  return page;
}

absl::Status WatchDue(const Backend& backend, const v1::WatchDueRequest& as_sent,
                      absl::FunctionRef<bool(const v1::WatchDueResponse&)> send, absl::FunctionRef<bool()> cancelled) {
  if (as_sent.staff_subject().empty() && as_sent.unit().empty())
    return FieldError("staffSubject", "", "a staffSubject or unit to watch");
  if (backend.journal.rules().empty()) return NoLaw(backend, backend.journal.Today());
  const absl::Time begin_until = absl::Now() + kBeginMax;
  if (absl::Status known = CheckDueNames(backend, as_sent, begin_until); !known.ok()) return known;
  if (absl::Status begun = backend.due.WaitFor(backend.log().size(), begin_until); !begun.ok()) return begun;
  std::map<std::string, Told> told;
  std::string day;
  std::string issuer;
  bool complete = false;
  uint64_t seen = backend.due.changes();
  std::optional<std::vector<std::string>> changed;  // absent: check all
  while (!backend.stopping.load()) {
    if (cancelled()) return absl::CancelledError("the client disconnected");
    // Resolve again each time: the subject may be assigned for the first time, or by another issuer, during the watch.
    absl::StatusOr<v1::WatchDueRequest> request =
        WithIssuer(backend, as_sent, complete ? 0 : backend.log().size(), absl::Now() + kBeginMax);
    if (!request.ok()) return request.status();
    if (request->staff_issuer() != issuer) changed.reset();
    issuer = request->staff_issuer();
    const Wanted wanted(*request, backend.journal.Today());
    std::set<std::string> look;
    if (!changed || day != wanted.day()) {
      absl::StatusOr<std::vector<std::string>> all = CasesOf(backend, *request);
      if (!all.ok()) return all.status();
      look.insert(all->begin(), all->end());
      for (const auto& [case_id, items] : told) look.insert(case_id);
    } else {
      look.insert(changed->begin(), changed->end());
    }
    v1::WatchDueResponse change;
    for (const std::string& case_id : look) {
      absl::StatusOr<std::optional<v1::DueCase>> row = DueToday(backend, case_id);
      if (!row.ok()) return row.status();
      const bool is_of = row->has_value() && IsOf(**row, *request);
      if (!is_of && !told.contains(case_id)) continue;
      Tell(case_id, is_of ? *row : std::nullopt, wanted, told[case_id], change);
      if (told[case_id].empty()) told.erase(case_id);
      if (change.items_size() + change.gone_size() < kItemsAtOnce) continue;
      change.set_on(wanted.day());
      change.set_complete(complete);
      if (!send(change)) return absl::CancelledError("the client disconnected");
      change.Clear();
    }
    day = wanted.day();
    if (!complete || change.items_size() > 0 || change.gone_size() > 0) {
      const eventstore::Position done = backend.due.position();
      change.set_as_of_position(done == 0 ? 0 : done - 1);
      change.set_on(day);
      change.set_complete(true);
      complete = true;
      if (!send(change)) return absl::CancelledError("the client disconnected");
    }
    absl::StatusOr<projections::DueKeeper::Changes> next = backend.due.ChangedSince(seen, absl::Now() + kAskAgain);
    if (!next.ok()) return next.status();
    seen = next->seen;
    changed = std::move(next->case_ids);
  }
  return absl::UnavailableError("the server is stopping; retry");
}

}  // namespace casejournal::services
