// The texts and bytes of a repository: what is written is read again, and nothing else is.
#include "eventstore/backup/generation.h"

#include <gmock/gmock.h>

#include <random>

#include "absl/strings/str_replace.h"
#include "eventstore/backup/objects.h"
#include "eventstore/backup/restored_mark.h"
#include "eventstore/backup/segment.h"
#include "tests/support/seed.h"

namespace casejournal::eventstore {
namespace {

Hash HashOf(absl::string_view text) { return Sha256().Update(text).Finish(); }

Generation SomeGeneration() {
  return {.number = 12,
          .made_at_us = -5,
          .origin = "wren.example/juvenile",
          .verifier_key = "wren.example/juvenile+12345678+AAAA",
          .size = 4711,
          .root = HashOf("root"),
          .last_recorded_at_us = 1'700'000'000'000'000,
          .last_key_id = 99,
          .time_zone = "America/New_York",
          .list = HashOf("list"),
          .added_entries = 11,
          .added_bytes = 12,
          .files = {{"clock", HashOf("clock")}, {"checkpoints/latest", HashOf("note")}}};
}

TEST(GenerationTest, IsReadAsItWasWritten) {
  Generation generation = SomeGeneration();
  EXPECT_EQ(*ParseGeneration(FormatGeneration(generation)), generation);
  generation.time_zone.clear();
  generation.files.clear();
  EXPECT_EQ(*ParseGeneration(FormatGeneration(generation)), generation);
}

TEST(GenerationTest, EveryChangedByteIsFound) {
  const std::string text = FormatGeneration(SomeGeneration());
  for (size_t at = 0; at < text.size(); ++at) {
    std::string changed = text;
    changed[at] ^= 1;
    EXPECT_TRUE(absl::IsDataLoss(ParseGeneration(changed).status())) << "byte " << at;
    EXPECT_TRUE(absl::IsDataLoss(ParseGeneration(text.substr(0, at)).status())) << "cut at " << at;
  }
  EXPECT_TRUE(absl::IsDataLoss(ParseGeneration(text + "\n").status()));
}

TEST(SegmentListTest, IsReadAsItWasWritten) {
  SegmentList list{.before = std::nullopt, .segments = {}};
  EXPECT_EQ(*ParseSegmentList(FormatSegmentList(list)), list);
  list.before = HashOf("before");
  list.segments = {{.first = 0, .entries = 4096, .bytes = 9, .notes_to = 4096, .object = HashOf("a")},
                   {.first = 4096, .entries = 1, .bytes = 8, .notes_to = 4097, .object = HashOf("b")}};
  const std::string text = FormatSegmentList(list);
  EXPECT_EQ(*ParseSegmentList(text), list);
  EXPECT_FALSE(ParseSegmentList(absl::StrReplaceAll(text, {{"4096 1", "4096 01"}})).ok());
  EXPECT_FALSE(ParseSegmentList(absl::StrReplaceAll(text, {{"4096 1", "4096 -1"}})).ok());
  EXPECT_FALSE(ParseSegmentList(text + "more\n").ok());
}

TEST(KeySetTest, IsReadAsItWasWritten) {
  const KeySet keys{.last_id = 5000, .chunks = {HashOf("a"), HashOf("b")}};
  const std::string text = FormatKeySet(keys);
  EXPECT_EQ(*ParseKeySet(text), keys);
  EXPECT_FALSE(ParseKeySet(absl::StrReplaceAll(text, {{"5000", "5001"}})).ok());
}

TEST(SegmentTest, IsReadAsItWasWritten) {
  const Segment segment{.first = 7, .values = {"", "one", std::string(300, 'x')}, .notes = {{8, "a"}, {9, ""}}};
  const absl::StatusOr<Segment> read = DecodeSegment(EncodeSegment(segment));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->first, segment.first);
  EXPECT_EQ(read->values, segment.values);
  EXPECT_EQ(read->notes, segment.notes);
}

TEST(KeyChunkTest, KeepsKeysInsideTheChunkAndInOrder) {
  const KeyChunk chunk{.first_id = 1024, .rows = {{1024, "a"}, {2047, "b"}}};
  const absl::StatusOr<KeyChunk> read = DecodeKeyChunk(EncodeKeyChunk(chunk));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->rows, chunk.rows);
  EXPECT_FALSE(DecodeKeyChunk(EncodeKeyChunk({.first_id = 1024, .rows = {{2048, "a"}}})).ok());
  EXPECT_FALSE(DecodeKeyChunk(EncodeKeyChunk({.first_id = 1024, .rows = {{1023, "a"}}})).ok());
  EXPECT_FALSE(DecodeKeyChunk(EncodeKeyChunk({.first_id = 0, .rows = {{2, "a"}, {2, "b"}}})).ok());
}

// Cut, lengthened, and changed bytes give an error or the same kind of value, never a crash.
TEST(SegmentTest, AnyBytesGiveAnAnswer) {
  const std::string segment = EncodeSegment({.first = 7, .values = {"one", "two"}, .notes = {{8, "a"}}});
  const std::string keys = EncodeKeyChunk({.first_id = 0, .rows = {{0, "a"}, {1, "b"}}});
  for (const std::string& bytes : {segment, keys}) {
    for (size_t at = 0; at < bytes.size(); ++at) {
      EXPECT_FALSE(DecodeSegment(bytes.substr(0, at)).ok());
      EXPECT_FALSE(DecodeKeyChunk(bytes.substr(0, at)).ok());
    }
    EXPECT_FALSE(DecodeSegment(bytes + "x").ok());
    EXPECT_FALSE(DecodeKeyChunk(bytes + "x").ok());
  }
  std::mt19937_64 random(casejournal::testing::TestSeed());
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes = i % 2 == 0 ? segment : keys;
    for (int flips = 0; flips < 3; ++flips) bytes[random() % bytes.size()] = static_cast<char>(random());
    EXPECT_LE(DecodeSegment(bytes).value_or(Segment{}).values.size(), kSegmentEntriesMax);
    EXPECT_LE(DecodeKeyChunk(bytes).value_or(KeyChunk{}).rows.size(), kKeysInChunk);
  }
}

TEST(ObjectsTest, HexIsReadStrictly) {
  const Hash hash = HashOf("x");
  EXPECT_EQ(*HashFromHex(HexOf(hash)), hash);
  EXPECT_FALSE(HashFromHex(HexOf(hash).substr(1)).ok());
  EXPECT_FALSE(HashFromHex(absl::StrReplaceAll(HexOf(hash), {{"a", "A"}, {"b", "B"}, {"c", "C"}, {"d", "D"}})).ok());
  EXPECT_FALSE(HashFromHex(std::string(64, 'g')).ok());
}

TEST(RestoredMarkTest, AMarkSaysWhoConfirms) {
  RestoredMark mark{.id = Uuid::Random(), .backup = 7, .size = 12, .root = {}, .published_size = 15};
  EXPECT_EQ(*ParseRestoredMark(FormatRestoredMark(mark)), mark);
  mark.administrator_issuer = "https://wren.example";
  mark.administrator_subject = "Ruth of \"the north\"\nannex";
  const std::string text = FormatRestoredMark(mark);
  EXPECT_EQ(*ParseRestoredMark(text), mark);
  for (size_t at = 0; at < text.size(); ++at) {
    std::string changed = text;
    changed[at] ^= 1;
    EXPECT_TRUE(absl::IsDataLoss(ParseRestoredMark(changed).status())) << at;
  }
}

}  // namespace
}  // namespace casejournal::eventstore
