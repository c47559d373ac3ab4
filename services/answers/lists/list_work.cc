#include "services/answers/lists/list_work.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "eventstore/system/deadline.h"
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

// An item and its place in the order: by day, by case, then as in the docket. Ordered by name, the name comes first.
struct Placed {
  std::string place;  // "2026-07-14 ‖ case ‖ index"
  v1::WorkItem work;
};

// The counts of a list, by kind and state.
using Counts = std::map<std::pair<v1::WorkKind, v1::WorkState>, uint32_t>;

std::string PlaceByDay(const v1::DocketItem& item, absl::string_view case_id, size_t index) {
  return projections::DuePlaceKey(DueGroup::kToDo, item.due(), case_id, index).substr(1);
}

std::string PlaceOf(const store::v1::DueCase& of, size_t index, v1::WorkOrder order) {
  std::string place = PlaceByDay(of.items(static_cast<int>(index)), of.case_id(), index);
  if (order != v1::WORK_ORDER_BY_CASE_NAME) return place;
  return absl::StrCat(absl::AsciiStrToLower(of.case_name()), absl::string_view("\0", 1), place);
}

// Return whether a page may begin after it: empty, or a result of PlaceOf.
bool IsPlace(absl::string_view place, v1::WorkOrder order) {
  if (place.empty()) return true;
  if (order == v1::WORK_ORDER_BY_CASE_NAME) {
    const size_t end = place.find('\0');
    if (end == absl::string_view::npos) return false;
    place.remove_prefix(end + 1);
  }
  const std::string key = absl::StrCat(std::string(1, static_cast<char>(DueGroup::kToDo)), place);
  const projections::DuePlace in = projections::PlaceIn(key);
  return (in.day == projections::kNoDay || projections::ParseDay(in.day).ok()) &&
         eventstore::Uuid::Parse(in.case_id).ok() &&
         projections::DuePlaceKey(DueGroup::kToDo, in.day, in.case_id, in.index).substr(1) == place;
}

// Finds the items of a list in the cases of somebody.
struct Search {
  const v1::ListWorkRequest& request;
  const WhoseWork& whose;
  const DueFilter& wanted;
  const std::string& after;
  std::vector<Placed>& found;
  Counts& counts;

  // Add the wanted items of one case, and count them, also those of earlier pages.
  void AddCase(const CaseWork& of) const {
    for (int i = 0; i < of.due.items_size(); ++i) {
      v1::DocketItem item = of.due.items(i);
      if (!whose.Has(of.due, item) || !wanted.Takes(item)) continue;
      ++counts[{item.kind(), projections::WorkStateOf(item, wanted.day())}];
      std::string place = PlaceOf(of.due, static_cast<size_t>(i), request.order());
      if (place > after) found.push_back({std::move(place), MakeWorkItem(of, std::move(item), wanted.day())});
    }
  }
};

absl::Status ChangedSince(const std::string& case_id) {
  return absl::AbortedError(
      absl::StrCat("case ", case_id, " changed since the first page; request the first page again"));
}

// Return what is to be done in one case on a day other than today. kAborted: this is not the first page, and the case
// has changed since the state of the list.
absl::StatusOr<CaseWork> DueOn(const DueSources& sources, const std::string& case_id, absl::CivilDay day,
                               const ListPage& list) {
  absl::StatusOr<std::shared_ptr<const CaseAt>> at = ExistingCase(sources.reader, Act::kReadPlan, case_id);
  if (!at.ok()) return at.status();
  const projections::EntryList& entries = (*at)->record.entries();
  if (!list.after.empty() && entries[entries.size() - 1].position > list.state->as_of_position) {
    return ChangedSince(case_id);
  }
  store::v1::DueCase due =
      projections::DueIn((*at)->record, sources.journal.rules().LawOn(day), day, sources.journal.zone());
  if (absl::Status left_out = HideNumbersIn(sources.worker.store(), due); !left_out.ok()) return left_out;
  return CaseWork{
      .due = std::move(due), .last = projections::LastEntryIn((*at)->record), .withheld = (*at)->withheld > 0};
}

// The cases to look through: the case asked for, those of the worker or unit, or all those of the reader.
absl::StatusOr<std::vector<std::string>> CasesToSearch(const DueSources& sources, const Search& search,
                                                       const ListPage& list,
                                                       const std::optional<std::set<std::string>>& limits) {
  if (search.whose.IsEveryones()) return std::vector<std::string>(limits->begin(), limits->end());
  return CaseIdsAskedFor(sources.due, search.whose, list.state->rows.get());
}

