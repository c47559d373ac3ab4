// What a client gets that asks for an exhibit: what it gives, what it leaves out, and what is recorded of it.
#include "services/answers/exhibits/get_exhibit.h"

#include <gmock/gmock.h>

#include <string>
#include <utility>
#include <vector>

#include "casejournal/event/v1/stored_event.pb.h"
#include "casejournal/v1/audit_service.pb.h"
#include "casejournal/v1/court_service.pb.h"
#include "eventstore/witnesses/cosignature.h"
#include "eventstore/witnesses/witness_policy.h"
#include "tests/support/test_server.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseEvent;
using casejournal::testing::CaseOpened;
using casejournal::testing::ChildJoined;
using casejournal::testing::EventFromText;
using casejournal::testing::GoalEstablished;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::NamesField;
using casejournal::testing::NoteWritten;
using casejournal::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Ash: opened (0), Ana (1), a goal (2), a note with health information (3), a note (4). Birch has only such a note.
class GetExhibitTest : public casejournal::testing::ServerTest {
 protected:
  void TellStory() override {
    CaseEvent health = NoteWritten("2025-01-12", "private");
    health.add_labels(event::v1::LABEL_HEALTH);
    Record("ash", {CaseOpened("2025-01-10"), ChildJoined("2025-01-10", "Ana")});
    Record("ash", {GoalEstablished("2025-01-11", "goal", "Ana is safe at home")});
    Record("ash", {health});
    Record("ash", {NoteWritten("2025-01-13", "visited")});
    SetClock("2025-01-20 09:00");
  }

  absl::StatusOr<std::vector<v1::GetExhibitResponse>> Get(absl::string_view more) {
    return AskFor<v1::GetExhibitRequest>(absl::StrCat("case_id: '$ash' ", more));
  }
  absl::StatusOr<v1::ExhibitContents> Contents(absl::string_view more) {
    const auto messages = Get(more);
    if (!messages.ok()) return messages.status();
    return messages->front().contents();
  }
  // The file, of which each message must say the whole size.
  static std::string FileIn(const std::vector<v1::GetExhibitResponse>& messages) {
    std::string file;
    for (const v1::GetExhibitResponse& message : messages) file += message.chunk();
    for (const v1::GetExhibitResponse& message : messages) EXPECT_EQ(message.total_bytes(), file.size());
    return file;
  }
  template <typename Ranges>
  static std::string Text(const Ranges& ranges) {
    std::string text;
    for (const event::v1::RevisionRange& range : ranges) absl::StrAppend(&text, range.first(), "-", range.last(), " ");
    return text;
  }
  // What the access stream says of the disclosure.
  event::v1::DisclosureMade Disclosure(uint64_t revision) {
    const auto read = AskFor<v1::ReadEventsRequest>(
        absl::StrCat("access_stream { case_id: '$ash' revision: ", revision, " } limit: 1"));
    event::v1::StoredEvent stored;
    EXPECT_TRUE(read.ok() && !read->empty() &&
                stored.ParseFromString(read->front().entries(0).opened().recorded().parts(0).plaintext()));
    return stored.access_event().disclosure_made();
  }
};

TEST_F(GetExhibitTest, APreviewSaysWhatWouldBeGivenAndRecordsNothing) {
  const uint64_t size = LogSize();

  const auto messages = Get("preview: true");

  ASSERT_THAT(messages, IsOk());
  ASSERT_THAT(*messages, SizeIs(1));
  EXPECT_EQ(messages->front().chunk(), "");
  EXPECT_EQ(messages->front().total_bytes(), 0);
  const v1::ExhibitContents& contents = messages->front().contents();
  EXPECT_EQ(Text(contents.given()), "0-2 4-4 ");
  EXPECT_FALSE(contents.plan()) << "an entry is left out";
  EXPECT_FALSE(contents.has_disclosure_revision());
  EXPECT_GT(contents.bytes_max(), 0);
  EXPECT_EQ(LogSize(), size);
}

TEST_F(GetExhibitTest, AFileIsNoLargerThanItsPreviewSaid) {
  const uint64_t bytes_max = Contents("preview: true recipient: 'the court' purpose: 'hearing'")->bytes_max();

  const auto messages = Get("recipient: 'the court' purpose: 'hearing'");

  ASSERT_THAT(messages, IsOk());
  EXPECT_LE(FileIn(*messages).size(), bytes_max);
  EXPECT_EQ(FileIn(*messages).substr(0, 2), "PK");
}

TEST_F(GetExhibitTest, ADisclosureSaysWhoGotWhatAndWhy) {
  const auto contents = Contents(
      "recipient: 'the court' purpose: 'hearing' authority: 'an order' recipient_class: RECIPIENT_CLASS_COURT");
  ASSERT_THAT(contents, IsOk());
  ASSERT_EQ(contents->disclosure_revision(), 0);

  const event::v1::DisclosureMade made = Disclosure(0);

  EXPECT_EQ(made.recipient(), "the court");
  EXPECT_EQ(made.purpose(), "hearing");
  EXPECT_EQ(made.authority(), "an order");
  EXPECT_EQ(made.recipient_class(), event::v1::RECIPIENT_CLASS_COURT);
  EXPECT_EQ(Text(made.revisions()), "0-2 4-4 ");
  EXPECT_EQ(made.head_revision(), 4);
  EXPECT_FALSE(made.notice().empty());
}

