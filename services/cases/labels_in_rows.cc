#include "services/cases/labels_in_rows.h"

#include "casejournal/v1/case_service.pb.h"
#include "projections/read_models/cases_projection.h"

namespace casejournal::services {

using projections::CasesProjection;

namespace {

// The row of the case, if it has all entries of the case. Rows that cannot be read now say as little as old ones: the
// case is read from the log.
absl::StatusOr<std::optional<v1::CaseSummary>> SummaryInRow(const eventstore::EventLog& log,
                                                            const projections::ReadModelStore& models,
                                                            const std::string& case_id) {
  const absl::StatusOr<eventstore::Uuid> id = eventstore::Uuid::Parse(case_id);
  if (!id.ok()) return std::nullopt;
  // The head first: rows that are read after it are of an entry at least as late, or too old.
  const absl::StatusOr<eventstore::StreamHead> head = log.Head(eventstore::StreamId::Case(*id));
  if (!head.ok()) return head.status();
  const absl::StatusOr<std::optional<std::string>> row =
      models.Get(CasesProjection::kName, projections::CaseRowKey(case_id));
  v1::CaseSummary summary;
  if (!row.ok() || !row->has_value() || !summary.ParseFromString(**row) || head->next() > summary.last_revision() + 1)
    return std::nullopt;
  return summary;
}

}  // namespace

absl::StatusOr<std::optional<projections::LabelSet>> LabelsInRows(const eventstore::EventLog& log,
                                                                  const projections::ReadModelStore& models,
                                                                  const std::string& case_id) {
  const absl::StatusOr<std::optional<v1::CaseSummary>> summary = SummaryInRow(log, models, case_id);
  if (!summary.ok()) return summary.status();
  if (!summary->has_value()) return std::nullopt;
  const absl::StatusOr<std::optional<std::string>> labels =
      models.Get(CasesProjection::kName, projections::LabelsRowKey(case_id));
  return labels.ok() && labels->has_value() ? projections::LabelsInRow(**labels) : std::nullopt;
}

absl::StatusOr<std::optional<CaseAccess>> AccessInRows(const eventstore::EventLog& log,
                                                       const projections::ReadModelStore& models,
                                                       const std::string& case_id, const Holder& holder) {
  const absl::StatusOr<std::optional<v1::CaseSummary>> summary = SummaryInRow(log, models, case_id);
  if (!summary.ok()) return summary.status();
  if (!summary->has_value()) return std::nullopt;
  const absl::StatusOr<std::optional<std::string>> granted =
      models.Get(CasesProjection::kName, projections::GrantRowPrefix(holder.subject, holder.issuer) + case_id);
  if (!granted.ok() || granted->has_value()) return std::nullopt;
  return CaseAccess{.assignments = {(*summary)->assignments().begin(), (*summary)->assignments().end()}, .grants = {}};
}

}  // namespace casejournal::services
