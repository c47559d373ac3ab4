#include "eventstore/keys/master_keys.h"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "tests/support/test_log.h"

namespace casejournal::eventstore {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using Kind = MasterKeySource::Kind;

const std::string kFirst = std::string(62, '0') + "a1";
const std::string kSecond = std::string(62, '0') + "b2";

Key256 KeyEndingWith(uint8_t last) {
  Key256 key;
  key[31] = last;
  return key;
}

class MasterKeysTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(MakeSubdirectories(DataPaths(directory_.path())).ok()); }
  void TearDown() override {
    ::unsetenv("CREDENTIALS_DIRECTORY");
    ::unsetenv("WREN_KEYS");
  }

  DataPaths From(Kind kind, const std::string& name = "") const {
    return DataPaths(directory_.path(), MasterKeySource{kind, name});
  }
  std::string Outside(const std::string& name) const { return absl::StrCat(outside_.path(), "/", name); }
  static void Put(const std::string& path, const std::string& text) { std::ofstream(path) << text; }

  static void ExpectBoth(const absl::StatusOr<MasterKeys>& keys) {
    ASSERT_TRUE(keys.ok()) << keys.status();
    EXPECT_EQ(keys->newest(), KeyEndingWith(0xa1));
    EXPECT_EQ(keys->newest_id(), IdOfWrappingKey(KeyEndingWith(0xa1)));
    EXPECT_THAT(keys->ids(), SizeIs(2));
    ASSERT_NE(keys->Find(IdOfWrappingKey(KeyEndingWith(0xb2))), nullptr);
    EXPECT_EQ(*keys->Find(IdOfWrappingKey(KeyEndingWith(0xb2))), KeyEndingWith(0xb2));
    EXPECT_EQ(keys->Find(IdOfWrappingKey(KeyEndingWith(0xc3))), nullptr);
  }

  TestDirectory directory_;
  TestDirectory outside_;
};

TEST_F(MasterKeysTest, EachSourceGivesItsKeysNewestFirst) {
  Put(From(Kind::kInDirectory).master_key, absl::StrCat(kFirst, "\n", kSecond, "\n"));
  ExpectBoth(ReadMasterKeys(From(Kind::kInDirectory)));
  Put(Outside("master.key"), absl::StrCat(kFirst, "\n", kSecond, "\n"));
  ExpectBoth(ReadMasterKeys(From(Kind::kFile, Outside("master.key"))));
  ::setenv("CREDENTIALS_DIRECTORY", outside_.path().c_str(), 1);
  ExpectBoth(ReadMasterKeys(From(Kind::kCredential, "master.key")));
  for (const char* between : {"\n", ","}) {
    for (const char* end : {"", "\n", ","}) {
      ::setenv("WREN_KEYS", absl::StrCat(kFirst, between, kSecond, end).c_str(), 1);
      ExpectBoth(ReadMasterKeys(From(Kind::kEnvironment, "WREN_KEYS")));
    }
  }
}

TEST_F(MasterKeysTest, ACredentialNeedsNoNewlineAtItsEndAndAFileDoes) {
  Put(Outside("key"), absl::StrCat(kFirst, "\n", kSecond));
  ::setenv("CREDENTIALS_DIRECTORY", outside_.path().c_str(), 1);
  ExpectBoth(ReadMasterKeys(From(Kind::kCredential, "key")));
  EXPECT_TRUE(absl::IsDataLoss(ReadMasterKeys(From(Kind::kFile, Outside("key"))).status()));
}

TEST_F(MasterKeysTest, WhatIsNoKeyIsDamageAndNothingOfItIsShown) {
  const std::string upper = std::string(62, '0') + "A1";
  for (const std::string& text : {std::string(), std::string("\n"), kFirst, kFirst + "0\n", kFirst.substr(1) + "\n",
                                  upper + "\n", kFirst + "\n\n", kFirst + "\n" + kSecond, " " + kFirst + "\n",
                                  kFirst + ",\n" + kSecond + "\n", kFirst + "\r\n"}) {
    Put(Outside("key"), text);
    const absl::Status refused = ReadMasterKeys(From(Kind::kFile, Outside("key"))).status();
    EXPECT_TRUE(absl::IsDataLoss(refused)) << text << ": " << refused;
    EXPECT_THAT(
        std::string(refused.message()),
        AllOf(HasSubstr(Outside("key")), HasSubstr("64 lower-case hexadecimal digits"), Not(HasSubstr("0000"))));
  }
  ::setenv("WREN_KEYS", absl::StrCat(kFirst, ",,", kSecond).c_str(), 1);
  EXPECT_TRUE(absl::IsDataLoss(ReadMasterKeys(From(Kind::kEnvironment, "WREN_KEYS")).status()));
}

TEST_F(MasterKeysTest, ASourceThatIsNotThereIsNamedAndMayBeThereLater) {
  EXPECT_TRUE(absl::IsDataLoss(ReadMasterKeys(From(Kind::kInDirectory)).status()));
  const struct {
    DataPaths paths;
    const char* says;
  } kSources[] = {{From(Kind::kFile, Outside("none")), "No such file"},
                  {From(Kind::kCredential, "none"), "$CREDENTIALS_DIRECTORY is not set"},
                  {From(Kind::kEnvironment, "WREN_KEYS"), "$WREN_KEYS is not set"}};
  for (const auto& [paths, says] : kSources) {
    const absl::Status missing = ReadMasterKeys(paths).status();
    EXPECT_TRUE(absl::IsUnavailable(missing)) << missing;
    EXPECT_THAT(std::string(missing.message()), AllOf(HasSubstr(TextOf(paths.master_keys)), HasSubstr(says)));
  }
}

