#include "projections/events/field_path.h"

#include <gtest/gtest.h>

#include "casejournal/event/v1/case_event.pb.h"

namespace casejournal::projections {
namespace {

TEST(FieldPath, SpellsStepsAsJsonDoes) {
  const google::protobuf::FieldDescriptor& about = *event::v1::CaseEvent::descriptor()->FindFieldByName("about");
  const FieldPath root;
  const FieldPath request(root, "cases", 0);
  const FieldPath event(request, "events", 12);

  EXPECT_EQ(root.Text(), "");
  EXPECT_EQ(FieldPath(root, about, 3).Text(), "about[3]");
  EXPECT_EQ(FieldPath(event, about).Text(), "cases[0].events[12].about");
}

// A field of two words is spelled as in JSON, and not as in the contract.
TEST(FieldPath, UsesTheJsonNameOfAField) {
  const FieldPath root;

  EXPECT_EQ(FieldPath(root, *event::v1::CaseEvent::descriptor()->FindFieldByName("effective_on")).Text(),
            "effectiveOn");
}

}  // namespace
}  // namespace casejournal::projections
