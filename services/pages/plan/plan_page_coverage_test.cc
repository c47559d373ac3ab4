// Whatever is in the plan is on its page: a reader of the page misses nothing that was recorded.
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "projections/events/event_words.h"
#include "services/pages/plan/plan_page.h"
#include "services/pages/utf8.h"
#include "tests/support/any_event.h"
#include "tests/support/message_values.h"
#include "tests/support/page_fields.h"

namespace casejournal::services {
namespace {

using casejournal::testing::AnyEvent;
using casejournal::testing::EraseShown;
using casejournal::testing::ExpectMissing;
using casejournal::testing::FieldsToShow;
using casejournal::testing::Filled;
using casejournal::testing::VisitValues;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Fields that the page leaves out, each group with its reason.
const std::set<std::string>& PlanFieldsLeftOut() {
  static const auto* const fields = new std::set<std::string>{
      // When a part was first planned; the history says it, and the page when it was last revised.
      "activities.planned_on",
      "objectives.added_on",
      // The item says the same of itself.
      "concerns.screened.concern_revision",
      "hearings.set.kind",
      "hearings.terms.kind",
      "meetings.called.kind",
      "meetings.review.kind",
      "participants.details.name",
      "received.agency",
      "received.kind",
      // Of a hearing that was held, the number under which it was.
      "hearings.set.court_number",
  };
  return *fields;
}

// A plan whose relations and agreements are about somebody and something in it.
v1::CasePlan SomePlan(uint64_t seed, Filled filled) {
  std::mt19937_64 random(seed);
  v1::CasePlan plan;
  AnyEvent(random, filled).Fill(plan, 0);
  if (plan.participants_size() > 0) {
    for (v1::PersonRelation& relation : *plan.mutable_relations())
      relation.set_from_id(plan.participants(0).participant_id());
    for (v1::Representative& part : *plan.mutable_representatives())
      part.set_participant_id(plan.participants(0).participant_id());
  }
  for (v1::PlanVersion& version : *plan.mutable_versions()) {
    version.set_digest(std::string(32, 'v'));
    // Whoever signed has not refused to.
    if (seed % 4 < 2 && version.signatures_size() > 0) version.mutable_signatures(0)->clear_not_signed();
  }
  if (plan.goals_size() > 0) {
    for (v1::PartAgreementOf& said : *plan.mutable_agreements()) said.set_part_id(plan.goals(0).goal_id());
  }
  return plan;
}

TEST(PlanPageCoverageTest, EveryFieldOfThePlanIsOnThePage) {
  std::set<std::string> missing = FieldsToShow(*v1::CasePlan::descriptor());
  for (uint64_t seed = 0; seed < 40; ++seed) {
    v1::CasePlan plan = SomePlan(seed, seed % 2 == 0 ? Filled::kAll : Filled::kSome);
    EraseShown(
        plan, [](const auto& each) { return PlanPage(each, PageStyle{}); }, missing);
  }
  ExpectMissing(missing, PlanFieldsLeftOut());
}

TEST(PlanPageCoverageTest, NoWidthIsTooNarrow) {
  v1::GetCasePlanResponse response;
  *response.mutable_plan() = SomePlan(0, Filled::kAll);
  for (size_t width = 0; width < 130; ++width)
    EXPECT_FALSE(PlanPage(response, PageStyle{.width = width}).empty()) << width;
}

TEST(PlanPageCoverageTest, NothingOnThePageIsObeyedByATerminal) {
  v1::CasePlan plan = SomePlan(0, Filled::kAll);
  VisitValues(plan, "", [](const std::string&, Message& holder, const FieldDescriptor& field) {
    if (field.type() != FieldDescriptor::TYPE_STRING || field.is_repeated()) return;
    const google::protobuf::Reflection& reflection = *holder.GetReflection();
    reflection.SetString(&holder, &field, reflection.GetString(holder, &field) + "\x1b]0;\x07\u202e");
  });
  v1::GetCasePlanResponse response;
  *response.mutable_plan() = plan;

  const std::string page = PlanPage(response, PageStyle{});

  EXPECT_FALSE(HasUnprintable(page));
  EXPECT_TRUE(absl::StrContains(page, "[U+001B]]0;[U+0007][U+202E]"));
}

// Whether three numbers with strokes between them, such as 3/4/2026, are in `text`: to one reader that is the third of
// April, to another the fourth of March.
bool HasDateInStrokes(absl::string_view text) {
  int numbers = 0;
  bool in_number = false;
  for (const char c : text) {
    const bool digit = absl::ascii_isdigit(c);
    if (digit && !in_number && ++numbers == 3) return true;
    if (!digit && (c != '/' || !in_number)) numbers = 0;
    in_number = digit;
  }
  return false;
}

TEST(PlanPageCoverageTest, NoDayIsWrittenWithStrokes) {
  EXPECT_TRUE(HasDateInStrokes("on 03/04/2026"));
  EXPECT_TRUE(HasDateInStrokes("2026/3/4"));
  EXPECT_FALSE(HasDateInStrokes("22-JV-0231/0566, 3//4/5, and/or 7, 2026-03-04"));
  for (uint64_t seed = 0; seed < 10; ++seed) {
    const std::string page = PlanPage(SomePlan(seed, Filled::kAll), PageStyle{});
    EXPECT_TRUE(absl::StrContains(page, "2025-")) << "no day at all";
    EXPECT_FALSE(HasDateInStrokes(page)) << page;
  }
}

}  // namespace
}  // namespace casejournal::services
