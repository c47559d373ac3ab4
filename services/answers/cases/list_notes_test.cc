// What a client gets that lists the notes, contacts, and visits of a case.
#include "services/answers/cases/list_notes.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "casejournal/v1/case_service.pb.h"
#include "tests/support/test_server.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseOpened;
using casejournal::testing::ChildJoined;
using casejournal::testing::Correcting;
using casejournal::testing::EventFromText;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::NamesField;
using casejournal::testing::NoteWritten;
using casejournal::testing::Retracting;
using casejournal::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kCall[] = R"(contact_made { kind: CONTACT_KIND_CALL with_ids: "$Ben" result: CONTACT_RESULT_TOOK_PLACE
                                           summary: "a call" })";
constexpr char kVisit[] = R"(contact_made { kind: CONTACT_KIND_HOME_VISIT with_ids: "$Ana"
                                            result: CONTACT_RESULT_TOOK_PLACE summary: "a visit"
                                            child_seen_alone: true })";
constexpr char kTried[] = R"(contact_made { kind: CONTACT_KIND_MONTHLY_VISIT with_ids: "$Ana"
                                            result: CONTACT_RESULT_TRIED summary: "no one at home" })";
constexpr char kWithdrawn[] = "case_note_written { occasion: 'a letter' text: 'of another case' }";

// Revisions 3 to 7: a call of March 1, a visit of March 10, a visit that was tried on March 20, a note of March 5, and
// one of March 25 that is withdrawn. The visit is corrected by revision 9.
class ListNotesTest : public casejournal::testing::ServerTest {
 protected:
  ListNotesTest() { ShareServer(); }

  void TellStory() override {
    Record("case", {CaseOpened("2025-01-10"), ChildJoined("2025-01-10", "Ana"), ChildJoined("2025-01-10", "Ben")});
    Record("case", {EventFromText("2025-03-01", kCall)});
    Record("case", {EventFromText("2025-03-10", kVisit)});
    Record("case", {EventFromText("2025-03-20", kTried)});
    Record("case", {EventFromText("2025-03-05", "case_note_written { occasion: 'a letter' text: 'from school' }")});
    Record("case", {EventFromText("2025-03-25", kWithdrawn)});
    SetClock("2025-07-01 09:00");
    RecordNow("case", {Retracting(7)});
    auto corrected = EventFromText("2025-03-10", kVisit);
    corrected.mutable_contact_made()->set_summary("a long visit");
    RecordNow("case", {Correcting(4, corrected)});
  }

  absl::StatusOr<v1::ListNotesResponse> Page(absl::string_view more = "") {
    return AskFor<v1::ListNotesRequest>(absl::StrCat("case_id: '$case' ", more));
  }
  std::vector<std::string> Texts(absl::string_view more = "") {
    std::vector<std::string> texts;
    const auto page = Page(more);
    EXPECT_THAT(page, IsOk()) << more;
    if (!page.ok()) return texts;
    for (const v1::Note& note : page->notes()) texts.push_back(note.text());
    return texts;
  }
};

TEST_F(ListNotesTest, TheLatestDayComesFirstAndWhatWasWithdrawnIsGone) {
  EXPECT_THAT(Texts(), ElementsAre("no one at home", "a long visit", "from school", "a call"));
}

TEST_F(ListNotesTest, ANoteSaysWhatItIsAndWhoRecordedIt) {
  const auto page = Page();
  ASSERT_THAT(page, IsOk());
  ASSERT_EQ(page->notes_size(), 4);

  const v1::Note& visit = page->notes(1);
  EXPECT_EQ(visit.kind(), v1::NOTE_KIND_VISIT);
  EXPECT_EQ(visit.effective_on(), "2025-03-10");
  EXPECT_EQ(visit.revision(), 4U);
  EXPECT_EQ(visit.corrected_by(), 9U);
  EXPECT_THAT(visit.with_names(), ElementsAre("Ana"));
  EXPECT_TRUE(visit.contact().child_seen_alone());
  EXPECT_TRUE(visit.has_recorded_at());
  EXPECT_NE(visit.actor().subject(), "");
  const v1::Note& letter = page->notes(2);
  EXPECT_EQ(letter.kind(), v1::NOTE_KIND_NARRATIVE);
  EXPECT_EQ(letter.occasion(), "a letter");
  EXPECT_FALSE(letter.has_corrected_by());
  EXPECT_EQ(page->notes(3).kind(), v1::NOTE_KIND_CONTACT);
  EXPECT_EQ(page->as_of_position(), LastPosition());
}

