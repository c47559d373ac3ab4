#include "eventstore/proofs/checkpoint.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "eventstore/proofs/note.h"
#include "gtest/gtest.h"

namespace casejournal::eventstore {
namespace {

// The example of C2SP tlog-checkpoint.
constexpr char kText[] = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
constexpr char kRoot[] = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

TEST(CheckpointTest, SpecificationExampleParsesAndFormats) {
  const Checkpoint checkpoint = ParseCheckpoint(kText).value();

  EXPECT_EQ(checkpoint.origin, "example.com/behind-the-sofa");
  EXPECT_EQ(checkpoint.size, 20852163u);
  EXPECT_EQ(HexOf(checkpoint.root), "0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62");
  EXPECT_TRUE(checkpoint.extensions.empty());
  EXPECT_EQ(FormatCheckpoint(checkpoint), kText);
}

TEST(CheckpointTest, SpecificationExampleIsTheTextOfItsNote) {
  const OpenedNote note = ParseNote(absl::StrCat(kText,
                                                 "\n\u2014 example.com/behind-the-sofa "
                                                 "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGz"
                                                 "Gku9nTo+zyWE+xeMcTOAYQ8=\n"))
                              .value();

  EXPECT_EQ(ParseCheckpoint(note.text)->origin, note.signatures[0].name);
}

TEST(CheckpointTest, EmptyTreeHasSizeZero) {
  const Checkpoint checkpoint = {.origin = "journal.example", .size = 0, .root = EmptyRoot()};

  const std::string text = FormatCheckpoint(checkpoint);

  EXPECT_EQ(text, "journal.example\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");
  EXPECT_EQ(ParseCheckpoint(text).value(), checkpoint);
}

TEST(CheckpointTest, ExtensionLinesAreKept) {
  const std::string text = absl::StrCat(kText, "first\nsecond line\n");

  const Checkpoint checkpoint = ParseCheckpoint(text).value();

  EXPECT_EQ(checkpoint.extensions, (std::vector<std::string>{"first", "second line"}));
  EXPECT_EQ(FormatCheckpoint(checkpoint), text);
}

TEST(CheckpointDeathTest, OriginAndExtensionsAreLines) {
  EXPECT_DEATH(FormatCheckpoint({.origin = "", .size = 1, .root = Hash{}}), "origin");
  EXPECT_DEATH(FormatCheckpoint({.origin = "two\nlines", .size = 1, .root = Hash{}}), "origin");
  EXPECT_DEATH(FormatCheckpoint({.origin = "o", .size = 1, .root = Hash{}, .extensions = {"one", ""}}), "extensions");
}

// The specification forbids clients to assume that an origin looks like a URL.
TEST(CheckpointTest, OriginMayBeAnyLine) {
  EXPECT_EQ(ParseCheckpoint(absl::StrCat("Go + sum \u00e9\n1\n", kRoot, "\n"))->origin, "Go + sum \u00e9");
}

TEST(CheckpointTest, LargestSizeFits) {
  EXPECT_EQ(ParseCheckpoint(absl::StrCat("o\n18446744073709551615\n", kRoot, "\n"))->size, UINT64_MAX);
}

TEST(CheckpointTest, AnythingElseIsMalformed) {
  const std::string root = absl::StrCat(kRoot, "\n");
  const std::string text = kText;
  for (const std::string& other : std::vector<std::string>{
           "", "\n", "\n\n\n", "o\n", "o\n1\n", absl::StrCat("o\n1\n", kRoot), absl::StrCat("\n1\n", root),
           absl::StrCat("o\n\n", root), absl::StrCat("o\n01\n", root), absl::StrCat("o\n00\n", root),
           absl::StrCat("o\n+1\n", root), absl::StrCat("o\n-1\n", root), absl::StrCat("o\n1 \n", root),
           absl::StrCat("o\n 1\n", root), absl::StrCat("o\n0x1\n", root),
           absl::StrCat("o\n18446744073709551616\n", root), absl::StrCat("o\r\n1\r\n", root),
           absl::StrCat("o\n1\n ", root), absl::StrCat("o\n1\n", text.substr(37, 43), "\n"),
           absl::StrCat("o\n1\nAAAA\n"), absl::StrCat("o\n1\nAAAA", root),
           // The same 32 bytes with bits set in the padding.
           "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n", absl::StrCat(text, "\n"),
           absl::StrCat(text, "\next\n"), absl::StrCat(text, "ext"), absl::StrCat("\xFF", text),
           absl::StrCat("\n", text)}) {
    EXPECT_EQ(ParseCheckpoint(other).status().code(), absl::StatusCode::kInvalidArgument) << absl::CEscape(other);
  }
}

TEST(CheckpointTest, TruncatedTextIsMalformed) {
  const absl::string_view text = kText;
  for (size_t size = 0; size < text.size(); ++size) {
    EXPECT_FALSE(ParseCheckpoint(text.substr(0, size)).ok()) << size;
  }
}

TEST(CheckpointTest, WhatParsesFormatsToTheSameBytes) {
  const std::string text = absl::StrCat(kText, "ext\n");
  for (size_t i = 0; i < text.size(); ++i) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string changed = text;
      changed[i] = static_cast<char>(byte);
      const absl::StatusOr<Checkpoint> checkpoint = ParseCheckpoint(changed);
      if (checkpoint.ok()) {
        EXPECT_EQ(FormatCheckpoint(*checkpoint), changed);
      }
    }
  }
}

}  // namespace
}  // namespace casejournal::eventstore
