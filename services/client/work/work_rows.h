// The rows of a list of work for people: what is the same for several children in one row, and totals.
#ifndef CASEJOURNAL_SERVICES_CLIENT_WORK_WORK_ROWS_H_
#define CASEJOURNAL_SERVICES_CLIENT_WORK_WORK_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "casejournal/v1/work_list.pb.h"

namespace casejournal::services {

// One row: the first of its items, the children of all of them, and who is to approve.
struct WorkRow {
  v1::WorkItem item;
  std::vector<std::string> children;
  std::vector<event::v1::Staff> approvers;
};

// Return the rows of items in the order of ListWork. Dates of one case that differ only in the child share a row.
std::vector<WorkRow> RowsOf(const std::vector<v1::WorkItem>& items);

// Finds what waits for an approval that also has a date by law, which counts from the same entry. Not safe for
// concurrent use.
class ApprovalsWithDate {
 public:
  // Take the items out of `items` whose date is among them, or among those of earlier calls.
  void TakeOut(std::vector<v1::WorkItem>* items);

  // Who is to approve what this date is about.
  std::vector<event::v1::Staff> ApproversOf(const v1::WorkItem& date) const;

 private:
  using Entry = std::pair<std::string, uint64_t>;  // a case, and a revision
  std::set<Entry> with_date_;
  std::map<Entry, std::vector<event::v1::Staff>> approvers_;
};

// Counts items, for "35 overdue, 4 due, and 12 later, in 9 cases".
class WorkTotals {
 public:
  void Add(const v1::WorkItem& item);
  size_t count() const { return count_; }
  size_t cases() const { return cases_.size(); }
  const std::map<std::pair<v1::WorkKind, v1::WorkState>, uint32_t>& by_kind() const { return by_kind_; }
  std::string Words() const;

 private:
  std::map<v1::WorkState, size_t> by_state_;
  std::map<std::pair<v1::WorkKind, v1::WorkState>, uint32_t> by_kind_;
  std::set<std::string> cases_;
  size_t count_ = 0;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_WORK_WORK_ROWS_H_
