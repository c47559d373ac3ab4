// For tests of rules: record a case event by event, and ask whether one more event may be recorded.
#ifndef CASEJOURNAL_TESTS_SUPPORT_STORY_H_
#define CASEJOURNAL_TESTS_SUPPORT_STORY_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/admission/admit.h"
#include "services/admission/catalog/rule_catalogue.h"
#include "services/admission/proposal/proposed_event.h"
#include "tests/support/case_builder.h"
#include "tests/support/event_text.h"
#include "tests/support/violation_sentence.h"

namespace casejournal::services {

using event::v1::CaseEvent;
using testing::Digest;
using testing::EventFromText;
using testing::Id;

// Events that most stories need.
inline constexpr char kNote[] = R"(case_note_written { occasion: "private" text: "private" })";
inline constexpr char kGoal[] = R"(goal_established { goal_id: "$G" area: GOAL_AREA_SAFETY statement: "private" })";
inline constexpr char kObjective[] =
    R"(objective_added { objective_id: "$O" goal_id: "$G" terms { statement: "private" } })";

// A family of a mother, a father, and two children, Ana and Ben, recorded on 2025-06-15. All of it is admissible. Every
// name and every narrative in it contains the word "private".
class Story {
 public:
  Story() : record_(Id("case")) {
    context.today = "2025-06-15";
    context.now_us = absl::ToUnixMicros(absl::FromCivil(absl::CivilHour(2025, 6, 15, 12), absl::UTCTimeZone()));
    // Lateness has tests of its own.
    context.late_after_days = 100'000;
  }

  // Revisions 0 to 6. The number JV1 is Ana's.
  static Story OfAFamily() {
    Story story;
    story.Given("2025-01-01", R"(case_opened { kind: CASE_KIND_FAMILY origin: CASE_ORIGIN_REPORT
                                               agency: "private" })");
    story.Given("2025-01-01", R"(participant_joined { participant_id: "$mother"
                                                      capacity: CAPACITY_ADULT name: "private" })");
    story.Given("2025-01-01", R"(participant_joined { participant_id: "$ana"
                                                      capacity: CAPACITY_CHILD name: "private" })");
    story.Given("2025-01-01", R"(participant_joined { participant_id: "$ben"
                                                      capacity: CAPACITY_CHILD name: "private" })");
    story.Given("2025-01-01", R"(relation_established { from_id: "$mother" to_id: "$ana"
                                                        relation: RELATION_MOTHER
                                                        kind: RELATION_KIND_LEGAL
                                                        basis: "private" })");
    story.Given("2025-01-01", R"(household_member_moved_in { household_id: "$home"
                                                             household_name: "private"
                                                             participant_id: "$ana" })");
    story.Given("2025-01-02", R"(case_number_given { system: "Juvenile Court" number: "JV1"
                                                     child_id: "$ana" })");
    return story;
  }

  // Record an event that must be admissible.
  Story& Given(absl::string_view day, absl::string_view text) { return Given(EventFromText(day, text)); }
  Story& Given(const CaseEvent& event) {
    EXPECT_THAT(Ask(event), ::testing::IsEmpty()) << event.ShortDebugString();
    record_ = With(record_, event, context.now_us);
    return *this;
  }

  // Return what would reject it.
  std::vector<v1::Violation> Ask(absl::string_view day, absl::string_view text) const {
    return Ask(EventFromText(day, text));
  }
  std::vector<v1::Violation> Ask(const CaseEvent& event) const {
    std::vector<v1::Violation> violations = Admit(record_, event, context);
    for (const v1::Violation& violation : violations) {
      EXPECT_TRUE(FindRule(violation.rule_id())) << violation.rule_id();
      EXPECT_TRUE(absl::EndsWith(violation.message(), ".")) << violation.message();
      EXPECT_FALSE(violation.field().empty()) << violation.rule_id();
      EXPECT_FALSE(violation.remedy().empty()) << violation.rule_id();
      EXPECT_FALSE(absl::StrContains(violation.ShortDebugString(), "private")) << violation.ShortDebugString();
      EXPECT_TRUE(absl::StartsWith(violation.wording().id(), violation.rule_id())) << violation.wording().id();
      testing::ExpectSentence(violation.message(), violation.wording());
      EXPECT_TRUE(absl::StartsWith(violation.remedy_wording().id(), absl::StrCat(violation.rule_id(), ".remedy")))
          << violation.remedy_wording().id();
      testing::ExpectSentence(violation.remedy(), violation.remedy_wording());
    }
    return violations;
  }

  // Return what would reject one request, which is recorded completely or not at all. Each event is checked in turn.
  std::vector<v1::Violation> AskAll(const std::vector<CaseEvent>& events) const {
    std::vector<v1::Violation> all;
    Story after = *this;
    std::vector<const CaseEvent*> rest;
    for (const CaseEvent& event : events) rest.push_back(&event);
    for (size_t i = 0; i < events.size(); ++i) {
      after.context.following = absl::MakeConstSpan(rest).subspan(i + 1);
      for (v1::Violation& violation : after.Ask(events[i])) {
        violation.set_event_index(static_cast<uint32_t>(i));
        all.push_back(std::move(violation));
      }
      after.record_ = With(after.record_, events[i], context.now_us);
    }
    return all;
  }
  Story& GivenAll(const std::vector<CaseEvent>& events) {
    EXPECT_THAT(AskAll(events), ::testing::IsEmpty());
    for (const CaseEvent& event : events) record_ = With(record_, event, context.now_us);
    return *this;
  }

  const projections::CaseRecord& record() const { return record_; }
  eventstore::Revision last_revision() const { return record_.entries().size() - 1; }

  AdmitContext context;

 private:
  projections::CaseRecord record_;
};

using testing::Correcting;
inline CaseEvent Replacing(eventstore::Revision revision, absl::string_view day, absl::string_view text) {
  return Correcting(revision, EventFromText(day, text));
}
inline CaseEvent Retracting(eventstore::Revision revision) {
  return EventFromText("2025-06-15", absl::StrCat("entry_retracted { revision: ", revision,
                                                  " reason: RETRACTION_REASON_IN_ERROR words: \"private\" }"));
}

inline std::string RuleId(Rule rule) { return std::string(TextOf(rule).id); }

// A violation of one rule.
MATCHER_P(By, rule, "is a refusal by " + RuleId(rule)) { return arg.rule_id() == RuleId(rule); }
MATCHER_P2(By, rule, field, "is a refusal by " + RuleId(rule) + " of the field " + field) {
  return arg.rule_id() == RuleId(rule) && arg.field() == field;
}
MATCHER_P3(By, rule, field, ids, "is a refusal by " + RuleId(rule) + " of the field " + field) {
  return arg.rule_id() == RuleId(rule) && arg.field() == field &&
         std::vector<std::string>(arg.ids().begin(), arg.ids().end()) == ids;
}

using Ids = std::vector<std::string>;

}  // namespace casejournal::services

#endif  // CASEJOURNAL_TESTS_SUPPORT_STORY_H_
