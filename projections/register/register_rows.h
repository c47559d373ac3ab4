// The register of actions of a case, as the court reads it.
#ifndef CASEJOURNAL_PROJECTIONS_REGISTER_REGISTER_ROWS_H_
#define CASEJOURNAL_PROJECTIONS_REGISTER_REGISTER_ROWS_H_

#include <vector>

#include "casejournal/v1/court_service.pb.h"
#include "projections/state/case_record.h"

namespace casejournal::projections {

// Whether events of this type belong to the register: those that report an action of the court or a filing with it.
bool BelongsToRegister(const event::v1::CaseEvent& event);

// The entries whose type belongs to the register, by effective day, then revision. A corrected entry
// shows the words of the correction that counts, which the row names. A withdrawn entry keeps its row,
// with the words that stood until then and the revision that withdrew it. The court numbers of a row
// are those that the event names, else those given to the children that it is about, by itself or
// through the order, proposal or version that it names, else those of the whole case.
std::vector<v1::RegisterRow> RegisterRows(const CaseRecord& record);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_REGISTER_REGISTER_ROWS_H_