TEST_F(GetExhibitTest, WithoutARecipientTheCallerIsIt) {
  ASSERT_THAT(Get(""), IsOk());

  EXPECT_EQ(Disclosure(0).recipient(), "Dana Reed");
  EXPECT_EQ(Disclosure(0).recipient_class(), event::v1::RECIPIENT_CLASS_OWN_AGENCY);
  EXPECT_FALSE(Disclosure(0).purpose().empty());
}

TEST_F(GetExhibitTest, ALabeledEntryIsLeftOutUntilItsLabelIsNamed) {
  const auto closed = Contents("preview: true");
  ASSERT_THAT(closed, IsOk());
  ASSERT_THAT(closed->left_out(), SizeIs(1));
  EXPECT_EQ(closed->left_out(0).reason(), v1::LEFT_OUT_REASON_LABELED);
  EXPECT_EQ(closed->left_out(0).revisions().first(), 3);
  EXPECT_THAT(closed->left_out(0).labels(), ElementsAre(event::v1::LABEL_HEALTH));

  const auto opened = Contents("preview: true with_labels: LABEL_HEALTH authority: 'a consent'");
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(Text(opened->given()), "0-4 ");
  EXPECT_TRUE(opened->plan());
  EXPECT_THAT(opened->left_out(), IsEmpty());
  EXPECT_EQ(Text(Contents("preview: true with_labels: LABEL_PART2 authority: 'a consent'")->given()), "0-2 4-4 ");
}

TEST_F(GetExhibitTest, LabelsAreThoseOfToday) {
  Record("ash",
         {EventFromText("2025-01-20", "entry_restricted { revision: 4 labels: LABEL_SEALED reason: 'an order' }")});

  const auto today = Contents("preview: true as_of { revision: 4 }");
  const auto sealed = Contents("preview: true as_of { revision: 4 } with_labels: LABEL_SEALED authority: 'an order'");

  EXPECT_EQ(Text(today->given()), "0-2 ");
  EXPECT_EQ(Text(sealed->given()), "0-2 4-4 ");
}

TEST_F(GetExhibitTest, WhatWasNotChosenOrNotKnownIsLeftOutForThatReason) {
  const auto contents = Contents("preview: true as_of { revision: 2 } revisions { first: 1 last: 1 }");

  ASSERT_THAT(contents, IsOk());
  EXPECT_EQ(Text(contents->given()), "1-1 ");
  std::vector<std::pair<uint64_t, v1::LeftOutReason>> reasons;
  for (const v1::LeftOut& each : contents->left_out()) {
    for (uint64_t revision = each.revisions().first(); revision <= each.revisions().last(); ++revision)
      reasons.emplace_back(revision, each.reason());
  }
  EXPECT_THAT(reasons,
              ElementsAre(std::pair(0, v1::LEFT_OUT_REASON_NOT_CHOSEN), std::pair(2, v1::LEFT_OUT_REASON_NOT_CHOSEN),
                          std::pair(3, v1::LEFT_OUT_REASON_NOT_KNOWN), std::pair(4, v1::LEFT_OUT_REASON_NOT_KNOWN)));
}

TEST_F(GetExhibitTest, ThePlanIsGivenWithTheWholeRecordOnly) {
  EXPECT_TRUE(Contents("preview: true as_of { revision: 2 }")->plan());
  EXPECT_FALSE(Contents("preview: true as_of { revision: 2 } revisions { first: 1 last: 2 }")->plan());
  EXPECT_FALSE(Contents("preview: true as_of { revision: 3 }")->plan());
}

TEST_F(GetExhibitTest, TheSameFileIsGivenAgainUnderItsDisclosure) {
  const auto first = Get("recipient: 'the court' purpose: 'hearing'");
  ASSERT_THAT(first, IsOk());
  const uint64_t size = LogSize();
  Record("ash", {NoteWritten("2025-01-20", "later")});

  const auto again = Get("again: 0");

  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->front().contents().disclosure_revision(), 0);
  EXPECT_EQ(Text(again->front().contents().given()), Text(first->front().contents().given()));
  EXPECT_EQ(LogSize(), size + 1) << "only the note was recorded";
  EXPECT_EQ(Contents("again: 0 preview: true")->disclosure_revision(), 0);
}

