#include "services/pages/document.h"

#include <gmock/gmock.h>

#include "services/pages/plan/plan_page.h"
#include "tests/support/random_case.h"
#include "tests/support/seed.h"

namespace casejournal::services {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kDocumentDigest[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
constexpr char kDocumentId[] = "5c000000-0000-4000-8000-000000000001";

// The runs that are code.
std::vector<std::string> CodeIn(const Document::Text& text) {
  std::vector<std::string> code;
  for (const Document::Span& span : text.spans) {
    if (span.look == Document::Look::kCode) code.push_back(span.text);
  }
  return code;
}

TEST(DocumentTest, DigestsAndIdsInWordsAreCode) {
  EXPECT_THAT(CodeIn(kDocumentDigest), ElementsAre(kDocumentDigest));
  EXPECT_THAT(CodeIn(std::string("1.0 (") + kDocumentDigest + "), by Ana [" + kDocumentId + "]"),
              ElementsAre(kDocumentDigest, kDocumentId));
  EXPECT_THAT(CodeIn("00112233445566778899aabbccddeef, 25JU-7, facade, 2025-03-01, added"), IsEmpty());
  EXPECT_THAT(CodeIn(std::string("x") + kDocumentId + "0"), IsEmpty()) << "longer than an id";
}

TEST(DocumentTest, WordsOfATextAreThoseThatItWasMadeOf) {
  const uint64_t seed = casejournal::testing::TestSeed();
  casejournal::testing::RandomCase random(seed);
  constexpr char kLetters[] = "0a1b2c3d-4e5f --g";
  for (int i = 0; i < 300; ++i) {
    std::string words;
    for (uint64_t n = random.Below(120); n > 0; --n) words += kLetters[random.Below(sizeof(kLetters) - 1)];
    EXPECT_EQ(Document::Text(words).Words(), words) << seed;
  }
}

TEST(DocumentTest, FactThatSaysNothingIsNotAdded) {
  Document::Facts facts;
  facts.Add("Status", "");
  facts.Add("Agency", "Wren County");
  ASSERT_EQ(facts.facts.size(), 1U);
  EXPECT_EQ(facts.facts[0].label, "Agency");
}

TEST(DocumentTest, RowHasACellForEachColumn) {
  Document::Table table{.columns = {{.title = "Child"}, {.title = "When"}}};
  EXPECT_EQ(table.Add({"Ana"}).cells.size(), 2U);
}

TEST(DocumentTest, AnchorsAreThoseOfHeadingsAndRows) {
  Document::Table table{.columns = {{.title = "Revision"}}};
  table.Add({"3"}).anchor = EntryAnchor(3);
  table.Add({"4"});
  const Blocks blocks = {Document::Heading{.text = "Entries", .anchor = "entries"}, table};
  EXPECT_THAT(AnchorsOf(blocks), ElementsAre("entries", "r3"));
  EXPECT_EQ(EntryLink("revision 3", 3).link, "r3");
}

// A page that a family holds says at its foot what it is the page of.
TEST(DocumentTest, PlanNamesItsMomentAndItsDigest) {
  v1::GetCasePlanResponse response;
  response.mutable_answered()->set_revision(12);
  EXPECT_EQ(PlanDocumentOf(response, {}).running_head, "Case of a family, as of revision 12");
  EXPECT_EQ(PlanDocumentOf(response, {}).digest, "");
  response.mutable_attestation()->set_revision(12);
  response.mutable_attestation()->set_plan_digest(std::string(32, '\xab'));
  const Document document = PlanDocumentOf(response, {});
  EXPECT_THAT(CodeIn(document.digest), ElementsAre(document.digest));
  EXPECT_EQ(document.digest_of, "the plan as of revision 12");
}

TEST(DocumentTest, TextOfAVersionIsInItsLanguage) {
  v1::PlanDocument text;
  text.mutable_header()->set_language("es");
  v1::PlanVersion version;
  version.set_digest(std::string(32, '\xab'));
  const Document document = VersionDocumentOf(version, text, 0, v1::CasePlan(), {});
  EXPECT_EQ(document.language, "es");
  EXPECT_EQ(document.digest_of, "el texto de este plan");
}

// A goal that goes on over a page is named there, and its rows are an outline.
TEST(DocumentTest, GoalsAreAnOutlineWithNames) {
  v1::CasePlan plan;
  v1::Goal& goal = *plan.add_goals();
  goal.set_goal_id("g");
  goal.set_area(event::v1::GOAL_AREA_SAFETY);
  goal.set_statement("Ana is safe");
  v1::Objective& objective = *plan.add_objectives();
  objective.set_objective_id("o");
  objective.set_goal_id("g");
  objective.mutable_terms()->set_statement("Counselling");
  objective.mutable_terms()->set_measure("sixteen weeks");
  v1::Activity& activity = *plan.add_activities();
  activity.set_objective_id("o");
  activity.mutable_terms()->set_what("Drive there");
  const Document document = PlanDocumentOf(plan, {.only = {"goals"}});
  ASSERT_EQ(document.blocks.size(), 2U);
  const auto& table = std::get<Document::Table>(document.blocks[1]);
  EXPECT_TRUE(table.outline);
  ASSERT_EQ(table.rows.size(), 3U);
  EXPECT_EQ(table.rows[0].name, "Safety: Ana is safe");
  EXPECT_EQ(table.rows[1].details.at(0).text.Words(), "measure: sixteen weeks");
  EXPECT_EQ(table.rows[2].level, 2);
  EXPECT_EQ(table.rows[2].cells[0].Words(), "Drive there");
}

TEST(DocumentTest, ANumberIsADayOrANumberOfACourt) {
  EXPECT_EQ(NumberIn("2025-03-10 to"), 10u);
  EXPECT_EQ(NumberIn("23-JV-0117, 23-JV-0118"), 10u);
  EXPECT_EQ(NumberIn("2023-J-0688."), 11u);
  EXPECT_EQ(NumberIn("JV-23-"), 5u);
  for (const char* words :
       {"", "-", "-12", "in-home", "12", "12 - 13", "a long-distance call", "a-very-long-word-1-that-may-be-broken"})
    EXPECT_EQ(NumberIn(words), 0u) << words;
}

}  // namespace
}  // namespace casejournal::services
