#include "projections/read_models/register_projection.h"

#include <map>
#include <string>

#include "casejournal/v1/court_service.pb.h"
#include "projections/entries/standing.h"
#include "projections/events/naming_fields.h"
#include "projections/read_models/cases_projection.h"
#include "projections/register/register_rows.h"
#include "projections/state/plan_fold.h"

namespace casejournal::projections {
namespace {

// Return whether these entries may change a row: a new row, or other names and words in an old one. An entry that is
// not part of the plan names nothing.
bool MayChangeRows(const CaseRecord& record, eventstore::Revision first_new) {
  for (eventstore::Revision revision = first_new; revision < record.entries().size(); ++revision) {
    const Entry& entry = record.entries()[revision];
    if (RoleOf(entry) != EntryRole::kOriginal || BelongsToRegister(entry.event()) || ChangesPlan(entry.event())) {
      return true;
    }
  }
  return first_new == 0;
}

// Every court number that any entry ever gave or named. They follow from the record alone, however its entries are
// batched.
std::map<std::string, bool> NumbersEverIn(const CaseRecord& record) {
  std::map<std::string, bool> numbers;
  for (const Entry& entry : record.entries()) {
    if (entry.event().has_case_number_given()) numbers[entry.event().case_number_given().number()] = false;
    VisitNamingFields(entry.event(), [&](const NamingValue& named) {
      if (named.options.court_number()) numbers[named.value] = false;
    });
  }
  return numbers;
}

}  // namespace

void RegisterProjection::Apply(const CaseRecord& record, eventstore::Revision first_new, PutRow put) const {
  if (!MayChangeRows(record, first_new)) return;
  const std::string& case_id = record.case_id();
  v1::GetRegisterResponse all;
  std::map<std::string, bool> numbers = NumbersEverIn(record);
  for (v1::RegisterRow& row : RegisterRows(record)) {
    for (const std::string& number : row.court_numbers()) numbers[number] = true;
    *all.add_rows() = std::move(row);
  }
  for (const auto& [number, has_rows] : numbers) put(NumberRowKey(number, case_id), has_rows ? "1" : "0");
  put(CaseRowKey(case_id), all.SerializeAsString());
}

}  // namespace casejournal::projections