TEST_F(ListNotesTest, KindPersonAndPeriodSelect) {
  EXPECT_THAT(Texts("kinds: NOTE_KIND_VISIT"), ElementsAre("no one at home", "a long visit"));
  EXPECT_THAT(Texts("kinds: NOTE_KIND_CONTACT kinds: NOTE_KIND_NARRATIVE"), ElementsAre("from school", "a call"));
  EXPECT_THAT(Texts("participant_id: '$Ben'"), ElementsAre("a call"));
  EXPECT_THAT(Texts("effective_from: '2025-03-05' effective_until: '2025-03-10'"),
              ElementsAre("a long visit", "from school"));
  EXPECT_THAT(Texts("participant_id: '$Ben' kinds: NOTE_KIND_VISIT"), IsEmpty());
}

TEST_F(ListNotesTest, PagesTogetherAreTheWholeList) {
  for (const char* more : {"", "kinds: NOTE_KIND_VISIT "}) {
    std::vector<std::string> texts;
    std::string token;
    do {
      const auto page = Page(absl::StrCat(more, "page_size: 1 page_token: '", token, "'"));
      ASSERT_THAT(page, IsOk());
      ASSERT_LE(page->notes_size(), 1);
      for (const v1::Note& note : page->notes()) texts.push_back(note.text());
      token = page->next_page_token();
    } while (!token.empty());
    EXPECT_EQ(texts, Texts(more));
  }
}

TEST_F(ListNotesTest, ATokenIsOfOneQuestionAndEndsWithTheNoteThatItFollows) {
  RecordNow("oak", {CaseOpened("2025-03-01"), NoteWritten("2025-03-01", "one"), NoteWritten("2025-03-02", "two")});
  const auto first = AskFor<v1::ListNotesRequest>("case_id: '$oak' page_size: 1");
  ASSERT_THAT(first, IsOk());
  ASSERT_EQ(first->notes(0).text(), "two");
  const std::string next = absl::StrCat(" page_token: '", first->next_page_token(), "'");
  EXPECT_EQ(AskFor<v1::ListNotesRequest>(absl::StrCat("case_id: '$oak'", next))->notes(0).text(), "one");
  EXPECT_THAT(Page(next), NamesField("pageToken")) << "of another case";
  EXPECT_THAT(AskFor<v1::ListNotesRequest>(absl::StrCat("case_id: '$oak' kinds: NOTE_KIND_NARRATIVE", next)),
              NamesField("pageToken"));
  RecordNow("oak", {EventFromText(Today(), absl::StrCat("entry_retracted { revision: ", first->notes(0).revision(),
                                                        " reason: RETRACTION_REASON_IN_ERROR words: 'a slip' }"))});
  EXPECT_THAT(AskFor<v1::ListNotesRequest>(absl::StrCat("case_id: '$oak'", next)), StatusIs(absl::StatusCode::kAborted))
      << "that note was withdrawn";
}

TEST_F(ListNotesTest, MalformedFieldsAreNamed) {
  EXPECT_THAT(Page("kinds: NOTE_KIND_UNSPECIFIED"), NamesField("kinds"));
  EXPECT_THAT(Page("effective_from: 'x'"), NamesField("effectiveFrom"));
  EXPECT_THAT(Page("page_size: 1001"), NamesField("pageSize"));
  EXPECT_THAT(Page("page_token: 'x'"), NamesField("pageToken"));
  EXPECT_THAT(Page("page_token: '7'"), NamesField("pageToken"));
  EXPECT_THAT(Page("participant_id: '$stranger'"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(AskFor<v1::ListNotesRequest>("case_id: '$nothing'"), StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace casejournal::services
