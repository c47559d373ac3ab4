// Each kind of fault that fsck reports, put into a sound journal alone.
#include <gmock/gmock.h>

#include <fstream>
#include <map>
#include <memory>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "eventstore/commit/checkpoint_publisher.h"
#include "eventstore/proofs/checkpoint.h"
#include "eventstore/proofs/compact_range.h"
#include "eventstore/proofs/note.h"
#include "eventstore/recovery/fsck.h"
#include "eventstore/recovery/recovery.h"
#include "eventstore/storage/data_directory.h"
#include "eventstore/storage/database.h"
#include "eventstore/storage/log_value.h"
#include "tests/support/test_log.h"

namespace casejournal::eventstore {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

const StreamId kCheckedAna = StreamId::Case(*Uuid::Parse("0a000000-0000-4000-8000-0000000000e1"));
const StreamId kCheckedBen = StreamId::Case(*Uuid::Parse("0a000000-0000-4000-8000-0000000000e2"));

// A stopped journal of five events: Ana 0, Ana 1, Ben 0, Ana 2, Ben 1. A checkpoint of all five is published, none is
// stored. It is made once and copied for each test.
class FsckFaultsTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    sound_ = new TestDirectory();
    ASSERT_TRUE(EventLog::Create(sound_->path(), "journal.test/wren").ok());
    std::unique_ptr<EventLog> log = Open(sound_->path());
    for (const auto& [stream, payloads] :
         std::vector<std::pair<StreamId, std::vector<std::string>>>{{kCheckedAna, {"opened", "goal"}},
                                                                    {kCheckedBen, {"opened"}},
                                                                    {kCheckedAna, {"note"}},
                                                                    {kCheckedBen, {"note"}}}) {
      ASSERT_TRUE(AppendAfterHead(*log, stream, payloads).ok());
    }
    ASSERT_TRUE(log->Checkpoint(5).ok());
    CompactRange range;
    const auto entries = log->ReadLog(0, {});
    ASSERT_TRUE(entries.ok()) << entries.status();
    for (const RecordedEntry& entry : *entries) {
      range.Append(LeafHash(entry.header_bytes));
      roots_[range.size()] = range.Root();
    }
    log.reset();
    // On a slow machine, an earlier checkpoint was stored in the meantime.
    const auto database = Database::OpenLog(DataPaths(sound_->path()).log, Database::Mode::kReadWrite);
    ASSERT_TRUE(database.ok()) << database.status();
    const std::string end(9, '\xff');
    ASSERT_TRUE((*database)->db().DeleteRange({}, (*database)->family(Family::kCheckpoint), "", end).ok());
    ASSERT_TRUE((*database)->Flush().ok());
  }
  static void TearDownTestSuite() { delete sound_; }
  void SetUp() override {
    std::filesystem::copy(sound_->path(), directory_.path(),
                          std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing);
  }

  static std::unique_ptr<EventLog> Open(const std::string& directory) {
    absl::StatusOr<std::unique_ptr<EventLog>> log = EventLog::Open({.directory = directory, .disk_reserve_bytes = 0});
    EXPECT_TRUE(log.ok()) << log.status();
    return log.ok() ? *std::move(log) : nullptr;
  }
  static absl::StatusOr<Appended> AppendAfterHead(EventLog& log, const StreamId& stream,
                                                  const std::vector<std::string>& payloads) {
    StreamAppend part{.stream = stream, .head = *log.Head(stream)};
    for (const std::string& payload : payloads) part.events.push_back({.payload = payload});
    LogAppend request{.request_id = RandomUuid()};
    request.streams.push_back(std::move(part));
    return AppendAndWait(log, std::move(request));
  }

  // Change rows of the log's database.
  void Change(absl::FunctionRef<void(Database& database)> change) {
    absl::StatusOr<std::unique_ptr<Database>> database = Database::OpenLog(paths_.log, Database::Mode::kReadWrite);
    ASSERT_TRUE(database.ok()) << database.status();
    change(**database);
    ASSERT_TRUE((*database)->Flush().ok());
  }
  void Put(Family family, const std::string& key, const std::string& value) {
    Change([&](Database& database) { ASSERT_TRUE(database.db().Put({}, database.family(family), key, value).ok()); });
  }
  void Delete(Family family, const std::string& key) {
    Change([&](Database& database) { ASSERT_TRUE(database.db().Delete({}, database.family(family), key).ok()); });
  }

  // Change the header of one record, and nothing else of it. The published checkpoint is removed: it would fail first.
  void ChangeHeader(Position position, absl::FunctionRef<void(Header& header)> change) {
    std::filesystem::remove(paths_.latest);
    Change([&](Database& database) {
      const std::string stored = **database.Get(Family::kLog, LogKey(position));
      Header header = *DecodeHeader(HeaderIn(stored));
      change(header);
      const std::string value =
          EncodeLogValue(EncodeHeader(header), absl::string_view(stored).substr(2 + kHeaderBytes));
      ASSERT_TRUE(database.db().Put({}, database.family(Family::kLog), LogKey(position), value).ok());
    });
  }

  FsckReport Check() {
    absl::StatusOr<FsckReport> report = Fsck(directory_.path(), [](uint64_t, uint64_t) {});
    EXPECT_TRUE(report.ok()) << report.status();
    return report.ok() ? *std::move(report) : FsckReport{};
  }

  std::string SignedCheckpointOf(uint64_t size, const Hash& root) const {
    const NoteSigner signer = *ReadSigner(paths_);
    return SignNote(FormatCheckpoint({.origin = signer.name(), .size = size, .root = root}), signer);
  }
  static Hash RootOfFirst(uint64_t size) { return roots_[size]; }

  static TestDirectory* sound_;
  static std::map<uint64_t, Hash> roots_;  // by size
  const TestDirectory directory_;
  const DataPaths paths_{directory_.path()};
};

