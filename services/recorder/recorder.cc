#include "services/recorder/recorder.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "eventstore/system/deadline.h"
#include "projections/entries/civil_day.h"
#include "projections/events/event_codec.h"
#include "projections/law/thresholds.h"
#include "projections/state/attestation.h"
#include "projections/versions/plan_versions.h"
#include "services/admission/catalog/rule_catalogue.h"
#include "services/admission/shape/request_shape.h"
#include "services/admission/shape/well_formed_part.h"
#include "services/cases/plan_salts.h"
#include "services/errors/error_details.h"
#include "services/errors/error_reason.h"
#include "services/errors/error_size.h"
#include "services/recorder/access_recorder.h"
#include "services/recorder/append_work.h"
#include "services/recorder/expectations.h"
#include "services/recorder/granting_rights.h"
#include "services/recorder/hidden_cases.h"
#include "services/recorder/plan_text.h"
#include "services/recorder/recording_rights.h"
#include "services/recorder/repeat.h"

namespace casejournal::services {
namespace {

// Who calls, or null if nobody is identified.
const event::v1::Staff* IdentifiedActor(const Caller& caller) {
  const bool identified = caller.authentication.method() != event::v1::AUTHENTICATION_METHOD_DEVELOPMENT;
  return identified ? &caller.actor : nullptr;
}

// No other code appends to a case. But its access stream may change, or its head may be too old, and then the append is
// retried.
constexpr int kTriesMax = 16;
// What a thread that takes calls does itself, in entries folded: about a millisecond.
constexpr uint64_t kWorkAtOnceMax = 512;
// How long a request has a thread for long work before others have it.
constexpr absl::Duration kShare = absl::Milliseconds(10);
// When a request that met a limit may come again.
constexpr absl::Duration kRetryAfter = absl::Seconds(1);

// The log takes what a client may send and what is added to it: with each event at most one attestation
// (AddAttestations).
static_assert(2 * kRequestEventsMax <= eventstore::kAppendEventsMax);
// To each event its admission is added, and to a plan version its text: half of an append is left for them.
static_assert(2 * kRequestBytesMax <= eventstore::kAppendBytesMax);
static_assert(2 * kEventBytesMax <= eventstore::kPayloadBytesMax);

// For an answer to `validate_only`. Clients accept messages of 4 MiB by default.
constexpr size_t kViolationsBytesMax = size_t{3} << 20;

uint16_t LabelBits(const event::v1::CaseEvent& event) {
  uint16_t bits = 0;
  for (const int label : event.labels()) bits = static_cast<uint16_t>(bits | 1 << (label - 1));
  return bits;
}

// The answer to a malformed request, the rest of which was checked by rules with this outcome. If it could not be
// checked, only the fields are named.
template <typename Attempt>
absl::Status MalformedAnswer(const Attempt& attempt, const absl::StatusOr<v1::AppendResponse>& checked) {
  if (!checked.ok()) return BadRequestError(attempt.malformed);
  return BadRequestError(attempt.malformed, attempt.part.OfWhole(checked->violations()));
}

// Whoever checks a request is told of a hidden case what one without entries would answer.
template <typename Attempt>
absl::Status CheckPermitted(const Attempt& attempt) {
  for (const auto& of : attempt.cases) {
    if (!of.permitted || (of.is_hidden && !attempt.request->validate_only())) return NoCase(of.id.ToString());
  }
  return absl::OkStatus();
}

}  // namespace

// One request in progress. Each attempt fills it again.
struct Recorder::Attempt {
  struct Case {
    eventstore::Uuid id;
    std::shared_ptr<const CaseAt> at;
    projections::CaseRecord draft;
    bool permitted = true;
    bool is_hidden = false;        // a case without entries stands for it
    bool takes_emergency = false;  // nothing but the emergency access of this request lets the caller record in it
    // The case as the caller may see it, where that is not all of it, and what is withheld.
    std::shared_ptr<const projections::Sight> sight;
    std::optional<projections::CaseRecord> seen_draft;
    std::vector<const event::v1::CaseEvent*> proposed;  // of the request
    std::vector<eventstore::NewEvent> events;
    std::vector<std::string> version_digests;
    std::vector<eventstore::Revision> journalized;  // of the events that journalize a plan
  };

