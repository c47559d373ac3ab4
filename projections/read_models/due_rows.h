// The rows of the due list: the items of a case under its id, and indexes by day, by rule and day, and by responsible
// staff.
#ifndef CASEJOURNAL_PROJECTIONS_READ_MODELS_DUE_ROWS_H_
#define CASEJOURNAL_PROJECTIONS_READ_MODELS_DUE_ROWS_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "casejournal/v1/docket.pb.h"
#include "projections/law/law.h"
#include "projections/state/case_record.h"

namespace casejournal::projections {

// Increase it if the rows change for the same log, law, and day. The rows are then rebuilt.
inline constexpr int kDueRowsVersion = 2;

inline constexpr char kDueFamily[] = "due";

// The groups of items. With the day, an item changes from open to window open to missed, so these are one group.
enum class DueGroup : char { kToDo = 'u', kTolled = 't', kMet = 'm', kMetLate = 'l', kExcepted = 'e' };
DueGroup GroupOf(v1::ClockState state);
// Return the state on `day` of an item that was computed on another day: an item to do is open, its window is open, or
// it was missed.
v1::ClockState StateOn(const v1::DocketItem& item, absl::string_view day);

// Return what is due in a case: `items` are those of its docket, without derivations.
v1::DueCase DueIn(const CaseRecord& record, std::vector<v1::DocketItem> items);
// The same, with the items that `law` gives on `day`.
v1::DueCase DueIn(const CaseRecord& record, std::shared_ptr<const Law> law, absl::CivilDay day, absl::TimeZone zone);

// Keys. 'c' ‖ case id -> DueCase; group ‖ day ‖ 0 ‖ case id ‖ 0 ‖ index of the item -> its rule; 'k' ‖ rule ‖ 0 ‖ such
// a key -> ""; 'w' ‖ staff subject ‖ 0 ‖ issuer ‖ 0 ‖ case id, 'n' ‖ unit ‖ 0 ‖ case id -> "".
std::string DueCaseKey(absl::string_view case_id);
std::string DueRulePrefix(absl::string_view rule);
std::string DueWorkerPrefix(absl::string_view subject, absl::string_view issuer);
std::string DueUnitPrefix(absl::string_view unit);

// The place that an index row names.
struct DuePlace {
  absl::string_view day;
  absl::string_view case_id;
  size_t index = 0;
};
// `key` without the prefix of a rule.
DuePlace PlaceIn(absl::string_view key);
std::string DuePlaceKey(DueGroup group, absl::string_view day, absl::string_view case_id, size_t index);

// Return all rows of a case, with the row of the case first.
std::vector<std::pair<std::string, std::string>> DueRows(const v1::DueCase& due);

// What makes the rows of one state of a case those of another: the rows to put, and the keys of those to take out. A
// row that stays as it is appears in neither.
struct DueChange {
  std::vector<std::pair<std::string, std::string>> put;
  std::vector<std::string> gone;
};
DueChange ChangeOf(const std::optional<v1::DueCase>& before, const v1::DueCase& now);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_DUE_ROWS_H_
