#include "projections/state/plan_digest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "projections/state/case_record.h"
#include "tests/support/ana_case.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::AnaCase;
using casejournal::testing::BuildAnaCase;
using ::testing::SizeIs;

constexpr SaltSeed kSeedOfPlan = {1, 2, 3};

std::string AllBytes(const std::vector<AttestedPart>& parts) {
  std::string bytes;
  for (const AttestedPart& part : parts) bytes += part.bytes;
  return bytes;
}

class AttestedPlanDigestTest : public ::testing::Test {
 protected:
  const std::string plan_ = CanonicalPlan(BuildAnaCase().built.record().plan());
  const eventstore::Hash digest_ = AttestedPlanDigest(plan_, kSeedOfPlan);
  std::vector<AttestedPart> parts_ = AttestedParts(plan_, kSeedOfPlan);
};

TEST(CanonicalPlanDigestTest, DependsOnEveryValueAndOnNothingElse) {
  const AnaCase ana = BuildAnaCase();
  v1::CasePlan plan = ana.built.record().plan();
  const eventstore::Hash digest = CanonicalPlanDigest(CanonicalPlan(plan));
  v1::CasePlan read;
  ASSERT_TRUE(read.ParseFromString(CanonicalPlan(plan)));

  EXPECT_EQ(CanonicalPlanDigest(CanonicalPlan(read)), digest);
  EXPECT_EQ(CanonicalPlanDigest(""), eventstore::Sha256().Update("casejournal/plan/v1\n").Finish());
  plan.mutable_objectives(0)->set_evidence("another report");
  EXPECT_NE(CanonicalPlanDigest(CanonicalPlan(plan)), digest);
}

// The vectors were computed with Python's hashlib and hmac from docs/EXHIBIT.md.
TEST_F(AttestedPlanDigestTest, IsThatOfTheDocument) {
  EXPECT_EQ(eventstore::HexOf(PlanPartSalt(kSeedOfPlan, 258)),
            "18614578fd10735f97c1f7773bace365a44eae26d2d7fd6ee16788f4f962f396");
  EXPECT_EQ(eventstore::HexOf(AttestedPlanDigest("", kSeedOfPlan)),
            "4b4d77d1b36647d39f8b34a285af69c14d8f4ca0eb6cda480187680dc6b7b505");
  EXPECT_EQ(eventstore::HexOf(AttestedPlanDigest("\n\2hi\20\7R\1aR\1b", kSeedOfPlan)),
            "7d4864dc6a55517da236a1b5410e818d44b701b9c93f6bf194e90741b28bdb54");
}

TEST_F(AttestedPlanDigestTest, APartIsATopLevelFieldWithItsTag) {
  v1::CasePlan plan;
  plan.set_case_id("c");
  plan.set_episode(300);
  plan.add_numbers()->set_number("JV-1");
  plan.add_numbers();
  const std::vector<AttestedPart> parts = AttestedParts(CanonicalPlan(plan), kSeedOfPlan);

  ASSERT_THAT(parts, SizeIs(4));
  EXPECT_EQ(AllBytes(parts), CanonicalPlan(plan));
  for (size_t i = 0; i < parts.size(); ++i) {
    v1::CasePlan one;
    ASSERT_TRUE(one.ParseFromString(parts[i].bytes));
    std::vector<const google::protobuf::FieldDescriptor*> fields;
    one.GetReflection()->ListFields(one, &fields);
    EXPECT_THAT(fields, SizeIs(1));
    EXPECT_EQ(parts[i].salt, PlanPartSalt(kSeedOfPlan, static_cast<uint32_t>(i)));
  }
}

TEST_F(AttestedPlanDigestTest, TheBytesOfAllPartsAreThoseOfThePlan) {
  EXPECT_GT(parts_.size(), 10U);
  EXPECT_EQ(AllBytes(parts_), plan_);
  for (const std::string& broken : {plan_ + "\x0a", plan_.substr(0, plan_.size() - 1), plan_ + '\0' + plan_})
    EXPECT_EQ(AllBytes(AttestedParts(broken, kSeedOfPlan)), broken);
}

