#include "services/pages/message_json.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "casejournal/v1/case_plan.pb.h"
#include "google/protobuf/util/json_util.h"
#include "services/pages/utf8.h"
#include "tests/support/matchers.h"
#include "tests/support/random_case.h"
#include "tests/support/seed.h"

namespace casejournal::services {
namespace {

using casejournal::testing::EqualsMessage;
using ::testing::EndsWith;

TEST(MessageJsonTest, OfAnyPlanIsReadAsTheSamePlan) {
  const uint64_t seed = casejournal::testing::TestSeed();
  for (uint64_t i = 0; i < 20; ++i) {
    casejournal::testing::RandomCase random(seed + i);
    const v1::CasePlan plan = casejournal::testing::BuildCase(random.Events(40)).record().plan();
    for (const std::string& json : {JsonLine(plan), JsonText(plan)}) {
      v1::CasePlan read;
      ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(json, &read).ok());
      EXPECT_THAT(read, EqualsMessage(plan));
    }
  }
}

TEST(MessageJsonTest, LineIsOneLine) {
  v1::CasePlan plan;
  plan.set_agency("Wren\nCounty");
  plan.add_goals()->set_statement("Ana is safe");
  const std::string line = JsonLine(plan);
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
  EXPECT_THAT(line, EndsWith("}\n"));
  const std::string text = JsonText(plan);
  EXPECT_GT(std::count(text.begin(), text.end(), '\n'), 3);
  EXPECT_THAT(text, EndsWith("}\n"));
  EXPECT_EQ(JsonLine(v1::CasePlan()), "{}\n");
}

TEST(MessageJsonTest, WhatATerminalWouldObeyIsEscapedAndTheValueStays) {
  v1::CasePlan plan;
  plan.set_agency("\x1b[2J \u202e \u009b “Zoë”");
  for (const std::string& json : {JsonLine(plan), JsonText(plan)}) {
    EXPECT_FALSE(HasUnprintable(json)) << json;
    EXPECT_THAT(json, ::testing::HasSubstr("“Zoë”"));
    v1::CasePlan read;
    ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(json, &read).ok());
    EXPECT_EQ(read.agency(), plan.agency());
  }
}

}  // namespace
}  // namespace casejournal::services