// Find all wanted items in these cases.
absl::Status FindInCases(const DueSources& sources, const Search& search, const ListPage& list, VisibleCases& visible,
                         const std::optional<std::set<std::string>>& limits, eventstore::Deadline deadline) {
  const std::string& on = search.request.on();
  absl::StatusOr<std::vector<std::string>> case_ids = CasesToSearch(sources, search, list, limits);
  if (!case_ids.ok()) return case_ids.status();
  if (!on.empty() && case_ids->size() > kCasesComputedMax) {
    return absl::ResourceExhaustedError(
        absl::StrCat(case_ids->size(), " cases; the limit for a day other than today is ", kCasesComputedMax));
  }
  for (const std::string& case_id : *case_ids) {
    if (deadline.IsOver()) return absl::DeadlineExceededError("the deadline passed before all cases were checked");
    absl::StatusOr<std::optional<CaseWork>> row =
        DueToday(sources.due, sources.worker.store(), case_id, list.state->rows.get());
    if (!row.ok()) return row.status();
    if (!row->has_value()) continue;
    const absl::StatusOr<SeenWork> seen = SeeWork(sources.journal, sources.worker.store(), visible, **row);
    if (!seen.ok()) return seen.status();
    if (*seen == SeenWork::kNot || !search.whose.MayBeIn((*row)->due)) continue;
    if (*seen == SeenWork::kOtherwise && !list.after.empty() && (*row)->last.position() > list.state->as_of_position)
      return ChangedSince(case_id);
    if (on.empty()) {
      search.AddCase(**row);
      continue;
    }
    absl::StatusOr<CaseWork> then = DueOn(sources, case_id, *projections::ParseDay(on), list);
    if (!then.ok()) return then.status();
    search.AddCase(*then);
  }
  return absl::OkStatus();
}

// Find a page of wanted items in the index of one group: by topic if there is only one, else by day.
// Cases that the reader sees otherwise than in rows are left out: what is due in them has other places.
absl::Status FindInGroup(const DueSources& sources, DueGroup group, const ListPage& list, const DueFilter& wanted,
                         size_t page_size, VisibleCases& visible, eventstore::Deadline deadline,
                         std::vector<Placed>& found, bool& left_out) {
  const std::string group_prefix(1, static_cast<char>(group));
  const std::optional<std::string> topic = wanted.OnlyTopic();
  const std::string prefix = topic ? absl::StrCat(projections::DueTopicPrefix(*topic), group_prefix) : group_prefix;
  const size_t topic_bytes = prefix.size() - 1;
  const std::string from = absl::StrCat(prefix, std::max(list.after, wanted.FirstDayIn(group)));
  const size_t enough = found.size() + page_size + 1;
  absl::Status failed;
  absl::Status scanned = sources.due.store().Scan(
      kDueFamily, prefix, from,
      [&](absl::string_view key, absl::string_view topic_here) {
        const projections::DuePlace place = projections::PlaceIn(key.substr(topic_bytes));
        std::string here(key.substr(topic_bytes + 1));
        if (wanted.IsPast(group, place.day)) return false;
        if (deadline.IsOver()) {
          failed = absl::DeadlineExceededError(
              "the deadline passed before a page was full; ask for a smaller page, by rule, or by one kind");
          return false;
        }
        if (here <= list.after || wanted.Skips(group, place.day)) return true;
        if (!wanted.TakesTopic(topic ? absl::string_view(*topic) : topic_here)) return true;
        absl::StatusOr<std::optional<CaseWork>> of =
            DueToday(sources.due, sources.worker.store(), place.case_id, list.state->rows.get());
        if (!of.ok()) {
          failed = of.status();
          return false;
        }
        if (!of->has_value() || place.index >= static_cast<size_t>((*of)->due.items_size())) return true;
        const absl::StatusOr<std::optional<VisibleCase>> seen =
            visible.Find(std::string(place.case_id), (*of)->last.position());
        if (!seen.ok()) {
          failed = seen.status();
          return false;
        }
        if (!seen->has_value() || (*seen)->seen != nullptr) {
          left_out = left_out || seen->has_value();
          return true;
        }
        v1::DocketItem item = (*of)->due.items(static_cast<int>(place.index));
        if (wanted.Takes(item)) found.push_back({std::move(here), MakeWorkItem(**of, std::move(item), wanted.day())});
        return found.size() < enough;
      },
      list.state->rows.get());
  return failed.ok() ? scanned : failed;
}

absl::Status CheckListWork(const Journal& journal, const v1::ListWorkRequest& request) {
  absl::Status days =
      CheckDays({{"dueFrom", request.due_from()}, {"dueUntil", request.due_until()}, {"on", request.on()}});
  if (!days.ok()) return days;
  for (const int state : request.states()) {
    if (!v1::WorkState_IsValid(state) || state == v1::WORK_STATE_UNSPECIFIED)
      return FieldError("states", absl::StrCat(state), kFieldKnownStates);
  }
  if (absl::Status fields = CheckDueFields(request); !fields.ok()) return fields;
  if (absl::Status ahead = CheckNotTooFarAhead(journal, "on", request.on()); !ahead.ok()) return ahead;
  if (!v1::WorkOrder_IsValid(request.order()))
    return FieldError("order", absl::StrCat(request.order()), kFieldKnownOrder);
  if (!WhoseWork::In(request).IsEveryones()) return absl::OkStatus();
  if (!request.on().empty()) return FieldError("on", request.on(), kFieldNoDayOfAll);
  if (request.order() == v1::WORK_ORDER_BY_CASE_NAME)
    return FieldError("order", "WORK_ORDER_BY_CASE_NAME", kFieldOrderByDay);
  return absl::OkStatus();
}

