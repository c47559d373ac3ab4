#include "services/client/work/work_table.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "projections/events/event_words.h"
#include "services/client/case_lookup.h"
#include "services/client/reading/docket_words.h"
#include "services/client/staff_with_id.h"
#include "services/pages/clerk_sentence.h"
#include "services/pages/plan_words.h"

namespace casejournal::services {
namespace {

Tone ToneOf(v1::WorkState state) {
  switch (state) {
    case v1::WORK_STATE_OVERDUE:
    case v1::WORK_STATE_DONE_LATE:
      return Tone::kBad;
    case v1::WORK_STATE_DUE:
      return Tone::kOpen;
    case v1::WORK_STATE_DONE:
      return Tone::kGood;
    default:
      return Tone::kPlain;
  }
}

std::string NameOf(const event::v1::Staff& staff, bool ids) { return ids ? StaffWithId(staff) : StaffWords(staff); }

// Numbers, the first digits of the id where the numbers are not those of one case, and what people call the case,
// unless the row names children.
std::vector<std::string> CaseWords(const WorkRow& row, const WorkCases& cases, bool by_name) {
  const v1::WorkItem& item = row.item;
  std::vector<std::string> words(item.numbers().begin(), item.numbers().end());
  if (words.empty() || cases.SharesNumber(item)) words.push_back(ShortCaseId(item.case_id()));
  if (!item.case_name().empty() && (by_name || row.children.empty())) words.push_back(item.case_name());
  return words;
}

// The rule; else the kind, and its source in the law.
std::string AskedForBy(const v1::DocketItem& due) {
  if (!due.rule().empty()) return due.rule();
  return Joined({projections::EnumWords(due.kind()), due.citation()}, ": ");
}

}  // namespace

std::vector<Column> WorkColumns(const WorkLook& look) {
  std::vector<Column> columns = {{.title = "Day", .width_min = 10},
                                 {.title = "Time"},
                                 {.title = "Case", .wraps = true, .width_min = 14},
                                 {.title = "What", .wraps = true, .width_min = 20},
                                 {.title = "For", .wraps = true, .width_min = 12, .rank = 1},
                                 {.title = "How it stands", .wraps = true, .width_min = 14},
                                 {.title = "Worker", .wraps = true, .width_min = 10, .rank = 2},
                                 {.title = "Asked for by", .wraps = true, .rank = 3}};
  if (look.format != OutputFormat::kTable) {
    for (const char* title : {"State", "Days left", "Case id", "Item"}) columns.push_back({.title = title});
  }
  columns.push_back({.title = "Cautions", .below = true});
  return columns;
}

std::vector<Cell> WorkCells(const WorkRow& row, const WorkCases& cases, bool with_workers, const WorkLook& look,
                            const Listing& list) {
  const v1::WorkItem& item = row.item;
  const v1::DocketItem& due = item.due();
  std::vector<std::string> people(due.who().begin(), due.who().end());
  for (const event::v1::Staff& staff : due.staff()) people.push_back(NameOf(staff, look.ids));
  for (const event::v1::Staff& staff : row.approvers) people.push_back(NameOf(staff, look.ids));
  std::vector<std::string> whom;
  for (const std::string& words : {absl::StrJoin(row.children, ", "), absl::StrJoin(people, ", ")}) {
    if (!words.empty()) whom.push_back(words);
  }
  std::vector<std::string> workers;
  if (with_workers) {
    for (const event::v1::Staff& staff : cases.WorkersOf(item.case_id())) workers.push_back(NameOf(staff, look.ids));
  }
  const Tone tone = ToneOf(item.state());
  const bool has_day = due.state() != v1::CLOCK_STATE_TOLLED && !due.due().empty();
  std::vector<Cell> cells = {Cell(has_day ? due.due() : "-", has_day ? tone : Tone::kPlain),
                             due.due_time(),
                             list.Stack(CaseWords(row, cases, look.by_name)),
                             due.title(),
                             list.Stack(whom),
                             Cell(due.due().empty() ? projections::EnumWords(item.state()) : StandingWords(due), tone),
                             absl::StrJoin(workers, ", "),
                             AskedForBy(due)};
  if (look.format != OutputFormat::kTable) {
    for (const std::string& words : {projections::EnumWords(item.state()), has_day ? absl::StrCat(due.days_left()) : "",
                                     item.case_id(), due.item()}) {
      cells.emplace_back(words);
    }
  }
  std::vector<std::string> cautions;
  for (const v1::Caution& caution : due.cautions()) cautions.push_back(CautionSentence(due, caution));
  cells.emplace_back(list.Stack(cautions));
  return cells;
}

bool HasSeveralWorkers(const std::vector<v1::WorkItem>& items, const WorkCases& cases) {
  std::set<std::string> workers;
  for (const v1::WorkItem& item : items) {
    for (const event::v1::Staff& staff : cases.WorkersOf(item.case_id()))
      workers.insert(absl::StrCat(staff.subject(), " ", staff.issuer()));
    if (workers.size() > 1) return true;
  }
  return false;
}

}  // namespace casejournal::services
