#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "projections/worker/cases_projection.h"
#include "services/queries/case_queries.h"
#include "services/queries/request_fields.h"

namespace casejournal::services {
namespace {

using projections::CasesProjection;

constexpr uint32_t kPageDefault = 100;
constexpr uint32_t kPageMax = 1000;

bool Matches(const v1::CaseSummary& summary, const v1::ListCasesRequest& request) {
  if (request.status() != v1::CASE_STATUS_UNSPECIFIED && summary.status() != request.status()) return false;
  if (request.staff_subject().empty()) return true;
  return std::any_of(summary.assignments().begin(), summary.assignments().end(),
                     [&](const v1::Assignment& one) { return one.staff().subject() == request.staff_subject(); });
}

// Adds a case if it matches; says whether there is room for more. A row that cannot be read ends the list with `failed`.
bool Add(const std::string& row, const v1::ListCasesRequest& request, uint32_t page_size, v1::ListCasesResponse& page,
         absl::Status& failed) {
  v1::CaseSummary summary;
  if (!summary.ParseFromString(row)) {
    failed = absl::DataLossError("a row of the list of cases is damaged; rebuild");
    return false;
  }
  if (!Matches(summary, request)) return true;
  if (page.cases_size() == static_cast<int>(page_size)) {
    page.set_next_page_token(page.cases(page.cases_size() - 1).case_id());
    return false;
  }
  *page.add_cases() = std::move(summary);
  return true;
}

// Case ids follow each other in the index of a number as they do in the list.
absl::Status AddByNumber(const Backend& backend, const v1::ListCasesRequest& request, uint32_t page_size,
                         v1::ListCasesResponse& page) {
  const std::string prefix = projections::NumberRowPrefix(request.number());
  absl::Status failed;
  absl::Status scanned = backend.models.Scan(
      CasesProjection::kName, prefix, absl::StrCat(prefix, request.page_token()),
      [&](absl::string_view key, absl::string_view) {
        const absl::string_view case_id = key.substr(prefix.size());
        if (case_id == request.page_token()) return true;
        absl::StatusOr<std::optional<std::string>> row =
            backend.models.Get(CasesProjection::kName, projections::CaseRowKey(case_id));
        if (!row.ok()) failed = row.status();
        return failed.ok() && (!row->has_value() || Add(**row, request, page_size, page, failed));
      });
  return scanned.ok() ? failed : scanned;
}

}  // namespace

absl::StatusOr<v1::ListCasesResponse> ListCases(const Backend& backend, const v1::ListCasesRequest& request,
                                                absl::Time deadline) {
  const uint32_t page_size = request.page_size() == 0 ? kPageDefault : request.page_size();
  if (page_size > kPageMax) return FieldError("pageSize", absl::StrCat(page_size), absl::StrCat("1 to ", kPageMax));
  if (request.has_min_position()) {
    absl::Status waited = backend.worker.WaitFor(SizeWith(request.min_position()), deadline);
    if (!waited.ok()) return waited;
  }
  if (absl::Status running = backend.worker.status(); !running.ok()) return running;

  v1::ListCasesResponse page;
  const eventstore::Position position = backend.worker.position();
  page.set_as_of_position(position == 0 ? 0 : position - 1);
  absl::Status listed;
  if (!request.number().empty()) {
    listed = AddByNumber(backend, request, page_size, page);
  } else {
    const std::string after = projections::CaseRowKey(request.page_token());
    absl::Status failed;
    listed = backend.models.Scan(CasesProjection::kName, "c", after, [&](absl::string_view key, absl::string_view row) {
      return key == after || Add(std::string(row), request, page_size, page, failed);
    });
    listed.Update(failed);
  }
  if (!listed.ok()) return listed;
  return page;
}

}  // namespace casejournal::services
