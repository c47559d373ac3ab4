// The rows of the list of work: the items of a case under its id, and indexes by day, by rule or kind and day, and by
// who is to do them.
#ifndef CASEJOURNAL_PROJECTIONS_READ_MODELS_DUE_ROWS_H_
#define CASEJOURNAL_PROJECTIONS_READ_MODELS_DUE_ROWS_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "casejournal/store/v1/due_case.pb.h"
#include "casejournal/v1/docket.pb.h"
#include "casejournal/v1/work_list.pb.h"
#include "projections/law/law.h"
#include "projections/state/case_record.h"

namespace casejournal::projections {

// Increase it if the rows change for the same log, law, and day. The rows are then rebuilt.
inline constexpr int kDueRowsVersion = 6;

inline constexpr char kDueFamily[] = "due";

// The groups of items. With the day, an item changes from open to window open to missed, so these are one group.
enum class DueGroup : char { kToDo = 'u', kTolled = 't', kMet = 'm', kMetLate = 'l', kExcepted = 'e' };
DueGroup GroupOf(v1::ClockState state);
// Return the state on `day` of an item that was computed on another day: an item to do is open, its window is open, or
// it was missed.
v1::ClockState StateOn(const v1::DocketItem& item, absl::string_view day);
// Return how an item, with its state on `day`, stands for who is to do it.
v1::WorkState WorkStateOf(const v1::DocketItem& item, absl::string_view day);
// The group of the items that stand so.
DueGroup GroupOf(v1::WorkState state);

// Return what is to be done in a case: `items`, without derivations, by day. Those without a day come last.
store::v1::DueCase DueIn(const CaseRecord& record, std::vector<v1::DocketItem> items);
// The same, with the items that `law`, the plan, and the findings give on `day`.
store::v1::DueCase DueIn(const CaseRecord& record, std::shared_ptr<const Law> law, absl::CivilDay day,
                         absl::TimeZone zone);

// Return the last entry of a case; position 0 if it has none.
store::v1::LastEntry LastEntryIn(const CaseRecord& record);

// What an item is found by: its rule, or "#" and its kind.
std::string TopicOf(const v1::DocketItem& item);
std::string TopicOf(v1::WorkKind kind);
// The kind of an item with this topic.
v1::WorkKind KindOfTopic(absl::string_view topic);

// Stands in keys for the day of an item without a day. It comes after all days.
inline constexpr char kNoDay[] = "~";

// Keys. 'c' ‖ case id -> DueCase; group ‖ day ‖ 0 ‖ case id ‖ 0 ‖ index of the item -> its topic; 'k' ‖ topic ‖ 0 ‖
// such a key -> ""; 'w' ‖ staff subject ‖ 0 ‖ issuer ‖ 0 ‖ case id, 'n' ‖ unit ‖ 0 ‖ case id -> "". The staff are those
// who are responsible for the case, and those whom an item names. 'q' ‖ case id -> "": the findings among its items are
// older than the case. 'p' ‖ case id -> LastEntry.
std::string DueCaseKey(absl::string_view case_id);
std::string LastEntryKey(absl::string_view case_id);
std::string FindingsBehindKey(absl::string_view case_id);
std::string DueTopicPrefix(absl::string_view topic);
std::string DueSubjectPrefix(absl::string_view subject);  // of DueWorkerPrefix, for every issuer
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
std::vector<std::pair<std::string, std::string>> DueRows(const store::v1::DueCase& due);

// What makes the rows of one state of a case those of another: the rows to put, and the keys of those to take out. A
// row that stays as it is appears in neither.
struct DueChange {
  std::vector<std::pair<std::string, std::string>> put;
  std::vector<std::string> gone;
};
DueChange ChangeOf(const std::optional<store::v1::DueCase>& before, const store::v1::DueCase& now);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_DUE_ROWS_H_
