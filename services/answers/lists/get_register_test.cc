// What a court-reporting system gets that reads the register of actions.
#include "services/answers/lists/get_register.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

#include "casejournal/v1/court_service.pb.h"
#include "tests/support/test_server.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseOpened;
using casejournal::testing::ChildJoined;
using casejournal::testing::Correcting;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::kComplaint;
using casejournal::testing::NamesField;
using casejournal::testing::NoteWritten;
using casejournal::testing::NumberGiven;
using casejournal::testing::StatusIs;
using ::testing::Contains;
using ::testing::Each;
using ::testing::Ge;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Property;
using ::testing::SizeIs;

using Rows = std::vector<v1::RegisterRow>;

// Two cases with numbers; JV1 belongs to both.
class GetRegisterTest : public casejournal::testing::ServerTest {
 protected:
  GetRegisterTest() { ShareServer(); }

  void TellStory() override {
    Record("ash",
           {CaseOpened("2025-01-10"), ChildJoined("2025-01-10", "ana"), NumberGiven("2025-01-12", "JV1", "ana")});
    Tell("ash", "2025-02-01", kComplaint);
    Record("birch",
           {CaseOpened("2025-02-10"), NumberGiven("2025-02-11", "JV1", ""), NumberGiven("2025-02-12", "JV2", "")});
    Record("ash", {NumberGiven("2025-03-01", "JV3", "ana")});
  }

