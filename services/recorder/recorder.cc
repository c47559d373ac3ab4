#include "services/recorder/recorder.h"

#include <google/protobuf/util/time_util.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "projections/entries/civil_day.h"
#include "projections/events/event_codec.h"
#include "projections/state/attestation.h"
#include "projections/state/plan_versions.h"
#include "services/admission/admit.h"
#include "services/admission/catalog/rule_catalogue.h"
#include "services/admission/shape/request_shape.h"
#include "services/admission/unchanged.h"
#include "services/errors/error_details.h"
#include "services/errors/error_size.h"
#include "services/recorder/access_recorder.h"
#include "services/recorder/plan_text.h"
#include "services/recorder/repeat.h"

namespace casejournal::services {
namespace {

// No other code appends to a case. But its access stream may change, or its head may be too old, and then the append is
// retried.
constexpr int kTriesMax = 16;
// Limits of requests that wait for other requests of the same case.
constexpr size_t kWaitingMax = 4096;
constexpr size_t kWaitingBytesMax = size_t{64} << 20;

// The log takes what a client may send and what is added to it: with each event at most one attestation
// (AddAttestations).
static_assert(2 * kRequestEventsMax <= eventstore::kAppendEventsMax);
// To each event its admission is added, and to a plan version its text: half of an append is left for them.
static_assert(2 * kRequestBytesMax <= eventstore::kAppendBytesMax);
static_assert(2 * kEventBytesMax <= eventstore::kPayloadBytesMax);

// For an answer to `validate_only`. Clients accept messages of 4 MiB by default.
constexpr size_t kViolationsBytesMax = size_t{3} << 20;

std::optional<eventstore::Revision> ExpectedLast(const v1::ExpectedRevision& expected) {
  return expected.has_exactly() ? std::optional(expected.exactly()) : std::nullopt;
}

absl::Status CheckUnchanged(const v1::CaseAppend& part, const projections::CaseRecord& record) {
  const eventstore::Revision since = part.expected().unchanged_since();
  const size_t count = record.entries().size();
  const std::optional<eventstore::Revision> actual = count == 0 ? std::nullopt : std::optional(count - 1);
  if (!actual || since > *actual) return ConflictError(part.case_id(), since, actual);
  const std::vector<const event::v1::CaseEvent*> events(part.events().pointer_begin(), part.events().pointer_end());
  const std::vector<std::string> touched = TouchedSince(record, since, events);
  return touched.empty() ? absl::OkStatus() : TouchedError(part.case_id(), since, *actual, touched);
}

uint16_t LabelBits(const event::v1::CaseEvent& event) {
  uint16_t bits = 0;
  for (const int label : event.labels()) bits = static_cast<uint16_t>(bits | 1 << (label - 1));
  return bits;
}

}  // namespace

// One request in progress. Each attempt fills it again.
struct Recorder::Attempt {
  struct Case {
    eventstore::Uuid id;
    std::shared_ptr<const CaseAt> at;
    projections::CaseRecord draft;
    std::vector<eventstore::NewEvent> events;
    std::vector<std::string> version_digests;
    std::vector<eventstore::Revision> journalized;  // of the events that journalize a plan
  };

