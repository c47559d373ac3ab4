// What the tests of federal clocks tell of a case.
#ifndef CASEJOURNAL_TESTS_SUPPORT_FEDERAL_CASE_H_
#define CASEJOURNAL_TESTS_SUPPORT_FEDERAL_CASE_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "tests/support/docket_case.h"

namespace casejournal::testing {

inline constexpr char kFedRemovedAgain[] =
    R"(child_removed { removal_id: "$R2" child_id: "$ana" manner: REMOVAL_MANNER_PHYSICAL from_household_id: "$home"
        circumstances: REMOVAL_CIRCUMSTANCE_NEGLECT authority: "order" authority_kind: REMOVAL_AUTHORITY_COURT_ORDER })";
inline constexpr char kFedPlacedAgain[] =
    R"(placement_began { placement_id: "$P2" child_id: "$ana" with_whom: "the Millers" type: PLACEMENT_TYPE_FOSTER_HOME reason: "back" })";
inline constexpr char kFedLeftCare[] =
    R"(care_episode_ended { removal_id: "$R" child_id: "$ana" reason: EXIT_REASON_REUNIFIED to_whom: "Maria" })";
inline constexpr char kFedCasePlan[] =
    R"(plan_version_drawn_up { plan_id: "$plan" kind: PLAN_KIND_CASE label: "1.0" children_ids: "$ana" digest: "@v1" })";

class FederalCase : public DocketCase {
 protected:
  void Remove(absl::string_view day = "2026-01-15") {
    Tell(day, kRemoved);
    Tell(day, kPlaced);
  }
  void Found(absl::string_view day, absl::string_view kind) { Tell(day, Finding(kind)); }
  void Did(absl::string_view day, absl::string_view duty) { Tell(day, Duty(duty)); }
  void Excepted(absl::string_view day, absl::string_view kind, absl::string_view more = "") {
    Tell(day, absl::StrCat(R"(filing_exception_documented { child_id: "$ana" kind: FILING_EXCEPTION_KIND_)", kind, " ",
                           more, "}"));
  }
  void Visited(absl::string_view day, absl::string_view kind, absl::string_view who,
               absl::string_view result = "TOOK_PLACE") {
    Tell(day, absl::StrCat("contact_made { kind: CONTACT_KIND_", kind, R"( with_ids: "$)", who,
                           R"(" result: CONTACT_RESULT_)", result, " }"));
  }
  void HearingSet(absl::string_view day, absl::string_view kind, absl::string_view held_on) {
    Tell(day, absl::StrCat(R"(hearing_set { hearing_id: "$A" child_id: "$ana" kind: HEARING_KIND_)", kind,
                           " held_on: \"", held_on, "\" }"));
  }
  static std::string Finding(absl::string_view kind) {
    return absl::StrCat(R"(court_finding_made { child_id: "$ana" kind: COURT_FINDING_KIND_)", kind, " }");
  }
  static std::string Duty(absl::string_view duty) {
    return absl::StrCat(R"(duty_performed { child_id: "$ana" duty: ")", duty, "\" }");
  }
};

}  // namespace casejournal::testing

#endif  // CASEJOURNAL_TESTS_SUPPORT_FEDERAL_CASE_H_
