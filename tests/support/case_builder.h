// Builds the entries of a case in the words of the practice.
#ifndef CASEJOURNAL_TESTS_SUPPORT_CASE_BUILDER_H_
#define CASEJOURNAL_TESTS_SUPPORT_CASE_BUILDER_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "casejournal/event/v1/case_event.pb.h"
#include "google/protobuf/util/time_util.h"
#include "projections/entries/entry_list.h"
#include "projections/state/case_record.h"

namespace casejournal::testing {

using event::v1::CaseEvent;

// The same UUID for the same word, so that a test can say "Ana" where the record needs an id.
inline std::string Id(absl::string_view word) {
  uint64_t high = 1469598103934665603U;
  uint64_t low = 0x9E3779B97F4A7C15U;
  for (const char c : word) {
    high = (high ^ static_cast<unsigned char>(c)) * 1099511628211U;
    low = (low ^ high) * 0xD6E8FEB86659FD93U;
  }
  return absl::StrFormat("%08x-%04x-4%03x-8%03x-%012x", high >> 32, (high >> 16) & 0xFFFF, high & 0xFFF, low >> 52,
                         low & 0xFFFFFFFFFFFF);
}

inline absl::TimeZone NewYork() {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("America/New_York", &zone));
  return zone;
}

// An instant from local time in New York: "2025-05-05 09:30", optionally with seconds and fractions.
inline absl::Time Local(absl::string_view text) {
  absl::Time time;
  std::string error;
  if (!absl::ParseTime("%Y-%m-%d %H:%M:%E*S", text, NewYork(), &time, &error)) {
    EXPECT_TRUE(absl::ParseTime("%Y-%m-%d %H:%M", text, NewYork(), &time, &error)) << error;
  }
  return time;
}

// The entries of one case. Each request takes the next revisions and positions.
class CaseBuilder {
 public:
  explicit CaseBuilder(std::string case_id = Id("case"), eventstore::Position first_position = 1)
      : case_id_(std::move(case_id)), next_position_(first_position), record_(case_id_) {}

  // Record `events` as one request at a local time.
  CaseBuilder& Record(absl::string_view local_time, std::vector<CaseEvent> events,
                      absl::string_view actor = "Dana Reed") {
    for (size_t i = 0; i < events.size(); ++i) {
      projections::Entry entry;
      entry.revision = record_.entries().size();
      entry.position = next_position_++;
      entry.recorded_at_us = absl::ToUnixMicros(Local(local_time));
      entry.index_in_request = static_cast<uint16_t>(i);
      auto stored = std::make_shared<event::v1::StoredEvent>();
      *stored->mutable_case_event() = std::move(events[i]);
      stored->mutable_admission()->mutable_actor()->set_name(std::string(actor));
      stored->mutable_admission()->set_schema_version(1);
      entry.stored = std::move(stored);
      record_.Evolve(std::move(entry));
    }
    return *this;
  }

  const std::string& case_id() const { return case_id_; }
  const projections::CaseRecord& record() const { return record_; }
  const projections::EntryList& entries() const { return record_.entries(); }

 private:
  std::string case_id_;
  eventstore::Position next_position_;
  projections::CaseRecord record_;
};

inline CaseEvent On(absl::string_view day) {
  CaseEvent event;
  event.set_effective_on(std::string(day));
  return event;
}

inline CaseEvent CaseOpened(absl::string_view day) {
  CaseEvent event = On(day);
  event.mutable_case_opened()->set_kind(event::v1::CASE_KIND_FAMILY);
  event.mutable_case_opened()->set_origin(event::v1::CASE_ORIGIN_REPORT);
  event.mutable_case_opened()->set_agency("County Children Services");
  return event;
}

inline CaseEvent Joined(absl::string_view day, absl::string_view name, event::v1::Capacity capacity) {
  CaseEvent event = On(day);
  event.mutable_participant_joined()->set_participant_id(Id(name));
  event.mutable_participant_joined()->set_name(std::string(name));
  event.mutable_participant_joined()->set_capacity(capacity);
  return event;
}
inline CaseEvent ChildJoined(absl::string_view day, absl::string_view name) {
  return Joined(day, name, event::v1::CAPACITY_CHILD);
}
inline CaseEvent AdultJoined(absl::string_view day, absl::string_view name) {
  return Joined(day, name, event::v1::CAPACITY_ADULT);
}

inline CaseEvent NumberGiven(absl::string_view day, absl::string_view number, absl::string_view child) {
  CaseEvent event = On(day);
  event.mutable_case_number_given()->set_system("Juvenile Court");
  event.mutable_case_number_given()->set_number(std::string(number));
  if (!child.empty()) event.mutable_case_number_given()->set_child_id(Id(child));
  return event;
}

