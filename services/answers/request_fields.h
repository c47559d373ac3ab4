// The fields that many requests share: a case, a position to wait for, "as of".
#ifndef CASEJOURNAL_SERVICES_ANSWERS_REQUEST_FIELDS_H_
#define CASEJOURNAL_SERVICES_ANSWERS_REQUEST_FIELDS_H_

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "casejournal/v1/as_of.pb.h"
#include "eventstore/event_log.h"
#include "eventstore/system/deadline.h"
#include "projections/entries/entry_list.h"
#include "projections/entries/known_set.h"
#include "services/answers/field_wordings.h"
#include "services/cases/reader.h"
#include "services/journal/journal.h"

namespace casejournal::services {

// INVALID_ARGUMENT that names one field, and says what it may be.
absl::Status FieldError(absl::string_view field, absl::string_view given, const projections::WordingText& allowed,
                        std::vector<projections::Parameter> parameters = {});

// A field of a request, and its day.
struct DayField {
  absl::string_view field;
  absl::string_view day;
};
// INVALID_ARGUMENT that names the first field whose day is neither empty nor a calendar day in the form YYYY-MM-DD.
absl::Status CheckDays(std::initializer_list<DayField> fields);

// INVALID_ARGUMENT for a day more than 30 years ahead, for which due dates are meaningless.
absl::Status CheckNotTooFarAhead(const Journal& journal, absl::string_view field, const std::string& day);

// FAILED_PRECONDITION: no adopted rules apply on that day.
absl::Status NoLaw(const Journal& journal, const std::string& day);

// The case as the reader sees it.
//   kInvalidArgument  not a UUID in its canonical form.
//   kNotFound         there is no such case, or the reader may not do this with it: one answer for both.
absl::StatusOr<std::shared_ptr<const CaseAt>> ExistingCase(const Reader& reader, Act act, const std::string& case_id);
// The same, with what is withheld.
absl::StatusOr<SeenCase> ExistingCaseSeen(const Reader& reader, Act act, const std::string& case_id);
// The same for an answer that needs no content of the case. It is not loaded.
absl::StatusOr<eventstore::Uuid> ExistingCaseId(const eventstore::EventLog& log, const std::string& case_id);

// The size of a log that has `position`. For the largest position, the largest number.
constexpr uint64_t SizeWith(eventstore::Position position) { return position + (position == ~uint64_t{0} ? 0 : 1); }

// Wait until everything up to `position`, if given, is committed.
//   kDeadlineExceeded  it is not committed by `deadline`.
//   kUnavailable       with SERVER_STOPPING.
absl::Status WaitForLog(const eventstore::EventLog& log, std::optional<uint64_t> position,
                        eventstore::Deadline deadline);

// Return the known set that `as_of` requests, closed, so that the same question always has the same answer.
//   kInvalidArgument     malformed, or effective on a day after today.
//   kFailedPrecondition  an instant or a day that is not over yet.
absl::StatusOr<projections::KnownSet> ClosedKnownSet(const Journal& journal, const v1::AsOf& as_of);

// Check that the case has the revision that `as_of` names, if any. After the head, the answer would change later.
//   kFailedPrecondition  it is not recorded yet.
absl::Status CheckRevisionKnown(const v1::AsOf& as_of, const projections::EntryList& entries);

// What an answer rests on: the known set, how many entries are withheld, the position up to which the log was read, and
// the program.
v1::AnsweredAsOf Answered(const Journal& journal, const projections::KnownSet& known, const CaseAt& at,
                          const v1::AsOf& as_of, eventstore::Position as_of_position);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_REQUEST_FIELDS_H_
