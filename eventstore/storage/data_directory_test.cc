#include "eventstore/storage/data_directory.h"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <map>

#include "absl/strings/str_cat.h"
#include "tests/support/test_log.h"

namespace casejournal::eventstore {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class DataDirectoryTest : public ::testing::Test {
 protected:
  std::string PathOf(const std::string& name) const { return paths_.directory + "/" + name; }
  void PutFile(const std::string& name, const std::string& content = "") const {
    std::ofstream(PathOf(name), std::ios::binary) << content;
  }
  void PutDirectory(const std::string& name) const { std::filesystem::create_directories(PathOf(name)); }

  // Every path below the directory, with the content of files.
  std::map<std::string, std::string> Content() const {
    std::map<std::string, std::string> content;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(paths_.directory)) {
      content[entry.path().string()] = entry.is_regular_file() ? *ReadSmallFile(entry.path().string()) : "";
    }
    return content;
  }

  static mode_t ModeOf(const std::string& path) {
    struct stat info {};
    EXPECT_EQ(::stat(path.c_str(), &info), 0) << path;
    return info.st_mode & 07777;
  }

  // What a journal has from its creation on.
  void MakeParts() const {
    ASSERT_TRUE(MakeSubdirectories(paths_).ok());
    for (const char* name : {"log/CURRENT", "keys/CURRENT", "secrets/master.key", "secrets/signing.key"}) PutFile(name);
  }

  const TestDirectory directory_;
  const DataPaths paths_{directory_.path() + "/journal"};
};

class MadeDataDirectoryTest : public DataDirectoryTest {
 protected:
  void SetUp() override { ASSERT_TRUE(MakeDirectory(paths_).ok()); }
};

TEST_F(DataDirectoryTest, EveryPathIsInTheDirectory) {
  for (const std::string* path : {&paths_.format, &paths_.being_made, &paths_.lock, &paths_.acked, &paths_.clock,
                                  &paths_.log, &paths_.keys, &paths_.secrets, &paths_.master_key, &paths_.signing_key,
                                  &paths_.checkpoints, &paths_.latest, &paths_.earlier_keys}) {
    EXPECT_EQ(path->substr(0, paths_.directory.size() + 1), paths_.directory + "/");
  }
  // Backups without the secrets leave out one directory.
  EXPECT_EQ(std::filesystem::path(paths_.master_key).parent_path(), paths_.secrets);
  EXPECT_EQ(std::filesystem::path(paths_.signing_key).parent_path(), paths_.secrets);
}

TEST_F(DataDirectoryTest, TheDirectoryIsMadeWithThoseAboveIt) {
  const DataPaths deep(directory_.path() + "/a/b/c");

  EXPECT_TRUE(MakeDirectory(deep).ok());
  EXPECT_TRUE(MakeDirectory(deep).ok()) << "an existing one stays";
  EXPECT_TRUE(std::filesystem::is_directory(deep.directory));
}

TEST_F(DataDirectoryTest, TheDirectoryIsNotMadeInTheWayOfAFile) {
  std::ofstream(paths_.directory) << "a file";

  EXPECT_FALSE(MakeDirectory(paths_).ok());
  EXPECT_EQ(*ReadSmallFile(paths_.directory), "a file");
}

TEST_F(DataDirectoryTest, AMissingDirectoryHoldsNothingForeignAndNoJournal) {
  EXPECT_TRUE(CheckNothingForeign(paths_).ok());
  EXPECT_TRUE(absl::IsNotFound(CheckFormat(paths_)));
  EXPECT_TRUE(absl::IsNotFound(CheckJournalIsThere(paths_)));
  EXPECT_TRUE(absl::IsNotFound(DirectoryLock::Take(paths_).status()));
  EXPECT_FALSE(std::filesystem::exists(paths_.directory)) << "a check makes nothing";
}