inline CaseEvent MovedIn(absl::string_view day, absl::string_view household, absl::string_view who) {
  CaseEvent event = On(day);
  event.mutable_household_member_moved_in()->set_household_id(Id(household));
  event.mutable_household_member_moved_in()->set_household_name(std::string(household));
  event.mutable_household_member_moved_in()->set_participant_id(Id(who));
  return event;
}
inline CaseEvent MovedOut(absl::string_view day, absl::string_view household, absl::string_view who) {
  CaseEvent event = On(day);
  event.mutable_household_member_moved_out()->set_household_id(Id(household));
  event.mutable_household_member_moved_out()->set_participant_id(Id(who));
  return event;
}

inline CaseEvent ChildRemoved(absl::string_view day, absl::string_view child) {
  CaseEvent event = On(day);
  event::v1::ChildRemoved& removed = *event.mutable_child_removed();
  removed.set_removal_id(Id(std::string(child) + "'s removal"));
  removed.set_child_id(Id(child));
  removed.set_manner(event::v1::REMOVAL_MANNER_PHYSICAL);
  removed.add_circumstances(event::v1::REMOVAL_CIRCUMSTANCE_NEGLECT);
  removed.set_authority("an emergency order");
  return event;
}

inline CaseEvent PlacementBegan(absl::string_view day, absl::string_view placement, absl::string_view child,
                                absl::string_view with_whom) {
  CaseEvent event = On(day);
  event::v1::PlacementBegan& began = *event.mutable_placement_began();
  began.set_placement_id(Id(placement));
  began.set_child_id(Id(child));
  began.set_with_whom(std::string(with_whom));
  began.set_type(event::v1::PLACEMENT_TYPE_FOSTER_HOME);
  return event;
}
inline CaseEvent PlacementEnded(absl::string_view day, absl::string_view placement) {
  CaseEvent event = On(day);
  event.mutable_placement_ended()->set_placement_id(Id(placement));
  event.mutable_placement_ended()->set_reason("moved to an aunt");
  return event;
}

inline CaseEvent GoalEstablished(absl::string_view day, absl::string_view goal, absl::string_view statement) {
  CaseEvent event = On(day);
  event.mutable_goal_established()->set_goal_id(Id(goal));
  event.mutable_goal_established()->set_area(event::v1::GOAL_AREA_SAFETY);
  event.mutable_goal_established()->set_statement(std::string(statement));
  return event;
}

inline CaseEvent ObjectiveAdded(absl::string_view day, absl::string_view objective, absl::string_view goal,
                                absl::string_view statement) {
  CaseEvent event = On(day);
  event.mutable_objective_added()->set_objective_id(Id(objective));
  event.mutable_objective_added()->set_goal_id(Id(goal));
  event.mutable_objective_added()->mutable_terms()->set_statement(std::string(statement));
  return event;
}
inline CaseEvent ObjectiveMet(absl::string_view day, absl::string_view objective) {
  CaseEvent event = On(day);
  event.mutable_objective_met()->set_objective_id(Id(objective));
  event.mutable_objective_met()->set_evidence("the counsellor's report");
  return event;
}
inline CaseEvent ProgressOn(absl::string_view day, absl::string_view part, event::v1::ProgressExtent extent) {
  CaseEvent event = On(day);
  event.mutable_progress_observed()->set_of_id(Id(part));
  event.mutable_progress_observed()->set_extent(extent);
  return event;
}

inline CaseEvent OutcomeChosen(absl::string_view day, absl::string_view child, event::v1::PermanencyOutcome outcome) {
  CaseEvent event = On(day);
  event.mutable_outcome_chosen()->set_child_id(Id(child));
  event.mutable_outcome_chosen()->set_outcome(outcome);
  event.mutable_outcome_chosen()->set_track(event::v1::OUTCOME_TRACK_PRIMARY);
  return event;
}

inline CaseEvent NoteWritten(absl::string_view day, absl::string_view text) {
  CaseEvent event = On(day);
  event.mutable_case_note_written()->set_occasion("a call");
  event.mutable_case_note_written()->set_text(std::string(text));
  return event;
}

// `replacement`, as a correction of the entry at `revision`.
inline CaseEvent Correcting(eventstore::Revision revision, CaseEvent replacement) {
  replacement.mutable_corrects()->set_revision(revision);
  replacement.mutable_corrects()->set_reason("written down wrongly");
  return replacement;
}

inline CaseEvent Retracting(eventstore::Revision revision, absl::string_view words = "in error") {
  CaseEvent event = On("2025-06-02");
  event.mutable_entry_retracted()->set_revision(revision);
  event.mutable_entry_retracted()->set_reason(event::v1::RETRACTION_REASON_IN_ERROR);
  event.mutable_entry_retracted()->set_words(std::string(words));
  return event;
}

// The same event, with a claim that `system` recorded it at a local time.
inline CaseEvent Claimed(CaseEvent event, absl::string_view local_time, absl::string_view system) {
  *event.mutable_claim()->mutable_recorded_at() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(Local(local_time)));
  event.mutable_claim()->set_system(std::string(system));
  return event;
}

}  // namespace casejournal::testing

#endif  // CASEJOURNAL_TESTS_SUPPORT_CASE_BUILDER_H_
