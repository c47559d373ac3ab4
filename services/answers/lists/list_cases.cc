#include "services/answers/lists/list_cases.h"

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
#include "absl/strings/str_join.h"
#include "eventstore/system/deadline.h"
#include "google/protobuf/util/time_util.h"
#include "projections/entries/civil_day.h"
#include "projections/read_models/cases_projection.h"
#include "projections/read_models/due_rows.h"
#include "services/answers/case_numbers.h"
#include "services/answers/lists/visible_names.h"
#include "services/answers/paging.h"
#include "services/answers/request_fields.h"

namespace casejournal::services {
namespace {

using google::protobuf::util::TimeUtil;
using projections::CaseDay;
using projections::CasesProjection;
using projections::WithinDays;

// All given conditions must hold. Only the index knows whether a person is in the case, so it is always read for that.
bool Matches(const v1::CaseSummary& summary, const v1::ListCasesRequest& request) {
  const auto assigned = [&](const auto& holds) {
    return std::any_of(summary.assignments().begin(), summary.assignments().end(), holds);
  };
  if (request.status() != v1::CASE_STATUS_UNSPECIFIED && summary.status() != request.status()) return false;
  if (!request.number().empty() &&
      std::none_of(summary.numbers().begin(), summary.numbers().end(),
                   [&](const v1::CaseNumber& number) { return number.number() == request.number(); })) {
    return false;
  }
  if (!request.staff_subject().empty() && !assigned([&](const v1::Assignment& one) {
        return one.staff().subject() == request.staff_subject() && one.staff().issuer() == request.staff_issuer();
      })) {
    return false;
  }
  if (!request.unit().empty() && !assigned([&](const v1::Assignment& one) { return one.unit() == request.unit(); })) {
    return false;
  }
  if (request.has_changed_since() && summary.last_recorded_at() <= request.changed_since()) return false;
  return WithinDays(summary.opened_on(), request.opened_from(), request.opened_until()) &&
         WithinDays(summary.closed_on(), request.closed_from(), request.closed_until());
}

// Remove the numbers by which the case is not found.
absl::Status LeaveOutNumbers(const projections::ReadModelStore& models, v1::CaseSummary& summary) {
  std::vector<std::string> numbers;
  for (const v1::CaseNumber& number : summary.numbers()) numbers.push_back(number.number());
  const absl::StatusOr<std::vector<std::string>> leading =
      NumbersThatLeadTo(models, summary.case_id(), std::move(numbers));
  if (!leading.ok()) return leading.status();
  auto* all = summary.mutable_numbers();
  all->erase(std::remove_if(all->begin(), all->end(),
                            [&](const v1::CaseNumber& number) {
                              return std::find(leading->begin(), leading->end(), number.number()) == leading->end();
                            }),
             all->end());
  return absl::OkStatus();
}

// What makes one list.
struct Listing {
  const CaseListSources& sources;
  const v1::ListCasesRequest& request;
  VisibleCases& visible;
  // All ids of the person who is asked for; empty if none is.
  const std::set<std::string>& person_ids;
  const std::string& of;                              // whose list of what this is (ListOf)
  const std::string& after;                           // the place that the page follows; empty: none
  const std::shared_ptr<const projections::Law> law;  // of today; null: there are no rules
  const ListedOn on;
  eventstore::Deadline deadline;

