#include "services/journal/rotate_master_key.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "eventstore/keys/master_keys.h"
#include "eventstore/keys/wrapping_keys.h"
#include "projections/events/event_codec.h"
#include "services/journal/journal.h"
#include "services/recorder/journal_recorder.h"
#include "tests/support/matchers.h"
#include "tests/support/test_log.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr auto kOn = [](uint64_t, uint64_t) { return true; };

class RotateMasterKeyTest : public ::testing::Test {
 protected:
  void SetUp() override {
    options_.log.directory = directory_.path();
    options_.log.disk_reserve_bytes = 0;
    ASSERT_THAT(Journal::Create(options_.log, {.origin = "wren.example/juvenile", .time_zone = "America/New_York"}),
                IsOk());
    absl::StatusOr<std::unique_ptr<Journal>> opened = Journal::Open(options_);
    ASSERT_THAT(opened, IsOk());
    journal_ = *std::move(opened);
  }

  std::string NewKey() {
    const auto id = eventstore::PutNewMasterKeyFirst(absl::StrCat(directory_.path(), "/secrets/master.key"));
    return id.ok() ? std::string(id->begin(), id->end()) : "";
  }

  absl::StatusOr<Rotation> Rotate(absl::FunctionRef<bool(uint64_t done, uint64_t total)> progress = kOn) {
    return MasterKeyRotation(journal_->log()).Rotate({}, progress);
  }

  // What the journal has about rotations.
  std::vector<event::v1::MasterKeyRotated> Recorded() const {
    std::vector<event::v1::MasterKeyRotated> recorded;
    const auto page = journal_->log().ReadLog(0, {.events_max = 100});
    EXPECT_THAT(page, IsOk());
    for (const eventstore::RecordedEntry& entry : *page) {
      const auto stored = projections::DecodeStoredEvent(entry.payload());
      if (stored->journal_event().has_master_key_rotated())
        recorded.push_back(stored->journal_event().master_key_rotated());
    }
    return recorded;
  }

  eventstore::TestDirectory directory_;
  JournalOptions options_;
  std::unique_ptr<Journal> journal_;
};

TEST_F(RotateMasterKeyTest, EachRotationIsRecordedOnceWithTheNameOfTheKey) {
  for (size_t times = 1; times <= 3; ++times) {
    const std::string name = NewKey();
    const absl::StatusOr<Rotation> rotation = Rotate();
    ASSERT_THAT(rotation, IsOk());
    EXPECT_THAT(rotation->not_recorded, IsOk());
    EXPECT_EQ(rotation->recorded_at, journal_->log().size() - 1);
    const absl::StatusOr<Rotation> again = Rotate();
    ASSERT_THAT(again, IsOk());
    EXPECT_EQ(again->rotated.keys, 0);
    EXPECT_FALSE(again->recorded_at.has_value());
    ASSERT_THAT(Recorded(), SizeIs(times));
    EXPECT_EQ(Recorded().back().wrapping_key_id(), name);
    EXPECT_EQ(Recorded().back().keys(), 256);
  }
}

// Who suffers: an auditor who asks in three years whether the key that was found was still in use, and the journal does
// not say, because the machine went down at the end of the rotation.
TEST_F(RotateMasterKeyTest, OneThatWasRecordedAndEndedBeforeItsLastBatchIsNotRecordedAgain) {
  const std::string name = NewKey();
  const eventstore::StoredParts stored = journal_->log().stored();
  const auto found = eventstore::FindRotation(stored.keys, stored.directory, stored.master_keys);
  ASSERT_THAT(found, IsOk());
  event::v1::JournalEvent event;
  event.mutable_master_key_rotated()->set_keys(found->keys);
  event.mutable_master_key_rotated()->set_wrapping_key_id(name);
  const auto recorded = AppendToJournalStream(journal_->log(), found->id, JournalEntry(event));
  ASSERT_THAT(recorded, IsOk());
  const absl::StatusOr<Rotation> rotation = Rotate();
  ASSERT_THAT(rotation, IsOk());
  EXPECT_THAT(rotation->not_recorded, IsOk());
  EXPECT_EQ(rotation->recorded_at, *recorded);
  EXPECT_EQ(rotation->rotated.keys, 256);
  EXPECT_THAT(Recorded(), SizeIs(1));
  // The next rotation is another one.
  EXPECT_NE(NewKey(), name);
  ASSERT_THAT(Rotate(), IsOk());
  EXPECT_THAT(Recorded(), SizeIs(2));
}

TEST_F(RotateMasterKeyTest, OneThatIsInterruptedIsRecordedByTheOneThatGoesOn) {
  const std::string name = NewKey();
  EXPECT_THAT(Rotate([](uint64_t done, uint64_t total) { return done < total; }),
              StatusIs(absl::StatusCode::kCancelled, ::testing::HasSubstr("goes on")));
  EXPECT_THAT(Recorded(), IsEmpty());
  ASSERT_THAT(Rotate(), IsOk());
  ASSERT_THAT(Recorded(), SizeIs(1));
  EXPECT_EQ(Recorded().back().wrapping_key_id(), name);
}

}  // namespace
}  // namespace casejournal::services
