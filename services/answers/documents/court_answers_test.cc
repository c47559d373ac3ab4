#include "services/answers/documents/court_answers.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>
#include <string>

#include "tests/support/any_event.h"

namespace casejournal::services {
namespace {

// Who suffers: a judge who misses a removal because its name in the list has a slip.
TEST(CourtAnswersTest, EachTypeOfChangeIsATypeOfEventAndIsFound) {
  std::set<std::string> known;
  for (const google::protobuf::FieldDescriptor* field : casejournal::testing::BodyFields())
    known.insert(std::string(field->message_type()->name()));

  for (const absl::string_view type : TypesOfChange()) EXPECT_EQ(known.count(std::string(type)), 1u) << type;
  EXPECT_TRUE(std::is_sorted(TypesOfChange().begin(), TypesOfChange().end())) << "it is searched by halves";
}

}  // namespace
}  // namespace casejournal::services
