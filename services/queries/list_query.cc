#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "projections/entries/civil_day.h"
#include "projections/worker/cases_projection.h"
#include "services/queries/case_queries.h"
#include "services/queries/paging.h"
#include "services/queries/person_lookup.h"
#include "services/queries/request_fields.h"

namespace casejournal::services {
namespace {

using projections::CasesProjection;
using projections::WithinDays;

// What is given must all hold. Whether a person is in the case is in the index alone, which is always asked for it.
bool Matches(const v1::CaseSummary& summary, const v1::ListCasesRequest& request) {
  const auto assigned = [&](const auto& holds) {
    return std::any_of(summary.assignments().begin(), summary.assignments().end(), holds);
  };
  if (request.status() != v1::CASE_STATUS_UNSPECIFIED && summary.status() != request.status()) return false;
  if (!request.number().empty() &&
      std::none_of(summary.numbers().begin(), summary.numbers().end(),
                   [&](const v1::CaseNumber& number) { return number.number() == request.number(); })) {
    return false;
  }
  if (!request.staff_subject().empty() &&
      !assigned([&](const v1::Assignment& one) { return one.staff().subject() == request.staff_subject(); })) {
    return false;
  }
  if (!request.unit().empty() && !assigned([&](const v1::Assignment& one) { return one.unit() == request.unit(); })) {
    return false;
  }
  if (request.has_changed_since() && summary.last_recorded_at() <= request.changed_since()) return false;
  return WithinDays(summary.opened_on(), request.opened_from(), request.opened_until()) &&
         WithinDays(summary.closed_on(), request.closed_from(), request.closed_until());
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

// Adds the cases for which an index says that it holds now.
absl::Status Collect(const Backend& backend, const std::string& prefix, std::set<std::string>& case_ids) {
  return backend.models.Scan(CasesProjection::kName, prefix, prefix, [&](absl::string_view key, absl::string_view value) {
    if (value == "1") case_ids.emplace(key.substr(prefix.size()));
    return true;
  });
}

// The cases among which those asked for must be, by the index that is likely to have the fewest; nothing where no filter
// that is given has an index.
absl::StatusOr<std::optional<std::set<std::string>>> Candidates(const Backend& backend,
                                                                const v1::ListCasesRequest& request) {
  std::vector<std::string> prefixes;
  if (!request.person_id().empty()) {
    absl::StatusOr<std::set<std::string>> same = SameHuman(backend, request.person_id());
    if (!same.ok()) return same.status();
    for (const std::string& person_id : *same) prefixes.push_back(projections::CaseOfPersonRowPrefix(person_id));
  } else if (!request.number().empty()) {
    prefixes.push_back(projections::NumberRowPrefix(request.number()));
  } else if (!request.staff_subject().empty()) {
    prefixes.push_back(projections::StaffRowPrefix(request.staff_subject()));
  } else if (!request.unit().empty()) {
    prefixes.push_back(projections::UnitRowPrefix(request.unit()));
  } else {
    return std::nullopt;
  }
  std::set<std::string> case_ids;
  for (const std::string& prefix : prefixes) {
    if (absl::Status collected = Collect(backend, prefix, case_ids); !collected.ok()) return collected;
  }
  return case_ids;
}

absl::Status AddAmong(const Backend& backend, const std::set<std::string>& case_ids, const v1::ListCasesRequest& request,
                      uint32_t page_size, v1::ListCasesResponse& page) {
  absl::Status failed;
  for (auto at = case_ids.upper_bound(request.page_token()); at != case_ids.end(); ++at) {
    absl::StatusOr<std::optional<std::string>> row =
        backend.models.Get(CasesProjection::kName, projections::CaseRowKey(*at));
    if (!row.ok()) return row.status();
    if (row->has_value() && !Add(**row, request, page_size, page, failed)) break;
  }
  return failed;
}

absl::Status AddAmongAll(const Backend& backend, const v1::ListCasesRequest& request, uint32_t page_size,
                         v1::ListCasesResponse& page) {
  const std::string after = projections::CaseRowKey(request.page_token());
  absl::Status failed;
  absl::Status listed =
      backend.models.Scan(CasesProjection::kName, "c", after, [&](absl::string_view key, absl::string_view row) {
        return key == after || Add(std::string(row), request, page_size, page, failed);
      });
  listed.Update(failed);
  return listed;
}

absl::Status CheckFields(const v1::ListCasesRequest& request) {
  absl::Status days = CheckDays({{"openedFrom", request.opened_from()},
                                 {"openedUntil", request.opened_until()},
                                 {"closedFrom", request.closed_from()},
                                 {"closedUntil", request.closed_until()}});
  if (!days.ok()) return days;
  if (!request.person_id().empty() && !eventstore::Uuid::Parse(request.person_id()).ok()) {
    return FieldError("personId", request.person_id(), "a UUID in lower case with hyphens");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::ListCasesResponse> ListCases(const Backend& backend, const v1::ListCasesRequest& request,
                                                absl::Time deadline) {
  if (absl::Status fields = CheckFields(request); !fields.ok()) return fields;
  absl::StatusOr<Page> asked = BeginPage(backend, request, deadline);
  if (!asked.ok()) return asked.status();
  v1::ListCasesResponse page;
  page.set_as_of_position(asked->as_of_position);
  absl::StatusOr<std::optional<std::set<std::string>>> candidates = Candidates(backend, request);
  if (!candidates.ok()) return candidates.status();
  absl::Status listed = candidates->has_value() ? AddAmong(backend, **candidates, request, asked->size, page)
                                                : AddAmongAll(backend, request, asked->size, page);
  if (!listed.ok()) return listed;
  return page;
}

}  // namespace casejournal::services
