// Reads of a log whose rows the test changes: what does not agree is never returned.
#include "eventstore/reading/entry_reader.h"

#include <gmock/gmock.h>

#include "tests/support/test_log.h"

namespace casejournal::eventstore {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const StreamId kReadAna = StreamId::Case(*Uuid::Parse("0a000000-0000-4000-8000-0000000000a1"));
const StreamId kReadBen = StreamId::Case(*Uuid::Parse("0a000000-0000-4000-8000-0000000000b1"));
constexpr size_t kPayloadBegins = sizeof(uint16_t) + kHeaderBytes;  // in a row of the log
constexpr ReadLimit kAll = {.events_max = 1'000, .bytes_max = size_t{1} << 20};

// Positions 0 to 4: Ana, Ben, Ana, Ben, Ana.
class EntryReaderTest : public TestLog {
 protected:
  void SetUp() override {
    TestLog::SetUp();
    for (const char* payload : {"a0", "b0", "a1", "b1", "a2"}) {
      ASSERT_TRUE(Append(payload[0] == 'a' ? kReadAna : kReadBen, {payload}).ok());
    }
    log_.reset();
    const DataPaths paths(directory_.path());
    absl::StatusOr<std::unique_ptr<KeyStore>> keys = KeyStore::Open(paths, Database::Mode::kReadWrite);
    ASSERT_TRUE(keys.ok()) << keys.status();
    keys_ = *std::move(keys);
    absl::StatusOr<std::unique_ptr<Database>> database = Database::OpenLog(paths.log, Database::Mode::kReadWrite);
    ASSERT_TRUE(database.ok()) << database.status();
    database_ = *std::move(database);
    reader_ = std::make_unique<EntryReader>(*database_, *keys_);
  }

  std::string Row(Family family, const std::string& key) const { return database_->Get(family, key)->value(); }
  void Put(Family family, const std::string& key, const std::string& row) {
    ASSERT_TRUE(database_->db().Put({}, database_->family(family), key, row).ok());
  }
  void Delete(Family family, const std::string& key) {
    ASSERT_TRUE(database_->db().Delete({}, database_->family(family), key).ok());
  }
  absl::StatusOr<std::vector<RecordedEntry>> Log(Position from, uint64_t size, const ReadLimit& limit) const {
    return All([&](TakeEntry take) { return reader_->Log(from, size, limit, true, take); });
  }
  absl::StatusOr<std::vector<RecordedEntry>> Stream(const StreamId& stream, Revision from, uint64_t size,
                                                    const ReadLimit& limit) const {
    return All([&](TakeEntry take) { return reader_->Stream(stream, from, size, limit, take); });
  }
  static absl::StatusOr<std::vector<RecordedEntry>> All(
      absl::FunctionRef<absl::StatusOr<size_t>(TakeEntry take)> scan) {
    std::vector<RecordedEntry> entries;
    const absl::StatusOr<size_t> count = scan([&](RecordedEntry& entry) { entries.push_back(std::move(entry)); });
    if (!count.ok()) return count.status();
    EXPECT_EQ(*count, entries.size());
    return entries;
  }
  static std::vector<std::string> Payloads(const absl::StatusOr<std::vector<RecordedEntry>>& entries) {
    EXPECT_TRUE(entries.ok()) << entries.status();
    std::vector<std::string> payloads;
    if (!entries.ok()) return payloads;
    for (const RecordedEntry& entry : *entries) payloads.push_back(entry.payload());
    return payloads;
  }

  std::unique_ptr<KeyStore> keys_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<EntryReader> reader_;
};

// A group that is written and not yet acknowledged lies beyond the committed size.
TEST_F(EntryReaderTest, ReadsUpToTheCommittedSizeOnly) {
  EXPECT_THAT(Payloads(Log(1, 4, kAll)), ElementsAre("b0", "a1", "b1"));
  EXPECT_THAT(Payloads(Stream(kReadAna, 0, 4, kAll)), ElementsAre("a0", "a1"));
  EXPECT_EQ(reader_->Headers(0, 4, 100)->size(), 4);
  EXPECT_THAT(Payloads(Log(4, 4, kAll)), IsEmpty());
  EXPECT_THAT(Payloads(Stream(kReadAna, 2, 4, kAll)), IsEmpty());
}

TEST_F(EntryReaderTest, AHeadIsThatOfTheCommittedSize) {
  const StreamHead before = *reader_->Head(kReadAna, 4);
  const StreamHead after = *reader_->Head(kReadAna, 5);
  const StreamHead none = *reader_->Head(kReadBen, 1);

  EXPECT_EQ(before.last_revision, 1);
  EXPECT_EQ(before.observed_at, 4);
  EXPECT_EQ(before.last_leaf, LeafHash(Log(2, 5, kAll)->front().header_bytes));
  EXPECT_EQ(after.last_revision, 2);
  EXPECT_EQ(after.key_id, before.key_id);
  EXPECT_EQ(none.last_revision, std::nullopt);
  EXPECT_EQ(none.key_id, 0);
}

TEST_F(EntryReaderTest, APageHasAtLeastOneEntryAndNoMoreThanItsLimit) {
  EXPECT_THAT(Payloads(Log(0, 5, {.events_max = 2, .bytes_max = 1 << 20})), ElementsAre("a0", "b0"));
  EXPECT_THAT(Payloads(Log(0, 5, {.events_max = 100, .bytes_max = 1})), ElementsAre("a0"));
  EXPECT_THAT(Payloads(Stream(kReadAna, 1, 5, {.events_max = 100, .bytes_max = 1})), ElementsAre("a1"));
}

TEST_F(EntryReaderTest, APositionThatIsMissingIsALoss) {
  Delete(Family::kLog, LogKey(2));

  EXPECT_TRUE(absl::IsDataLoss(Log(0, 5, kAll).status()));
  EXPECT_TRUE(absl::IsDataLoss(reader_->Headers(0, 5, 100).status()));
  EXPECT_TRUE(absl::IsDataLoss(Stream(kReadAna, 0, 5, kAll).status()));
  EXPECT_TRUE(absl::IsDataLoss(reader_->Head(kReadAna, 4).status()));
  EXPECT_THAT(Payloads(Log(3, 5, kAll)), ElementsAre("b1", "a2"));
}

TEST_F(EntryReaderTest, ARevisionThatIsMissingIsALoss) {
  Delete(Family::kStream, StreamKey(kReadAna, 1));

  EXPECT_TRUE(absl::IsDataLoss(Stream(kReadAna, 0, 5, kAll).status()));
}

TEST_F(EntryReaderTest, AnIndexThatNamesAnotherEventIsALoss) {
  Put(Family::kStream, StreamKey(kReadAna, 1), LogKey(1));
  EXPECT_TRUE(absl::IsDataLoss(Stream(kReadAna, 0, 5, kAll).status())) << "of another stream";

  Put(Family::kStream, StreamKey(kReadAna, 1), LogKey(0));
  EXPECT_TRUE(absl::IsDataLoss(Stream(kReadAna, 1, 5, kAll).status())) << "of another revision";

  Put(Family::kStream, StreamKey(kReadAna, 1), "short");
  EXPECT_TRUE(absl::IsDataLoss(Stream(kReadAna, 1, 5, kAll).status())) << "of none";
}

// The rest of a header is what the tree vouches for: a row alone cannot tell that its time was changed.
TEST_F(EntryReaderTest, AChangedByteOfAPayloadOrItsCommitmentIsALossAtItsPosition) {
  const std::string row = Row(Family::kLog, LogKey(2));
  for (size_t at = kPayloadBegins - sizeof(Hash); at < row.size(); ++at) {
    std::string changed = row;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    Put(Family::kLog, LogKey(2), changed);

    const absl::Status status = Log(2, 3, kAll).status();
    EXPECT_TRUE(absl::IsDataLoss(status)) << at << ": " << status;
    EXPECT_THAT(std::string(status.message()), ::testing::HasSubstr("position 2")) << at;
  }
}

TEST_F(EntryReaderTest, AnotherPayloadOfTheSameStreamAndKeyIsALoss) {
  const std::string row = Row(Family::kLog, LogKey(0));
  const std::string other = Row(Family::kLog, LogKey(2));

  Put(Family::kLog, LogKey(0), row.substr(0, kPayloadBegins) + other.substr(kPayloadBegins));

  EXPECT_TRUE(absl::IsDataLoss(Log(0, 1, kAll).status()));
}

TEST_F(EntryReaderTest, ALostKeyIsALossOfItsEventsOnly) {
  const uint64_t key_id = reader_->Head(kReadAna, 5)->key_id;
  ASSERT_TRUE(keys_->database().db().Delete({}, SizeKey(key_id)).ok());

  EXPECT_TRUE(absl::IsDataLoss(Stream(kReadAna, 0, 5, kAll).status()));
  EXPECT_THAT(Payloads(Stream(kReadBen, 0, 5, kAll)), ElementsAre("b0", "b1"));
  EXPECT_EQ(reader_->Headers(0, 5, 100)->size(), 5) << "headers are not sealed";
}

}  // namespace
}  // namespace casejournal::eventstore