TestDirectory* FsckFaultsTest::sound_ = nullptr;
std::map<uint64_t, Hash> FsckFaultsTest::roots_;

TEST_F(FsckFaultsTest, ASoundJournalHasNone) {
  const FsckReport report = Check();

  EXPECT_THAT(report.findings, IsEmpty());
  EXPECT_EQ(report.events, 5u);
  EXPECT_EQ(report.streams, 2u);
  EXPECT_EQ(report.checkpoints, 1u);
  EXPECT_EQ(report.origin, "journal.test/wren");
  EXPECT_EQ(report.root, OpenCheckpoint(*ReadSmallFile(paths_.latest), *ReadSigner(paths_))->root);
}

TEST_F(FsckFaultsTest, AnEmptyJournalHasNone) {
  const TestDirectory empty;
  ASSERT_TRUE(EventLog::Create(empty.path(), "journal.test/empty").ok());

  const absl::StatusOr<FsckReport> report = Fsck(empty.path(), [](uint64_t, uint64_t) {});

  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(report->findings, IsEmpty());
  EXPECT_EQ(report->events, 0u);
  EXPECT_EQ(report->root, EmptyRoot());
}

TEST_F(FsckFaultsTest, ADirectoryWithoutAJournalIsNotFoundAndStaysEmpty) {
  const TestDirectory empty;

  EXPECT_TRUE(absl::IsNotFound(Fsck(empty.path(), [](uint64_t, uint64_t) {}).status()));
  EXPECT_TRUE(std::filesystem::is_empty(empty.path()));
}

TEST_F(FsckFaultsTest, ANewerFormatCannotBeChecked) {
  std::ofstream(paths_.format) << "casejournal 2\n";

  EXPECT_TRUE(absl::IsFailedPrecondition(Fsck(directory_.path(), [](uint64_t, uint64_t) {}).status()));
}

TEST_F(FsckFaultsTest, ADamagedFormatIsAFindingAndTheRestIsChecked) {
  std::ofstream(paths_.format) << "casejournal";

  const FsckReport report = Check();

  EXPECT_THAT(report.findings, ElementsAre(HasSubstr("FORMAT is damaged")));
  EXPECT_EQ(report.events, 5u);
}

TEST_F(FsckFaultsTest, FindsAMissingPosition) {
  std::filesystem::remove(paths_.latest);
  Delete(Family::kLog, LogKey(2));

  const FsckReport report = Check();

  EXPECT_THAT(report.findings, Contains(HasSubstr("position 2 is missing")));
  EXPECT_EQ(report.events, 2u) << "checked without a gap";
}

TEST_F(FsckFaultsTest, FindsAMissingEndByWhatWasAcknowledged) {
  std::filesystem::remove(paths_.latest);
  Delete(Family::kLog, LogKey(4));

  EXPECT_THAT(Check().findings, Contains(HasSubstr("5 were acknowledged")));
}

TEST_F(FsckFaultsTest, FindsAMissingEndByWhatWasPublished) {
  std::filesystem::remove(paths_.acked);
  Delete(Family::kLog, LogKey(4));

  EXPECT_THAT(Check().findings, Contains(HasSubstr("a checkpoint of 5 was published")));
}

