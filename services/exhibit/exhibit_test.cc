#include "services/exhibit/exhibit.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "tests/support/exhibit_story.h"
#include "tests/support/matchers.h"

namespace casejournal::services {
namespace {

using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Key;
using ::testing::Not;

class ExhibitFilesTest : public ::testing::Test {
 protected:
  ExhibitFilesTest() {
    CaseEvent labeled = NoteWritten("2025-03-12", "a diagnosis");
    labeled.add_labels(event::v1::LABEL_HEALTH);
    story_.Record({labeled, NoteWritten("2025-03-13", "a visit")});
    exhibit_ = story_.Give();
    files_ = *ExhibitFiles(exhibit_);
  }

  // Reading fails, and names the path.
  void ExpectMalformed(const ZipFiles& files, const std::string& path) {
    EXPECT_THAT(ReadExhibit(files), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(path)));
  }

  void ExpectMalformedWith(const std::string& path, const std::string& content) {
    SCOPED_TRACE(absl::StrCat(path, " with \"", content, "\""));
    ZipFiles files = files_;
    files[path] = content;
    ExpectMalformed(files, path);
  }

  ExhibitStory story_ = AnasExhibit();
  Exhibit exhibit_;
  ZipFiles files_;
};

TEST_F(ExhibitFilesTest, WhatIsReadGivesTheSameFiles) {
  const auto read = ReadExhibit(files_);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(*ExhibitFiles(*read), files_);
  EXPECT_EQ(read->checkpoint, exhibit_.checkpoint);
  EXPECT_EQ(ChainText(read->chain), ChainText(exhibit_.chain));
  EXPECT_EQ(read->chain[5].proof, exhibit_.chain[5].proof);
  EXPECT_EQ(read->events.size(), 6U);
  EXPECT_EQ(read->journal.size(), 2U);
}

TEST_F(ExhibitFilesTest, SameExhibitGivesTheSameBytes) {
  EXPECT_EQ(*WriteExhibit(exhibit_), *WriteExhibit(exhibit_));
  EXPECT_EQ(*WriteExhibit(exhibit_), *WriteZip(files_));
}

TEST_F(ExhibitFilesTest, PathsSayWhichEntryIsInAFile) {
  for (const char* path : {"events/000000.json", "events/000006.tlog-proof", "journal/0000000000.json",
                           "journal/0000000001.tlog-proof", "disclosure.json", "left-out.proofs"}) {
    EXPECT_THAT(files_, Contains(Key(path)));
  }
  // The entry that is left out, the plan that cannot be repeated, and the timestamp that nobody gave.
  for (const char* path : {"events/000005.json", "plan.json", "plan.binpb", "checkpoint.tsr"})
    EXPECT_THAT(files_, Not(Contains(Key(path))));
  EXPECT_EQ(files_["notice.txt"], "Do not pass this on.");
  EXPECT_EQ(files_["schema.binpb"], "a schema");
  EXPECT_EQ(files_["checkpoint"], story_.journal.Note());
}

TEST_F(ExhibitFilesTest, WholeCaseHasItsPlanAndNothingLeftOut) {
  ExhibitStory whole = AnasExhibit();
  const ZipFiles files = *ExhibitFiles(whole.Give());
  EXPECT_THAT(files, AllOf(Contains(Key("plan.json")), Contains(Key("plan.binpb"))));
  EXPECT_THAT(files, Not(Contains(Key("left-out.proofs"))));
}

TEST_F(ExhibitFilesTest, ChainHasALineForEachRevision) {
  const std::vector<std::string> lines = absl::StrSplit(files_["chain.txt"], '\n');
  ASSERT_EQ(lines.size(), 8U);
  EXPECT_EQ(lines.back(), "");
  for (size_t revision = 0; revision < 7; ++revision) {
    const std::vector<std::string> words = absl::StrSplit(lines[revision], ' ');
    ASSERT_EQ(words.size(), 2U);
    EXPECT_EQ(words[0], absl::StrCat(exhibit_.chain[revision].position));
    EXPECT_EQ(words[1].size(), revision == 5 ? 64U : 236U);
  }
  EXPECT_EQ(ChainDigest(exhibit_.chain), eventstore::Sha256().Update(files_["chain.txt"]).Finish());
}

TEST_F(ExhibitFilesTest, ManifestIsInTheOrderOfPathsWithoutItself) {
  const std::vector<std::string> lines = absl::StrSplit(files_["manifest.sha256"], '\n', absl::SkipEmpty());
  EXPECT_EQ(lines.size(), files_.size() - 1);
  EXPECT_TRUE(std::is_sorted(lines.begin(), lines.end(),
                             [](const std::string& a, const std::string& b) { return a.substr(66) < b.substr(66); }));
}

TEST_F(ExhibitFilesTest, EachRequiredFileIsMissedByName) {
  for (const auto& [path, content] : files_) {
    if (absl::EndsWith(path, ".json") && path != "disclosure.json") continue;
    ZipFiles files = files_;
    files.erase(path);
    SCOPED_TRACE(path);
    ExpectMalformed(files, path);
  }
}

TEST_F(ExhibitFilesTest, UnknownPathIsNamed) {
  for (const char* path : {"readme.txt", "events/000000.txt", "events/000099.tlog-proof", "plan.html", "x"})
    ExpectMalformedWith(path, "content");
}

TEST_F(ExhibitFilesTest, EntryMustBeInTheFileOfItsRevisionOrPosition) {
  const std::pair<const char*, const char*> moves[] = {
      {"events/000000", "events/000009"},
      {"events/000000", "events/0"},
      {"journal/0000000000", "journal/0000000009"},
      {"journal/0000000001", "events/000007"},
      {"events/000000", "another"},
  };
  for (const auto& [from, to] : moves) {
    ZipFiles files = files_;
    for (const char* suffix : {".json", ".tlog-proof"}) {
      files[absl::StrCat(to, suffix)] = files[absl::StrCat(from, suffix)];
      files.erase(absl::StrCat(from, suffix));
    }
    SCOPED_TRACE(to);
    ExpectMalformed(files, absl::StrCat(to, ".json"));
  }
}

TEST_F(ExhibitFilesTest, ProofMustBeOfItsEntryUnderTheCheckpointOfTheExhibit) {
  ZipFiles files = files_;
  std::swap(files["events/000000.tlog-proof"], files["events/000001.tlog-proof"]);
  ExpectMalformed(files, "events/000000.json");

  files = *ExhibitFiles([&] {
    Exhibit other = exhibit_;
    other.checkpoint = story_.journal.Note(3);
    return other;
  }());
  files["checkpoint"] = files_["checkpoint"];
  ExpectMalformed(files, "disclosure.tlog-proof");

  ExpectMalformedWith("events/000000.tlog-proof", "");
  ExpectMalformedWith("events/000000.tlog-proof", "c2sp.org/tlog-proof@v1\n");
}

TEST_F(ExhibitFilesTest, ChainHasOnlyPositionsWithHeadersOrLeaves) {
  const std::string header(236, 'a');
  const std::string leaf(64, 'a');
  for (const std::string& text :
       {std::string(), std::string("\n"), std::string("2"), absl::StrCat("2 ", header),
        absl::StrCat("2 ", header, "\n\n"), absl::StrCat(" 2 ", header, "\n"), absl::StrCat("02 ", header, "\n"),
        absl::StrCat("-2 ", header, "\n"), absl::StrCat("+2 ", header, "\n"), absl::StrCat("2  ", header, "\n"),
        absl::StrCat("2 ", header, " \n"), absl::StrCat("2 ", header, "\r\n"), absl::StrCat("2 ", header, "a\n"),
        absl::StrCat("2 ", header.substr(2), "\n"), absl::StrCat("2 ", std::string(236, 'A'), "\n"),
        absl::StrCat("2 ", std::string(236, 'g'), "\n"), absl::StrCat("18446744073709551616 ", header, "\n"),
        absl::StrCat("2 ", leaf, "aa\n"), absl::StrCat("2\t", leaf, "\n")}) {
    ExpectMalformedWith("chain.txt", text);
  }
}

TEST_F(ExhibitFilesTest, EachEntryThatIsLeftOutHasOneLineOfHashes) {
  const std::string line = files_["left-out.proofs"];
  const std::vector<std::string> hashes = absl::StrSplit(absl::StripSuffix(line, "\n"), ' ');
  ASSERT_GT(hashes.size(), 2U);
  for (const std::string& text :
       {std::string(), absl::StrCat(line, line), absl::StrCat(line, "\n"), absl::StrCat(" ", line),
        std::string(absl::StripSuffix(line, "\n")), absl::StrCat(hashes[0], "  ", hashes[1], "\n"),
        absl::StrCat(hashes[0].substr(4), "\n"), absl::StrCat("*", hashes[0].substr(1), "\n"),
        absl::StrCat(absl::StrJoin(std::vector<std::string>(65, hashes[0]), " "), "\n")}) {
    ExpectMalformedWith("left-out.proofs", text);
  }
  // Only the form is read: a proof of other hashes is a proof.
  ZipFiles files = files_;
  files["left-out.proofs"] = absl::StrCat(absl::StrJoin(std::vector<std::string>(64, hashes[0]), " "), "\n");
  EXPECT_THAT(ReadExhibit(files), IsOk());
}

TEST_F(ExhibitFilesTest, FileOfProofsBelongsToEntriesThatAreLeftOut) {
  ExhibitStory whole = AnasExhibit();
  ZipFiles files = *ExhibitFiles(whole.Give());
  for (const char* content : {"", "\n", "x\n"}) {
    files["left-out.proofs"] = content;
    ExpectMalformed(files, "left-out.proofs");
  }
}

TEST_F(ExhibitFilesTest, TimestampIsNeverEmpty) {
  ExpectMalformedWith("checkpoint.tsr", "");
  ZipFiles files = files_;
  files["checkpoint.tsr"] = "any bytes";
  ASSERT_THAT(ReadExhibit(files), IsOk());
  EXPECT_EQ(ReadExhibit(files)->time_stamp, "any bytes");
}

}  // namespace
}  // namespace casejournal::services
