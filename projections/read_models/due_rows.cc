#include "projections/read_models/due_rows.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "projections/docket/growing_docket.h"
#include "projections/entries/civil_day.h"
#include "projections/work/plan_work.h"

namespace casejournal::projections {
namespace {

const absl::string_view kEnd("\0", 1);

}  // namespace

DueGroup GroupOf(v1::ClockState state) {
  switch (state) {
    case v1::CLOCK_STATE_MET:
      return DueGroup::kMet;
    case v1::CLOCK_STATE_MET_LATE:
      return DueGroup::kMetLate;
    case v1::CLOCK_STATE_EXCEPTED:
      return DueGroup::kExcepted;
    case v1::CLOCK_STATE_TOLLED:
      return DueGroup::kTolled;
    default:
      return DueGroup::kToDo;
  }
}

v1::ClockState StateOn(const v1::DocketItem& item, absl::string_view day) {
  // A date that had passed when it was set has passed on every day.
  if (GroupOf(item.state()) != DueGroup::kToDo || item.state() == v1::CLOCK_STATE_PAST_WHEN_SET) return item.state();
  if (item.due().empty()) return v1::CLOCK_STATE_OPEN;
  if (item.due() < day) return v1::CLOCK_STATE_MISSED;
  return !item.window_opens().empty() && item.window_opens() <= day ? v1::CLOCK_STATE_WINDOW_OPEN
                                                                    : v1::CLOCK_STATE_OPEN;
}

v1::WorkState WorkStateOf(const v1::DocketItem& item, absl::string_view day) {
  switch (item.state()) {
    case v1::CLOCK_STATE_MET:
      return v1::WORK_STATE_DONE;
    case v1::CLOCK_STATE_MET_LATE:
      return v1::WORK_STATE_DONE_LATE;
    case v1::CLOCK_STATE_EXCEPTED:
      return v1::WORK_STATE_EXCEPTED;
    case v1::CLOCK_STATE_TOLLED:
      return v1::WORK_STATE_STOPPED;
    case v1::CLOCK_STATE_MISSED:
    case v1::CLOCK_STATE_PAST_WHEN_SET:
      return v1::WORK_STATE_OVERDUE;
    case v1::CLOCK_STATE_WINDOW_OPEN:
      return v1::WORK_STATE_DUE;
    default:
      if (item.due().empty()) return v1::WORK_STATE_WAITING;
      return item.due() == day ? v1::WORK_STATE_DUE : v1::WORK_STATE_LATER;
  }
}

DueGroup GroupOf(v1::WorkState state) {
  switch (state) {
    case v1::WORK_STATE_DONE:
      return DueGroup::kMet;
    case v1::WORK_STATE_DONE_LATE:
      return DueGroup::kMetLate;
    case v1::WORK_STATE_EXCEPTED:
      return DueGroup::kExcepted;
    case v1::WORK_STATE_STOPPED:
      return DueGroup::kTolled;
    default:
      return DueGroup::kToDo;
  }
}

std::string TopicOf(v1::WorkKind kind) { return absl::StrCat("#", static_cast<int>(kind)); }

std::string TopicOf(const v1::DocketItem& item) { return item.rule().empty() ? TopicOf(item.kind()) : item.rule(); }

v1::WorkKind KindOfTopic(absl::string_view topic) {
  int kind = 0;
  if (topic.empty() || topic.front() != '#' || !absl::SimpleAtoi(topic.substr(1), &kind)) return v1::WORK_KIND_LAW;
  return static_cast<v1::WorkKind>(kind);
}

store::v1::DueCase DueIn(const CaseRecord& record, std::vector<v1::DocketItem> items) {
  store::v1::DueCase due;
  due.set_case_id(record.case_id());
  for (const v1::CaseNumber& number : record.state().All<v1::CaseNumber>()) due.add_numbers(number.number());
  for (const v1::Assignment& assignment : record.state().All<v1::Assignment>()) {
    if (!assignment.until().empty()) continue;
    due.add_staff_subjects(assignment.staff().subject());
    due.add_staff_issuers(assignment.staff().issuer());
    due.add_staff_parts(assignment.part());
    if (!assignment.unit().empty()) due.add_units(assignment.unit());
  }
  std::string name;
  for (const v1::Participant& participant : record.state().All<v1::Participant>()) {
    if (participant.capacity() != event::v1::CAPACITY_CHILD) continue;
    absl::StrAppend(&name, name.empty() ? "" : ", ", participant.name());
  }
  due.set_case_name(std::move(name));
  std::stable_sort(items.begin(), items.end(), [](const v1::DocketItem& a, const v1::DocketItem& b) {
    return std::pair(a.due().empty(), a.due()) < std::pair(b.due().empty(), b.due());
  });
  for (v1::DocketItem& item : items) *due.add_items() = std::move(item);
  return due;
}

store::v1::DueCase DueIn(const CaseRecord& record, std::shared_ptr<const Law> law, absl::CivilDay day,
                         absl::TimeZone zone) {
  GrowingDocket docket(law, day, zone);
  docket.Take(record.entries());
  std::vector<v1::DocketItem> items = docket.Items();
  const std::string on = FormatDay(day);
  for (v1::DocketItem& item : PlanWork(on < record.last_day() ? record.StateOn(on) : record.state(), on))
    items.push_back(std::move(item));
  for (v1::DocketItem& item : FindingWork(record, on, zone, *law)) items.push_back(std::move(item));
  return DueIn(record, std::move(items));
}

store::v1::LastEntry LastEntryIn(const CaseRecord& record) {
  store::v1::LastEntry last;
  const EntryList& entries = record.entries();
  if (entries.empty()) return last;
  last.set_position(entries.back().position);
  last.set_recorded_at_us(entries.back().recorded_at_us);
  return last;
}

std::string DueCaseKey(absl::string_view case_id) { return absl::StrCat("c", case_id); }
std::string LastEntryKey(absl::string_view case_id) { return absl::StrCat("p", case_id); }
std::string FindingsBehindKey(absl::string_view case_id) { return absl::StrCat("q", case_id); }
std::string DueTopicPrefix(absl::string_view topic) { return absl::StrCat("k", topic, kEnd); }
std::string DueSubjectPrefix(absl::string_view subject) { return absl::StrCat("w", subject, kEnd); }
std::string DueWorkerPrefix(absl::string_view subject, absl::string_view issuer) {
  return absl::StrCat(DueSubjectPrefix(subject), issuer, kEnd);
}
std::string DueUnitPrefix(absl::string_view unit) { return absl::StrCat("n", unit, kEnd); }

std::string DuePlaceKey(DueGroup group, absl::string_view day, absl::string_view case_id, size_t index) {
  return absl::StrCat(std::string(1, static_cast<char>(group)), day.empty() ? kNoDay : day, kEnd, case_id, kEnd,
                      absl::StrFormat("%05d", index));
}

DuePlace PlaceIn(absl::string_view key) {
  const size_t day_end = key.find('\0');
  const size_t case_end = key.rfind('\0');
  DuePlace place;
  if (day_end == absl::string_view::npos || case_end == day_end) return place;
  place.day = key.substr(1, day_end - 1);
  place.case_id = key.substr(day_end + 1, case_end - day_end - 1);
  if (!absl::SimpleAtoi(key.substr(case_end + 1), &place.index)) place.index = 0;
  return place;
}

std::vector<std::pair<std::string, std::string>> DueRows(const store::v1::DueCase& due) {
  std::vector<std::pair<std::string, std::string>> rows;
  rows.emplace_back(DueCaseKey(due.case_id()), due.SerializeAsString());
  for (int i = 0; i < due.items_size(); ++i) {
    const v1::DocketItem& item = due.items(i);
    std::string place = DuePlaceKey(GroupOf(item.state()), item.due(), due.case_id(), static_cast<size_t>(i));
    const std::string topic = TopicOf(item);
    rows.emplace_back(absl::StrCat(DueTopicPrefix(topic), place), "");
    rows.emplace_back(std::move(place), topic);
    for (const event::v1::Staff& staff : item.staff())
      rows.emplace_back(absl::StrCat(DueWorkerPrefix(staff.subject(), staff.issuer()), due.case_id()), "");
  }
  for (int i = 0; i < due.staff_subjects_size(); ++i) {
    rows.emplace_back(absl::StrCat(DueWorkerPrefix(due.staff_subjects(i), due.staff_issuers(i)), due.case_id()), "");
  }
  for (const std::string& unit : due.units()) rows.emplace_back(absl::StrCat(DueUnitPrefix(unit), due.case_id()), "");
  return rows;
}

DueChange ChangeOf(const std::optional<store::v1::DueCase>& before, const store::v1::DueCase& now) {
  DueChange change;
  std::map<std::string, std::string> old;
  if (before) {
    for (auto& [key, value] : DueRows(*before)) old[std::move(key)] = std::move(value);
  }
  for (auto& [key, value] : DueRows(now)) {
    const auto known = old.find(key);
    const bool same = known != old.end() && known->second == value;
    if (known != old.end()) old.erase(known);
    if (!same) change.put.emplace_back(std::move(key), std::move(value));
  }
  for (const auto& [key, value] : old) change.gone.push_back(key);
  return change;
}

}  // namespace casejournal::projections
