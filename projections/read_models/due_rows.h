// The rows of the list of what is due: one case's items under its id, and indexes by day, by rule and day, by who is
// responsible.
#ifndef CASEJOURNAL_PROJECTIONS_READ_MODELS_DUE_ROWS_H_
#define CASEJOURNAL_PROJECTIONS_READ_MODELS_DUE_ROWS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "casejournal/v1/docket.pb.h"
#include "projections/docket/law.h"
#include "projections/state/case_record.h"

namespace casejournal::projections {

// Raised whenever the rows change for the same log, law and day: they are then made anew.
inline constexpr int kDueRowsVersion = 2;

inline constexpr char kDueFamily[] = "due";

// What an item is, for who asks: by day it moves from open to window open to missed, hence they are one.
enum class DueGroup : char { kToDo = 'u', kTolled = 't', kMet = 'm', kMetLate = 'l', kExcepted = 'e' };
DueGroup GroupOf(v1::ClockState state);
// The state on `day` of an item that was computed on another: what is to do is open, its window is open, or it was
// missed.
v1::ClockState StateOn(const v1::DocketItem& item, absl::string_view day);

// What is due in a case on `day`, without derivations.
v1::DueCase DueIn(const CaseRecord& record, const Law& law, absl::CivilDay day, absl::TimeZone zone);

// Keys. 'c' ‖ case id -> DueCase; group ‖ day ‖ 0 ‖ case id ‖ 0 ‖ index of the item -> its rule; 'k' ‖ rule ‖ 0 ‖ such
// a key -> ""; 'w' ‖ staff subject ‖ 0 ‖ issuer ‖ 0 ‖ case id, 'n' ‖ unit ‖ 0 ‖ case id -> "".
std::string DueCaseKey(absl::string_view case_id);
std::string DueRulePrefix(absl::string_view rule);
std::string DueWorkerPrefix(absl::string_view subject, absl::string_view issuer);
std::string DueUnitPrefix(absl::string_view unit);

// Where an index row leads.
struct DuePlace {
  absl::string_view day;
  absl::string_view case_id;
  size_t index = 0;
};
// `key` without the prefix of a rule.
DuePlace PlaceIn(absl::string_view key);
std::string DuePlaceKey(DueGroup group, absl::string_view day, absl::string_view case_id, size_t index);

// All rows of a case, that of the case first.
std::vector<std::pair<std::string, std::string>> DueRows(const v1::DueCase& due);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_DUE_ROWS_H_
