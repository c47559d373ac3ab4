// The labels of cases and who may see them, from the read models.
#ifndef CASEJOURNAL_SERVICES_CASES_LABELS_IN_ROWS_H_
#define CASEJOURNAL_SERVICES_CASES_LABELS_IN_ROWS_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "eventstore/event_log.h"
#include "projections/entries/label_set.h"
#include "projections/read_models/store/read_model_store.h"
#include "services/access/policy.h"

namespace casejournal::services {

// The labels that entries of the case bear today. A label counts from when it was recorded, and rows are a little older
// than the log, so nothing is returned while the rows do not have all entries of the case: then the case must be
// loaded.
absl::StatusOr<std::optional<projections::LabelSet>> LabelsInRows(const eventstore::EventLog& log,
                                                                  const projections::ReadModelStore& models,
                                                                  const std::string& case_id);

// What a case says about who may see it, as far as it concerns the holder (ReaderSources). Nothing while the rows do
// not have all entries of the case, and if the case granted access to the holder: the rows do not say which.
absl::StatusOr<std::optional<CaseAccess>> AccessInRows(const eventstore::EventLog& log,
                                                       const projections::ReadModelStore& models,
                                                       const std::string& case_id, const Holder& holder);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CASES_LABELS_IN_ROWS_H_