TEST_F(GetExhibitTest, WhatIsLabeledSinceIsNotGivenAgain) {
  ASSERT_THAT(Get("recipient: 'the court' purpose: 'hearing'"), IsOk());
  Record("ash",
         {EventFromText("2025-01-20", "entry_restricted { revision: 2 labels: LABEL_SEALED reason: 'an order' }")});

  EXPECT_THAT(Get("again: 0"), StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(GetExhibitTest, ADisclosureThatIsNotThereCannotBeGivenAgain) {
  EXPECT_THAT(Get("again: 0"), StatusIs(absl::StatusCode::kNotFound));
  ASSERT_THAT(Get(""), IsOk());
  EXPECT_THAT(Get("again: 1"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Get("again: 0 recipient: 'the court'"), NamesField("again"));
  EXPECT_THAT(Get("again: 0 as_of { revision: 1 }"), NamesField("again"));
}

TEST_F(GetExhibitTest, ARequestIdIsRecordedOnce) {
  const std::string request =
      absl::StrCat("recipient: 'the court' purpose: 'hearing' request_id: '", Id("request"), "' ");
  ASSERT_THAT(Get(request), IsOk());
  const uint64_t size = LogSize();

  EXPECT_EQ(Contents(request)->disclosure_revision(), 0);
  EXPECT_THAT(Get(absl::StrCat(request, "authority: 'an order'")), StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_EQ(LogSize(), size);
}

TEST_F(GetExhibitTest, WithoutARequestIdEachCallDisclosesAgain) {
  EXPECT_EQ(Contents("")->disclosure_revision(), 0);
  EXPECT_EQ(Contents("")->disclosure_revision(), 1);
}

TEST_F(GetExhibitTest, WhatCannotBeGivenIsRejectedAndNothingIsRecorded) {
  const uint64_t size = LogSize();

  EXPECT_THAT(Get("revisions { first: 3 last: 3 }"), StatusIs(absl::StatusCode::kNotFound)) << "it has a label";
  EXPECT_THAT(Get("as_of { day: '2025-01-09' }"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Get("as_of { day: '2025-01-20' }"), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(Get("as_of { revision: 5 }"), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(Get("with_labels: LABEL_HEALTH"), NamesField("authority"));
  EXPECT_THAT(Get("with_labels: LABEL_UNSPECIFIED authority: 'a consent'"), NamesField("withLabels"));
  EXPECT_THAT(Get("request_id: 'x'"), NamesField("requestId"));
  EXPECT_THAT(Get("as_of { basis: BASIS_CLAIMED }"), NamesField("asOf.basis"));
  EXPECT_THAT(Get("as_of { day: 'x' }"), NamesField("asOf.day"));
  EXPECT_THAT(Get("revisions { first: 0 last: 0 } revisions { first: 1 last: 1 }"), NamesField("revisions"));
  EXPECT_THAT(Get("revisions { first: 2 last: 2 } revisions { first: 0 last: 0 }"), NamesField("revisions"));
  for (const char* field : {"recipient", "purpose", "authority"}) {
    EXPECT_THAT(Get(absl::StrCat(field, ": '", std::string(1001, 'x'), "'")), NamesField(field));
    EXPECT_THAT(Get(absl::StrCat(field, ": 'a\\033b'")), NamesField(field));
  }
  std::string ranges;
  for (int i = 0; i <= 1000; ++i) absl::StrAppend(&ranges, "revisions { first: ", 2 * i, " last: ", 2 * i, " } ");
  EXPECT_THAT(Get(ranges), NamesField("revisions"));
  EXPECT_EQ(LogSize(), size);
}

TEST_F(GetExhibitTest, ALargeFileComesInSeveralMessages) {
  for (int i = 0; i < 3; ++i)
    RecordNow("ash", std::vector<CaseEvent>(200, NoteWritten("2025-01-20", std::string(2000, 'x'))));

  const auto messages = Get("");

  ASSERT_THAT(messages, IsOk());
  EXPECT_GT(messages->size(), 1);
  for (size_t i = 1; i < messages->size(); ++i) EXPECT_FALSE((*messages)[i].has_contents());
  EXPECT_EQ(FileIn(*messages).size(), messages->front().contents().bytes_max());
}

// A server whose only witness is not there.
class UnwitnessedExhibitTest : public GetExhibitTest {
 protected:
  void SetUp() override {
    GetExhibitTest::SetUp();
    const auto key = eventstore::CosignatureSigner::Generate("witness.example/w1");
    const auto policy =
        eventstore::WitnessPolicy::Parse(absl::StrCat("log ", journal().log().verifier_key(), "\nwitness w1 ",
                                                      key->verifier_key(), " http://127.0.0.1:1/\nquorum w1\n"));
    ASSERT_THAT(policy, IsOk());
    options().anchor.policy = *policy;
    Start();
  }
};

TEST_F(UnwitnessedExhibitTest, NothingIsDisclosedWithoutEnoughWitnesses) {
  const uint64_t size = LogSize();

  EXPECT_THAT(Get("recipient: 'the court' purpose: 'hearing'"), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(LogSize(), size);
}

TEST_F(UnwitnessedExhibitTest, AnExhibitWithoutWitnessesIsGivenIfItIsAskedFor) {
  EXPECT_THAT(Get("recipient: 'the court' purpose: 'hearing' without_witnesses: true"), IsOk());
}

TEST_F(UnwitnessedExhibitTest, ACheckpointIsGivenButNotAWitnessedOne) {
  EXPECT_THAT(AskFor<v1::GetCheckpointRequest>(""), IsOk());
  EXPECT_THAT(AskFor<v1::GetCheckpointRequest>("witnessed: true"), StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace casejournal::services
