// The register of actions of a case, as the court reads it.
#ifndef CASEJOURNAL_PROJECTIONS_REGISTER_REGISTER_ROWS_H_
#define CASEJOURNAL_PROJECTIONS_REGISTER_REGISTER_ROWS_H_

#include <vector>

#include "casejournal/v1/court_service.pb.h"
#include "projections/state/case_record.h"

namespace casejournal::projections {

// Whether events of this type belong to the register: those that report an action of the court or a filing with it.
bool BelongsToRegister(const event::v1::CaseEvent& event);

// The entries whose type belongs to the register, ordered by effective day, then revision. A corrected entry shows the
// words of the correction that counts, and the row names that correction. A withdrawn entry keeps its row, with the
// words that applied until then and the revision that withdrew it. The court numbers of a row are those that the event
// names; otherwise those of the children that it is about, directly or through the order, proposal, or version that it
// names; otherwise those of the whole case.
std::vector<v1::RegisterRow> RegisterRows(const CaseRecord& record);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_REGISTER_REGISTER_ROWS_H_