  Caller caller;
  std::shared_ptr<const v1::AppendRequest> request;
  Done done;
  std::string digest;
  Patience patience;
  int cases_before = 0;  // CaseLines
  bool is_in_line = false;
  size_t bytes = 0;  // of a request that waits or takes long
  bool is_long = false;
  int tries = 0;
  eventstore::Position absent_at = 0;  // the log did not have the request when it had this many events
  int64_t now_us = 0;
  std::string today;
  std::shared_ptr<const projections::Law> law;  // of today; null: none
  std::vector<bool> hidden;                     // by case: known before it is loaded, and final
  bool hides_emergency = false;  // emergency access that was rejected is answered as in a case without entries
  std::vector<Case> cases;
  // The next event to admit, and how many were admitted.
  int next_case = 0;
  int next_event = 0;
  int admitted = 0;
  std::vector<v1::Violation> violations;
  absl::Status broken;  // why no text of a plan version can be made
  // Of a malformed request: what is wrong, and the part that is checked in its place.
  std::vector<v1::FieldError> malformed;
  WellFormedPart part;

  bool MayBeTold() const {
    return std::all_of(cases.begin(), cases.end(), [](const Case& of) { return of.permitted && !of.is_hidden; });
  }
  bool TakesEmergency() const {
    return std::any_of(cases.begin(), cases.end(), [](const Case& of) { return of.takes_emergency; });
  }
  void TakeHidden(const eventstore::Uuid& id, const v1::CaseAppend& part) {
    Take(id, WithoutEntries(id), part);
    cases.back().is_hidden = true;
  }
  static std::shared_ptr<const CaseAt> WithoutEntries(const eventstore::Uuid& id) {
    return std::make_shared<const CaseAt>(projections::CaseRecord(id.ToString()), eventstore::StreamHead());
  }
  void Take(const eventstore::Uuid& id, std::shared_ptr<const CaseAt> at, const v1::CaseAppend& part) {
    projections::CaseRecord draft = at->record;
    cases.push_back({.id = id,
                     .at = std::move(at),
                     .draft = std::move(draft),
                     .sight = nullptr,
                     .seen_draft = std::nullopt,
                     .proposed = {part.events().pointer_begin(), part.events().pointer_end()}});
  }
};

void Recorder::Record(Caller caller, std::shared_ptr<const v1::AppendRequest> request, Done done, Patience patience) {
  const ShapeContext context{.today = Today(), .now_us = options_.now_us(), .zone = options_.zone};
  auto attempt = std::make_shared<Attempt>();
  attempt->malformed = CheckShape(*request, context);
  if (request->validate_only() && GivesEmergency(*request)) {
    attempt->malformed.push_back(EmergencyIsNotChecked());
    if (ChecksRights() && options_.on_refused) options_.on_refused(caller);
    return done(BadRequestError(attempt->malformed));
  }
  if (!attempt->malformed.empty()) {
    std::optional<WellFormedPart> part = WellFormedPartOf(*request, context);
    if (!part) return done(BadRequestError(attempt->malformed));
    attempt->part = *std::move(part);
    request = std::make_shared<const v1::AppendRequest>(std::move(attempt->part.request));
  }
  attempt->caller = std::move(caller);
  attempt->request = std::move(request);
  attempt->done = std::move(done);
  attempt->patience = std::move(patience);
  attempt->digest = DigestOf(*attempt->request);
  // What will not be recorded waits for nobody.
  const bool hides = HideCases(*attempt);
  if (hides || attempt->request->validate_only() || TakeTurn(attempt)) Proceed(std::move(attempt));
}

void Recorder::RecordSoon(Caller caller, std::shared_ptr<const v1::AppendRequest> request, Done done,
                          Patience patience) {
  tasks_.Run([this, caller = std::move(caller), request = std::move(request), done = std::move(done),
              patience = std::move(patience)]() mutable {
    Record(std::move(caller), std::move(request), std::move(done), std::move(patience));
  });
}

// The civil day now, YYYY-MM-DD.
std::string Recorder::Today() const { return projections::DayOf(options_.now_us(), options_.zone); }

// Find the cases that are hidden from the caller, without folding them. Return whether there are any.
bool Recorder::HideCases(Attempt& attempt) const {
  attempt.hidden.assign(static_cast<size_t>(attempt.request->cases_size()), false);
  if (!ChecksRights()) return false;
  Begin(attempt);
  const Reader reader(*options_.access, attempt.caller);
  const AdmitContext context = ContextOf(attempt);
  bool hides = false;
  for (size_t i = 0; i < attempt.hidden.size(); ++i) {
    const v1::CaseAppend& part = attempt.request->cases(static_cast<int>(i));
    const absl::StatusOr<std::shared_ptr<const CaseAccess>> access = AccessUnfolded(reader, part.case_id());
    // An error is met again when the case is loaded.
    if (!access.ok() || *access == nullptr) continue;
    attempt.hidden[i] = IsHidden(reader, **access, part, context, attempt.malformed.empty());
    hides = hides || attempt.hidden[i];
  }
  return hides;
}

// Queue the request for its cases, or answer it. Return whether it may run now.
bool Recorder::TakeTurn(const std::shared_ptr<Attempt>& attempt) {
  {
    absl::MutexLock lock(&mutex_);
    attempt->is_in_line = lines_.AreFree(*attempt->request) || Hold(*attempt);
    if (attempt->is_in_line) return lines_.Join(attempt, *attempt->request);
  }
  attempt->done(QueueFullError(options_.limits));
  return false;
}

// Count a request that waits or takes long until it is answered. Return whether there is room for it.
bool Recorder::Hold(Attempt& attempt) {
  if (attempt.bytes > 0) return true;
  const size_t bytes = attempt.request->ByteSizeLong();
  if (waiting_ >= options_.limits.waiting || waiting_bytes_ + bytes > options_.limits.waiting_bytes) return false;
  ++waiting_;
  waiting_bytes_ += bytes;
  attempt.bytes = bytes;
  return true;
}

void Recorder::Answer(const std::shared_ptr<Attempt>& attempt, absl::StatusOr<v1::AppendResponse> outcome) {
  std::vector<std::shared_ptr<Attempt>> next;
  {
    absl::MutexLock lock(&mutex_);
    if (attempt->bytes > 0) --waiting_;
    waiting_bytes_ -= attempt->bytes;
    if (attempt->is_in_line) next = lines_.Leave(*attempt, *attempt->request);
  }
  for (std::shared_ptr<Attempt>& one : next) {
    tasks_.Run([this, one = std::move(one)]() mutable { Proceed(std::move(one)); });
  }
  if (!attempt->malformed.empty()) outcome = MalformedAnswer(*attempt, outcome);
  if (options_.on_refused && IsRefused(*attempt, outcome)) options_.on_refused(attempt->caller);
  attempt->done(std::move(outcome));
}

// Answer a request that is not recorded. If it takes emergency access, it is answered again as if the case had no
// entries: nothing on the record would show who learned that it has.
void Recorder::Reject(const std::shared_ptr<Attempt>& attempt, const absl::Status& why) {
  if (!attempt->TakesEmergency() || attempt->hides_emergency) return Answer(attempt, why);
  attempt->hides_emergency = true;
  if (absl::Status loaded = Load(*attempt); !loaded.ok()) return Answer(attempt, loaded);
  Try(attempt);
}

// Whether the caller had no right to what the request asks. What is asked of a case that does not exist counts, too, as
// long as nobody opens it: the number of entries of the journal must not tell the two apart.
bool Recorder::IsRefused(const Attempt& attempt, const absl::StatusOr<v1::AppendResponse>& outcome) const {
  if (!ChecksRights() || (outcome.ok() && outcome->violations().empty() && attempt.MayBeTold())) return false;
  for (size_t i = 0; i < attempt.cases.size(); ++i) {
    const Attempt::Case& of = attempt.cases[i];
    if (of.is_hidden || !of.permitted) return true;
    if (of.at->record.entries().empty() && !OpensCase(attempt.request->cases(static_cast<int>(i)))) return true;
  }
  return false;
}

// Work on a request whose turn it is: here, if that is bounded.
void Recorder::Proceed(std::shared_ptr<Attempt> attempt) {
  if (absl::Status waited_for = attempt->patience.Check(); !waited_for.ok()) return Answer(attempt, waited_for);
  const absl::StatusOr<bool> bounded = LoadWhatIsBounded(*attempt);
  if (!bounded.ok()) return Answer(attempt, bounded.status());
  if (*bounded) return Try(std::move(attempt));
  bool held = false;
  {
    absl::MutexLock lock(&mutex_);
    held = Hold(*attempt);
  }
  if (!held) return Answer(attempt, QueueFullError(options_.limits));
  attempt->is_long = true;
  long_tasks_.Run([this, attempt = std::move(attempt)]() mutable { ProceedInLongThread(std::move(attempt)); });
}

void Recorder::ProceedInLongThread(std::shared_ptr<Attempt> attempt) {
  if (absl::Status waited_for = attempt->patience.Check(); !waited_for.ok()) return Answer(attempt, waited_for);
  if (absl::Status loaded = Load(*attempt); !loaded.ok()) return Answer(attempt, loaded);
  Try(std::move(attempt));
}

void Recorder::Begin(Attempt& attempt) const {
  attempt.cases.clear();
  attempt.violations.clear();
  attempt.broken = absl::OkStatus();
  attempt.next_case = attempt.next_event = attempt.admitted = 0;
  attempt.now_us = options_.now_us();
  attempt.today = projections::DayOf(attempt.now_us, options_.zone);
  if (options_.law_today) attempt.law = options_.law_today();
}

// Return false if a case must be folded first, or if the events fold much of a case again.
absl::StatusOr<bool> Recorder::LoadWhatIsBounded(Attempt& attempt) const {
  if (attempt.tries > 0) return false;
  Begin(attempt);
  uint64_t work = 0;
  for (const v1::CaseAppend& part : attempt.request->cases()) {
    const eventstore::Uuid id = *eventstore::Uuid::Parse(part.case_id());
    if (attempt.hidden[attempt.cases.size()]) {
      attempt.TakeHidden(id, part);
      continue;
    }
    absl::StatusOr<std::shared_ptr<const CaseAt>> at = cases_.LoadFolded(id);
    if (!at.ok()) return at.status();
    if (*at == nullptr) return false;
    work += WorkAtMost((*at)->record, part);
    if (work > kWorkAtOnceMax) return false;
    attempt.Take(id, *std::move(at), part);
  }
  return true;
}

absl::Status Recorder::Load(Attempt& attempt) const {
  Begin(attempt);
  for (const v1::CaseAppend& part : attempt.request->cases()) {
    const eventstore::Uuid id = *eventstore::Uuid::Parse(part.case_id());
    if (attempt.hidden[attempt.cases.size()]) {
      attempt.TakeHidden(id, part);
      continue;
    }
    // What overtook an earlier attempt is committed, but may not be answered yet.
    absl::StatusOr<std::shared_ptr<const CaseAt>> at = attempt.tries == 0 ? cases_.Load(id) : cases_.LoadCommitted(id);
    if (!at.ok()) return at.status();
    attempt.Take(id, *std::move(at), part);
  }
  return absl::OkStatus();
}

// Decide for each case. One in which the caller may not record becomes a case without entries.
void Recorder::CheckRights(Attempt& attempt) const {
  if (!ChecksRights()) return;
  const Reader reader(*options_.access, attempt.caller);
  const auto takes = [&](const event::v1::CaseEvent* event) { return TakesEmergency(*event, attempt.caller.actor); };
  for (size_t i = 0; i < attempt.cases.size(); ++i) {
    Attempt::Case& of = attempt.cases[i];
    const v1::CaseAppend& part = attempt.request->cases(static_cast<int>(i));
    RecordingRight right = RightToRecord(reader, *of.at, part);
    if (!of.at->record.entries().empty()) {
      of.takes_emergency = right.allowed && std::any_of(of.proposed.begin(), of.proposed.end(), takes) &&
                           !MayKnow(reader, *of.at->access());
      const bool hides = attempt.hides_emergency || !attempt.malformed.empty() || !part.expected().any();
      of.is_hidden = !right.allowed || (of.takes_emergency && hides);
      if (of.is_hidden) {
        of.at = Attempt::WithoutEntries(of.id);
        of.draft = of.at->record;
        right = RightToRecord(reader, *of.at, part);
      }
    }
    of.permitted = right.allowed;
    if (of.is_hidden || !of.permitted) continue;
    CaseViews::View view = options_.access->views.Of(of.id, of.at, right.sees);
    if (view.sight == nullptr) continue;
    of.sight = std::move(view.sight);
    of.seen_draft = view.at->record;
  }
}

void Recorder::Try(std::shared_ptr<Attempt> attempt) {
  ++attempt->tries;
  CheckRights(*attempt);
  absl::StatusOr<bool> answered = AnswerRepeat(attempt);
  if (!answered.ok()) return Reject(attempt, answered.status());
  if (*answered) return;
  if (absl::Status expected = CheckExpectations(*attempt); !expected.ok()) return Reject(attempt, expected);
  std::vector<const projections::CaseRecord*> records;
  for (const Attempt::Case& of : attempt->cases) records.push_back(&of.draft);
  const absl::Status within = CheckLimits(*attempt->request, records, options_.limits);
  if (!within.ok()) return Reject(attempt, within);
  Admit(std::move(attempt));
}

// Answer a retry before any rule is checked: a rule might now reject what was recorded then.
absl::StatusOr<bool> Recorder::AnswerRepeat(const std::shared_ptr<Attempt>& attempt) {
  const absl::StatusOr<eventstore::FoundRequest> found =
      log_.FindRequest(*eventstore::Uuid::Parse(attempt->request->request_id()));
  if (!found.ok()) return found.status();
  attempt->absent_at = found->looked_at;
  if (!found->first) return false;
  absl::StatusOr<v1::AppendResponse> repeat = AnswerAgain(log_, *attempt->request, attempt->digest, *found->first);
  if (!repeat.ok()) return repeat.status();
  // Who may not record in a case is not told what was recorded there before.
  if (!attempt->MayBeTold()) return UsedForOtherContent(attempt->request->request_id(), *found->first);
  Answer(attempt, *std::move(repeat));
  return true;
}

absl::Status Recorder::CheckExpectations(const Attempt& attempt) const {
  for (int i = 0; i < attempt.request->cases_size(); ++i) {
    const Attempt::Case& of = attempt.cases[i];
    const absl::Status as_expected = CheckExpectation(attempt.request->cases(i), of.at->head.last_revision,
                                                      of.seen_draft ? *of.seen_draft : of.draft);
    if (!as_expected.ok()) return as_expected;
  }
  return absl::OkStatus();
}

void Recorder::Admit(std::shared_ptr<Attempt> attempt) {
  const eventstore::Deadline until = eventstore::Deadline::In(kShare);
  while (AdmitNext(*attempt)) {
    if (absl::Status waited_for = attempt->patience.Check(); !waited_for.ok()) return Answer(attempt, waited_for);
    if (!attempt->is_long || !until.IsOver()) continue;
    return long_tasks_.Run([this, attempt = std::move(attempt)]() mutable { Admit(std::move(attempt)); });
  }
  Conclude(std::move(attempt));
}

void Recorder::Conclude(std::shared_ptr<Attempt> attempt) {
  if (!attempt->broken.ok()) return Reject(attempt, attempt->broken);
  if (attempt->violations.empty()) {
    if (absl::Status permitted = CheckPermitted(*attempt); !permitted.ok()) return Reject(attempt, permitted);
  }
  if (attempt->request->validate_only()) {
    v1::AppendResponse response;
    response.set_request_id(attempt->request->request_id());
    response.set_violations_omitted(KeepWhatFits(kViolationsBytesMax, attempt->violations));
    response.mutable_violations()->Add(attempt->violations.begin(), attempt->violations.end());
    return Answer(attempt, std::move(response));
  }
  if (!attempt->violations.empty()) return Reject(attempt, RefusalError(attempt->violations));
  Append(std::move(attempt));
}

// Admit the next event of the request, unless there is none.
bool Recorder::AdmitNext(Attempt& attempt) const {
  while (attempt.next_case < attempt.request->cases_size()) {
    if (attempt.next_event < attempt.request->cases(attempt.next_case).events_size()) {
      AdmitEvent(attempt, attempt.next_case, attempt.next_event++);
      ++attempt.admitted;
      return true;
    }
    ++attempt.next_case;
    attempt.next_event = 0;
  }
  return false;
}

AdmitContext Recorder::ContextOf(const Attempt& attempt) const {
  using projections::Threshold;
  return {.today = attempt.today,
          .now_us = attempt.now_us,
          .zone = options_.zone,
          .late_after_days = projections::NumberOf(Threshold::kLateAfterDays, attempt.law.get()),
          .court_silent_after_days = projections::NumberOf(Threshold::kCourtSilentAfterDays, attempt.law.get()),
          .emergency_days = projections::NumberOf(Threshold::kEmergencyDaysMax, attempt.law.get()),
          .actor = IdentifiedActor(attempt.caller),
          .law = attempt.law.get()};
}

// Admit an event against the case as the earlier events leave it, so that one request can add a goal and its
// objectives. A rejected event is folded too, so that one mistake is reported once, not once for everything that rests
// on it.
void Recorder::AdmitEvent(Attempt& attempt, int case_index, int event_index) const {
  Attempt::Case& at = attempt.cases[case_index];
  AdmitContext context = ContextOf(attempt);
  context.following = absl::MakeConstSpan(at.proposed).subspan(static_cast<size_t>(event_index) + 1);
  auto stored = std::make_shared<event::v1::StoredEvent>();
  event::v1::CaseEvent& event = *stored->mutable_case_event();
  event = *at.proposed[event_index];
  std::optional<Reader> reader;
  if (options_.access != nullptr) reader.emplace(*options_.access, attempt.caller);
  if (reader) SetRights(*reader, at.at->record, at.draft, event, context);
  const CaseAccess access = reader && ChangesAccess(event) ? AccessIn(at.draft) : CaseAccess();
  std::vector<v1::Violation> violations = services::Admit(at.draft, event, context);
  if (at.seen_draft)
    violations = ToldOf(violations, services::Admit(*at.seen_draft, event, context), NamesWithheld(event, *at.sight));
  if (event.has_plan_version_drawn_up()) {
    event::v1::PlanVersionDrawnUp& version = *event.mutable_plan_version_drawn_up();
    PlanSalts salts(log_, at.at->head, version);
    FillInPlanText(
        at.draft, version, [&](absl::string_view part) { return salts.Of(part); }, violations);
    if (!salts.status().ok()) attempt.broken = salts.status();
    at.version_digests.push_back(event.plan_version_drawn_up().digest());
  }
  event::v1::Admission& admission = *stored->mutable_admission();
  *admission.mutable_actor() = attempt.caller.actor;
  admission.set_client(attempt.caller.client);
  *admission.mutable_authentication() = attempt.caller.authentication;
  admission.set_rule_catalogue_version(kRuleCatalogueVersion);
  admission.set_schema_version(projections::kSchemaVersion);
  if (event_index == 0) admission.set_request_digest(attempt.digest);
  at.events.push_back({.label = LabelBits(event), .payload = projections::EncodeStoredEvent(*stored)});
  if (event.has_plan_journalized()) at.journalized.push_back(at.draft.entries().size());
  projections::Entry entry{.revision = at.draft.entries().size(),
                           .recorded_at_us = attempt.now_us,
                           .index_in_request = static_cast<uint16_t>(attempt.admitted),
                           .stored = std::move(stored),
                           .stored_bytes = at.events.back().payload.size()};
  if (at.seen_draft) at.seen_draft->Evolve(entry);
  at.draft.Evolve(std::move(entry));
  if (reader && ChangesAccess(event)) {
    for (v1::Violation& given :
         TooMuchGiven(*reader, event, access, AccessIn(at.draft), at.at->record.entries().empty()))
      violations.push_back(std::move(given));
  }
  for (v1::Violation& violation : violations) {
    violation.set_case_index(static_cast<uint32_t>(case_index));
    violation.set_event_index(static_cast<uint32_t>(event_index));
    attempt.violations.push_back(std::move(violation));
  }
}

// For each journalized plan, add what it was drawn from, in the same request after all its events.
absl::Status Recorder::AddAttestations(const Attempt& attempt, eventstore::LogAppend& append) const {
  for (const Attempt::Case& at : attempt.cases) {
    std::vector<eventstore::NewEvent> events;
    for (const eventstore::Revision revision : at.journalized) {
      const std::optional<eventstore::Revision> last = projections::RevisionToAttest(at.draft, revision);
      if (!last) continue;
      const absl::StatusOr<projections::SaltSeed> seed = AttestationSeed(log_, at.at->head, *last, std::nullopt);
      if (!seed.ok()) return seed.status();
      events.push_back(
          AccessEntry(projections::AttestJournalized(options_.program, *seed, at.draft, revision, at.at->head.next()),
                      {.program = options_.program}));
    }
    if (events.empty()) continue;
    absl::StatusOr<eventstore::StreamHead> head = log_.Head(eventstore::StreamId::Access(at.id));
    if (!head.ok()) return head.status();
    append.streams.push_back(
        {.stream = eventstore::StreamId::Access(at.id), .head = *head, .events = std::move(events)});
  }
  return absl::OkStatus();
}

void Recorder::Append(std::shared_ptr<Attempt> attempt) {
  eventstore::LogAppend append{.request_id = *eventstore::Uuid::Parse(attempt->request->request_id()),
                               .absent_at = attempt->absent_at,
                               .streams = {}};
  for (int i = 0; i < attempt->request->cases_size(); ++i) {
    Attempt::Case& at = attempt->cases[i];
    append.streams.push_back(
        {.stream = eventstore::StreamId::Case(at.id), .head = at.at->head, .events = std::move(at.events)});
  }
  if (absl::Status added = AddAttestations(*attempt, append); !added.ok()) return Answer(attempt, added);
  log_.Append(std::move(append),
              [this, attempt = std::move(attempt)](absl::StatusOr<eventstore::Appended> appended) mutable {
                Finish(std::move(attempt), std::move(appended));
              });
}

// In a thread of the log.
void Recorder::Finish(std::shared_ptr<Attempt> attempt, absl::StatusOr<eventstore::Appended> appended) {
  // The access stream changed, the head was read too long ago, or the same request was recorded for other cases: load,
  // look for the request, and admit again.
  if (absl::IsAborted(appended.status())) {
    if (attempt->tries < kTriesMax)
      return tasks_.Run([this, attempt = std::move(attempt)]() mutable { Proceed(std::move(attempt)); });
    return Answer(
        attempt,
        RetryAfter(absl::ResourceExhaustedError(absl::StrCat("the log changed during each of ", kTriesMax,
                                                             " attempts; nothing was recorded; retry in a second")),
                   kRetryAfter));
  }
  if (!appended.ok()) {
    const absl::Status& failed = appended.status();
    const bool queue_is_full = absl::IsResourceExhausted(failed) && !SaysWritesStopped(failed);
    return Answer(attempt, queue_is_full ? RetryAfter(failed, kRetryAfter) : WithOutcome(failed));
  }

  v1::AppendResponse response;
  response.set_request_id(attempt->request->request_id());
  response.set_first_position(appended->first_position);
  *response.mutable_recorded_at() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(appended->recorded_at_us);
  bool journalized = false;
  eventstore::Position position = appended->first_position;
  for (size_t i = 0; i < attempt->cases.size(); ++i) {
    Attempt::Case& at = attempt->cases[i];
    const eventstore::Revision first = at.at->head.next();
    at.draft.Stamp(first, position, appended->recorded_at_us);
    position += at.draft.entries().size() - first;
    v1::CaseAppended* part = response.add_cases();
    part->set_case_id(attempt->request->cases(static_cast<int>(i)).case_id());
    part->set_first_revision(first);
    part->set_events(static_cast<uint32_t>(at.draft.entries().size() - first));
    for (std::string& digest : at.version_digests) part->add_plan_version_digests(std::move(digest));
    cases_.Publish(at.id, std::make_shared<const CaseAt>(std::move(at.draft), appended->heads[i], *at.at));
    journalized = journalized || !at.journalized.empty();
  }
  if (journalized && options_.on_journalized) options_.on_journalized();
  Answer(attempt, std::move(response));
}

}  // namespace casejournal::services