// Who suffers: a reader who may not see one part, and so could not check the rest.
TEST_F(AttestedPlanDigestTest, IsTheSameWhicheverPartsAreWithheld) {
  for (const AttestedPart& part : parts_) {
    std::vector<AttestedPart> shown = parts_;
    shown[&part - parts_.data()] = Withheld(part);
    EXPECT_EQ(AttestedPlanDigest(shown), digest_);
  }
  for (AttestedPart& part : parts_) part = Withheld(Withheld(part));
  EXPECT_EQ(AttestedPlanDigest(parts_), digest_);
}

TEST_F(AttestedPlanDigestTest, APartThatIsWithheldKeepsNeitherItsBytesNorItsSalt) {
  const AttestedPart withheld = Withheld(parts_.front());

  EXPECT_EQ(withheld.bytes, "");
  EXPECT_EQ(withheld.salt, eventstore::Hash{});
}

// Who suffers: a court that gets the rest of a plan from somebody who changed it.
TEST_F(AttestedPlanDigestTest, NoOtherPartsHaveIt) {
  parts_[1] = Withheld(parts_[1]);
  ASSERT_EQ(AttestedPlanDigest(parts_), digest_);
  const auto refuse = [&](const std::string& what, void (*change)(std::vector<AttestedPart>&)) {
    std::vector<AttestedPart> changed = parts_;
    change(changed);
    EXPECT_NE(AttestedPlanDigest(changed), digest_) << what;
  };
  using Parts = std::vector<AttestedPart>;
  refuse("a byte changed", [](Parts& parts) { parts[2].bytes.back() ^= 1; });
  refuse("a salt changed", [](Parts& parts) { parts[2].salt[31] ^= 1; });
  refuse("a digest changed", [](Parts& parts) { (*parts[1].withheld)[0] ^= 1; });
  refuse("a shown part dropped", [](Parts& parts) { parts.erase(parts.begin() + 2); });
  refuse("a withheld part dropped", [](Parts& parts) { parts.erase(parts.begin() + 1); });
  refuse("the last part dropped", [](Parts& parts) { parts.pop_back(); });
  refuse("a part twice", [](Parts& parts) { parts.push_back(parts.back()); });
  refuse("an empty part added", [](Parts& parts) { parts.emplace_back(); });
  refuse("a withheld part added", [](Parts& parts) { parts.push_back({.bytes = "", .salt = {}, .withheld = {{}}}); });
  refuse("two shown parts exchanged", [](Parts& parts) { std::swap(parts[2], parts[3]); });
  refuse("a shown and a withheld part exchanged", [](Parts& parts) { std::swap(parts[0], parts[1]); });
  refuse("two parts as one", [](Parts& parts) {
    parts[2].bytes += parts[3].bytes;
    parts.erase(parts.begin() + 3);
  });
  refuse("bytes moved to the next part", [](Parts& parts) {
    parts[3].bytes.insert(parts[3].bytes.begin(), parts[2].bytes.back());
    parts[2].bytes.pop_back();
  });
}

// A salt that two parts shared would show that they are equal, though both are withheld.
TEST_F(AttestedPlanDigestTest, EqualPartsHaveDifferentDigests) {
  const std::vector<AttestedPart> parts = AttestedParts("R\1aR\1a", kSeedOfPlan);

  ASSERT_THAT(parts, SizeIs(2));
  EXPECT_EQ(parts[0].bytes, parts[1].bytes);
  EXPECT_NE(AttestedPartDigest(parts[0]), AttestedPartDigest(parts[1]));
}

TEST_F(AttestedPlanDigestTest, DependsOnTheSeed) { EXPECT_NE(AttestedPlanDigest(plan_, SaltSeed{}), digest_); }

}  // namespace
}  // namespace casejournal::projections
