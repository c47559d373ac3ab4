// The page of a text: everything that the text says is on it, in the language of the text.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/pages/headings.h"
#include "services/pages/plan/plan_page.h"
#include "tests/support/any_event.h"
#include "tests/support/page_fields.h"

namespace casejournal::services {
namespace {

using casejournal::testing::AnyEvent;
using casejournal::testing::EraseShown;
using casejournal::testing::ExpectMissing;
using casejournal::testing::FieldsToShow;
using casejournal::testing::Filled;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// Fields that the page leaves out, each group with its reason.
const std::set<std::string>& TextFieldsLeftOut() {
  static const auto* const fields = new std::set<std::string>{
      // The language that the page is in.
      "header.language",
      // When a part was first planned; the history says it, and the page when it was last revised.
      "activities.planned_on",
      "objectives.added_on",
      "offered.planned_on",
      // The item says the same of itself.
      "people.details.name",
  };
  return *fields;
}

v1::PlanDocument SomeDocument(uint64_t seed, Filled filled) {
  std::mt19937_64 random(seed);
  v1::PlanDocument document;
  AnyEvent(random, filled).Fill(document, 0);
  if (document.people_size() > 0) {
    for (v1::PersonRelation& relation : *document.mutable_relations())
      relation.set_from_id(document.people(0).participant_id());
    for (v1::Representative& part : *document.mutable_representatives())
      part.set_participant_id(document.people(0).participant_id());
  }
  return document;
}

std::string PageOf(const v1::PlanDocument& document, int withheld = 0) {
  return VersionPage(v1::PlanVersion(), document, withheld, v1::CasePlan(), PageStyle{});
}

TEST(VersionPageTest, EveryFieldOfTheTextIsOnThePage) {
  std::set<std::string> missing = FieldsToShow(*v1::PlanDocument::descriptor());
  for (uint64_t seed = 0; seed < 40; ++seed) {
    v1::PlanDocument document = SomeDocument(seed, seed % 2 == 0 ? Filled::kAll : Filled::kSome);
    EraseShown(
        document, [](const auto& each) { return PageOf(each); }, missing);
  }
  ExpectMissing(missing, TextFieldsLeftOut());
}

// The lines of a page that are headings: titles of sections, and the titles of columns under them.
std::vector<std::string> HeadingsOn(const std::string& page) {
  std::vector<std::string> headings;
  bool under_title = false;
  for (absl::string_view line : absl::StrSplit(page, '\n')) {
    const bool is_title = !line.empty() && !absl::StartsWith(line, " ");
    const bool is_list = absl::StartsWith(line, "  - ");
    if ((is_title || under_title) && !is_list) headings.emplace_back(absl::StripAsciiWhitespace(line));
    under_title = is_title;
  }
  return headings;
}

// A family reads the headings in its own language.
TEST(VersionPageTest, EveryHeadingIsInTheLanguageOfTheText) {
  for (uint64_t seed = 0; seed < 10; ++seed) {
    v1::PlanDocument document = SomeDocument(seed, Filled::kAll);
    document.mutable_header()->set_language("en");
    const std::vector<std::string> english = HeadingsOn(PageOf(document));
    document.mutable_header()->set_language("es");
    const std::vector<std::string> spanish = HeadingsOn(PageOf(document));
    const std::set<std::string> kept(english.begin() + 1, english.end());  // the first line is the name of the plan
    ASSERT_GT(english.size(), 10U);
    for (size_t i = 1; i < spanish.size(); ++i) EXPECT_FALSE(kept.contains(spanish[i])) << spanish[i];
  }
}

TEST(VersionPageTest, LabelsUnderThePartsAreTranslatedToo) {
  v1::PlanDocument document;
  document.mutable_header()->set_language("es");
  document.mutable_header()->set_agency("Wren County");
  v1::Objective& objective = *document.add_objectives();
  objective.mutable_terms()->set_measure("16 weeks in a row");
  EXPECT_THAT(PageOf(document), HasSubstr("- medida: 16 weeks in a row"));
  EXPECT_THAT(PageOf(document), HasSubstr("  Agencia         Wren County"));
}

TEST(VersionPageTest, TheEnglishHeadingStandsWhereTheCatalogHasNone) {
  EXPECT_EQ(Heading("es", "Goals, objectives, activities"), "Metas, objetivos y actividades");
  EXPECT_EQ(Heading("en", "Needs"), "Needs");
  EXPECT_EQ(Heading("fr", "Needs"), "Needs");
  EXPECT_EQ(Heading("es", "no such heading"), "no such heading");
}

TEST(VersionPageTest, SaysHowManyPartsAreWithheld) {
  const v1::PlanDocument document = SomeDocument(1, Filled::kAll);
  EXPECT_THAT(PageOf(document), Not(HasSubstr("withheld")));
  EXPECT_THAT(PageOf(document, 1), HasSubstr("1 part of this text is withheld from you. The digest covers all parts."));
  EXPECT_THAT(PageOf(document, 2), HasSubstr("2 parts of this text are withheld"));
  EXPECT_THAT(PageOf(v1::PlanDocument(), 3), StartsWith("A plan whose heading is withheld\n"));
}

TEST(VersionPageTest, APreviewSaysThatNothingWasRecorded) {
  v1::PreviewPlanResponse preview;
  preview.mutable_document()->mutable_header()->set_kind(event::v1::PLAN_KIND_SUPPLEMENTAL);
  preview.mutable_document()->mutable_header()->set_label("0.1");
  preview.mutable_document()->mutable_header()->add_children()->set_name("Ana Lopez");
  preview.set_as_of_revision(41);
  preview.set_digest(std::string(32, '\xab'));
  EXPECT_THAT(PreviewPage(preview, v1::CasePlan(), PageStyle{}),
              StartsWith("Supplemental plan 0.1 for Ana Lopez\n  Preview         not drawn up; nothing was recorded\n"
                         "  From            revision 41\n  Digest          abababab"));
}

}  // namespace
}  // namespace casejournal::services