TEST_F(FsckFaultsTest, FindsARecordThatDoesNotDecode) {
  std::filesystem::remove(paths_.latest);
  Put(Family::kLog, LogKey(1), "cut");

  EXPECT_THAT(Check().findings, Contains(HasSubstr("position 1")));
}

TEST_F(FsckFaultsTest, FindsAPayloadThatDoesNotOpenAndGoesOnAfterIt) {
  Change([](Database& database) {
    std::string value = **database.Get(Family::kLog, LogKey(1));
    value.back() = static_cast<char>(value.back() ^ 1);
    ASSERT_TRUE(database.db().Put({}, database.family(Family::kLog), LogKey(1), value).ok());
  });

  const FsckReport report = Check();

  EXPECT_THAT(report.findings, ElementsAre(HasSubstr("position 1")));
  EXPECT_EQ(report.events, 5u);
  EXPECT_EQ(report.checkpoints, 1u) << "the header is sound, and with it the tree";
}

// Two events of one stream have the same key. Only the commitment tells them apart.
TEST_F(FsckFaultsTest, FindsPayloadsThatWereSwapped) {
  Change([](Database& database) {
    const std::string first = **database.Get(Family::kLog, LogKey(0));
    const std::string second = **database.Get(Family::kLog, LogKey(1));
    const size_t header = 2 + kHeaderBytes;
    rocksdb::WriteBatch batch;
    batch.Put(database.family(Family::kLog), LogKey(0), first.substr(0, header) + second.substr(header));
    batch.Put(database.family(Family::kLog), LogKey(1), second.substr(0, header) + first.substr(header));
    ASSERT_TRUE(database.db().Write({}, &batch).ok());
  });

  const std::vector<std::string> findings = Check().findings;

  EXPECT_THAT(findings, SizeIs(2));
  EXPECT_THAT(findings, Each(HasSubstr("does not match the commitment")));
}

TEST_F(FsckFaultsTest, FindsARevisionOutOfOrder) {
  ChangeHeader(3, [](Header& header) { header.revision = 7; });

  const std::vector<std::string> findings = Check().findings;

  EXPECT_THAT(findings, Contains(HasSubstr(absl::StrCat("position 3 has revision 7 of stream ",
                                                        kCheckedAna.uuid.ToString(), "; expected 2"))));
  EXPECT_THAT(findings, Contains(HasSubstr("position 3 is not where its stream index says")));
}

TEST_F(FsckFaultsTest, FindsABrokenChain) {
  ChangeHeader(1, [](Header& header) { header.prev_stream_leaf[0] ^= 1; });

  const std::vector<std::string> findings = Check().findings;

  EXPECT_THAT(findings, Contains(HasSubstr("position 1 does not chain")));
  EXPECT_THAT(findings, Contains(HasSubstr("position 3 does not chain"))) << "its leaf is another one now";
  EXPECT_THAT(findings, Not(Contains(HasSubstr("position 4")))) << "another stream";
}

TEST_F(FsckFaultsTest, FindsAFirstEventThatChainsToAnother) {
  ChangeHeader(2, [](Header& header) { header.prev_stream_leaf[31] = 1; });

  EXPECT_THAT(Check().findings, Contains(HasSubstr("position 2 does not chain")));
}

TEST_F(FsckFaultsTest, FindsATimeThatRunsBackwards) {
  ChangeHeader(4, [](Header& header) { header.recorded_at_us = 1; });

  EXPECT_THAT(Check().findings, ElementsAre(HasSubstr("position 4 has an earlier time")));
}

TEST_F(FsckFaultsTest, FindsAStreamIndexThatNamesAnotherPosition) {
  Put(Family::kStream, StreamKey(kCheckedAna, 1), LogKey(4));

  EXPECT_THAT(Check().findings, ElementsAre(HasSubstr("position 1 is not where its stream index says")));
}

TEST_F(FsckFaultsTest, FindsALostRowOfTheStreamIndex) {
  Delete(Family::kStream, StreamKey(kCheckedBen, 0));

  EXPECT_THAT(Check().findings, ElementsAre(HasSubstr("position 2 is not where its stream index says"),
                                            HasSubstr("family stream has 4 rows; expected 5")));
}

// A row that no event has: a reader of that stream would find an event of another.
TEST_F(FsckFaultsTest, FindsARowOfTheStreamIndexThatNoEventHas) {
  Put(Family::kStream, StreamKey(StreamId::Case(RandomUuid()), 0), LogKey(3));

  EXPECT_THAT(Check().findings, ElementsAre(HasSubstr("family stream has 6 rows; expected 5")));
}