  absl::StatusOr<v1::GetRegisterResponse> Page(absl::string_view text) {
    auto request = casejournal::testing::MessageFromText<v1::GetRegisterRequest>(text);
    if (!request.has_min_position()) request.set_min_position(LastPosition());
    return Ask(request);
  }
  // All rows, read in pages of this size.
  Rows RowsOf(absl::string_view text, uint32_t page_size = 1000) {
    auto request = casejournal::testing::MessageFromText<v1::GetRegisterRequest>(text);
    request.set_page_size(page_size);
    request.set_min_position(LastPosition());
    Rows rows;
    do {
      const auto page = Ask(request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) return rows;
      EXPECT_LE(page->rows_size(), static_cast<int>(page_size));
      rows.insert(rows.end(), page->rows().begin(), page->rows().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return rows;
  }
  static std::vector<std::string> Sentences(const Rows& rows) {
    std::vector<std::string> sentences;
    for (const v1::RegisterRow& row : rows) sentences.push_back(row.sentence());
    return sentences;
  }
};

class GetChangedRegisterTest : public GetRegisterTest {
 protected:
  GetChangedRegisterTest() { OwnServer(); }
};

TEST_F(GetRegisterTest, RowsOfACaseAreOrderedByDay) {
  const Rows rows = RowsOf("case_id: '$ash'");

  ASSERT_THAT(rows, SizeIs(Ge(3)));
  EXPECT_TRUE(std::is_sorted(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.day() < b.day(); }));
  for (const v1::RegisterRow& row : rows) {
    EXPECT_EQ(row.case_id(), Id("ash"));
    EXPECT_FALSE(row.sentence().empty());
    EXPECT_FALSE(row.type().empty());
    EXPECT_THAT(row.sentence(), Not(::testing::HasSubstr(Id("ana")))) << "a sentence has no ids";
  }
}

TEST_F(GetRegisterTest, ARowNamesTheEntryThatAProofCanBeAskedFor) {
  for (const v1::RegisterRow& row : RowsOf("case_id: '$ash'")) {
    const auto read = AskFor<v1::ReadEventsRequest>(absl::StrCat("position: ", row.position(), " limit: 1"));
    ASSERT_THAT(read, IsOk());
    const eventlog::v1::RecordedEvent& event = read->front().events(0);
    EXPECT_EQ(event.stream_id(), row.case_id());
    EXPECT_EQ(event.revision(), row.revision());
    EXPECT_EQ(event.type(), row.type());
    EXPECT_EQ(event.recorded_at().seconds(), row.recorded_at().seconds());
  }
}

TEST_F(GetRegisterTest, ACourtNumberSelectsItsRowsOfAllCases) {
  const Rows rows = RowsOf("court_number: 'JV1'");

  ASSERT_THAT(rows, Not(IsEmpty()));
  for (const v1::RegisterRow& row : rows) EXPECT_THAT(row.court_numbers(), Contains("JV1"));
  EXPECT_THAT(rows, Contains(Property(&v1::RegisterRow::case_id, Id("ash"))));
  EXPECT_THAT(rows, Contains(Property(&v1::RegisterRow::case_id, Id("birch"))));
  EXPECT_THAT(RowsOf("court_number: 'JV2'"), Each(Property(&v1::RegisterRow::case_id, Id("birch"))));
}

TEST_F(GetRegisterTest, PagesOfAnySizeTogetherAreTheWholeRegister) {
  for (const char* of : {"case_id: '$ash'", "court_number: 'JV1'"}) {
    const std::vector<std::string> whole = Sentences(RowsOf(of));
    for (uint32_t size = 1; size <= whole.size() + 1; ++size) {
      EXPECT_EQ(Sentences(RowsOf(of, size)), whole) << of << " in pages of " << size;
    }
  }
}

TEST_F(GetRegisterTest, APageThatEndsWithTheRegisterHasNoToken) {
  const size_t count = RowsOf("case_id: '$ash'").size();

  EXPECT_EQ(Page(absl::StrCat("case_id: '$ash' page_size: ", count))->next_page_token(), "");
  EXPECT_NE(Page(absl::StrCat("case_id: '$ash' page_size: ", count - 1))->next_page_token(), "");
}

TEST_F(GetRegisterTest, WhatDoesNotExistIsNotFound) {
  EXPECT_THAT(Page("case_id: '$nobody'"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Page("court_number: 'JV9'"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Page("court_number: ''"), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(GetRegisterTest, MalformedFieldsAreNamed) {
  EXPECT_THAT(Page(""), NamesField("of"));
  EXPECT_THAT(Page("case_id: 'JV1'"), NamesField("caseId"));
  EXPECT_THAT(Page("case_id: '$ash' page_size: 1000"), IsOk());
  EXPECT_THAT(Page("case_id: '$ash' page_size: 1001"), NamesField("pageSize"));
  for (const char* token : {"x", "$ash", "bm9uc2Vuc2U", "===="}) {
    EXPECT_THAT(Page(absl::StrCat("case_id: '$ash' page_token: '", token, "'")), NamesField("pageToken")) << token;
  }
}

TEST_F(GetRegisterTest, APositionThatIsNotRecordedEndsWithTheDeadlineOfTheCall) {
  patience_ = absl::Milliseconds(50);

  EXPECT_THAT(Page(absl::StrCat("case_id: '$ash' min_position: ", LogSize())),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
}

// Who suffers: a court-reporting system that misses an action and never learns of it.
TEST_F(GetChangedRegisterTest, EveryPageShowsTheStateOfTheFirst) {
  for (const char* of : {"case_id: '$ash'", "court_number: 'JV1'"}) {
    const std::vector<std::string> before = Sentences(RowsOf(of));
    auto first = Page(absl::StrCat(of, " page_size: 1"));
    ASSERT_THAT(first, IsOk());
    const uint64_t as_of_position = first->as_of_position();

    RecordNow("ash", {NumberGiven("2025-01-11", absl::StrCat("EARLY", before.size()), "ana")});

    std::vector<std::string> seen = {first->rows(0).sentence()};
    for (std::string token = first->next_page_token(); !token.empty();) {
      const auto next = Page(absl::StrCat(of, " page_size: 2 page_token: '", token, "'"));
      ASSERT_THAT(next, IsOk());
      EXPECT_EQ(next->as_of_position(), as_of_position);
      for (const v1::RegisterRow& row : next->rows()) seen.push_back(row.sentence());
      token = next->next_page_token();
    }
    EXPECT_EQ(seen, before);
  }
}

TEST_F(GetChangedRegisterTest, ATokenOfAStoppedServerIsAborted) {
  const std::string token = Page("case_id: '$ash' page_size: 1")->next_page_token();
  Start();

  EXPECT_THAT(Page(absl::StrCat("case_id: '$ash' page_token: '", token, "'")), StatusIs(absl::StatusCode::kAborted));
}

TEST_F(GetChangedRegisterTest, ACorrectedRowShowsTheNewWordsAndAWithdrawnOneTheOld) {
  Record("ash", {NumberGiven("2025-03-01", "JV5", "ana")});
  RecordNow("ash",
            {Correcting(4, NumberGiven("2025-03-01", "JV8", "ana")),
             casejournal::testing::EventFromText(
                 "2025-03-01", "entry_retracted { revision: 5 reason: RETRACTION_REASON_IN_ERROR words: 'a slip' }")});
  const Rows rows = RowsOf("case_id: '$ash'");

  const auto row_of = [&](uint64_t revision) {
    const auto found =
        std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.revision() == revision; });
    return found == rows.end() ? v1::RegisterRow() : *found;
  };
  EXPECT_THAT(row_of(4).sentence(), ::testing::HasSubstr("JV8"));
  EXPECT_EQ(row_of(4).corrected_by(), 6);
  EXPECT_THAT(row_of(5).sentence(), ::testing::HasSubstr("JV5"));
  EXPECT_EQ(row_of(5).withdrawn_by(), 7);
}

TEST_F(GetChangedRegisterTest, ANoteIsNoAction) {
  const std::vector<std::string> before = Sentences(RowsOf("case_id: '$ash'"));

  Record("ash", {NoteWritten("2025-03-02", "a call")});

  EXPECT_EQ(Sentences(RowsOf("case_id: '$ash'")), before);
}

}  // namespace
}  // namespace casejournal::services
