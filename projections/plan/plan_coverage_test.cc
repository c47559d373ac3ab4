// Whatever is recorded of a plan is in the plan, so that the history tells of it and the page can show it.
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "projections/events/event_words.h"
#include "projections/plan/evolve.h"
#include "projections/plan/plan_fold.h"
#include "tests/support/any_event.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::AnyEvent;
using casejournal::testing::BodyFields;
using casejournal::testing::CaseEvent;
using casejournal::testing::Filled;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Fields that the plan does not keep, each with the reason.
const std::map<std::string, std::string>& KeptElsewhere() {
  static const auto* const fields = new std::map<std::string, std::string>{
      {"CaseAssigned.follows.issuer", "the assignment before it names them"},
      {"CaseAssigned.follows.subject", "the assignment before it names them"},
      {"CaseAssigned.follows.name", "the assignment before it names them"},
      {"PlanVersionDrawnUp.content", "the text stays with its entry; the plan has its digest"},
      {"SamePersonRecognised.person_id", "the participant has it"},
      // The history gives the reason of a change with its row.
      {"GoalRevised.reason", "a row of the history gives it"},
      {"ObjectiveRevised.reason", "a row of the history gives it"},
      {"ActivityRevised.reason", "a row of the history gives it"},
  };
  return *fields;
}

v1::CasePlan FoldOf(const CaseEvent& event) {
  v1::CasePlan plan;
  VisitBody(event, [&](const auto& body) { Evolve(plan, body, {.day = "2025-03-01", .revision = 1}); }).IgnoreError();
  return plan;
}

// Calls `visit(path, holder, field)` for every field under `message` that holds a value of its own.
void VisitLeaves(Message& message, const std::string& path,
                 const std::function<void(const std::string&, Message&, const FieldDescriptor&)>& visit) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string name = path + "." + field->name();
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      visit(name, message, *field);
    } else if (field->is_repeated()) {
      VisitLeaves(*reflection.MutableRepeatedMessage(&message, field, 0), name, visit);
    } else {
      VisitLeaves(*reflection.MutableMessage(&message, field), name, visit);
    }
  }
}

TEST(PlanCoverageTest, EveryFieldOfEveryTypeIsInThePlan) {
  for (const FieldDescriptor* body : BodyFields()) {
    std::set<std::string> seen;
    std::set<std::string> kept;
    // Some fields count for one kind of event only, such as a contact that took place.
    for (unsigned seed = 0; seed < 24; ++seed) {
      std::mt19937_64 random(seed);
      CaseEvent event = AnyEvent(random, Filled::kAll).OfType(*body, "2025-03-01");
      if (!ChangesPlan(event)) break;
      const std::string whole = FoldOf(event).SerializeAsString();
      Message& message = *event.GetReflection()->MutableMessage(&event, body);
      VisitLeaves(message, message.GetDescriptor()->name(),
                  [&](const std::string& path, Message& holder, const FieldDescriptor& field) {
                    seen.insert(path);
                    if (kept.contains(path)) return;
                    std::unique_ptr<Message> before(holder.New());
                    before->CopyFrom(holder);
                    holder.GetReflection()->ClearField(&holder, &field);
                    if (FoldOf(event).SerializeAsString() != whole) kept.insert(path);
                    holder.CopyFrom(*before);
                  });
    }
    for (const std::string& path : seen) {
      EXPECT_EQ(kept.contains(path), !KeptElsewhere().contains(path))
          << path << (kept.contains(path) ? " is in the plan; take it off the list of exceptions" : " is lost to the plan");
    }
  }
}

}  // namespace
}  // namespace casejournal::projections