TEST_F(FsckFaultsTest, FindsARequestIndexOfALaterForm) {
  Put(Family::kMeta, "request-index", SizeKey(3));

  EXPECT_THAT(Check().findings, ElementsAre(HasSubstr("request index has form 3")));
}

TEST_F(FsckFaultsTest, FindsAMalformedMarkOfTheRequestIndex) {
  Put(Family::kMeta, "request-index", "2");

  EXPECT_THAT(Check().findings, Contains(HasSubstr("request index is malformed")));
}

TEST_F(FsckFaultsTest, FindsATileThatNoEventsFill) {
  Put(Family::kTree, TileKey({0, 0}), std::string(32 * kTileWidth, 'x'));

  EXPECT_THAT(Check().findings, ElementsAre(HasSubstr("family tree has 1 rows; expected 0")));
}

TEST_F(FsckFaultsTest, FindsKeysThatEndBeforeTheLastInUse) {
  Put(Family::kMeta, std::string(kLastKeyIdRow), SizeKey(100'000));

  EXPECT_THAT(Check().findings, ElementsAre(HasSubstr("older than the log")));
}

TEST_F(FsckFaultsTest, FindsAMalformedMarkOfTheLastKey) {
  Put(Family::kMeta, std::string(kLastKeyIdRow), "1");

  EXPECT_THAT(Check().findings, ElementsAre(HasSubstr("mark of the last key is malformed")));
}

TEST_F(FsckFaultsTest, FindsALostKey) {
  {
    const auto keys = Database::OpenKeys(paths_.keys, Database::Mode::kReadWrite);
    ASSERT_TRUE(keys.ok()) << keys.status();
    ASSERT_TRUE((*keys)->db().Delete({}, SizeKey(1)).ok());
    ASSERT_TRUE((*keys)->Flush().ok());
  }

  const FsckReport report = Check();

  EXPECT_THAT(report.findings, SizeIs(3)) << "the events of Ana, whose key was the first";
  EXPECT_THAT(report.findings, Contains(HasSubstr("position 0")));
  EXPECT_EQ(report.events, 5u);
}

TEST_F(FsckFaultsTest, FindsADamagedMarkOfTheAcknowledged) {
  std::ofstream(paths_.acked) << "damaged bytes";

  EXPECT_THAT(Check().findings, ElementsAre(HasSubstr(paths_.acked)));
}

TEST_F(FsckFaultsTest, FindsADamagedSigningKey) {
  std::ofstream(paths_.signing_key) << "PRIVATE+KEY+journal.test/wren+00000000+AAAA\n";

  const std::vector<std::string> findings = Check().findings;

  EXPECT_THAT(findings, ElementsAre(HasSubstr(paths_.signing_key)));
  EXPECT_THAT(findings, Not(Contains(HasSubstr("PRIVATE")))) << "no part of a key is shown";
}

TEST_F(FsckFaultsTest, FindsAPublishedCheckpointOfAnotherKey) {
  const NoteSigner other = *NoteSigner::Generate("journal.test/wren");
  std::ofstream(paths_.latest) << SignNote(FormatCheckpoint({.origin = other.name(), .size = 5}), other);

  EXPECT_THAT(Check().findings, ElementsAre(HasSubstr(paths_.latest)));
}

TEST_F(FsckFaultsTest, FindsAPublishedRootThatTheEventsDoNotHave) {
  Hash root{};
  root[0] = 1;
  std::ofstream(paths_.latest) << SignedCheckpointOf(4, root);

  EXPECT_THAT(Check().findings, ElementsAre(HasSubstr("the root of the first 4 events differs from the published")));
}

TEST_F(FsckFaultsTest, CountsEachStoredCheckpointOfASizeOnce) {
  Put(Family::kCheckpoint, SizeKey(2), SignedCheckpointOf(2, RootOfFirst(2)));
  Put(Family::kCheckpoint, SizeKey(5), SignedCheckpointOf(5, RootOfFirst(5)));

  const FsckReport report = Check();

  EXPECT_THAT(report.findings, IsEmpty());
  EXPECT_EQ(report.checkpoints, 2u) << "the stored and the published one of size 5 are the same statement";
}

TEST_F(FsckFaultsTest, FindsAStoredRootThatTheEventsDoNotHave) {
  Put(Family::kCheckpoint, SizeKey(3), SignedCheckpointOf(3, RootOfFirst(2)));

  EXPECT_THAT(Check().findings, ElementsAre(HasSubstr("the root of the first 3 events differs from the signed root")));
}

TEST_F(FsckFaultsTest, FindsAStoredCheckpointUnderAnotherSize) {
  Put(Family::kCheckpoint, SizeKey(4), SignedCheckpointOf(2, RootOfFirst(2)));

  EXPECT_THAT(Check().findings, ElementsAre(HasSubstr("checkpoint of size 2 is stored under another size")));
}

TEST_F(FsckFaultsTest, FindsAStoredCheckpointThatIsNotSigned) {
  Put(Family::kCheckpoint, SizeKey(2), "not a note");
  Put(Family::kCheckpoint, SizeKey(3), SignedCheckpointOf(3, RootOfFirst(3)));

  const FsckReport report = Check();

  EXPECT_THAT(report.findings, ElementsAre(HasSubstr("a stored checkpoint")));
  EXPECT_EQ(report.checkpoints, 2u) << "those after it are checked";
}

TEST_F(FsckFaultsTest, FindsAStoredCheckpointBeyondTheEnd) {
  Put(Family::kCheckpoint, SizeKey(9), SignedCheckpointOf(9, {}));

  EXPECT_THAT(Check().findings, ElementsAre(HasSubstr("a checkpoint of 9 events was signed, but the log has 5")));
}

TEST_F(FsckFaultsTest, FindsAnIdentityThatIsNotTheManifests) {
  std::ofstream(paths_.log + "/IDENTITY") << "00000000-0000-0000-0000-000000000000";

  EXPECT_THAT(Check().findings, ElementsAre(HasSubstr(paths_.log + "/IDENTITY")));
}

TEST_F(FsckFaultsTest, FindsAByteBehindTheLastGroupOfAWriteAheadLog) {
  std::unique_ptr<EventLog> log = Open(directory_.path());  // a log in use has zeros ahead of its end
  ASSERT_TRUE(AppendAfterHead(*log, kCheckedAna, {"later"}).ok());
  const TestDirectory killed;
  const auto copied = std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing;
  std::filesystem::copy(sound_->path(), killed.path(), copied);
  for (const char* part : {"/acked", "/keys", "/log"}) {
    std::filesystem::remove_all(killed.path() + part);
    std::filesystem::copy(directory_.path() + part, killed.path() + part, copied);
  }
  log.reset();
  for (const auto& file : std::filesystem::directory_iterator(killed.path() + "/log")) {
    if (file.path().extension() != ".log" || file.file_size() == 0) continue;
    std::fstream stream(file.path(), std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(static_cast<std::streamoff>(file.file_size()) - 100);
    stream.put('x');
  }

  const absl::StatusOr<FsckReport> report = Fsck(killed.path(), [](uint64_t, uint64_t) {});

  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(report->findings, ElementsAre(HasSubstr("after its last group")));
  EXPECT_EQ(report->events, 6u);
}

TEST_F(FsckFaultsTest, ReportsAtMostItsLimit) {
  Change([](Database& database) {
    for (size_t i = 0; i < kFsckFindingsMax + 20; ++i) {
      ASSERT_TRUE(database.db().Put({}, database.family(Family::kCheckpoint), SizeKey(i), "not a note").ok());
    }
  });

  EXPECT_THAT(Check().findings, SizeIs(kFsckFindingsMax));
}

TEST_F(FsckFaultsTest, TellsItsProgressToTheEnd) {
  std::vector<std::pair<uint64_t, uint64_t>> told;
  const absl::StatusOr<FsckReport> report =
      Fsck(directory_.path(), [&](uint64_t done, uint64_t total) { told.emplace_back(done, total); });

  ASSERT_TRUE(report.ok()) << report.status();
  ASSERT_FALSE(told.empty());
  EXPECT_EQ(told.back(), std::pair(uint64_t{5}, uint64_t{5}));
}

TEST_F(FsckFaultsTest, ALogInUseFindsTheSame) {
  Put(Family::kStream, StreamKey(StreamId::Case(RandomUuid()), 0), LogKey(3));
  Put(Family::kCheckpoint, SizeKey(3), SignedCheckpointOf(3, RootOfFirst(2)));
  const std::unique_ptr<EventLog> log = Open(directory_.path());

  const auto report = log->CheckStored([](uint64_t, uint64_t) {}, [](uint64_t) { return true; });

  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(report->findings, ElementsAre(HasSubstr("the root of the first 3 events"),
                                            HasSubstr("family stream has 6 rows; expected 5")));
}

}  // namespace
}  // namespace casejournal::eventstore
