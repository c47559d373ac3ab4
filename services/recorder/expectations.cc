#include "services/recorder/expectations.h"

#include <string>
#include <vector>

#include "services/admission/unchanged.h"
#include "services/errors/error_details.h"

namespace casejournal::services {
namespace {

absl::Status CheckUnchanged(const v1::CaseAppend& part, const projections::CaseRecord& record) {
  const eventstore::Revision since = part.expected().unchanged_since();
  const size_t count = record.entries().size();
  const std::optional<eventstore::Revision> actual = count == 0 ? std::nullopt : std::optional(count - 1);
  if (!actual || since > *actual) return ConflictError(part.case_id(), since, actual);
  const std::vector<const event::v1::CaseEvent*> events(part.events().pointer_begin(), part.events().pointer_end());
  const std::vector<std::string> touched = TouchedSince(record, since, events);
  return touched.empty() ? absl::OkStatus() : TouchedError(part.case_id(), since, *actual, touched);
}

}  // namespace

absl::Status CheckExpectation(const v1::CaseAppend& part, std::optional<eventstore::Revision> actual,
                              const projections::CaseRecord& seen) {
  const v1::ExpectedRevision& expected = part.expected();
  if (expected.has_unchanged_since()) return CheckUnchanged(part, seen);
  const std::optional<eventstore::Revision> last =
      expected.has_exactly() ? std::optional(expected.exactly()) : std::nullopt;
  if (expected.any() || actual == last) return absl::OkStatus();
  return ConflictError(part.case_id(), last, actual);
}

}  // namespace casejournal::services
