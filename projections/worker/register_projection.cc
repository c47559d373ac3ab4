#include "projections/worker/register_projection.h"

#include "casejournal/v1/court_service.pb.h"
#include "projections/entries/standing.h"
#include "projections/register/register_rows.h"
#include "projections/worker/cases_projection.h"

namespace casejournal::projections {
namespace {

// Whether some row may read differently for these entries: a new row, other words of an old one, or another name.
bool MayChangeRows(const CaseRecord& record, eventstore::Revision first_new) {
  for (eventstore::Revision revision = first_new; revision < record.entries().size(); ++revision) {
    const Entry& entry = record.entries()[revision];
    if (RoleOf(entry) != EntryRole::kOriginal || BelongsToRegister(entry.event())) return true;
  }
  return first_new == 0;
}

}  // namespace

void RegisterProjection::Apply(const CaseRecord& record, eventstore::Revision first_new, PutRow put) const {
  if (!MayChangeRows(record, first_new)) return;
  const std::string& case_id = record.plan().case_id();
  v1::GetRegisterResponse all;
  for (v1::RegisterRow& row : RegisterRows(record)) {
    for (const std::string& number : row.court_numbers()) put(NumberRowKey(number, case_id), "");
    *all.add_rows() = std::move(row);
  }
  put(CaseRowKey(case_id), all.SerializeAsString());
}

}  // namespace casejournal::projections
