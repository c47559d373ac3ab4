// Everything that is recorded about a plan is in the plan, so that the history reports it and the page can show it.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <string>

#include "projections/events/event_words.h"
#include "projections/items/plan_view.h"
#include "projections/state/evolve.h"
#include "projections/state/plan_fold.h"
#include "tests/support/any_event.h"
#include "tests/support/message_values.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::AnyEvent;
using casejournal::testing::BodyFields;
using casejournal::testing::CaseEvent;
using casejournal::testing::Filled;
using casejournal::testing::VisitValues;
using casejournal::testing::Without;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Fields that the plan does not keep, each with a reason.
const std::map<std::string, std::string>& KeptElsewhere() {
  static const auto* const fields = new std::map<std::string, std::string>{
      {"CaseAssigned.follows.issuer", "the assignment before it names them"},
      {"CaseAssigned.follows.subject", "the assignment before it names them"},
      {"CaseAssigned.follows.name", "the assignment before it names them"},
      // The text stays with its entry, and the plan has its digest.
      {"PlanVersionDrawnUp.text.parts.text", "its entry has it"},
      {"PlanVersionDrawnUp.text.parts.salt", "its entry has it"},
      {"PlanVersionDrawnUp.text.parts.labels", "its entry has it"},
      {"PlanVersionDrawnUp.text.parts.withheld", "its entry has it"},
      {"PlanVersionDrawnUp.salt_seed", "its entry has it"},
      {"SamePersonRecognised.person_id", "the participant has it"},
      // The history gives the reason of a change with its row.
      {"GoalRevised.reason", "a row of the history gives it"},
      {"ObjectiveRevised.reason", "a row of the history gives it"},
      {"ActivityRevised.reason", "a row of the history gives it"},
  };
  return *fields;
}

v1::CasePlan FoldOf(const CaseEvent& event) {
  CaseState state("");
  VisitBody(event, [&](const auto& body) { Evolve(state, body, {.day = "2025-03-01", .revision = 1}); }).IgnoreError();
  return PlanView(state).plan();
}

TEST(PlanCoverageTest, EveryFieldOfEveryTypeIsInThePlan) {
  for (const FieldDescriptor* body : BodyFields()) {
    std::set<std::string> seen;
    std::set<std::string> kept;
    // Some fields apply to one kind of event only, such as a contact that took place.
    for (unsigned seed = 0; seed < 24; ++seed) {
      std::mt19937_64 random(seed);
      CaseEvent event = AnyEvent(random, Filled::kAll).OfType(*body, "2025-03-01");
      if (!ChangesPlan(event)) break;
      const std::string whole = FoldOf(event).SerializeAsString();
      Message& message = *event.GetReflection()->MutableMessage(&event, body);
      VisitValues(message, message.GetDescriptor()->name(),
                  [&](const std::string& path, Message& holder, const FieldDescriptor& field) {
                    seen.insert(path);
                    if (kept.contains(path)) return;
                    Without(holder, field, [&] {
                      if (FoldOf(event).SerializeAsString() != whole) kept.insert(path);
                    });
                  });
    }
    for (const std::string& path : seen) {
      EXPECT_EQ(kept.contains(path), !KeptElsewhere().contains(path))
          << path
          << (kept.contains(path) ? " is in the plan; take it off the list of exceptions" : " is lost to the plan");
    }
  }
}

}  // namespace
}  // namespace casejournal::projections