  Caller caller;
  std::shared_ptr<const v1::AppendRequest> request;
  Done done;
  std::string digest;
  int cases_before = 0;  // CaseLines
  size_t bytes = 0;      // while it waits
  int tries = 0;
  eventstore::Position absent_at = 0;  // the log did not have the request when it had this many events
  int64_t now_us = 0;
  std::vector<Case> cases;
  std::vector<v1::Violation> violations;
};

void Recorder::Record(Caller caller, std::shared_ptr<const v1::AppendRequest> request, Done done) {
  const std::vector<v1::FieldError> fields =
      CheckShape(*request, {.today = Today(), .now_us = options_.now_us(), .zone = options_.zone});
  if (!fields.empty()) return done(BadRequestError(fields));
  auto attempt = std::make_shared<Attempt>();
  attempt->caller = std::move(caller);
  attempt->request = std::move(request);
  attempt->done = std::move(done);
  attempt->digest = DigestOf(*attempt->request);
  if (attempt->request->validate_only() || TakeTurn(attempt)) Try(std::move(attempt));
}

// The civil day now, YYYY-MM-DD.
std::string Recorder::Today() const { return projections::DayOf(options_.now_us(), options_.zone); }

// Queue the request for its cases, or answer it. Return whether it may run now.
bool Recorder::TakeTurn(const std::shared_ptr<Attempt>& attempt) {
  {
    absl::MutexLock lock(&lines_mutex_);
    if (lines_.AreFree(*attempt->request)) return lines_.Join(attempt, *attempt->request);
    const size_t bytes = attempt->request->ByteSizeLong();
    if (waiting_ < kWaitingMax && waiting_bytes_ + bytes <= kWaitingBytesMax) {
      attempt->bytes = bytes;
      waiting_bytes_ += bytes;
      ++waiting_;
      return lines_.Join(attempt, *attempt->request);
    }
  }
  attempt->done(absl::ResourceExhaustedError(
      absl::StrCat("too many requests are waiting for their cases (limit: ", kWaitingMax, " requests or ",
                   kWaitingBytesMax >> 20, " MiB); nothing was recorded; retry later")));
  return false;
}

void Recorder::Answer(const std::shared_ptr<Attempt>& attempt, absl::StatusOr<v1::AppendResponse> outcome) {
  if (!attempt->request->validate_only()) {
    std::vector<std::shared_ptr<Attempt>> next;
    {
      absl::MutexLock lock(&lines_mutex_);
      next = lines_.Leave(*attempt, *attempt->request);
      waiting_ -= next.size();
      for (const std::shared_ptr<Attempt>& one : next) waiting_bytes_ -= one->bytes;
    }
    for (std::shared_ptr<Attempt>& one : next) {
      tasks_.Run([this, one = std::move(one)]() mutable { Try(std::move(one)); });
    }
  }
  attempt->done(std::move(outcome));
}

void Recorder::RecordSoon(Caller caller, std::shared_ptr<const v1::AppendRequest> request, Done done) {
  tasks_.Run([this, caller = std::move(caller), request = std::move(request), done = std::move(done)]() mutable {
    Record(std::move(caller), std::move(request), std::move(done));
  });
}

void Recorder::Try(std::shared_ptr<Attempt> attempt) {
  ++attempt->tries;
  if (absl::Status loaded = Load(*attempt); !loaded.ok()) return Answer(attempt, loaded);
  absl::StatusOr<bool> answered = AnswerRepeat(attempt);
  if (!answered.ok()) return Answer(attempt, answered.status());
  if (*answered) return;
  if (absl::Status expected = CheckExpectations(*attempt); !expected.ok()) return Answer(attempt, expected);
  if (absl::Status admitted = Admit(*attempt); !admitted.ok()) return Answer(attempt, admitted);
  if (attempt->request->validate_only()) {
    v1::AppendResponse response;
    response.set_request_id(attempt->request->request_id());
    response.set_violations_omitted(KeepWhatFits(kViolationsBytesMax, attempt->violations));
    response.mutable_violations()->Add(attempt->violations.begin(), attempt->violations.end());
    return Answer(attempt, std::move(response));
  }
  if (!attempt->violations.empty()) return Answer(attempt, RefusalError(attempt->violations));
  Append(std::move(attempt));
}

absl::Status Recorder::Load(Attempt& attempt) {
  attempt.cases.clear();
  attempt.violations.clear();
  attempt.now_us = options_.now_us();
  for (const v1::CaseAppend& part : attempt.request->cases()) {
    const eventstore::Uuid id = *eventstore::Uuid::Parse(part.case_id());
    // What overtook an earlier attempt is committed, but may not be answered yet.
    absl::StatusOr<std::shared_ptr<const CaseAt>> at = attempt.tries == 1 ? cases_.Load(id) : cases_.LoadCommitted(id);
    if (!at.ok()) return at.status();
    projections::CaseRecord draft = (*at)->record;
    attempt.cases.push_back({.id = id, .at = *std::move(at), .draft = std::move(draft)});
  }
  return absl::OkStatus();
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
  Answer(attempt, *std::move(repeat));
  return true;
}

absl::Status Recorder::CheckExpectations(const Attempt& attempt) const {
  for (int i = 0; i < attempt.request->cases_size(); ++i) {
    const v1::CaseAppend& part = attempt.request->cases(i);
    const std::optional<eventstore::Revision> actual = attempt.cases[i].at->head.last_revision;
    if (part.expected().has_unchanged_since()) {
      if (absl::Status unchanged = CheckUnchanged(part, attempt.cases[i].draft); !unchanged.ok()) return unchanged;
      continue;
    }
    if (part.expected().any() || actual == ExpectedLast(part.expected())) continue;
    return ConflictError(part.case_id(), ExpectedLast(part.expected()), actual);
  }
  return absl::OkStatus();
}

absl::Status Recorder::Admit(Attempt& attempt) {
  for (int i = 0; i < attempt.request->cases_size(); ++i) {
    if (attempt.cases[i].draft.entries().size() + attempt.request->cases(i).events_size() >
        projections::kCaseEntriesMax) {
      return absl::ResourceExhaustedError(absl::StrCat("case ", attempt.request->cases(i).case_id(),
                                                       " is at its limit of ", projections::kCaseEntriesMax,
                                                       " entries"));
    }
    AdmitCase(attempt, i);
  }
  return absl::OkStatus();
}

// Admit each event against the case as the earlier events leave it, so that one request can add a goal and its
// objectives. A rejected event is folded too, so that one mistake is reported once, not once for everything that rests
// on it.
void Recorder::AdmitCase(Attempt& attempt, int case_index) {
  const v1::CaseAppend& part = attempt.request->cases(case_index);
  Attempt::Case& at = attempt.cases[case_index];
  const std::vector<const event::v1::CaseEvent*> events(part.events().pointer_begin(), part.events().pointer_end());
  AdmitContext context{.today = Today(), .now_us = attempt.now_us, .zone = options_.zone};
  int before = 0;
  for (int i = 0; i < case_index; ++i) before += attempt.request->cases(i).events_size();
  for (int i = 0; i < part.events_size(); ++i) {
    context.following = absl::MakeConstSpan(events).subspan(static_cast<size_t>(i) + 1);
    auto stored = std::make_shared<event::v1::StoredEvent>();
    event::v1::CaseEvent& event = *stored->mutable_case_event();
    event = part.events(i);
    std::vector<v1::Violation> violations = services::Admit(at.draft, event, context);
    if (event.has_plan_version_drawn_up()) {
      FillInPlanText(at.draft, *event.mutable_plan_version_drawn_up(), violations);
      at.version_digests.push_back(event.plan_version_drawn_up().digest());
    }
    for (v1::Violation& violation : violations) {
      violation.set_case_index(static_cast<uint32_t>(case_index));
      violation.set_event_index(static_cast<uint32_t>(i));
      attempt.violations.push_back(std::move(violation));
    }
    event::v1::Admission& admission = *stored->mutable_admission();
    *admission.mutable_actor() = attempt.caller.actor;
    admission.set_client(attempt.caller.client);
    admission.set_rule_catalogue_version(kRuleCatalogueVersion);
    admission.set_schema_version(projections::kSchemaVersion);
    if (i == 0) admission.set_request_digest(attempt.digest);
    at.events.push_back({.label = LabelBits(event), .payload = projections::EncodeStoredEvent(*stored)});
    if (event.has_plan_journalized()) at.journalized.push_back(at.draft.entries().size());
    at.draft.Evolve({.revision = at.draft.entries().size(),
                     .recorded_at_us = attempt.now_us,
                     .index_in_request = static_cast<uint16_t>(before + i),
                     .stored = std::move(stored),
                     .stored_bytes = at.events.back().payload.size()});
  }
}

// For each journalized plan, add what it was drawn from, in the same request after all its events.
absl::Status Recorder::AddAttestations(const Attempt& attempt, eventstore::LogAppend& append) const {
  for (const Attempt::Case& at : attempt.cases) {
    std::vector<eventstore::NewEvent> events;
    for (const eventstore::Revision revision : at.journalized) {
      std::optional<event::v1::AccessEvent> attested =
          projections::AttestJournalized(options_.program, at.draft, revision, at.at->head.next());
      if (attested) events.push_back(AccessEntry(*std::move(attested), {.program = options_.program}));
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
      return tasks_.Run([this, attempt = std::move(attempt)]() mutable { Try(std::move(attempt)); });
    return Answer(attempt, absl::ResourceExhaustedError(absl::StrCat("the log changed during each of ", kTriesMax,
                                                                     " attempts; nothing was recorded; retry later")));
  }
  if (!appended.ok()) return Answer(attempt, appended.status());

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
    cases_.Publish(at.id, std::make_shared<const CaseAt>(CaseAt{std::move(at.draft), appended->heads[i]}));
    journalized = journalized || !at.journalized.empty();
  }
  if (journalized && options_.on_journalized) options_.on_journalized();
  Answer(attempt, std::move(response));
}

}  // namespace casejournal::services
