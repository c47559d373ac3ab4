// A case told event by event, and its findings: for tests of findings.
#ifndef CASEJOURNAL_TESTS_SUPPORT_FINDINGS_CASE_H_
#define CASEJOURNAL_TESTS_SUPPORT_FINDINGS_CASE_H_

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "projections/findings/findings.h"
#include "tests/support/case_builder.h"
#include "tests/support/event_text.h"

namespace casejournal::testing {

// Events that most of these tests need.
inline constexpr char kGoalOfAna[] =
    R"(goal_established { goal_id: "$G" area: GOAL_AREA_SAFETY statement: "Safe at home" })";
inline constexpr char kAnaRemoved[] =
    R"(child_removed { removal_id: "$R" child_id: "$ana" manner: REMOVAL_MANNER_PHYSICAL
        from_household_id: "$home" circumstances: REMOVAL_CIRCUMSTANCE_NEGLECT authority: "order" })";
inline constexpr char kAnaFostered[] =
    R"(placement_began { placement_id: "$P" child_id: "$ana" with_whom: "the Millers"
        type: PLACEMENT_TYPE_FOSTER_HOME reason: "none else" })";
inline constexpr char kAnaBeforeTheCourt[] =
    R"(complaint_filed { child_id: "$ana" court_number: "JV1" allegations: "neglect"
        by: "the agency" })";

inline std::string ObjectiveWith(absl::string_view terms) {
  return absl::StrCat(R"(objective_added { objective_id: "$O" goal_id: "$G" terms { statement: "Every week" )", terms,
                      " } }");
}
inline std::string ActivityWith(absl::string_view terms) {
  return absl::StrCat(R"(activity_planned { activity_id: "$A" objective_id: "$O" terms { what: "Counselling" )", terms,
                      " } }");
}

// The name of a finding about one subject.
inline std::string Named(absl::string_view id, absl::string_view subject) { return absl::StrCat(id, "/", Id(subject)); }

// A case of a mother and Ana, revisions 0 to 3; each event is recorded at noon of its day.
class FindingsCase : public ::testing::Test {
 protected:
  FindingsCase() {
    Tell("2025-01-01", R"(case_opened { kind: CASE_KIND_FAMILY origin: CASE_ORIGIN_REPORT
                                        agency: "Wren" })");
    Join("mother", "Maria");
    Join("ana", "Ana", "CAPACITY_CHILD");
    Relate("mother", "RELATION_MOTHER", "ana");
  }

  void Tell(absl::string_view day, absl::string_view text) { TellOn(day, EventFromText(day, text)); }
  // Record an event at noon of that day, whatever day it gives.
  void TellOn(absl::string_view recorded_on, const CaseEvent& event) {
    built_.Record(absl::StrCat(recorded_on, " 12:00"), {event});
  }
  // Add a participant on the first day of the case.
  void Join(absl::string_view word, absl::string_view name, absl::string_view capacity = "CAPACITY_ADULT") {
    Tell("2025-01-01", absl::StrCat(R"(participant_joined { participant_id: "$)", word, R"(" capacity: )", capacity,
                                    R"( name: ")", name, R"(" })"));
  }
  void Relate(absl::string_view from, absl::string_view relation, absl::string_view to,
              absl::string_view kind = "RELATION_KIND_LEGAL") {
    Tell("2025-01-01", absl::StrCat(R"(relation_established { from_id: "$)", from, R"(" to_id: "$)", to,
                                    R"(" relation: )", relation, " kind: ", kind, R"( basis: "certificate" })"));
  }
  eventstore::Revision last() const { return built_.entries().size() - 1; }

  std::vector<v1::Finding> Find(absl::string_view day = "2025-06-30") const {
    return Ask({.day = std::string(day), .zone = NewYork()});
  }
  std::vector<v1::Finding> Ask(const projections::FindingsAsked& asked) const {
    return projections::FindingsOf(built_.case_id(), built_.entries(), asked);
  }
  std::vector<std::string> NamesOn(absl::string_view day = "2025-06-30") const {
    std::vector<std::string> names;
    for (const v1::Finding& finding : Find(day)) names.push_back(finding.finding());
    return names;
  }
  // The finding with this name, which must exist.
  v1::Finding The(absl::string_view name) const {
    for (v1::Finding& finding : Find()) {
      if (finding.finding() == name) return finding;
    }
    ADD_FAILURE() << "no finding " << name;
    return {};
  }

  CaseBuilder built_;
};

}  // namespace casejournal::testing

#endif  // CASEJOURNAL_TESTS_SUPPORT_FINDINGS_CASE_H_
