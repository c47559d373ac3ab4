// The list of cases: one summary per case, and an index of its numbers.
#ifndef CASEJOURNAL_PROJECTIONS_READ_MODELS_CASES_PROJECTION_H_
#define CASEJOURNAL_PROJECTIONS_READ_MODELS_CASES_PROJECTION_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "casejournal/v1/case_service.pb.h"
#include "projections/entries/label_set.h"
#include "projections/read_models/projection.h"

namespace casejournal::projections {

// Rows: 'c' ‖ case id -> CaseSummary; and an index: 'n' ‖ number, 'w' ‖ staff subject ‖ 0 ‖ issuer, 'u' ‖ unit, 'h' ‖
// person id, 'a' ‖ subject ‖ 0 ‖ issuer, 'o' ‖ day, 'x' ‖ day, 'r' ‖ day, each ‖ 0 ‖ case id -> "1" or "0". "1" means
// that the number is one of the case's, the staff member or the unit is responsible, the person is a participant, the
// holder has a grant that was not ended, the case was opened or closed on that day, or an entry was recorded on that
// day (UTC). 'b' ‖ case id -> the labels that entries of the case bear today (LabelsInRow). 'e' ‖ number ‖ 0 ‖ case id
// -> "" means that an entry of the case gave or named the number at some time, which its register may show
// (register_rows.h). Links that a case continues another: 'l' ‖ case id ‖ 0 ‖ earlier case id if the case itself has
// the link, 'g' ‖ case id ‖ 0 ‖ earlier case id if the earlier case has it -> kLinkSealed if LABEL_ADOPTION or
// LABEL_SEALED withholds the link today, kLinkOpen if neither does, kLinkGone if it no longer stands. 'v' ‖ case id ->
// the day of the last visit of a caseworker that took place. Rows are put and never deleted.
class CasesProjection : public Projection {
 public:
  static constexpr const char* kName = "cases";

  const char* name() const override { return kName; }
  void Apply(const CaseRecord& record, eventstore::Revision first_new, PutRow put) const override;
};

// Keys of rows by case, and by a number of the case. A number may have been given to several cases.
std::string CaseRowKey(absl::string_view case_id);
std::string LastVisitRowKey(absl::string_view case_id);
std::string NumberRowKey(absl::string_view number, absl::string_view case_id);
// The prefix of every NumberRowKey of `number`.
std::string NumberRowPrefix(absl::string_view number);
// The prefix of the rows of the cases of which an entry ever gave or named `number`.
std::string NumberEverRowPrefix(absl::string_view number);
// The same as NumberRowPrefix for the responsible staff members, for units, and for persons.
std::string StaffRowPrefix(absl::string_view subject, absl::string_view issuer);
// The prefix of the rows of a subject from any issuer. The issuer and a 0 follow.
std::string StaffSubjectPrefix(absl::string_view subject);
std::string UnitRowPrefix(absl::string_view unit);
std::string CaseOfPersonRowPrefix(absl::string_view person_id);
// The prefix of the rows of the cases that granted access to a holder.
std::string GrantRowPrefix(absl::string_view subject, absl::string_view issuer);
// The labels of a case, and what the row under that key says. Nothing: it says nothing that this program knows.
std::string LabelsRowKey(absl::string_view case_id);
std::optional<LabelSet> LabelsInRow(absl::string_view row);
// The links of a case to those that it continues, as recorded in it and in them.
std::string ContinuesRowPrefix(absl::string_view case_id);
std::string ContinuedByRowPrefix(absl::string_view case_id);
inline constexpr char kLinkGone[] = "0";
inline constexpr char kLinkOpen[] = "1";
inline constexpr char kLinkSealed[] = "2";

// The days by which cases are found.
enum class CaseDay : char { kOpened = 'o', kClosed = 'x', kRecorded = 'r' };
// The prefix of the rows of one day, in the order of days.
std::string CaseDayRowPrefix(CaseDay which, absl::string_view day);
// The day and the case in the key of such a row.
struct DayOfCase {
  absl::string_view day;
  absl::string_view case_id;
};
DayOfCase InCaseDayRowKey(absl::string_view key);
// The civil day of an instant in UTC. Recorded entries are found by it.
std::string RecordedDay(int64_t instant_us);

// What the rows of a case are made from, for a case that is not as its rows are: as a reader sees it.
v1::CaseSummary SummaryOf(const CaseRecord& record);
// The day of the last visit of a caseworker that took place. Empty: none did.
std::string LastVisitOf(const CaseRecord& record);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_CASES_PROJECTION_H_