TEST_F(MadeDataDirectoryTest, TheLockIsHeldByOneUntilItIsReleased) {
  auto first = DirectoryLock::Take(paths_);
  ASSERT_TRUE(first.ok()) << first.status();

  const absl::Status second = DirectoryLock::Take(paths_).status();
  EXPECT_TRUE(absl::IsUnavailable(second)) << second;
  EXPECT_THAT(std::string(second.message()), HasSubstr(paths_.directory));

  first->reset();
  EXPECT_TRUE(DirectoryLock::Take(paths_).ok());
}

TEST_F(MadeDataDirectoryTest, TwoDirectoriesAreLockedApart) {
  const DataPaths other(directory_.path() + "/other");
  ASSERT_TRUE(MakeDirectory(other).ok());
  const auto first = DirectoryLock::Take(paths_);

  EXPECT_TRUE(first.ok());
  EXPECT_TRUE(DirectoryLock::Take(other).ok());
}

// A file of another program would be moved, backed up, and removed with the journal.
TEST_F(MadeDataDirectoryTest, AnythingThatIsNotPartOfAJournalIsForeign) {
  for (const char* name : {"notes.txt", "log.old", "format", ".hidden", "FORMAT.bak"}) {
    PutFile(name, "kept");
    const auto before = Content();

    const absl::Status foreign = CheckNothingForeign(paths_);

    EXPECT_TRUE(absl::IsFailedPrecondition(foreign)) << name;
    EXPECT_THAT(std::string(foreign.message()), HasSubstr(name));
    EXPECT_EQ(Content(), before);
    std::filesystem::remove(PathOf(name));
  }
}

TEST_F(MadeDataDirectoryTest, EveryPartOfAJournalIsItsOwn) {
  for (const char* name : {"FORMAT", "FORMAT.new", "LOCK", "acked", "being-made", "being-made.new", "clock",
                           "clock.new", "continued", "continued.new"}) {
    PutFile(name);
  }
  for (const char* name : {"checkpoints", "keys", "log", "projections", "secrets"}) PutDirectory(name);

  EXPECT_TRUE(CheckNothingForeign(paths_).ok());
}

TEST_F(MadeDataDirectoryTest, AnEmptyDirectoryHoldsNoJournal) {
  EXPECT_TRUE(absl::IsNotFound(CheckFormat(paths_)));
  EXPECT_TRUE(absl::IsNotFound(CheckJournalIsThere(paths_)));
}

// An opening that failed leaves its lock, and an administrator may have made the mount points.
TEST_F(MadeDataDirectoryTest, ALockAndEmptyDirectoriesAreNoJournal) {
  PutFile("LOCK");
  for (const char* name : {"checkpoints", "keys", "log", "projections", "secrets"}) PutDirectory(name);

  EXPECT_TRUE(absl::IsNotFound(CheckFormat(paths_)));
}

TEST_F(MadeDataDirectoryTest, APartWithoutFormatIsAnIncompleteJournal) {
  for (const char* name : {"acked", "clock", "continued", "log/000004.log", "keys/CURRENT", "secrets/master.key",
                           "checkpoints/latest", "projections/v1/CURRENT"}) {
    PutDirectory(std::filesystem::path(name).parent_path().string());
    PutFile(name);

    const absl::Status incomplete = CheckFormat(paths_);

    EXPECT_TRUE(absl::IsDataLoss(incomplete)) << name << ": " << incomplete;
    EXPECT_EQ(CheckJournalIsThere(paths_), incomplete);
    EXPECT_THAT(std::string(incomplete.message()), HasSubstr(std::filesystem::path(name).begin()->string()));
    EXPECT_THAT(std::string(incomplete.message()), HasSubstr("Restore all parts of one backup"));
    std::filesystem::remove_all(PathOf(std::filesystem::path(name).begin()->string()));
  }
}

TEST_F(MadeDataDirectoryTest, AnInterruptedCreationIsNoJournal) {
  PutFile("being-made");
  for (const char* name : {"keys", "log", "secrets"}) {
    PutDirectory(name);
    PutFile(absl::StrCat(name, "/file"));
  }

  EXPECT_TRUE(absl::IsNotFound(CheckFormat(paths_)));
}

