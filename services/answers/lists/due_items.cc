#include "services/answers/lists/due_items.h"

#include "services/answers/case_numbers.h"

namespace casejournal::services {

v1::DueItem MakeDueItem(const v1::DueCase& of, v1::DocketItem item) {
  v1::DueItem due;
  due.set_case_id(of.case_id());
  *due.mutable_numbers() = of.numbers();
  *due.mutable_due() = std::move(item);
  return due;
}

absl::Status HideNumbersIn(const projections::ReadModelStore& models, v1::DueCase& due) {
  absl::StatusOr<std::vector<std::string>> leading =
      NumbersThatLeadTo(models, due.case_id(), {due.numbers().begin(), due.numbers().end()});
  if (!leading.ok()) return leading.status();
  due.mutable_numbers()->Assign(leading->begin(), leading->end());
  return absl::OkStatus();
}

absl::StatusOr<std::optional<v1::DueCase>> DueToday(const projections::DueKeeper& due,
                                                    const projections::ReadModelStore& models,
                                                    absl::string_view case_id, const FrozenRows* frozen) {
  absl::StatusOr<std::optional<v1::DueCase>> row = due.CaseNamed(case_id, frozen);
  if (!row.ok() || !row->has_value()) return row;
  if (absl::Status left_out = HideNumbersIn(models, **row); !left_out.ok()) return left_out;
  return row;
}

}  // namespace casejournal::services
