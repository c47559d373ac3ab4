// What drawing up a plan would record, and what two texts of plans do not have in common.
#include "services/answers/cases/preview_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "projections/versions/plan_text.h"
#include "tests/support/ana_case.h"
#include "tests/support/matchers.h"
#include "tests/support/test_server.h"

namespace casejournal::services {
namespace {

using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Property;
using ::testing::SizeIs;

// The case of Ana with one goal, and a need that is a substance-use treatment record.
class PreviewPlanTest : public ServerTest {
 protected:
  void TellStory() override {
    SetClock("2025-04-01 10:00");
    CaseEvent need = EventFromText("2025-03-10", R"(need_identified { need_id: "$need" of_id: "$Ana"
                                                     need: "stays sober" priority: PRIORITY_HIGH })");
    need.add_labels(event::v1::LABEL_PART2);
    Record("case", {CaseOpened("2025-01-10"), ChildJoined("2025-01-10", "Ana"),
                    GoalEstablished("2025-03-10", "goal", "Ana is safe at home"),
                    ObjectiveAdded("2025-03-12", "objective", "goal", "every two weeks"), need});
  }

  static v1::PreviewPlanRequest Request() {
    return MessageFromText<v1::PreviewPlanRequest>(R"(
        case_id: "$case" newest: true
        version { kind: PLAN_KIND_CASE label: "1.0" children_ids: "$Ana" took_part_ids: "$Ana" })");
  }
  absl::StatusOr<v1::PreviewPlanResponse> Preview(const v1::PreviewPlanRequest& request) { return Ask(request); }
  // Draw up what the request asks for, from `revision`. Return the digest.
  std::string DrawUp(event::v1::PlanVersionDrawnUp version, uint64_t revision, const std::string& digest = "") {
    CaseEvent event = On("2025-04-01");
    version.set_plan_id(Id("plan"));
    version.set_as_of_revision(revision);
    if (!digest.empty()) version.set_digest(digest);
    *event.mutable_plan_version_drawn_up() = std::move(version);
    const absl::StatusOr<v1::AppendResponse> drawn = Ask(Appending("case", {event}));
    EXPECT_THAT(drawn, IsOk());
    return drawn.ok() && drawn->cases(0).plan_version_digests_size() == 1 ? drawn->cases(0).plan_version_digests(0)
                                                                          : "";
  }
  absl::StatusOr<v1::ComparePlansResponse> Compare(const std::string& before, const std::string& after) {
    v1::ComparePlansRequest request;
    request.set_case_id(Id("case"));
    request.set_before(before);
    request.set_after(after);
    return Ask(request);
  }
  event::v1::PlanText TextOf(const std::string& digest) {
    v1::GetCasePlanRequest request;
    request.set_case_id(Id("case"));
    request.set_view(v1::PLAN_VIEW_VERSION);
    request.set_digest(digest);
    const auto answer = Ask(request);
    EXPECT_THAT(answer, IsOk());
    return answer.ok() ? answer->text() : event::v1::PlanText();
  }
};

// Who suffers: a mother who signs another text than the one that she was shown.
TEST_F(PreviewPlanTest, TheVersionThatIsDrawnUpIsThePreviewByteForByte) {
  const auto preview = Preview(Request());
  ASSERT_THAT(preview, IsOk());
  EXPECT_EQ(preview->as_of_revision(), 4U);
  EXPECT_EQ(projections::PlanTextDigest(preview->text()), preview->digest());
  EXPECT_THAT(preview->document().goals(), SizeIs(1));
  EXPECT_EQ(Preview(Request())->as_of_revision(), 4U) << "a preview records nothing";

  const std::string digest = DrawUp(Request().version(), preview->as_of_revision(), preview->digest());
  EXPECT_EQ(digest, preview->digest());
  EXPECT_THAT(TextOf(digest), EqualsMessage(preview->text()));
}

TEST_F(PreviewPlanTest, LabeledPartsHaveTheirLabelsAndSaltsThatNobodyCanGuess) {
  const auto preview = Preview(Request());
  ASSERT_THAT(preview, IsOk());
  const event::v1::PlanPart& last = *preview->text().parts().rbegin();
  EXPECT_THAT(last.text(), HasSubstr("stays sober"));
  ASSERT_THAT(last.labels(), SizeIs(1));
  EXPECT_EQ(last.labels(0), event::v1::LABEL_PART2);
  std::set<std::string> salts;
  for (const event::v1::PlanPart& part : preview->text().parts()) {
    EXPECT_EQ(part.salt().size(), 32U);
    salts.insert(part.salt());
  }
  EXPECT_EQ(salts.size(), static_cast<size_t>(preview->text().parts_size()));

  // The same part of another revision has another salt: a reader cannot tell that it did not change.
  Record("case", {ObjectiveAdded("2025-03-30", "second", "goal", "every day")});
  const auto later = Preview(Request());
  ASSERT_THAT(later, IsOk());
  EXPECT_EQ(later->text().parts().rbegin()->text(), last.text());
  EXPECT_NE(later->text().parts().rbegin()->salt(), last.salt());
}

TEST_F(PreviewPlanTest, SaltsFollowFromASeedThatIsGiven) {
  v1::PreviewPlanRequest request = Request();
  request.mutable_version()->set_salt_seed(std::string(32, 's'));
  const auto preview = Preview(request);
  ASSERT_THAT(preview, IsOk());
  EXPECT_NE(preview->digest(), Preview(Request())->digest());
  EXPECT_EQ(DrawUp(request.version(), 4), preview->digest());
}

TEST_F(PreviewPlanTest, AnOlderRevisionCanBePreviewed) {
  v1::PreviewPlanRequest request = Request();
  request.set_newest(false);
  request.mutable_version()->set_as_of_revision(2);
  const auto preview = Preview(request);
  ASSERT_THAT(preview, IsOk());
  EXPECT_THAT(preview->document().objectives(), IsEmpty());
  request.mutable_version()->set_as_of_revision(5);
  EXPECT_THAT(Preview(request), StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(PreviewPlanTest, WhatTheRequestNamesMustBeThere) {
  const auto changed = [&](auto change) {
    v1::PreviewPlanRequest request = Request();
    change(*request.mutable_version());
    return Preview(request);
  };
  EXPECT_THAT(changed([](auto& v) { v.clear_kind(); }), NamesField("version.kind"));
  EXPECT_THAT(changed([](auto& v) { v.clear_children_ids(); }), NamesField("version.childrenIds"));
  EXPECT_THAT(changed([](auto& v) { v.set_supersedes("short"); }), NamesField("version.supersedes"));
  EXPECT_THAT(changed([](auto& v) { v.set_salt_seed("short"); }), NamesField("version.saltSeed"));
  EXPECT_THAT(changed([](auto& v) { v.set_language(event::v1::PlanLanguage(77)); }), NamesField("version.language"));
  EXPECT_THAT(changed([](auto& v) { v.add_children_ids(Id("nobody")); }), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(changed([](auto& v) { v.add_took_part_ids(Id("nobody")); }), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(changed([](auto& v) { v.add_absent()->set_participant_id(Id("nobody")); }),
              StatusIs(absl::StatusCode::kNotFound));
  v1::PreviewPlanRequest other = Request();
  other.set_case_id(Id("nowhere"));
  EXPECT_THAT(Preview(other), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(PreviewPlanTest, TwoVersionsAreComparedFieldByField) {
  const std::string first = DrawUp(Request().version(), 4);
  Record("case", {ObjectiveAdded("2025-03-30", "second", "goal", "every day")});
  event::v1::PlanVersionDrawnUp next = Request().version();
  next.set_label("2.0");
  next.set_supersedes(first);
  const std::string second = DrawUp(next, 6);

  const auto comparison = Compare(first, second);
  ASSERT_THAT(comparison, IsOk());
  EXPECT_THAT(comparison->changes(), Contains(Property(&v1::Change::path, "heading, label")));
  EXPECT_THAT(comparison->changes(), Contains(Property(&v1::Change::path, "objective “every day”, statement")));
  EXPECT_THAT(comparison->changes(), Not(Contains(Property(&v1::Change::path, HasSubstr("two weeks")))));
  EXPECT_THAT(comparison->before().objectives(), SizeIs(1));
  EXPECT_THAT(comparison->after().objectives(), SizeIs(2));
  EXPECT_THAT(Compare(first, first)->changes(), IsEmpty());
}

TEST_F(PreviewPlanTest, AVersionIsComparedWithTheWorkingPlan) {
  const std::string first = DrawUp(Request().version(), 4);
  EXPECT_THAT(Compare(first, "")->changes(), IsEmpty());
  Record("case", {ObjectiveAdded("2025-03-30", "second", "goal", "every day")});
  EXPECT_THAT(Compare(first, "")->changes(), Contains(Property(&v1::Change::path, "objective “every day”, statement")));
}

TEST_F(PreviewPlanTest, WhatIsComparedMustBeThere) {
  const std::string first = DrawUp(Request().version(), 4);
  EXPECT_THAT(Compare("short", ""), NamesField("before"));
  EXPECT_THAT(Compare(first, "short"), NamesField("after"));
  EXPECT_THAT(Compare(std::string(32, 'z'), ""), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Compare(first, std::string(32, 'z')), StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace casejournal::services
