#include "eventstore/records/stream_id.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "eventstore/records/append.h"

namespace casejournal::eventstore {
namespace {

constexpr absl::string_view kSomeUuid = "0a1b2c3d-4e5f-4a6b-8c7d-0123456789ab";

TEST(StreamUuidTest, TheTextNamesTheBytesInTheirOrder) {
  const absl::StatusOr<Uuid> uuid = Uuid::Parse("00010203-0405-0607-0809-0a0b0c0d0eff");

  ASSERT_TRUE(uuid.ok());
  for (uint8_t i = 0; i < 15; ++i) EXPECT_EQ(uuid->bytes[i], i);
  EXPECT_EQ(uuid->bytes[15], 0xff);
}

TEST(StreamUuidTest, TheNilUuidIsText) {
  EXPECT_EQ(Uuid().ToString(), "00000000-0000-0000-0000-000000000000");
  EXPECT_EQ(*Uuid::Parse("00000000-0000-0000-0000-000000000000"), Uuid());
}

// Any character at any place: only the one spelling is read.
TEST(StreamUuidTest, EveryOtherCharacterAtAnyPlaceIsRefused) {
  for (size_t at = 0; at < kSomeUuid.size(); ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string text(kSomeUuid);
      text[at] = static_cast<char>(byte);
      const bool hyphen_place = kSomeUuid[at] == '-';
      const bool digit = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f');
      EXPECT_EQ(Uuid::Parse(text).ok(), hyphen_place ? byte == '-' : digit) << at << " " << byte;
    }
  }
}

// A text that comes from a client may be a name. A status may reach a log.
TEST(StreamUuidTest, TheErrorDoesNotRepeatTheText) {
  const absl::Status refused = Uuid::Parse("Ana Wren").status();

  EXPECT_TRUE(absl::IsInvalidArgument(refused)) << refused;
  EXPECT_EQ(std::string(refused.message()).find("Wren"), std::string::npos);
}

TEST(StreamUuidTest, RandomUuidsAreOfVersionFour) {
  for (int i = 0; i < 200; ++i) {
    const Uuid uuid = Uuid::Random();
    EXPECT_EQ(uuid.bytes[6] >> 4, 4);
    EXPECT_EQ(uuid.bytes[8] >> 6, 2);
    EXPECT_EQ(*Uuid::Parse(uuid.ToString()), uuid);
  }
}

TEST(StreamUuidTest, RandomUuidsDiffer) {
  std::set<Uuid> uuids;
  for (int i = 0; i < 1000; ++i) uuids.insert(Uuid::Random());

  EXPECT_EQ(uuids.size(), 1000u);
}

TEST(StreamUuidTest, UuidsSortLikeTheirTexts) {
  std::vector<Uuid> uuids;
  for (int i = 0; i < 50; ++i) uuids.push_back(Uuid::Random());
  for (const Uuid& a : uuids) {
    for (const Uuid& b : uuids) EXPECT_EQ(a < b, a.ToString() < b.ToString());
  }
}

// The numbers are on disk.
TEST(StreamIdTest, KindsKeepTheirNumbers) {
  EXPECT_EQ(static_cast<int>(StreamKind::kCase), 1);
  EXPECT_EQ(static_cast<int>(StreamKind::kAccess), 2);
  EXPECT_EQ(static_cast<int>(StreamKind::kJournal), 3);
  EXPECT_EQ(static_cast<int>(StreamKind::kReader), 4);
  EXPECT_EQ(static_cast<int>(StreamKind::kGroup), 5);
  EXPECT_EQ(static_cast<int>(StreamKind::kPrincipal), 6);
}

// A case and the record about who read it share a UUID and no event.
TEST(StreamIdTest, ACaseAndItsAccessRecordAreTwoStreams) {
  const Uuid uuid = *Uuid::Parse(kSomeUuid);

  EXPECT_NE(StreamId::Case(uuid), StreamId::Access(uuid));
  EXPECT_EQ(StreamId::Case(uuid).uuid, StreamId::Access(uuid).uuid);
  const absl::flat_hash_set<StreamId> streams = {StreamId::Case(uuid), StreamId::Access(uuid), StreamId::Case(uuid)};
  EXPECT_EQ(streams.size(), 2u);
}

TEST(StreamIdTest, ThereIsOneStreamOfTheJournalItself) {
  EXPECT_EQ(StreamId::Journal().kind, StreamKind::kJournal);
  EXPECT_EQ(StreamId::Journal().uuid, Uuid());
  EXPECT_NE(StreamId::Journal(), StreamId::Case(Uuid()));
}

TEST(StreamIdTest, StreamsSortByKindAndThenByUuid) {
  const Uuid high = *Uuid::Parse("ffffffff-ffff-4fff-bfff-ffffffffffff");

  EXPECT_LT(StreamId::Case(high), StreamId::Access(Uuid()));
  EXPECT_LT(StreamId::Case(Uuid()), StreamId::Case(high));
}

TEST(StreamHeadTest, TheFirstRevisionIsZero) { EXPECT_EQ(StreamHead{}.next(), 0u); }

TEST(StreamHeadTest, TheNextRevisionFollowsTheLast) {
  EXPECT_EQ(StreamHead{.last_revision = 0}.next(), 1u);
  EXPECT_EQ(StreamHead{.last_revision = 41}.next(), 42u);
}

}  // namespace
}  // namespace casejournal::eventstore
