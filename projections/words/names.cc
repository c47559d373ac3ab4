#include "projections/words/names.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/repeated_field.h"
#include "projections/events/event_words.h"

namespace casejournal::projections {
namespace {

using google::protobuf::RepeatedPtrField;

constexpr size_t kShortBytes = 60;
constexpr size_t kDigestBytes = 32;

// "review of 2025-05-05", or "review" if the day is not known.
std::string Dated(absl::string_view what, absl::string_view day) {
  return day.empty() ? std::string(what) : absl::StrCat(what, " of ", day);
}

std::string WordsOf(const v1::Participant& item) { return item.name(); }
std::string WordsOf(const v1::Household& item) { return item.name(); }
std::string WordsOf(const v1::Barrier& item) { return Shortened(item.barrier()); }
std::string WordsOf(const v1::Need& item) { return Shortened(item.terms().need()); }
std::string WordsOf(const v1::Strength& item) { return Shortened(item.terms().strength()); }
std::string WordsOf(const v1::Goal& item) { return Shortened(item.statement()); }
std::string WordsOf(const v1::Objective& item) { return Shortened(item.terms().statement()); }
std::string WordsOf(const v1::Activity& item) { return Shortened(item.terms().what()); }
std::string WordsOf(const v1::Threat& item) { return Shortened(item.terms().threat()); }
std::string WordsOf(const v1::ReturnCondition& item) { return Shortened(item.condition()); }
std::string WordsOf(const v1::Placement& item) { return item.terms().with_whom(); }
std::string WordsOf(const v1::SafetyPlan& item) { return Dated("safety plan", item.made_on()); }
std::string WordsOf(const v1::Removal& item) { return Dated("removal", item.removed_on()); }

std::string WordsOf(const v1::Assessment& item) {
  const std::string kind = EnumWords(item.terms().kind());
  return Dated(absl::EndsWith(kind, "assessment") ? kind : absl::StrCat(kind, " assessment"), item.completed_on());
}

std::string WordsOf(const v1::Meeting& item) {
  const std::string kind = EnumWords(item.kind());
  return Dated(kind.empty() ? "meeting" : kind, item.held_on().empty() ? item.called().held_on() : item.held_on());
}

std::string WordsOf(const v1::Hearing& item) {
  return Dated(absl::StrCat(EnumWords(item.kind()), " hearing"),
               item.held_on().empty() ? item.set().held_on() : item.held_on());
}

std::string WordsOf(const v1::PlacementAbsence& item) {
  return Dated(absl::StrCat("absence (", EnumWords(item.terms().kind()), ")"), item.began_on());
}

std::string WordsOf(const v1::Notice& item) { return Dated(EnumWords(item.terms().of()), item.sent_on()); }

std::string WordsOf(const v1::Proposal& item) { return Dated("proposed change", item.proposed_on()); }
std::string WordsOf(const v1::Consent& item) { return Shortened(item.terms().scope()); }
std::string WordsOf(const v1::Document& item) { return Shortened(item.terms().title()); }
std::string WordsOf(const v1::Visitation& item) { return Dated("visits", item.arranged_on()); }

std::string WordsOf(const v1::Order& item) {
  return Dated(absl::StrCat(EnumWords(item.terms().kind()), " order"), item.made_on());
}

// An item that was created by a fact without support has an id and no words yet.
template <typename Item>
bool Look(const RepeatedPtrField<Item>& items, const std::string& (Item::*key)() const, absl::string_view id,
          std::string& words) {
  for (const Item& item : items) {
    if ((item.*key)() != id) continue;
    words = std::string(absl::StripAsciiWhitespace(WordsOf(item)));
    return !words.empty();
  }
  return false;
}

std::string FindPart(const v1::CasePlan& plan, absl::string_view id) {
  std::string words;
  (void)(Look(plan.participants(), &v1::Participant::participant_id, id, words) ||
         Look(plan.objectives(), &v1::Objective::objective_id, id, words) ||
         Look(plan.activities(), &v1::Activity::activity_id, id, words) ||
         Look(plan.goals(), &v1::Goal::goal_id, id, words) ||
         Look(plan.placements(), &v1::Placement::placement_id, id, words) ||
         Look(plan.households(), &v1::Household::household_id, id, words) ||
         Look(plan.needs(), &v1::Need::need_id, id, words) ||
         Look(plan.strengths(), &v1::Strength::strength_id, id, words) ||
         Look(plan.barriers(), &v1::Barrier::barrier_id, id, words) ||
         Look(plan.assessments(), &v1::Assessment::assessment_id, id, words) ||
         Look(plan.threats(), &v1::Threat::threat_id, id, words) ||
         Look(plan.safety_plans(), &v1::SafetyPlan::plan_id, id, words) ||
         Look(plan.conditions(), &v1::ReturnCondition::condition_id, id, words) ||
         Look(plan.meetings(), &v1::Meeting::meeting_id, id, words) ||
         Look(plan.hearings(), &v1::Hearing::hearing_id, id, words) ||
         Look(plan.orders(), &v1::Order::order_id, id, words) ||
         Look(plan.removals(), &v1::Removal::removal_id, id, words) ||
         Look(plan.absences(), &v1::PlacementAbsence::absence_id, id, words) ||
         Look(plan.notices(), &v1::Notice::notice_id, id, words) ||
         Look(plan.proposals(), &v1::Proposal::proposal_id, id, words) ||
         Look(plan.consents(), &v1::Consent::consent_id, id, words) ||
         Look(plan.documents(), &v1::Document::document_id, id, words) ||
         Look(plan.visitations(), &v1::Visitation::visitation_id, id, words));
  if (!words.empty()) return words;
  for (const v1::PlanVersion& version : plan.versions()) {
    if (version.plan_id() == id) return absl::StrCat(EnumWords(version.kind()), " plan");
  }
  return words;
}

absl::string_view AbsentWords(Absence absence) {
  return absence == Absence::kLeftOut ? " not in this exhibit" : " no longer in the record";
}

std::string FindDigest(const v1::CasePlan& plan, absl::string_view digest) {
  for (const v1::PlanVersion& version : plan.versions()) {
    if (version.digest() != digest || version.label().empty()) continue;
    return absl::StrCat("version ", version.label(), " of the ", EnumWords(version.kind()), " plan");
  }
  return "";
}

}  // namespace

std::string Names::Find(absl::string_view id) const {
  for (const v1::CasePlan* plan : plans_) {
    std::string words = id.size() == kDigestBytes ? FindDigest(*plan, id) : FindPart(*plan, id);
    if (!words.empty()) return words;
  }
  return "";
}

std::string Names::Of(absl::string_view id, event::v1::PartKind kind) const {
  std::string words = Find(id);
  if (!words.empty()) return words;
  const bool is_person = kind == event::v1::PART_KIND_PARTICIPANT || kind == event::v1::PART_KIND_CHILD;
  return absl::StrCat(is_person ? "someone" : "something", AbsentWords(absence_));
}

std::string Names::OfVersion(absl::string_view digest) const {
  std::string words = Find(digest);
  return words.empty() ? absl::StrCat("a plan version", AbsentWords(absence_)) : words;
}

Names Names::And(const v1::CasePlan& plan) const {
  Names more = *this;
  more.plans_.push_back(&plan);
  return more;
}

std::string Shortened(absl::string_view text) {
  if (text.size() <= kShortBytes) return std::string(text);
  size_t end = text.rfind(' ', kShortBytes);
  if (end == absl::string_view::npos || end < kShortBytes / 2) {
    // No space was found: cut before the byte that begins a UTF-8 character.
    end = kShortBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  }
  return absl::StrCat(text.substr(0, end), "…");
}

}  // namespace casejournal::projections
