#include "services/answers/request_fields.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "eventstore/system/deadline.h"
#include "projections/entries/civil_day.h"
#include "projections/events/code_lists.h"
#include "projections/state/plan_fold.h"
#include "services/admission/catalog/rule_catalogue.h"
#include "services/errors/error_details.h"
#include "services/errors/error_reason.h"

namespace casejournal::services {
namespace {

absl::StatusOr<eventstore::Uuid> CaseIdIn(const std::string& case_id) {
  const absl::StatusOr<eventstore::Uuid> id = eventstore::Uuid::Parse(case_id);
  if (!id.ok()) return FieldError("caseId", case_id, kFieldUuid);
  return id;
}

// The error for an AsOf that ResolveKnown rejects.
absl::Status AsOfError(const v1::AsOf& as_of) {
  if (!v1::Basis_IsValid(as_of.basis())) return FieldError("asOf.basis", absl::StrCat(as_of.basis()), kFieldBases);
  if (as_of.has_effective_on() && !projections::ParseDay(as_of.effective_on()).ok())
    return FieldError("asOf.effectiveOn", as_of.effective_on(), kFieldDay);
  if (as_of.has_day()) return FieldError("asOf.day", as_of.day(), kFieldDay);
  return FieldError("asOf.instant", "", kFieldInstant);
}

}  // namespace

absl::Status FieldError(absl::string_view field, absl::string_view given, const projections::WordingText& allowed,
                        std::vector<projections::Parameter> parameters) {
  v1::FieldError error;
  error.set_field(std::string(field));
  // Never repeat what may be a person's words.
  const bool plain =
      std::all_of(given.begin(), given.end(), [](char c) { return absl::ascii_isxdigit(c) || c == '-'; });
  if (plain) error.set_given(std::string(given.substr(0, 40)));
  projections::Said said = projections::Say(allowed, std::move(parameters));
  error.set_allowed(std::move(said.says));
  *error.mutable_wording() = std::move(said.wording);
  return BadRequestError({error});
}

absl::Status CheckDays(std::initializer_list<DayField> fields) {
  for (const DayField& each : fields) {
    if (!each.day.empty() && !projections::ParseDay(each.day).ok()) {
      return FieldError(each.field, each.day, kFieldDay);
    }
  }
  return absl::OkStatus();
}

absl::Status CheckNotTooFarAhead(const Journal& journal, absl::string_view field, const std::string& day) {
  constexpr int kMonthsAheadMax = 12 * 30;
  const std::string last =
      projections::FormatDay(projections::AddMonths(*projections::ParseDay(journal.Today()), kMonthsAheadMax));
  return day <= last ? absl::OkStatus()
                     : FieldError(field, day, kFieldNoLaterThan, {projections::DayParameter("day", last)});
}

absl::Status NoLaw(const Journal& journal, const std::string& day) {
  if (journal.rules().empty()) {
    return WithReason(absl::FailedPreconditionError(
                          "this journal has not adopted any rules; start its server with --rules DIRECTORY"),
                      v1::NO_RULE_SET);
  }
  return WithReason(
      absl::FailedPreconditionError(absl::StrCat("no rule set that the journal had adopted by then applies on ", day)),
      v1::NO_RULE_SET);
}

absl::StatusOr<SeenCase> ExistingCaseSeen(const Reader& reader, Act act, const std::string& case_id) {
  if (const absl::StatusOr<eventstore::Uuid> id = CaseIdIn(case_id); !id.ok()) return id.status();
  return reader.See(case_id, act);
}

absl::StatusOr<std::shared_ptr<const CaseAt>> ExistingCase(const Reader& reader, Act act, const std::string& case_id) {
  absl::StatusOr<SeenCase> seen = ExistingCaseSeen(reader, act, case_id);
  if (!seen.ok()) return seen.status();
  return std::move(seen->at);
}

absl::StatusOr<eventstore::Uuid> ExistingCaseId(const eventstore::EventLog& log, const std::string& case_id) {
  const absl::StatusOr<eventstore::Uuid> id = CaseIdIn(case_id);
  if (!id.ok()) return id.status();
  const absl::StatusOr<eventstore::StreamHead> head = log.Head(eventstore::StreamId::Case(*id));
  if (!head.ok()) return head.status();
  if (!head->last_revision) return NoCase(case_id);
  return *id;
}

absl::Status WaitForLog(const eventstore::EventLog& log, std::optional<uint64_t> position,
                        eventstore::Deadline deadline) {
  if (!position || log.WaitForSize(SizeWith(*position), deadline)) return absl::OkStatus();
  if (log.waits_ended())
    return WithReason(absl::UnavailableError("the server is stopping; retry later"), v1::SERVER_STOPPING);
  return absl::DeadlineExceededError(
      absl::StrCat("position ", *position, " is not recorded yet; the log has ", log.size(), " entries"));
}

absl::StatusOr<projections::KnownSet> ClosedKnownSet(const Journal& journal, const v1::AsOf& as_of) {
  absl::StatusOr<projections::KnownSet> known = projections::ResolveKnown(as_of, journal.zone());
  if (absl::IsInvalidArgument(known.status())) return AsOfError(as_of);
  if (!known.ok()) return known.status();
  if (as_of.has_effective_on() && as_of.effective_on() > journal.Today()) {
    return FieldError("asOf.effectiveOn", as_of.effective_on(), kFieldNoLaterThanToday,
                      {projections::DayParameter("today", journal.Today())});
  }
  if (as_of.known_case() == v1::AsOf::kPosition && as_of.position() >= journal.log().size()) {
    return WithReason(absl::FailedPreconditionError(absl::StrCat("asOf.position ", as_of.position(),
                                                                 " is not recorded yet; the log has ",
                                                                 journal.log().size(), " entries")),
                      v1::NOT_RECORDED_YET);
  }
  if (const std::optional<absl::Time> closes = known->Closes()) {
    absl::Status closed = journal.log().CloseInstant(absl::ToUnixMicros(*closes) - 1);
    if (absl::IsFailedPrecondition(closed)) {
      const std::string what =
          as_of.known_case() == v1::AsOf::kDay ? absl::StrCat("asOf.day ", as_of.day()) : "asOf.instant";
      return WithReason(absl::FailedPreconditionError(absl::StrCat(what, " is not over yet")), v1::NOT_RECORDED_YET);
    }
    if (!closed.ok()) return closed;
  }
  return known;
}

absl::Status CheckRevisionKnown(const v1::AsOf& as_of, const projections::EntryList& entries) {
  if (as_of.known_case() != v1::AsOf::kRevision || as_of.revision() < entries.size()) return absl::OkStatus();
  return WithReason(
      absl::FailedPreconditionError(absl::StrCat("asOf.revision ", as_of.revision(),
                                                 " is not recorded yet; the case has ", entries.size(), " entries")),
      v1::NOT_RECORDED_YET);
}

v1::AnsweredAsOf Answered(const Journal& journal, const projections::KnownSet& known, const CaseAt& at,
                          const v1::AsOf& as_of, eventstore::Position as_of_position) {
  v1::AnsweredAsOf answered = projections::DescribeKnown(known, at.record.entries(), as_of);
  answered.set_entries_withheld(at.withheld);
  answered.set_as_of_position(as_of_position);
  answered.set_fold_version(projections::kFoldVersion);
  answered.set_program(journal.program());
  answered.set_rule_catalogue_version(kRuleCatalogueVersion);
  answered.set_code_lists_version(projections::kCodeListsVersion);
  return answered;
}

}  // namespace casejournal::services