  const projections::ReadModelStore& models() const { return sources.worker.store(); }
};

// A case of the list.
struct Listed {
  v1::CaseSummary summary;
  bool is_complete = false;  // it says the last visit and today's work already
};

bool HasPerson(const CaseAt& seen, const std::set<std::string>& person_ids) {
  for (const v1::Participant& participant : seen.record.state().All<v1::Participant>()) {
    if (person_ids.contains(participant.person_id())) return true;
  }
  return false;
}

bool IsByCaseId(const v1::ListCasesRequest& request) {
  return request.order() == v1::CASE_ORDER_UNSPECIFIED || request.order() == v1::CASE_ORDER_BY_CASE_ID;
}

// Loading cases takes long: an answer ends in time, with an error. What was loaded is kept, so the same request gets
// further.
absl::Status CheckInTime(const Listing& list) {
  if (list.visible.AreAll() || !list.deadline.IsOver()) return absl::OkStatus();
  return absl::DeadlineExceededError(
      IsByCaseId(list.request)
          ? "the deadline passed before a page was full; ask again, for a smaller page, or for fewer cases"
          : "the deadline passed before all cases were in order; ask again, name a worker or a unit, or order by case "
            "id");
}

void AddWork(const std::optional<store::v1::DueCase>& due, const std::string& today, v1::CaseSummary& summary) {
  if (!due) return;
  for (v1::DocketItem item : due->items()) {
    item.set_state(projections::StateOn(item, today));
    const v1::WorkState state = projections::WorkStateOf(item, today);
    if (item.kind() == v1::WORK_KIND_FINDING) summary.set_open_findings(summary.open_findings() + 1);
    if (state == v1::WORK_STATE_OVERDUE) summary.set_overdue(summary.overdue() + 1);
    if ((state == v1::WORK_STATE_DUE || state == v1::WORK_STATE_LATER) &&
        (summary.next_on().empty() || item.due() < summary.next_on())) {
      summary.set_next_on(item.due());
    }
  }
}

// What a list says of a case of which entries are withheld.
v1::CaseSummary SummaryAsSeen(const Listing& list, const CaseAt& seen) {
  v1::CaseSummary summary = projections::SummaryOf(seen.record);
  summary.set_entries_withheld(true);
  summary.set_last_visit_on(projections::LastVisitOf(seen.record));
  if (list.law != nullptr) {
    AddWork(projections::DueIn(seen.record, list.law, *projections::ParseDay(list.on.day), list.sources.journal.zone()),
            list.on.day, summary);
  }
  return summary;
}

// What the list says of a case that is not found by a person. Nothing: the reader may not see the case.
absl::StatusOr<std::optional<ListedAs>> AsListed(const Listing& list, const std::string& case_id,
                                                 eventstore::Position position = 0) {
  return list.visible.FindListed(
      case_id, list.on, [&](const CaseAt& seen) { return SummaryAsSeen(list, seen); }, position);
}

// Read a row of the list. Return nothing if the reader may not see the case, or it does not match. An index row of a
// person who is asked for applies to the case now if `has_person`.
absl::StatusOr<std::optional<Listed>> Wanted(const Listing& list, const std::string& row, bool has_person) {
  if (absl::Status in_time = CheckInTime(list); !in_time.ok()) return in_time;
  Listed listed;
  v1::CaseSummary& summary = listed.summary;
  if (!summary.ParseFromString(row)) return list.models().Damaged("a row of the case list cannot be read");
  if (list.person_ids.empty()) {
    absl::StatusOr<std::optional<ListedAs>> as = AsListed(list, summary.case_id());
    if (!as.ok()) return as.status();
    if (!as->has_value()) return std::nullopt;
    listed.is_complete = (*as)->summary != nullptr;
    if (listed.is_complete) summary = *(*as)->summary;
  } else {
    absl::StatusOr<std::optional<VisibleCase>> visible = list.visible.Find(summary.case_id());
    if (!visible.ok()) return visible.status();
    if (!visible->has_value()) return std::nullopt;
    if (const CaseAt* seen = (*visible)->seen.get(); seen != nullptr) {
      summary = SummaryAsSeen(list, *seen);
      listed.is_complete = true;
      has_person = HasPerson(*seen, list.person_ids);
    }
  }
  if (!list.person_ids.empty() && !has_person) return std::nullopt;
  if (!Matches(summary, list.request)) return std::nullopt;
  if (absl::Status left_out = LeaveOutNumbers(list.models(), summary); !left_out.ok()) return left_out;
  if (!Matches(summary, list.request)) return std::nullopt;
  return listed;
}

// Add what other rows say about a case: its last visit, and today's work in it. The rows of the work can be newer, and
// say something that the reader does not see: then the case says it. Whether the reader may still see the case.
absl::StatusOr<bool> Complete(const Listing& list, Listed& listed) {
  if (listed.is_complete) return true;
  const CaseListSources& sources = list.sources;
  v1::CaseSummary& summary = listed.summary;
  const absl::StatusOr<std::optional<std::string>> visit =
      sources.worker.store().Get(CasesProjection::kName, projections::LastVisitRowKey(summary.case_id()));
  if (!visit.ok()) return visit.status();
  if (visit->has_value()) summary.set_last_visit_on(**visit);
  const absl::StatusOr<std::optional<store::v1::DueCase>> due = sources.due.CaseNamed(summary.case_id());
  if (!due.ok()) return due.status();
  if (!list.visible.AreAll()) {
    const absl::StatusOr<store::v1::LastEntry> last = sources.due.LastEntryOf(summary.case_id());
    if (!last.ok()) return last.status();
    absl::StatusOr<std::optional<ListedAs>> as = AsListed(list, summary.case_id(), last->position());
    if (!as.ok()) return as.status();
    if (!as->has_value()) return false;
    if ((*as)->summary != nullptr) {
      summary = *(*as)->summary;
      if (absl::Status left_out = LeaveOutNumbers(list.models(), summary); !left_out.ok()) return left_out;
      return Matches(summary, list.request);
    }
  }
  AddWork(*due, list.on.day, summary);
  return true;
}

// Add a case if it matches. Return whether there is room for more. An unreadable row ends the list with `failed`.
bool Add(const Listing& list, const std::string& row, bool has_person, uint32_t page_size, v1::ListCasesResponse& page,
         absl::Status& failed) {
  absl::StatusOr<std::optional<Listed>> listed = Wanted(list, row, has_person);
  if (!listed.ok()) {
    failed = listed.status();
    return false;
  }
  if (!listed->has_value()) return true;
  if (page.cases_size() == static_cast<int>(page_size)) {
    page.set_next_page_token(PlaceToken(list.of, page.cases(page.cases_size() - 1).case_id()));
    return false;
  }
  const absl::StatusOr<bool> complete = Complete(list, **listed);
  failed = complete.status();
  if (failed.ok() && *complete) *page.add_cases() = std::move((*listed)->summary);
  return failed.ok();
}

// Cases among which the wanted ones are, each with whether the index row applies to it now.
using CasesFound = std::map<std::string, bool>;

// Add the cases of index rows: those whose rows apply now. If a reader may see other than rows say, a row that does not
// apply can do so for the reader: what ended it can be withheld.
absl::Status Collect(const Listing& list, const std::string& prefix, CasesFound& candidates) {
  return list.models().Scan(CasesProjection::kName, prefix, prefix,
                            [&](absl::string_view key, absl::string_view value) {
                              const bool applies = value == "1";
                              if (!applies && list.visible.AreAll()) return true;
                              bool& known = candidates[std::string(key.substr(prefix.size()))];
                              known = known || applies;
                              return true;
                            });
}

// With more cases than this, reading all in order is faster than looking up each.
constexpr size_t kCandidatesMax = 5000;

// Return the cases with a day of that kind from `from` to `until`; an empty limit is no limit. Return nothing if there
// are too many.
absl::StatusOr<std::optional<CasesFound>> CasesWithDay(const Listing& list, CaseDay which, absl::string_view from,
                                                       absl::string_view until) {
  CasesFound candidates;
  const std::string prefix(1, static_cast<char>(which));
  absl::Status scanned = list.models().Scan(CasesProjection::kName, prefix, projections::CaseDayRowPrefix(which, from),
                                            [&](absl::string_view key, absl::string_view value) {
                                              const projections::DayOfCase found = projections::InCaseDayRowKey(key);
                                              if (!until.empty() && found.day > until) return false;
                                              if (value == "1" || !list.visible.AreAll())
                                                candidates.emplace(found.case_id, true);
                                              return candidates.size() <= kCandidatesMax;
                                            });
  if (!scanned.ok()) return scanned;
  if (candidates.size() > kCandidatesMax) return std::nullopt;
  return candidates;
}

absl::StatusOr<std::optional<CasesFound>> CandidateCasesByDay(const Listing& list) {
  const v1::ListCasesRequest& request = list.request;
  struct Range {
    CaseDay which;
    std::string from;
    std::string until;
  };
  std::vector<Range> ranges;
  if (request.has_changed_since()) {
    const int64_t since_us = TimeUtil::TimestampToMicroseconds(request.changed_since());
    // Nothing was recorded before 1970.
    ranges.push_back({CaseDay::kRecorded, projections::RecordedDay(std::max<int64_t>(since_us, 0)), ""});
  }
  if (!request.closed_from().empty() || !request.closed_until().empty()) {
    ranges.push_back({CaseDay::kClosed, request.closed_from(), request.closed_until()});
  }
  if (!request.opened_from().empty() || !request.opened_until().empty()) {
    ranges.push_back({CaseDay::kOpened, request.opened_from(), request.opened_until()});
  }
  for (const Range& range : ranges) {
    absl::StatusOr<std::optional<CasesFound>> found = CasesWithDay(list, range.which, range.from, range.until);
    if (!found.ok() || found->has_value()) return found;
  }
  return std::nullopt;
}

// Return the cases among which the wanted ones must be, from the index that probably has the fewest. Return nothing if
// no given filter has an index.
absl::StatusOr<std::optional<CasesFound>> CandidatesByFilter(const Listing& list) {
  const v1::ListCasesRequest& request = list.request;
  std::vector<std::string> prefixes;
  if (!request.person_id().empty()) {
    for (const std::string& person_id : list.person_ids)
      prefixes.push_back(projections::CaseOfPersonRowPrefix(person_id));
  } else if (!request.number().empty()) {
    prefixes.push_back(projections::NumberRowPrefix(request.number()));
  } else if (!request.staff_subject().empty()) {
    prefixes.push_back(projections::StaffRowPrefix(request.staff_subject(), request.staff_issuer()));
  } else if (!request.unit().empty()) {
    prefixes.push_back(projections::UnitRowPrefix(request.unit()));
  } else {
    return CandidateCasesByDay(list);
  }
  CasesFound candidates;
  for (const std::string& prefix : prefixes) {
    if (absl::Status collected = Collect(list, prefix, candidates); !collected.ok()) return collected;
  }
  return candidates;
}

// The same among the cases in which the reader can have a role.
absl::StatusOr<std::optional<CasesFound>> CandidateCases(const Listing& list) {
  const absl::StatusOr<std::optional<std::set<std::string>>> limits = list.visible.Limits();
  if (!limits.ok()) return limits.status();
  absl::StatusOr<std::optional<CasesFound>> found = CandidatesByFilter(list);
  if (!found.ok() || !limits->has_value()) return found;
  if (found->has_value()) {
    std::erase_if(**found, [&](const auto& each) { return !(*limits)->contains(each.first); });
    return found;
  }
  CasesFound all;
  for (const std::string& case_id : **limits) all.emplace(case_id, true);
  return all;
}

absl::Status AddAmong(const Listing& list, const CasesFound& candidates, uint32_t page_size,
                      v1::ListCasesResponse& page) {
  absl::Status failed;
  for (auto at = candidates.upper_bound(list.after); at != candidates.end(); ++at) {
    absl::StatusOr<std::optional<std::string>> row =
        list.models().Get(CasesProjection::kName, projections::CaseRowKey(at->first));
    if (!row.ok()) return row.status();
    if (row->has_value() && !Add(list, **row, at->second, page_size, page, failed)) break;
  }
  return failed;
}

absl::Status AddAmongAll(const Listing& list, uint32_t page_size, v1::ListCasesResponse& page) {
  const std::string after = projections::CaseRowKey(list.after);
  absl::Status failed;
  absl::Status listed =
      list.models().Scan(CasesProjection::kName, "c", after, [&](absl::string_view key, absl::string_view row) {
        return key == after || Add(list, std::string(row), false, page_size, page, failed);
      });
  listed.Update(failed);
  return listed;
}

// What a case is ordered by, with what comes first as the least text.
std::string OrderKey(const v1::CaseSummary& summary, v1::CaseOrder order) {
  constexpr char kLast[] = "\xff";
  const auto or_last = [&](std::string text) { return text.empty() ? std::string(kLast) : text; };
  switch (order) {
    case v1::CASE_ORDER_BY_NAME:
      return or_last(absl::AsciiStrToLower(absl::StrJoin(summary.children(), ", ")));
    case v1::CASE_ORDER_BY_NEXT_DATE:
      return or_last(summary.next_on());
    case v1::CASE_ORDER_BY_LAST_CONTACT:
      return summary.last_contact_on();
    case v1::CASE_ORDER_BY_OPENING: {
      std::string latest_first = summary.opened_on();
      for (char& each : latest_first) each = static_cast<char>('0' + '9' - each);
      return or_last(latest_first);
    }
    default:
      return "";
  }
}

// The place of a case in the order: the key, and the id of the case.
std::string PlaceInOrder(const v1::CaseSummary& summary, v1::CaseOrder order) {
  return absl::StrCat(OrderKey(summary, order), absl::string_view("\0", 1), summary.case_id());
}

// Return whether a page may begin after it: empty, or what a token was made from.
bool IsPlaceInOrder(const std::string& place, const v1::ListCasesRequest& request) {
  if (place.empty()) return true;
  if (IsByCaseId(request)) return eventstore::Uuid::Parse(place).ok();
  const size_t end = place.rfind('\0');
  return end != std::string::npos && eventstore::Uuid::Parse(place.substr(end + 1)).ok();
}

absl::Status TooManyToOrder() {
  return absl::ResourceExhaustedError(absl::StrCat(
      "more than ", kCandidatesMax, " cases to put in order; name a worker or a unit, or order by case id"));
}

// Read all cases that match, put them in order, and add a page of them.
absl::Status AddInOrder(const Listing& list, const std::optional<CasesFound>& candidates, uint32_t page_size,
                        v1::ListCasesResponse& page) {
  const v1::ListCasesRequest& request = list.request;
  std::vector<std::pair<std::string, v1::CaseSummary>> found;
  absl::Status failed;
  size_t read = 0;
  const auto take = [&](const std::string& row, bool has_person) {
    if (++read > kCandidatesMax) failed = TooManyToOrder();
    if (!failed.ok()) return false;
    absl::StatusOr<std::optional<Listed>> listed = Wanted(list, row, has_person);
    failed = listed.status();
    if (!failed.ok() || !listed->has_value()) return failed.ok();
    const absl::StatusOr<bool> complete = Complete(list, **listed);
    failed = complete.status();
    if (failed.ok() && *complete)
      found.emplace_back(PlaceInOrder((*listed)->summary, request.order()), std::move((*listed)->summary));
    return failed.ok();
  };
  if (candidates) {
    for (const auto& [case_id, applies] : *candidates) {
      absl::StatusOr<std::optional<std::string>> row =
          list.models().Get(CasesProjection::kName, projections::CaseRowKey(case_id));
      if (!row.ok()) return row.status();
      if (row->has_value() && !take(**row, applies)) return failed;
    }
  } else {
    absl::Status scanned =
        list.models().Scan(CasesProjection::kName, "c", "c",
                           [&](absl::string_view, absl::string_view row) { return take(std::string(row), false); });
    scanned.Update(failed);
    if (!scanned.ok()) return scanned;
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string last;
  for (auto& [place, summary] : found) {
    if (place <= list.after) continue;
    if (page.cases_size() == static_cast<int>(page_size)) {
      page.set_next_page_token(PlaceToken(list.of, last));
      break;
    }
    last = place;
    *page.add_cases() = std::move(summary);
  }
  return absl::OkStatus();
}

absl::Status CheckFields(const v1::ListCasesRequest& request) {
  absl::Status days = CheckDays({{"openedFrom", request.opened_from()},
                                 {"openedUntil", request.opened_until()},
                                 {"closedFrom", request.closed_from()},
                                 {"closedUntil", request.closed_until()},
                                 {"changedFrom", request.changed_from()}});
  if (!days.ok()) return days;
  if (!request.person_id().empty() && !eventstore::Uuid::Parse(request.person_id()).ok()) {
    return FieldError("personId", request.person_id(), kFieldUuid);
  }
  if (!v1::CaseOrder_IsValid(request.order()))
    return FieldError("order", absl::StrCat(request.order()), kFieldKnownOrder);
  if (!request.changed_from().empty() && request.has_changed_since()) {
    return FieldError("changedFrom", request.changed_from(), kFieldOneChanged);
  }
  const google::protobuf::Timestamp& since = request.changed_since();
  if (since.seconds() < TimeUtil::kTimestampMinSeconds || since.seconds() > TimeUtil::kTimestampMaxSeconds ||
      since.nanos() < 0 || since.nanos() > 999'999'999) {
    return FieldError("changedSince", "", kFieldInstant);
  }
  return absl::OkStatus();
}

// A day means the instants from its beginning on: those after the last microsecond of the day before.
v1::ListCasesRequest WithInstant(v1::ListCasesRequest request, absl::TimeZone zone) {
  if (request.changed_from().empty()) return request;
  const absl::Time begins = projections::EndOfDay(*projections::ParseDay(request.changed_from()) - 1, zone);
  *request.mutable_changed_since() = TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(begins) - 1);
  return request;
}

absl::Status CheckCaseNames(VisibleNames& names, uint64_t size, const v1::ListCasesRequest& request,
                            eventstore::Deadline deadline) {
  if (absl::Status known = names.CheckNumber(size, request.number(), deadline); !known.ok()) return known;
  if (absl::Status known = names.CheckStaff(size, request.staff_subject(), deadline); !known.ok()) return known;
  if (absl::Status known = names.CheckUnit(size, request.unit(), deadline); !known.ok()) return known;
  return names.CheckPerson(size, request.person_id(), deadline);
}

}  // namespace

absl::StatusOr<v1::ListCasesResponse> ListCases(const CaseListSources& sources, const v1::ListCasesRequest& as_sent,
                                                eventstore::Deadline deadline) {
  const projections::Worker& worker = sources.worker;
  if (absl::Status fields = CheckFields(as_sent); !fields.ok()) return fields;
  const std::string of = ListOf(sources.reader, as_sent);
  const absl::StatusOr<std::string> after = PlaceInToken(of, as_sent.page_token());
  if (!after.ok()) return after.status();
  if (!IsPlaceInOrder(*after, as_sent)) return FieldError("pageToken", as_sent.page_token(), kFieldPageToken);
  v1::ListCasesRequest request = WithInstant(as_sent, sources.journal.zone());
  absl::StatusOr<Page> asked = BeginPage(worker, request, deadline);
  if (!asked.ok()) return asked.status();
  if (request.has_min_position()) {
    absl::Status waited = sources.due.WaitFor(SizeWith(request.min_position()), deadline);
    if (!waited.ok()) return waited;
  }
  VisibleCases visible(sources.reader, sources.journal, worker);
  VisibleNames names(visible, worker);
  absl::Status known = CheckCaseNames(names, sources.journal.log().size(), request, deadline);
  if (!known.ok()) return known;
  absl::Status resolved = names.ResolveIssuer(request.staff_subject(), request.mutable_staff_issuer());
  if (!resolved.ok()) return resolved;
  std::set<std::string> person_ids;
  if (!request.person_id().empty()) {
    absl::StatusOr<std::set<std::string>> same = names.SameHuman(request.person_id());
    if (!same.ok()) return same.status();
    person_ids = *std::move(same);
  }
  const std::shared_ptr<const projections::Law> law =
      sources.journal.rules().empty() ? nullptr : sources.journal.LawToday();
  const Listing list{.sources = sources,
                     .request = request,
                     .visible = visible,
                     .person_ids = person_ids,
                     .of = of,
                     .after = *after,
                     .law = law,
                     .on = {.day = sources.journal.Today(), .law = law},
                     .deadline = deadline};
  v1::ListCasesResponse page;
  page.set_as_of_position(asked->as_of_position);
  absl::StatusOr<std::optional<CasesFound>> candidates = CandidateCases(list);
  if (!candidates.ok()) return candidates.status();
  absl::Status listed;
  if (!IsByCaseId(request)) {
    listed = AddInOrder(list, *candidates, asked->size, page);
  } else {
    listed = candidates->has_value() ? AddAmong(list, **candidates, asked->size, page)
                                     : AddAmongAll(list, asked->size, page);
  }
  if (!listed.ok()) return listed;
  return page;
}

}  // namespace casejournal::services
