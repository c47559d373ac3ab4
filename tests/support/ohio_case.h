// What the tests of Ohio's clocks tell of a case.
#ifndef CASEJOURNAL_TESTS_SUPPORT_OHIO_CASE_H_
#define CASEJOURNAL_TESTS_SUPPORT_OHIO_CASE_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "tests/support/docket_case.h"

namespace casejournal::testing {

inline constexpr char kOhioPlan[] =
    R"(plan_version_drawn_up { plan_id: "$plan" kind: PLAN_KIND_CASE label: "1.0" children_ids: "$ana" digest: "@v1" })";
inline constexpr char kOhioSignedByTheMother[] =
    R"(plan_signed { digest: "@v1" participant_id: "$mother" agreement: AGREEMENT_AGREES })";
inline constexpr char kOhioLeftCare[] =
    R"(care_episode_ended { removal_id: "$R" child_id: "$ana" reason: EXIT_REASON_REUNIFIED })";

class OhioCase : public DocketCase {
 protected:
  void GoToCourt() {
    Tell("2026-01-15", kRemoved);
    Tell("2026-01-15", kPlaced);
    Tell("2026-01-16", kComplaint);
  }
  static std::string Order(absl::string_view id, absl::string_view kind) {
    return absl::StrCat(R"(order_made { child_id: "$ana" order_id: "$)", id, R"(" kind: ORDER_KIND_)", kind, " }");
  }
  static std::string Motion(absl::string_view relief) {
    return absl::StrCat(R"(filed_with_court { what: FILING_KIND_MOTION child_id: "$ana" relief: DISPOSITION_SOUGHT_)",
                        relief, " }");
  }
  static std::string Hearing(absl::string_view kind, absl::string_view more = "") {
    return absl::StrCat(R"(hearing_held { hearing_id: "$H" child_id: "$ana" kind: HEARING_KIND_)", kind, " ", more,
                        " }");
  }
  static std::string HearingSet(absl::string_view kind, absl::string_view held_on) {
    return absl::StrCat(R"(hearing_set { hearing_id: "$H" child_id: "$ana" kind: HEARING_KIND_)", kind, " held_on: \"",
                        held_on, "\" }");
  }
  // A panel of so many who are responsible for the plan, and so many who are not.
  static std::string Panel(int responsible, int independent) {
    std::string panel;
    for (int n = 0; n < responsible + independent; ++n) {
      absl::StrAppend(&panel, " panel { staff { subject: \"", n, "\" } ",
                      n < responsible ? "seat: PANEL_SEAT_CASEWORKER responsible_for_plan: true }"
                                      : "seat: PANEL_SEAT_INDEPENDENT_MEMBER }");
    }
    return panel;
  }
  static std::string Review(absl::string_view id, absl::string_view kind, absl::string_view panel = Panel(2, 1)) {
    return absl::StrCat(R"(review_held { meeting_id: "$)", id, R"(" kind: MEETING_KIND_)", kind, panel, " }");
  }
  static std::string Approval(absl::string_view id, absl::string_view decision = "APPROVED") {
    return absl::StrCat(R"(agency_decided { meeting_id: "$)", id, R"(" decision: AGENCY_DECISION_)", decision, " }");
  }
  static std::string Submission(absl::string_view id) {
    return absl::StrCat(R"(submitted_for_approval { meeting_id: "$)", id, R"(" by { subject: "dana" } })");
  }
  static std::string Notice(absl::string_view of, absl::string_view more = "") {
    return absl::StrCat(R"(notice_sent { notice_id: "$n" to_ids: "$mother" of: NOTICE_OF_)", of, " ", more, " }");
  }
};

}  // namespace casejournal::testing

#endif  // CASEJOURNAL_TESTS_SUPPORT_OHIO_CASE_H_
