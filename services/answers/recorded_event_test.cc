// How an entry of the log is served, with and without a sentence.
#include "services/answers/recorded_event.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "casejournal/v1/audit_service.pb.h"
#include "projections/events/event_codec.h"
#include "tests/support/test_server.h"

namespace casejournal::services {
namespace {

using casejournal::testing::CaseOpened;
using casejournal::testing::ChildJoined;
using casejournal::testing::IsOk;
using casejournal::testing::NumberGiven;
using casejournal::testing::StatusIs;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class RecordedEventTest : public casejournal::testing::ServerTest {
 protected:
  RecordedEventTest() { ShareServer(); }

  // Two cases whose entries lie between one another.
  void TellStory() override {
    for (const char* name : {"ash", "birch"}) {
      Record(name, {CaseOpened("2025-01-10"), ChildJoined("2025-01-10", absl::StrCat(name, " child"))});
    }
    for (const char* day : {"2025-01-11", "2025-01-12", "2025-01-13"}) {
      for (const char* name : {"ash", "birch"}) {
        Record(name, {NumberGiven(day, absl::StrCat("JV", day), absl::StrCat(name, " child"))});
      }
    }
  }

  const eventstore::EventLog& log() const { return journal().log(); }
  std::vector<std::string> Sentences(SentenceWriter writer) const {
    std::vector<std::string> sentences;
    const auto count = log().ScanLog(0, {.events_max = 1'000}, [&](const eventstore::RecordedEntry& entry) {
      const absl::StatusOr<projections::Said> said = writer.Of(entry);
      EXPECT_THAT(said, IsOk());
      sentences.push_back(said.ok() ? said->says : "");
    });
    EXPECT_THAT(count, IsOk());
    EXPECT_EQ(sentences.size(), log().size());
    return sentences;
  }
};

TEST_F(RecordedEventTest, TheSentencesAreTheSameHoweverLittleIsHeld) {
  const std::vector<std::string> sentences = Sentences(SentenceWriter(log()));

  EXPECT_THAT(sentences, Contains(HasSubstr("for birch child")).Times(3));
  for (const size_t held : {0, 1, 5}) EXPECT_EQ(Sentences(SentenceWriter(log(), held)), sentences) << held;
}

TEST_F(RecordedEventTest, ASentenceComesWithWhatItIsMadeOf) {
  const auto entries = log().ReadLog(log().size() - 1, {.events_max = 1});
  ASSERT_THAT(entries, IsOk());
  SentenceWriter writer(log());
  v1::CaseEntry shown;

  ASSERT_THAT(SetEntry(entries->front(), {.sentences = &writer}, shown), IsOk());

  const v1::OpenedEntry& opened = shown.opened();
  EXPECT_EQ(opened.wording().id(), opened.recorded().type());
  ASSERT_FALSE(opened.wording().parameters().empty());
  for (const v1::WordingParameter& parameter : opened.wording().parameters()) {
    EXPECT_THAT(opened.recorded().sentence(), HasSubstr(parameter.words())) << parameter.name();
  }
  ASSERT_THAT(SetEntry(entries->front(), {}, shown), IsOk());
  EXPECT_FALSE(shown.opened().has_wording());
}

TEST_F(RecordedEventTest, AnEntryOfAnUnknownTypeIsHandedOnAsItIsStored) {
  const auto entries = log().ReadLog(2, {.events_max = 1});
  ASSERT_THAT(entries, IsOk());
  eventstore::RecordedEntry entry = entries->front();
  event::v1::StoredEvent stored;
  stored.mutable_case_event()
      ->GetReflection()
      ->MutableUnknownFields(stored.mutable_case_event())
      ->AddLengthDelimited(9'999, "of a later release");
  entry.parts.front().plaintext = stored.SerializeAsString();

  eventlog::v1::RecordedEvent event;
  SetRecordedEvent(entry, event);

  EXPECT_EQ(event.type(), "");
  ASSERT_THAT(event.parts(), SizeIs(1));
  EXPECT_EQ(event.parts(0).plaintext(), entry.payload());
  EXPECT_EQ(event.header(), entry.header_bytes);
  EXPECT_THAT(SentenceFor(entry, projections::CaseState("")),
              StatusIs(absl::StatusCode::kUnimplemented, HasSubstr("position 2")));
  EXPECT_THAT(SentenceWriter(log()).Of(entry), StatusIs(absl::StatusCode::kUnimplemented, HasSubstr("position 2")));
}

// The message of the last batch is filled again.
TEST_F(RecordedEventTest, ABatchThatIsFilledAgainHasNothingOfTheOneBefore) {
  const auto entries = log().ReadLog(0, {.events_max = 1'000});
  ASSERT_THAT(entries, IsOk());
  ASSERT_GT(entries->size(), 3u);
  const auto fill = [&](size_t from, size_t to, bool exact_bytes_only, v1::ReadEventsResponse& response) {
    EntryBatch batch(*response.mutable_entries());
    for (size_t i = from; i < to; ++i)
      ASSERT_THAT(SetEntry((*entries)[i], {.exact_bytes_only = exact_bytes_only}, batch.Next()), IsOk());
    batch.End();
  };
  v1::ReadEventsResponse used;
  fill(0, 3, false, used);
  v1::ReadEventsResponse sent;
  ASSERT_TRUE(sent.ParseFromString(used.SerializeAsString()));
  EXPECT_TRUE(sent.entries(0).opened().has_stored());
  const auto* memory = &used.entries(0).opened().recorded();

  fill(1, 3, true, used);

  v1::ReadEventsResponse fresh;
  fill(1, 3, true, fresh);
  EXPECT_THAT(used, casejournal::testing::EqualsMessage(fresh));
  EXPECT_EQ(memory, &used.entries(0).opened().recorded()) << "its memory is used again";
}

// An event that is longer, shorter, or of another type than the one before it in the same memory.
TEST_F(RecordedEventTest, TheBytesOfAnEntryHaveItsEventDecoded) {
  const auto entries = log().ReadLog(0, {.events_max = 1'000});
  ASSERT_THAT(entries, IsOk());
  v1::CaseEntry used;
  for (const eventstore::RecordedEntry& entry : *entries) {
    event::v1::StoredEvent decoded;
    ASSERT_TRUE(decoded.ParseFromString(entry.payload()));
    for (const bool exact_bytes_only : {false, true, false}) {
      ASSERT_THAT(SetEntry(entry, {.exact_bytes_only = exact_bytes_only}, used), IsOk());
      v1::CaseEntry sent;
      ASSERT_TRUE(sent.ParseFromString(used.SerializeAsString()));
      EXPECT_EQ(sent.opened().has_stored(), !exact_bytes_only);
      const event::v1::StoredEvent expected = exact_bytes_only ? event::v1::StoredEvent() : decoded;
      EXPECT_THAT(sent.opened().stored(), casejournal::testing::EqualsMessage(expected));
      EXPECT_TRUE(sent.opened().GetReflection()->GetUnknownFields(sent.opened()).empty());
    }
  }
}

TEST_F(RecordedEventTest, NothingOfAnEarlierEntryIsLeftInAMessage) {
  const auto entries = log().ReadLog(0, {.events_max = 1'000});
  ASSERT_THAT(entries, IsOk());
  eventlog::v1::RecordedEvent used;
  for (const eventstore::RecordedEntry& entry : *entries) {
    eventlog::v1::RecordedEvent fresh;
    SetRecordedEvent(entry, fresh);
    used.set_sentence("of another entry");
    SetRecordedEvent(entry, used);
    EXPECT_THAT(used, casejournal::testing::EqualsMessage(fresh));
  }
}

}  // namespace
}  // namespace casejournal::services
