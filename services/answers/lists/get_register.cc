#include "services/answers/lists/get_register.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "projections/entries/civil_day.h"
#include "projections/read_models/cases_projection.h"
#include "projections/read_models/register_projection.h"
#include "services/answers/case_numbers.h"
#include "services/answers/paging.h"
#include "services/answers/request_fields.h"

namespace casejournal::services {
namespace {

using projections::CasesProjection;
using projections::RegisterProjection;

// The order of the register, which a page token names.
using Place = std::tuple<std::string, std::string, uint64_t>;
Place PlaceOf(const v1::RegisterRow& row) { return {row.day(), row.case_id(), row.revision()}; }

std::string TokenOf(const v1::RegisterRow& row) {
  return absl::StrCat(row.day(), "/", row.case_id(), "/", row.revision());
}

absl::StatusOr<Place> PlaceIn(const std::string& token) {
  const std::vector<std::string> fields = absl::StrSplit(token, '/');
  uint64_t revision = 0;
  const bool place = fields.size() == 3 && projections::ParseDay(fields[0]).ok() &&
                     eventstore::Uuid::Parse(fields[1]).ok() && absl::SimpleAtoi(fields[2], &revision);
  if (!place) return FieldError("pageToken", token, kPageTokenAllowed);
  return Place(fields[0], fields[1], revision);
}

absl::Status AddRowsOf(const projections::ReadModelStore& models, absl::string_view case_id,
                       const std::string& court_number, const FrozenRows* frozen, std::vector<v1::RegisterRow>& rows) {
  absl::StatusOr<std::optional<std::string>> stored =
      models.Get(RegisterProjection::kName, projections::CaseRowKey(case_id), frozen);
  if (!stored.ok()) return stored.status();
  v1::GetRegisterResponse all;
  if (!stored->has_value()) return absl::OkStatus();
  if (!all.ParseFromString(**stored))
    return absl::DataLossError(absl::StrCat("the register of case ", case_id, " is damaged; rebuild the read models"));
  for (v1::RegisterRow& row : *all.mutable_rows()) {
    const bool wanted = court_number.empty() || std::find(row.court_numbers().begin(), row.court_numbers().end(),
                                                          court_number) != row.court_numbers().end();
    if (wanted) rows.push_back(std::move(row));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<v1::RegisterRow>> RowsAskedFor(const CaseCache& cases,
                                                          const projections::ReadModelStore& models,
                                                          const v1::GetRegisterRequest& request,
                                                          const FrozenRows* frozen) {
  std::vector<v1::RegisterRow> rows;
  switch (request.of_case()) {
    case v1::GetRegisterRequest::kCaseId: {
      absl::StatusOr<std::shared_ptr<const CaseAt>> at = ExistingCase(cases, request.case_id());
      if (!at.ok()) return at.status();
      if (absl::Status added = AddRowsOf(models, request.case_id(), "", frozen, rows); !added.ok()) return added;
      return rows;
    }
    case v1::GetRegisterRequest::kCourtNumber: {
      const std::string& number = request.court_number();
      absl::StatusOr<std::vector<std::string>> known = CasesWithNumber(models, CasesProjection::kName, number, frozen);
      if (!known.ok()) return known.status();
      if (known->empty()) return absl::NotFoundError(absl::StrCat("no case has the number ", number));
      absl::StatusOr<std::vector<std::string>> cases =
          CasesWithNumber(models, RegisterProjection::kName, number, frozen);
      if (!cases.ok()) return cases.status();
      for (const std::string& case_id : *cases) {
        if (absl::Status added = AddRowsOf(models, case_id, number, frozen, rows); !added.ok()) return added;
      }
      return rows;
    }
    case v1::GetRegisterRequest::OF_NOT_SET:
      break;
  }
  return FieldError("of", "", "caseId or courtNumber");
}

}  // namespace

absl::StatusOr<v1::GetRegisterResponse> GetRegister(const CaseCache& cases, const projections::Worker& worker,
                                                    ListCursors& cursors, const v1::GetRegisterRequest& request,
                                                    absl::Time deadline) {
  absl::StatusOr<Page> asked = BeginPage(worker, request, deadline);
  if (!asked.ok()) return asked.status();

  ListPage list;
  if (request.page_token().empty()) {
    list.state = std::make_shared<const ListState>(ListState{worker.store().Freeze(), asked->as_of_position, ""});
  } else {
    absl::StatusOr<ListPage> resumed = ResumeList(cursors, request.page_token());
    if (!resumed.ok()) return resumed.status();
    list = *std::move(resumed);
  }
  absl::StatusOr<std::vector<v1::RegisterRow>> rows =
      RowsAskedFor(cases, worker.store(), request, list.state->rows.get());
  if (!rows.ok()) return rows.status();
  std::sort(rows->begin(), rows->end(), [](const auto& a, const auto& b) { return PlaceOf(a) < PlaceOf(b); });
  auto first = rows->begin();
  if (!list.after.empty()) {
    absl::StatusOr<Place> after = PlaceIn(list.after);
    if (!after.ok()) return after.status();
    first = std::find_if(rows->begin(), rows->end(), [&](const auto& row) { return PlaceOf(row) > *after; });
  }
  v1::GetRegisterResponse page;
  page.set_as_of_position(list.state->as_of_position);
  for (; first != rows->end() && page.rows_size() < static_cast<int>(asked->size); ++first) {
    *page.add_rows() = std::move(*first);
  }
  if (first != rows->end())
    page.set_next_page_token(NextPageToken(cursors, list, TokenOf(page.rows(page.rows_size() - 1))));
  return page;
}

}  // namespace casejournal::services
