#include "services/client/access/staff_flag.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/support/matchers.h"

namespace casejournal::services {
namespace {

using casejournal::testing::StatusIs;
using ::testing::StartsWith;

std::string Parts(const std::string& text) {
  const absl::StatusOr<event::v1::Staff> staff = ReadStaff("--to", text);
  return staff.ok() ? absl::StrCat(staff->issuer(), "|", staff->subject(), "|", staff->name()) : "rejected";
}

TEST(StaffFlagTest, HasIssuerSubjectAndName) {
  EXPECT_EQ(Parts("wren.example/u-104/Grace Bell"), "wren.example|u-104|Grace Bell");
  EXPECT_EQ(Parts("wren.example/u-104/Bell/Reed"), "wren.example|u-104|Bell/Reed");
}

TEST(StaffFlagTest, IssuerMayBeAUrl) {
  EXPECT_EQ(Parts("https://login.example/u-104/Grace Bell"), "https://login.example|u-104|Grace Bell");
  EXPECT_EQ(Parts("https://login.example/realms/county/u-104/Grace Bell"),
            "https://login.example/realms/county|u-104|Grace Bell");
}

TEST(StaffFlagTest, AnythingElseIsRejectedAndNamesTheFlag) {
  for (const char* text : {"", "wren.example", "wren.example/u-104", "wren.example/u-104/", "/u-104/Grace",
                           "wren.example//Grace", "https://login.example/u-104", "wren.example/u-104/\xff"}) {
    EXPECT_EQ(Parts(text), "rejected") << text;
  }
  EXPECT_THAT(ReadStaff("--to", "Grace").status(), StatusIs(absl::StatusCode::kInvalidArgument, StartsWith("--to: ")));
}

}  // namespace
}  // namespace casejournal::services