// What exists only after FORMAT does proves that the journal was complete once.
TEST_F(MadeDataDirectoryTest, WhatComesAfterFormatProvesThatTheCreationWasComplete) {
  PutFile("being-made");
  for (const char* name : {"acked", "clock", "continued"}) {
    PutFile(name);
    EXPECT_TRUE(absl::IsDataLoss(CheckFormat(paths_))) << name;
    std::filesystem::remove(PathOf(name));
  }
}

TEST_F(MadeDataDirectoryTest, TheWrittenFormatIsAccepted) {
  ASSERT_TRUE(WriteFormat(paths_).ok());

  EXPECT_TRUE(CheckFormat(paths_).ok());
  EXPECT_TRUE(CheckJournalIsThere(paths_).ok());
  EXPECT_EQ(*ReadSmallFile(paths_.format), absl::StrCat(kFormatName, " ", kFormatVersion, "\n"));
}

TEST_F(MadeDataDirectoryTest, TheFormatIsTheFirstOne) {
  ASSERT_TRUE(WriteFormat(paths_).ok());

  EXPECT_EQ(*ReadSmallFile(paths_.format), "casejournal 1\n");
}

TEST_F(MadeDataDirectoryTest, AnotherFormatOrNumberIsRefusedByName) {
  for (const std::string& content :
       {absl::StrCat(kFormatName, " ", kFormatVersion + 1, "\n"), absl::StrCat(kFormatName, " 0\n"),
        absl::StrCat(kFormatName, " 4294967295\n"), absl::StrCat("other ", kFormatVersion, "\n"),
        absl::StrCat("casejournal-draft ", kFormatVersion, "\n")}) {
    PutFile("FORMAT", content);
    const absl::Status refused = CheckFormat(paths_);
    EXPECT_TRUE(absl::IsFailedPrecondition(refused)) << content << refused;
    EXPECT_THAT(std::string(refused.message()), HasSubstr(content.substr(0, content.size() - 1)));
    EXPECT_TRUE(CheckJournalIsThere(paths_).ok()) << "there is a journal, of another format";
  }
}

TEST_F(MadeDataDirectoryTest, AStoreOfADraftIsRefusedAsSuch) {
  for (const char* content : {"casejournal-draft 1\n", "casejournal-draft 3\n", "casejournal-draft 4\n"}) {
    PutFile("FORMAT", content);
    const auto before = Content();

    const absl::Status refused = CheckFormat(paths_);

    EXPECT_TRUE(absl::IsFailedPrecondition(refused)) << refused;
    EXPECT_THAT(std::string(refused.message()),
                HasSubstr("was written by a draft of this program (format casejournal-draft "));
    EXPECT_THAT(std::string(refused.message()),
                HasSubstr("cannot be opened by this program, which reads casejournal 1"));
    EXPECT_EQ(Content(), before);
  }
}

TEST_F(MadeDataDirectoryTest, ANewerFormatIsRefusedAsSuch) {
  PutFile("FORMAT", "casejournal 2\n");
  EXPECT_THAT(
      std::string(CheckFormat(paths_).message()),
      HasSubstr("has format casejournal 2; this program reads casejournal 1. A newer program wrote it; open it with"));

  PutFile("FORMAT", "casejournal 0\n");
  EXPECT_THAT(std::string(CheckFormat(paths_).message()), Not(HasSubstr("newer")));
}

TEST_F(MadeDataDirectoryTest, ADamagedFormatIsDataLoss) {
  const std::string sound = absl::StrCat(kFormatName, " ", kFormatVersion, "\n");
  for (const std::string& content :
       {std::string(), std::string("\n"), sound.substr(0, sound.size() - 1), sound + "\n", " " + sound,
        absl::StrCat(kFormatName, "\n"), absl::StrCat(kFormatName, " one\n"), absl::StrCat(kFormatName, " +1\n"),
        absl::StrCat(kFormatName, " 01\n"), absl::StrCat(kFormatName, " -1\n"),
        absl::StrCat(kFormatName, " 4294967296\n"), absl::StrCat(kFormatName, " 1 2\n")}) {
    PutFile("FORMAT", content);
    EXPECT_TRUE(absl::IsDataLoss(CheckFormat(paths_))) << content;
  }
}