// The state that the list is read from: that of its first page.
absl::StatusOr<ListPage> OpenList(const DueSources& sources, ListCursors& cursors, const v1::ListWorkRequest& request) {
  const std::string of = ListOf(sources.reader, request);
  if (!request.page_token().empty()) {
    absl::StatusOr<ListPage> resumed = ResumeList(cursors, request.page_token(), of);
    if (resumed.ok() && !IsPlace(resumed->after, request.order()))
      return FieldError("pageToken", request.page_token(), kFieldPageToken);
    return resumed;
  }
  const eventstore::Position complete = sources.due.position();
  return ListPage{.state = std::make_shared<const ListState>(
                      ListState{.rows = sources.due.store().Freeze(),
                                .as_of_position = complete == 0 ? 0 : complete - 1,
                                .day = request.on().empty() ? sources.journal.Today() : request.on(),
                                .of = of}),
                  .name = "",
                  .after = ""};
}

}  // namespace

absl::StatusOr<v1::ListWorkResponse> ListWork(const DueSources& sources, ListCursors& cursors,
                                              const v1::ListWorkRequest& as_sent, eventstore::Deadline deadline) {
  if (absl::Status checked = CheckListWork(sources.journal, as_sent); !checked.ok()) return checked;
  const uint32_t size = as_sent.page_size() == 0 ? kPageDefault : as_sent.page_size();
  if (size > kPageMax)
    return FieldError("pageSize", absl::StrCat(size), kFieldOneTo, {projections::NumberParameter("most", kPageMax)});
  const uint64_t at_least = as_sent.has_min_position() ? SizeWith(as_sent.min_position()) : 0;
  if (absl::Status waited = sources.due.WaitFor(at_least, deadline); !waited.ok()) return waited;
  absl::StatusOr<ListPage> list = OpenList(sources, cursors, as_sent);
  if (!list.ok()) return list.status();
  if (sources.journal.rules().empty()) return NoLaw(sources.journal, sources.journal.Today());
  VisibleCases visible(sources.reader, sources.journal, sources.worker);
  VisibleNames names(visible, sources.worker, &sources.due);
  absl::Status known =
      CheckDueNames(sources.journal, sources.reader, names, as_sent, sources.journal.log().size(), deadline);
  if (!known.ok()) return known;
  absl::StatusOr<v1::ListWorkRequest> request = WithIssuer(sources.worker, names, as_sent, at_least, deadline);
  if (!request.ok()) return request.status();
  const std::string& day = list->state->day;
  if (sources.journal.rules().LawOn(*projections::ParseDay(day))->empty()) return NoLaw(sources.journal, day);
  v1::ListWorkResponse page;
  page.set_as_of_position(list->state->as_of_position);
  page.set_on(day);
  page.set_findings_behind(request->on().empty() && sources.due.findings_behind());
  const DueFilter wanted(*request, day);
  const WhoseWork whose = WhoseWork::In(*request);
  std::vector<Placed> found;
  Counts counts;
  const absl::StatusOr<std::optional<std::set<std::string>>> limits = visible.Limits();
  if (!limits.ok()) return limits.status();
  if (!whose.IsEveryones() || limits->has_value()) {
    const Search search{*request, whose, wanted, list->after, found, counts};
    absl::Status failed = FindInCases(sources, search, *list, visible, *limits, deadline);
    if (!failed.ok()) return failed;
  } else {
    bool left_out = false;
    for (const DueGroup group : wanted.Groups()) {
      absl::Status failed = FindInGroup(sources, group, *list, wanted, size, visible, deadline, found, left_out);
      if (!failed.ok()) return failed;
    }
    page.set_cases_left_out(left_out);
  }
  for (const auto& [of, items] : counts) {
    v1::WorkCount& count = *page.add_counts();
    count.set_kind(of.first);
    count.set_state(of.second);
    count.set_items(items);
  }
  const store::v1::LastEntry adoption = LastAdoption(sources.journal.rules(), list->state->as_of_position + 1);
  std::sort(found.begin(), found.end(), [](const Placed& a, const Placed& b) { return a.place < b.place; });
  for (Placed& each : found) {
    if (page.items_size() == static_cast<int>(size)) {
      page.set_next_page_token(NextPageToken(cursors, *list, found[size - 1].place));
      break;
    }
    NoteChange(adoption, each.work);
    *page.add_items() = std::move(each.work);
  }
  return page;
}

}  // namespace casejournal::services