TEST_F(MasterKeysTest, ANewJournalMakesAFileAndNoOtherSource) {
  const DataPaths file = From(Kind::kFile, Outside("made"));
  const absl::StatusOr<MasterKeys> made = MakeMasterKeys(file);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->newest(), ReadMasterKeys(file)->newest());
  struct stat info {};
  ASSERT_EQ(::stat(file.master_keys.name.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  EXPECT_FALSE(std::filesystem::exists(file.master_key));
  // What is there is used.
  EXPECT_EQ(MakeMasterKeys(file)->newest(), made->newest());
  for (const DataPaths& paths : {From(Kind::kCredential, "none"), From(Kind::kEnvironment, "WREN_KEYS")}) {
    EXPECT_TRUE(absl::IsUnavailable(CheckMasterKeysForNew(paths)));
    EXPECT_TRUE(absl::IsUnavailable(MakeMasterKeys(paths).status()));
  }
}

TEST_F(MasterKeysTest, NewKeysDiffer) { EXPECT_NE(NewMasterKeyLine(), NewMasterKeyLine()); }

TEST_F(MasterKeysTest, ANewKeyIsPutBeforeTheOthersOrNothingChanges) {
  Put(Outside("key"), absl::StrCat(kFirst, "\n"));
  const absl::StatusOr<WrappingKeyId> first = PutNewMasterKeyFirst(Outside("key"));
  ASSERT_TRUE(first.ok()) << first.status();
  const absl::StatusOr<MasterKeys> now = ReadMasterKeys(From(Kind::kFile, Outside("key")));
  ASSERT_TRUE(now.ok()) << now.status();
  EXPECT_EQ(now->newest_id(), *first);
  EXPECT_NE(now->newest(), KeyEndingWith(0xa1));
  EXPECT_NE(now->Find(IdOfWrappingKey(KeyEndingWith(0xa1))), nullptr);
  Put(Outside("other"), "this is another file\n");
  EXPECT_TRUE(absl::IsDataLoss(PutNewMasterKeyFirst(Outside("other")).status()));
  EXPECT_EQ(*ReadSmallFile(Outside("other")), "this is another file\n");
  EXPECT_TRUE(absl::IsNotFound(PutNewMasterKeyFirst(Outside("none")).status()));
}

// Who suffers: an operator whose server cannot read its key any more, because root put a new one into the file.
TEST_F(MasterKeysTest, TheFileKeepsItsOwnerAndItsPermissions) {
  const std::string path = Outside("key");
  Put(path, absl::StrCat(kFirst, "\n"));
  const bool is_root = ::geteuid() == 0;
  if (is_root) {
    ASSERT_EQ(::chown(path.c_str(), 0, 65534), 0);
  }
  ASSERT_EQ(::chmod(path.c_str(), 0640), 0);
  ASSERT_TRUE(PutNewMasterKeyFirst(path).ok());
  struct stat info {};
  ASSERT_EQ(::stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0640u);
  EXPECT_EQ(info.st_gid, is_root ? 65534u : ::getegid());
  EXPECT_FALSE(std::filesystem::exists(absl::StrCat(path, ".new")));
}

// Who suffers: a county whose configuration puts the link back at night, after every data key was wrapped with a key
// that was only where the link had been.
TEST_F(MasterKeysTest, ALinkStaysALinkAndItsTargetHasTheNewKey) {
  std::filesystem::create_directory(Outside("disk"));
  const std::string target = Outside("disk/key");
  Put(target, absl::StrCat(kFirst, "\n"));
  ASSERT_EQ(::chmod(target.c_str(), 0640), 0);
  for (const std::string& to : {target, std::string("disk/key")}) {
    const std::string link = Outside("key");
    std::filesystem::remove(link);
    std::filesystem::create_symlink(to, link);
    const absl::StatusOr<WrappingKeyId> first = PutNewMasterKeyFirst(link);
    ASSERT_TRUE(first.ok()) << first.status();
    EXPECT_TRUE(std::filesystem::is_symlink(link));
    EXPECT_EQ(ReadMasterKeys(From(Kind::kFile, target))->newest_id(), *first);
    struct stat info {};
    ASSERT_EQ(::stat(target.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0640u);
  }
  std::filesystem::remove(target);
  EXPECT_TRUE(absl::IsNotFound(PutNewMasterKeyFirst(Outside("key")).status()));
}

// A key whose name was shown, and that another run removed again, would be lost with all that was wrapped with it.
TEST_F(MasterKeysTest, TwoAtOnceLoseNoKey) {
  const std::string path = Outside("key");
  Put(path, absl::StrCat(kFirst, "\n"));
  std::atomic<int> refused = 0;
  std::vector<std::set<WrappingKeyId>> told(2);
  std::vector<std::thread> operators;
  for (std::set<WrappingKeyId>& ids : told) {
    operators.emplace_back([&] {
      while (ids.size() < 20) {
        const absl::StatusOr<WrappingKeyId> id = PutNewMasterKeyFirst(path);
        if (id.ok()) {
          ids.insert(*id);
        } else {
          EXPECT_TRUE(absl::IsUnavailable(id.status())) << id.status();
          ++refused;
        }
      }
    });
  }
  for (std::thread& one : operators) one.join();
  const absl::StatusOr<MasterKeys> now = ReadMasterKeys(From(Kind::kFile, path));
  ASSERT_TRUE(now.ok()) << now.status();
  EXPECT_THAT(now->ids(), SizeIs(41)) << refused;
  for (const std::set<WrappingKeyId>& ids : told) {
    for (const WrappingKeyId& id : ids) EXPECT_NE(now->Find(id), nullptr) << HexOf(id);
  }
}

}  // namespace
}  // namespace casejournal::eventstore
