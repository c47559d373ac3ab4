#include "services/client/lookup/staff_lookup.h"

#include <gmock/gmock.h>

#include "services/client/staff_with_id.h"

namespace casejournal::services {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

event::v1::Staff SomeStaff(const std::string& subject, const std::string& name, const std::string& issuer = "wren") {
  event::v1::Staff staff;
  staff.set_subject(subject);
  staff.set_name(name);
  staff.set_issuer(issuer);
  return staff;
}

class StaffLookupTest : public ::testing::Test {
 protected:
  ExitStatus Find(const std::string& named, const std::string& issuer = "") {
    StaffChoices choices(named, issuer);
    for (const event::v1::Staff& staff : staff_) choices.Consider(staff);
    subject_ = issuer_ = "unset";
    ::testing::internal::CaptureStderr();
    const ExitStatus exit = ChooseStaff(choices, named, "is responsible for a case now", &subject_, &issuer_);
    said_ = ::testing::internal::GetCapturedStderr();
    return exit;
  }

  std::vector<event::v1::Staff> staff_ = {SomeStaff("cw-2041", "Dana Reed"),
                                          SomeStaff("cw-2077", "Anthony Delgado-Kim"),
                                          SomeStaff("reed", "Maren Oyelaran")};
  std::string subject_;
  std::string issuer_;
  std::string said_;
};

TEST_F(StaffLookupTest, NameOrPartOfItNamesOnePerson) {
  for (const char* named : {"Anthony Delgado-Kim", "delgado", "kim anthony", "cw-2077", "CW-2077"}) {
    EXPECT_EQ(Find(named), ExitStatus::kOk) << named;
    EXPECT_EQ(subject_, "cw-2077") << named;
    EXPECT_EQ(issuer_, "wren") << named;
    EXPECT_EQ(said_, "");
  }
}

// "reed" is also part of the name of somebody else.
TEST_F(StaffLookupTest, SubjectComesBeforeAName) {
  EXPECT_EQ(Find("reed"), ExitStatus::kOk);
  EXPECT_EQ(subject_, "reed");
  EXPECT_EQ(Find("REED"), ExitStatus::kOk);
  EXPECT_EQ(subject_, "reed");
}

TEST_F(StaffLookupTest, SeveralAreListedWithTheirIds) {
  staff_.push_back(SomeStaff("cw-3000", "Dana Reed"));
  EXPECT_EQ(Find("Dana"), ExitStatus::kUsage);
  EXPECT_THAT(said_, AllOf(HasSubstr("cw-2041"), HasSubstr("cw-3000")));
  EXPECT_EQ(subject_, "unset");
}

TEST_F(StaffLookupTest, OneSubjectOfTwoIssuersNeedsTheIssuer) {
  staff_.push_back(SomeStaff("cw-2041", "Dan Reid", "court"));
  EXPECT_EQ(Find("cw-2041"), ExitStatus::kUsage);
  EXPECT_THAT(said_, AllOf(HasSubstr("wren"), HasSubstr("court")));
  EXPECT_EQ(Find("cw-2041", "court"), ExitStatus::kOk);
  EXPECT_EQ(issuer_, "court");
}

TEST_F(StaffLookupTest, EarlierNameStillNamesThePerson) {
  staff_.push_back(SomeStaff("cw-2041", "Dana Hollis"));
  EXPECT_EQ(Find("Dana Reed"), ExitStatus::kOk);
  EXPECT_EQ(subject_, "cw-2041");
  EXPECT_EQ(Find("hollis"), ExitStatus::kOk);
}

TEST_F(StaffLookupTest, NobodyIsAnErrorThatSaysWhoMayBeMeant) {
  EXPECT_EQ(Find("cw-2014"), ExitStatus::kNotFound);
  EXPECT_THAT(said_, AllOf(HasSubstr("\"cw-2014\" is responsible for a case now"),
                           HasSubstr("did you mean Dana Reed (cw-2041)?")));
  EXPECT_EQ(Find("Danna Reed"), ExitStatus::kNotFound);
  EXPECT_THAT(said_, HasSubstr("did you mean Dana Reed (cw-2041)?"));
  EXPECT_EQ(Find("nobody at all"), ExitStatus::kNotFound);
  EXPECT_EQ(said_.find("did you mean"), std::string::npos);
}

TEST(StaffWithIdTest, IdStandsBehindTheName) {
  EXPECT_EQ(StaffWithId(SomeStaff("cw-2041", "Dana Reed")), "Dana Reed (cw-2041)");
  EXPECT_EQ(StaffWithId(SomeStaff("cw-2041", "")), "cw-2041");
  EXPECT_EQ(StaffWithId(SomeStaff("", "Dana Reed")), "Dana Reed");
}

}  // namespace
}  // namespace casejournal::services