TEST_F(MadeDataDirectoryTest, NoPartOfAJournalMayBeMissing) {
  MakeParts();
  ASSERT_TRUE(CheckPartsAreThere(paths_).ok());
  for (const char* name : {"log/CURRENT", "keys/CURRENT", "secrets/master.key", "secrets/signing.key"}) {
    std::filesystem::remove(PathOf(name));

    const absl::Status missing = CheckPartsAreThere(paths_);

    EXPECT_TRUE(absl::IsDataLoss(missing)) << name;
    EXPECT_THAT(std::string(missing.message()), HasSubstr(PathOf(name)));
    EXPECT_THAT(std::string(missing.message()), HasSubstr("Restore all parts of one backup"));
    PutFile(name);
  }
}

TEST_F(MadeDataDirectoryTest, OnlyTheOwnerMayReadTheParts) {
  ASSERT_TRUE(MakeSubdirectories(paths_).ok());

  EXPECT_EQ(ModeOf(paths_.directory), 0700u);
  for (const std::string* path : {&paths_.log, &paths_.keys, &paths_.secrets, &paths_.checkpoints}) {
    EXPECT_EQ(ModeOf(*path), 0700u) << *path;
  }
}

TEST_F(MadeDataDirectoryTest, SubdirectoriesThatAreThereKeepTheirContent) {
  MakeParts();
  PutFile("secrets/master.key", "kept");

  ASSERT_TRUE(MakeSubdirectories(paths_).ok());

  EXPECT_EQ(*ReadSmallFile(paths_.master_key), "kept");
}

// A restore with another umask leaves children's records readable to everyone on the host.
TEST_F(MadeDataDirectoryTest, PermissionsOfOthersAreRemovedEverywhere) {
  MakeParts();
  PutDirectory("projections/v1");
  PutFile("projections/v1/CURRENT");
  ::chmod(paths_.directory.c_str(), 0755);
  ::chmod(PathOf("projections/v1").c_str(), 0777);
  ::chmod(PathOf("projections/v1/CURRENT").c_str(), 0664);
  ::chmod(paths_.master_key.c_str(), 0444);

  ASSERT_TRUE(MakePrivate(paths_).ok());

  EXPECT_EQ(ModeOf(paths_.directory), 0700u);
  EXPECT_EQ(ModeOf(PathOf("projections/v1")), 0700u);
  EXPECT_EQ(ModeOf(PathOf("projections/v1/CURRENT")), 0600u);
  EXPECT_EQ(ModeOf(paths_.master_key), 0400u) << "the owner's own permissions stay";
}

TEST_F(MadeDataDirectoryTest, ABrokenLinkDoesNotStopAJournal) {
  MakeParts();
  std::filesystem::create_symlink(directory_.path() + "/nowhere", PathOf("checkpoints/link"));

  EXPECT_TRUE(MakePrivate(paths_).ok());
}

TEST_F(MadeDataDirectoryTest, FreeSpaceIsReadForAPathThatExists) {
  const absl::StatusOr<FreeRoom> free = FreeRoomAt(paths_.directory);

  ASSERT_TRUE(free.ok()) << free.status();
  EXPECT_GT(free->bytes, 0u);
  EXPECT_GT(free->files.value_or(1), 0u);
  EXPECT_TRUE(absl::IsNotFound(FreeRoomAt(PathOf("missing")).status()));
}

TEST(SecretNotReadTest, OnlyAMissingSecretIsLost) {
  EXPECT_TRUE(absl::IsDataLoss(SecretNotRead("key", absl::NotFoundError("no such file"))));
  EXPECT_TRUE(absl::IsPermissionDenied(SecretNotRead("key", absl::PermissionDeniedError("not yours"))));
  EXPECT_TRUE(absl::IsUnavailable(SecretNotRead("key", absl::UnavailableError("too many open files"))));
}

}  // namespace
}  // namespace casejournal::eventstore
