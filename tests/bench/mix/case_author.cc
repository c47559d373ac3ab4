#include "tests/bench/mix/case_author.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "tests/bench/mix/entry_kinds.h"

namespace casejournal::services {
namespace {

using event::v1::CaseEvent;

constexpr uint64_t kSettleableMax = 64;
constexpr int kDrawsMax = 200;
constexpr size_t kOwedMax = 30;
// Who is in a new case: the kinds of the first participants.
constexpr event::v1::Capacity kFirstParticipants[] = {event::v1::CAPACITY_CHILD,   event::v1::CAPACITY_CHILD,
                                                      event::v1::CAPACITY_ADULT,   event::v1::CAPACITY_ADULT,
                                                      event::v1::CAPACITY_ADULT,   event::v1::CAPACITY_REPRESENTATIVE,
                                                      event::v1::CAPACITY_PROVIDER};
constexpr size_t kFirstParticipantAt = 3;
constexpr size_t kFirstNumberAt = kFirstParticipantAt + std::size(kFirstParticipants);
constexpr size_t kOpening = kFirstNumberAt + 2;

// All kinds, each as often as the samples have it.
const std::vector<const EntryKind*>& Deck() {
  static const auto* const deck = [] {
    auto* all = new std::vector<const EntryKind*>;
    for (const auto& kinds : {PeopleEntries(), PlanEntries(), CourtEntries()}) {
      for (const EntryKind& kind : kinds) all->insert(all->end(), static_cast<size_t>(kind.of_samples), &kind);
    }
    return all;
  }();
  return *deck;
}

// Give other words to the same fact. Requires CanBeReworded.
void Reword(Words& words, CaseEvent& event) {
  if (event.has_contact_made()) {
    event.mutable_contact_made()->set_summary(words.Account(1, 4));
  } else if (event.has_progress_observed()) {
    event.mutable_progress_observed()->set_account(words.Account(1, 3));
  } else if (event.has_case_note_written()) {
    event.mutable_case_note_written()->set_text(words.Account(2, 6));
  } else if (event.has_strategy_tried()) {
    event.mutable_strategy_tried()->set_strategy(words.Sentence());
  } else if (event.has_alternative_explored()) {
    event.mutable_alternative_explored()->set_reason(words.Sentence());
  }
}

// Whether no other entry rests on an entry of this type.
bool CanBeReworded(const CaseEvent& event) {
  return event.has_contact_made() || event.has_progress_observed() || event.has_case_note_written() ||
         event.has_strategy_tried() || event.has_alternative_explored();
}

}  // namespace

CaseAuthor::CaseAuthor(const CaseCourse& course)
    : course_(course),
      model_("", course.seed),
      now_(course.entries_before_today > 0 ? course.first_day : course.today) {
  model_.case_id = model_.words.Uuid();
}

v1::AppendRequest CaseAuthor::Next(size_t events, Writing writing) {
  v1::AppendRequest request;
  request.set_request_id(model_.words.Uuid());
  v1::CaseAppend& part = *request.add_cases();
  part.set_case_id(model_.case_id);
  if (model_.next_revision == 0) {
    part.mutable_expected()->set_no_case(true);
  } else {
    part.mutable_expected()->set_exactly(model_.next_revision - 1);
  }
  for (size_t i = 0; i < events; ++i) *part.add_events() = Write(writing);
  return request;
}

void CaseAuthor::Learn(const v1::AppendResponse& answer) {
  if (answer.cases_size() != 1) return;
  const auto& digests = answer.cases(0).plan_version_digests();
  for (int i = 0; i < digests.size() && i < static_cast<int>(model_.versions_told_later.size()); ++i) {
    ModelPart version = model_.versions_told_later[static_cast<size_t>(i)];
    version.id = digests[i];
    model_.versions.push_back(std::move(version));
  }
  model_.versions_told_later.clear();
}

CaseEvent CaseAuthor::Write(Writing writing) {
  AdvanceDay();
  CaseEvent event;
  model_.day = now_;
  const size_t lot = model_.words.Below(100);
  const bool opening = model_.next_revision < kOpening;
  model_.late = !opening && (writing == Writing::kLate || (writing == Writing::kMix && lot < kLateInAHundred));
  if (opening) {
    WriteOpening(event);
  } else if (writing == Writing::kMix && lot >= 100 - kSettlingInAHundred && !settleable_.empty()) {
    WriteSettling(event);
  } else {
    if (model_.late) {
      model_.day = std::max(course_.first_day, now_ - static_cast<int>(1 + model_.words.Below(kLateDaysMax)));
    }
    WriteOfMix(event);
  }
  WriteEnvelope(event);
  if (CanBeReworded(event) && !event.has_corrects()) {
    if (settleable_.size() == kSettleableMax) settleable_.erase(settleable_.begin());
    settleable_.push_back({model_.next_revision, event});
  }
  ++model_.next_revision;
  return event;
}

void CaseAuthor::AdvanceDay() {
  if (model_.next_revision >= course_.entries_before_today) {
    now_ = course_.today;
    return;
  }
  const int64_t days = course_.today - course_.first_day;
  now_ = course_.first_day +
         static_cast<int64_t>(model_.next_revision) * days / static_cast<int64_t>(course_.entries_before_today);
}

void CaseAuthor::WriteOpening(CaseEvent& event) {
  const size_t at = model_.next_revision;
  if (at == 0) {
    event.mutable_case_opened()->set_kind(event::v1::CASE_KIND_FAMILY);
    event.mutable_case_opened()->set_origin(event::v1::CASE_ORIGIN_REPORT);
    event.mutable_case_opened()->set_agency("Wren County Children Services (fictional)");
  } else if (at < kFirstParticipantAt) {
    event::v1::CaseAssigned& body = *event.mutable_case_assigned();
    body.mutable_staff()->set_issuer("https://id.wrencounty.example");
    body.mutable_staff()->set_subject(absl::StrCat(at == 1 ? "su-" : "cw-", 2000 + model_.words.Below(60)));
    body.mutable_staff()->set_name(model_.words.PersonName());
    body.set_part(at == 1 ? event::v1::ASSIGNMENT_PART_SUPERVISOR : event::v1::ASSIGNMENT_PART_CASEWORKER);
    body.set_unit("Ongoing Services 2");
  } else if (at < kFirstNumberAt) {
    event::v1::ParticipantJoined& body = *event.mutable_participant_joined();
    body.set_participant_id(model_.Begin(model_.participants));
    body.set_person_id(model_.words.Uuid());
    body.set_capacity(kFirstParticipants[at - kFirstParticipantAt]);
    body.set_name(model_.words.PersonName());
    ModelPart joined = model_.participants.back();
    joined.of = body.person_id();
    if (body.capacity() == event::v1::CAPACITY_CHILD) {
      body.set_born_on(absl::FormatCivilTime(model_.day - static_cast<int>(600 + model_.words.Below(4000))));
      model_.children.push_back({.child = joined});
    }
    if (body.capacity() == event::v1::CAPACITY_ADULT) model_.adults.push_back(joined);
    if (body.capacity() == event::v1::CAPACITY_REPRESENTATIVE) model_.representatives.push_back(joined);
    if (body.capacity() == event::v1::CAPACITY_PROVIDER) model_.providers.push_back(joined);
  } else {
    ModelChild& child = model_.children[at - kFirstNumberAt];
    child.court_number = model_.words.CourtNumber();
    event.mutable_case_number_given()->set_system("Wren County Juvenile Court");
    event.mutable_case_number_given()->set_number(child.court_number);
    event.mutable_case_number_given()->set_child_id(child.child.id);
  }
}

// A kind that was drawn and that the case could not have then is owed, and comes as soon as it can. Otherwise there
// would be too few of the kinds that need others first.
void CaseAuthor::WriteOfMix(CaseEvent& event) {
  for (size_t i = 0; i < owed_.size(); ++i) {
    event.Clear();
    if (!owed_[i]->write(model_, event)) continue;
    owed_.erase(owed_.begin() + static_cast<std::ptrdiff_t>(i));
    return;
  }
  for (int i = 0; i < kDrawsMax; ++i) {
    event.Clear();
    const EntryKind* kind = model_.words.Any<const EntryKind*>(Deck());
    if (kind->write(model_, event)) return;
    if (owed_.size() < kOwedMax) owed_.push_back(kind);
  }
  event.Clear();
  event.mutable_case_note_written()->set_occasion(model_.words.Phrase());
  event.mutable_case_note_written()->set_text(model_.words.Account(2, 6));
}

// Each entry is settled once: a second correction or a withdrawal of it would be about the settling entry.
void CaseAuthor::WriteSettling(CaseEvent& event) {
  const size_t index = model_.words.Below(settleable_.size());
  Settleable original = std::move(settleable_[index]);
  settleable_.erase(settleable_.begin() + static_cast<std::ptrdiff_t>(index));
  if (model_.words.OneIn(2)) {
    event.mutable_entry_retracted()->set_revision(original.revision);
    event.mutable_entry_retracted()->set_reason(event::v1::RETRACTION_REASON_IN_ERROR);
    event.mutable_entry_retracted()->set_words(model_.words.Sentence());
    return;
  }
  event = std::move(original.event);
  event.clear_claim();
  event.clear_late_reason();
  Reword(model_.words, event);
  event.mutable_corrects()->set_revision(original.revision);
  event.mutable_corrects()->set_reason(model_.words.Sentence());
}

// The shares of optional fields are those of the samples too.
void CaseAuthor::WriteEnvelope(CaseEvent& event) {
  if (!event.has_corrects()) event.set_effective_on(model_.Day());
  if (model_.words.OneIn(14)) event.set_effective_time(absl::StrCat(10 + model_.words.Below(8), ":30"));
  if (event.caused_by().empty() && !model_.concerns.empty() && model_.words.OneIn(18)) {
    event::v1::EntryRef& cause = *event.add_caused_by();
    cause.set_case_id(model_.case_id);
    cause.set_revision(model_.concerns.back().revision == model_.next_revision ? 0 : model_.concerns.back().revision);
  }
  if (!event.has_source() && model_.words.OneIn(19)) {
    event.mutable_source()->set_kind(event::v1::SOURCE_KIND_DOCUMENT);
    event.mutable_source()->set_detail(absl::StrCat("a letter about ", model_.words.Phrase()));
  }
  if (model_.late) event.set_late_reason(model_.words.Sentence());
  if (now_ == course_.today) return;
  event::v1::Claim& claim = *event.mutable_claim();
  // Between 15:00 and 18:00 in New York; what is written down later on a day claims a later time.
  const absl::Time at = absl::FromCivil(absl::CivilSecond(now_) + 20 * 3600, absl::UTCTimeZone());
  const int64_t of_the_day = static_cast<int64_t>(model_.next_revision) % 7000;
  claim.mutable_recorded_at()->set_seconds(absl::ToUnixSeconds(at) + of_the_day);
  claim.mutable_recorded_by()->set_issuer("https://id.wrencounty.example");
  claim.mutable_recorded_by()->set_subject("cw-2041");
  claim.mutable_recorded_by()->set_name("Maren Oyelaran");
  claim.set_system("Family Services Notebook 4");
  claim.set_reference(absl::StrCat("WC-", model_.next_revision));
}

void CountTypes(const v1::AppendRequest& request, std::map<std::string, uint64_t>& counts) {
  for (const v1::CaseAppend& part : request.cases()) {
    for (const CaseEvent& event : part.events()) {
      const auto* body = CaseEvent::descriptor()->FindOneofByName("body");
      const auto* field = event.GetReflection()->GetOneofFieldDescriptor(event, body);
      if (field != nullptr) ++counts[field->json_name()];
    }
  }
}

}  // namespace casejournal::services
