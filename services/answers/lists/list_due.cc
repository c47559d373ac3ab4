#include "services/answers/lists/list_due.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "projections/docket/docket.h"
#include "projections/entries/civil_day.h"
#include "projections/read_models/due_rows.h"
#include "services/answers/lists/due_items.h"
#include "services/answers/paging.h"
#include "services/answers/request_fields.h"

namespace casejournal::services {
namespace {

using projections::DueGroup;
using projections::kDueFamily;

// For a day other than today, each docket is computed.
constexpr size_t kCasesComputedMax = 500;

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

// Add the wanted items of one case.
void AddCase(const v1::DueCase& of, const DueFilter& wanted, const std::string& after, std::vector<Placed>& found) {
  for (int i = 0; i < of.items_size(); ++i) {
    v1::DocketItem item = of.items(i);
    std::string place = PlaceOf(item, of.case_id(), static_cast<size_t>(i));
    if (place <= after || !wanted.Takes(item)) continue;
    found.push_back({std::move(place), MakeDueItem(of, std::move(item))});
  }
}

// Return what is due in one case on a day other than today, as in GetDocket. kAborted: this is not the first page, and
// the case has changed since the state of the list.
absl::StatusOr<v1::DueCase> DueOn(const DueSources& sources, const std::string& case_id, absl::CivilDay day,
                                  const ListPage& list) {
  absl::StatusOr<std::shared_ptr<const CaseAt>> at = ExistingCase(sources.cases, case_id);
  if (!at.ok()) return at.status();
  const projections::EntryList& entries = (*at)->record.entries();
  if (!list.after.empty() && entries[entries.size() - 1].position > list.state->as_of_position) {
    return absl::AbortedError(
        absl::StrCat("case ", case_id, " changed since the first page; request the first page again"));
  }
  v1::DueCase due = projections::DueIn((*at)->record, sources.journal.rules().LawOn(day), day, sources.journal.zone());
  if (absl::Status left_out = HideNumbersIn(sources.worker.store(), due); !left_out.ok()) return left_out;
  return due;
}

// Find all wanted items in the cases of a worker or unit.
absl::Status FindInCases(const DueSources& sources, const v1::ListDueRequest& request, const ListPage& list,
                         const DueFilter& wanted, absl::Time deadline, std::vector<Placed>& found) {
  absl::StatusOr<std::vector<std::string>> case_ids = CaseIdsAskedFor(sources.due, request, list.state->rows.get());
  if (!case_ids.ok()) return case_ids.status();
  if (!request.on().empty() && case_ids->size() > kCasesComputedMax) {
    return absl::ResourceExhaustedError(
        absl::StrCat(case_ids->size(), " cases; the limit for a day other than today is ", kCasesComputedMax));
  }
  for (const std::string& case_id : *case_ids) {
    if (absl::Now() >= deadline)
      return absl::DeadlineExceededError("the deadline passed before all cases were checked");
    absl::StatusOr<std::optional<v1::DueCase>> row =
        DueToday(sources.due, sources.worker.store(), case_id, list.state->rows.get());
    if (!row.ok()) return row.status();
    if (!row->has_value() || !IsAskedFor(**row, request)) continue;
    if (request.on().empty()) {
      AddCase(**row, wanted, list.after, found);
      continue;
    }
    absl::StatusOr<v1::DueCase> then = DueOn(sources, case_id, *projections::ParseDay(request.on()), list);
    if (!then.ok()) return then.status();
    AddCase(*then, wanted, list.after, found);
  }
  return absl::OkStatus();
}

// Find a page of wanted items in the index of one group: by rule if a rule is named, else by day.
absl::Status FindInGroup(const DueSources& sources, DueGroup group, const ListPage& list, const DueFilter& wanted,
                         size_t page_size, absl::Time deadline, std::vector<Placed>& found) {
  const std::string group_prefix(1, static_cast<char>(group));
  const std::string prefix =
      wanted.OfOneRule() ? absl::StrCat(projections::DueRulePrefix(wanted.rule()), group_prefix) : group_prefix;
  const size_t rule_bytes = prefix.size() - 1;
  const std::string from = absl::StrCat(prefix, std::max(list.after, wanted.FirstDayIn(group)));
  const size_t enough = found.size() + page_size + 1;
  absl::Status failed;
  absl::Status scanned = sources.due.store().Scan(
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
        absl::StatusOr<std::optional<v1::DueCase>> of =
            DueToday(sources.due, sources.worker.store(), place.case_id, list.state->rows.get());
        if (!of.ok()) {
          failed = of.status();
          return false;
        }
        if (!of->has_value() || place.index >= static_cast<size_t>((*of)->items_size())) return true;
        v1::DocketItem item = (*of)->items(static_cast<int>(place.index));
        if (wanted.Takes(item)) found.push_back({std::move(here), MakeDueItem(**of, std::move(item))});
        return found.size() < enough;
      },
      list.state->rows.get());
  return failed.ok() ? scanned : failed;
}

absl::Status CheckListDue(const Journal& journal, const v1::ListDueRequest& request) {
  absl::Status days =
      CheckDays({{"dueFrom", request.due_from()}, {"dueUntil", request.due_until()}, {"on", request.on()}});
  if (!days.ok()) return days;
  for (const int state : request.states()) {
    if (!v1::ClockState_IsValid(state) || state == v1::CLOCK_STATE_UNSPECIFIED)
      return FieldError("states", absl::StrCat(state), "known clock states");
  }
  if (absl::Status ahead = CheckNotTooFarAhead(journal, "on", request.on()); !ahead.ok()) return ahead;
  if (!request.on().empty() && request.staff_subject().empty() && request.unit().empty()) {
    return FieldError("on", request.on(), "no value, unless staffSubject or unit is given");
  }
  return absl::OkStatus();
}

// The state that the list is read from: that of its first page.
absl::StatusOr<ListPage> OpenList(const DueSources& sources, ListCursors& cursors, const v1::ListDueRequest& request) {
  if (!request.page_token().empty()) {
    absl::StatusOr<ListPage> resumed = ResumeList(cursors, request.page_token());
    if (resumed.ok() && !IsPlace(resumed->after))
      return FieldError("pageToken", request.page_token(), kPageTokenAllowed);
    return resumed;
  }
  const eventstore::Position complete = sources.due.position();
  return ListPage{.state = std::make_shared<const ListState>(
                      ListState{.rows = sources.due.store().Freeze(),
                                .as_of_position = complete == 0 ? 0 : complete - 1,
                                .day = request.on().empty() ? sources.journal.Today() : request.on()}),
                  .name = "",
                  .after = ""};
}

}  // namespace

