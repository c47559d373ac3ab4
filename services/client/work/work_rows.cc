#include "services/client/work/work_rows.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "projections/events/event_words.h"
#include "services/client/reading/docket_words.h"

namespace casejournal::services {
namespace {

// What a person asks first comes first.
constexpr v1::WorkState kStatesInOrder[] = {v1::WORK_STATE_OVERDUE,   v1::WORK_STATE_DUE,     v1::WORK_STATE_LATER,
                                            v1::WORK_STATE_WAITING,   v1::WORK_STATE_STOPPED, v1::WORK_STATE_DONE,
                                            v1::WORK_STATE_DONE_LATE, v1::WORK_STATE_EXCEPTED};

bool IsAlike(const v1::WorkItem& a, const v1::WorkItem& b) {
  return a.case_id() == b.case_id() && a.due().kind() == v1::WORK_KIND_LAW && DiffersInChildOnly(a.due(), b.due());
}

}  // namespace

std::vector<WorkRow> RowsOf(const std::vector<v1::WorkItem>& items) {
  std::vector<WorkRow> rows;
  size_t first = 0;  // of the rows of the same case and day
  for (const v1::WorkItem& item : items) {
    if (!rows.empty() &&
        (rows.back().item.case_id() != item.case_id() || rows.back().item.due().due() != item.due().due()))
      first = rows.size();
    auto row = std::find_if(rows.begin() + static_cast<std::ptrdiff_t>(first), rows.end(),
                            [&](const WorkRow& each) { return IsAlike(each.item, item); });
    if (row == rows.end()) row = rows.insert(rows.end(), {.item = item, .children = {}, .approvers = {}});
    if (!item.due().child().empty()) row->children.push_back(item.due().child());
  }
  return rows;
}

void ApprovalsWithDate::TakeOut(std::vector<v1::WorkItem>* items) {
  for (const v1::WorkItem& item : *items) {
    if (item.due().kind() == v1::WORK_KIND_LAW && IsToDo(item.due().state()) && item.due().began().has_revision())
      with_date_.insert({item.case_id(), item.due().began().revision()});
  }
  std::erase_if(*items, [&](const v1::WorkItem& item) {
    if (item.due().kind() != v1::WORK_KIND_APPROVAL || !item.due().began().has_revision()) return false;
    const Entry submitted{item.case_id(), item.due().began().revision()};
    if (!with_date_.contains(submitted)) return false;
    approvers_[submitted] = {item.due().staff().begin(), item.due().staff().end()};
    return true;
  });
}

std::vector<event::v1::Staff> ApprovalsWithDate::ApproversOf(const v1::WorkItem& date) const {
  if (date.due().kind() != v1::WORK_KIND_LAW) return {};
  const auto found = approvers_.find({date.case_id(), date.due().began().revision()});
  return found == approvers_.end() ? std::vector<event::v1::Staff>() : found->second;
}

void WorkTotals::Add(const v1::WorkItem& item) {
  ++count_;
  ++by_state_[item.state()];
  ++by_kind_[{item.due().kind(), item.state()}];
  cases_.insert(item.case_id());
}

std::string WorkTotals::Words() const {
  std::vector<std::string> parts;
  for (const v1::WorkState state : kStatesInOrder) {
    const auto found = by_state_.find(state);
    if (found != by_state_.end()) parts.push_back(absl::StrCat(found->second, " ", projections::EnumWords(state)));
  }
  return absl::StrCat(absl::StrJoin(parts, ", "), "; in ", cases_.size(), cases_.size() == 1 ? " case" : " cases");
}

}  // namespace casejournal::services