absl::StatusOr<v1::ListDueResponse> ListDue(const DueSources& sources, ListCursors& cursors,
                                            const v1::ListDueRequest& as_sent, absl::Time deadline) {
  if (absl::Status checked = CheckListDue(sources.journal, as_sent); !checked.ok()) return checked;
  const uint32_t size = as_sent.page_size() == 0 ? kPageDefault : as_sent.page_size();
  if (size > kPageMax) return FieldError("pageSize", absl::StrCat(size), absl::StrCat("1 to ", kPageMax));
  const uint64_t at_least = as_sent.has_min_position() ? SizeWith(as_sent.min_position()) : 0;
  if (absl::Status waited = sources.due.WaitFor(at_least, deadline); !waited.ok()) return waited;
  absl::StatusOr<ListPage> list = OpenList(sources, cursors, as_sent);
  if (!list.ok()) return list.status();
  if (sources.journal.rules().empty()) return NoLaw(sources.journal, sources.journal.Today());
  absl::Status known = CheckDueNames(sources.journal, sources.worker, as_sent, sources.journal.log().size(), deadline);
  if (!known.ok()) return known;
  absl::StatusOr<v1::ListDueRequest> request = WithIssuer(sources.worker, as_sent, at_least, deadline);
  if (!request.ok()) return request.status();
  const std::string& day = list->state->day;
  if (sources.journal.rules().LawOn(*projections::ParseDay(day))->empty()) return NoLaw(sources.journal, day);
  v1::ListDueResponse page;
  page.set_as_of_position(list->state->as_of_position);
  page.set_on(day);
  const DueFilter wanted(*request, day);
  std::vector<Placed> found;
  if (!request->staff_subject().empty() || !request->unit().empty()) {
    if (absl::Status failed = FindInCases(sources, *request, *list, wanted, deadline, found); !failed.ok())
      return failed;
  } else {
    for (const DueGroup group : wanted.Groups()) {
      if (absl::Status failed = FindInGroup(sources, group, *list, wanted, size, deadline, found); !failed.ok())
        return failed;
    }
  }
  std::sort(found.begin(), found.end(), [](const Placed& a, const Placed& b) { return a.place < b.place; });
  for (Placed& each : found) {
    if (page.items_size() == static_cast<int>(size)) {
      page.set_next_page_token(NextPageToken(cursors, *list, found[size - 1].place));
      break;
    }
    *page.add_items() = std::move(each.due);
  }
  return page;
}

}  // namespace casejournal::services
