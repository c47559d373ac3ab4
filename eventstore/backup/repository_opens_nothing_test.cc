// Whoever has a repository of backups and nothing else learns nothing of what was recorded.
#include <gmock/gmock.h>

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "eventstore/keys/key_store.h"
#include "eventstore/keys/master_keys.h"
#include "tests/support/test_backups.h"

namespace casejournal::eventstore {
namespace {

constexpr size_t kBeginning = 6;  // of each secret

class RepositoryOpensNothingTest : public TestBackups {
 protected:
  void SetUp() override {}

  void Make(MasterKeySource master_keys) {
    paths_.master_keys = std::move(master_keys);
    ASSERT_TRUE(EventLog::Create(directory_.path(), "journal.test/wren", paths_.master_keys).ok());
    Open();
    RecordSome();
  }

  void Open() {
    absl::StatusOr<std::unique_ptr<EventLog>> log =
        EventLog::Open({.directory = directory_.path(), .master_keys = paths_.master_keys, .disk_reserve_bytes = 0});
    ASSERT_TRUE(log.ok()) << log.status();
    log_ = *std::move(log);
  }

  absl::StatusOr<Generation> BackUp(int64_t now_us = 1) {
    return WhollySaved(BackUpInUse(*log_, *Use(), "America/New_York", now_us, kNoStages, kAnyPace));
  }

  // Everything that must not be in a repository, by what it is. Closes the log.
  std::map<std::string, std::string> Secrets() {
    log_.reset();
    std::map<std::string, std::string> secrets = {{"a word", "Elizabeth"}, {"an entry", "note 1"}};
    const auto add = [&](const std::string& what, const std::string& bytes) {
      secrets[what] = bytes;
      secrets[what + " in hexadecimal"] = absl::BytesToHexString(bytes);
      secrets[what + " in capitals"] = absl::AsciiStrToUpper(absl::BytesToHexString(bytes));
      secrets[what + " in base64"] = absl::Base64Escape(bytes).substr(0, 4 * (bytes.size() / 3));
    };
    const std::string keys = Content(paths_.master_keys.outside() ? paths_.master_keys.name : paths_.master_key);
    for (size_t at = 0; at + 65 <= keys.size(); at += 65) {
      add(absl::StrCat("master key ", at / 65), absl::HexStringToBytes(keys.substr(at, 64)));
    }
    const std::string signing = Content(paths_.signing_key);
    secrets["the signing key"] = signing.substr(signing.rfind('+') + 1, 40);
    const auto store = KeyStore::Open(paths_, Database::Mode::kReadOnly);
    EXPECT_TRUE(store.ok()) << store.status();
    for (uint64_t id = 1; store.ok() && id <= (*store)->last_id(); ++id) {
      const Key256 key = *(*store)->Key(id);
      add(absl::StrCat("data key ", id), std::string(key.begin(), key.end()));
    }
    return secrets;
  }

  void ExpectNoneIn(const std::string& directory, const std::map<std::string, std::string>& secrets) {
    EXPECT_GT(secrets.size(), 1'000);
    absl::flat_hash_map<std::string, std::vector<std::pair<std::string, std::string>>> by_beginning;
    for (const auto& [what, secret] : secrets) by_beginning[secret.substr(0, kBeginning)].emplace_back(what, secret);
    size_t files = 0;
    for (const std::filesystem::path& path : FilesIn(directory)) {
      ++files;
      const std::string bytes = Content(path);
      for (size_t at = 0; at + kBeginning <= bytes.size(); ++at) {
        const auto found = by_beginning.find(absl::string_view(bytes.data() + at, kBeginning));
        if (found == by_beginning.end()) continue;
        for (const auto& [what, secret] : found->second) {
          EXPECT_NE(bytes.compare(at, secret.size(), secret), 0) << path << " has " << what;
        }
      }
    }
    EXPECT_GT(files, 5);
  }

  std::string outside_key() const { return absl::StrCat(outside_.path(), "/elsewhere.key"); }

  RestoreRequest ToWithKeys(const std::string& directory, const MasterKeySource& master_keys) const {
    RestoreRequest request = To(directory);
    request.secrets.master_keys = master_keys;
    return request;
  }

  DataPaths paths_{directory_.path()};
};

TEST_F(RepositoryOpensNothingTest, NoWordAndNoKeyIsInARepository) {
  Make({});
  ASSERT_TRUE(BackUp().ok());
  ExpectNoneIn(repository_path(), Secrets());
  constexpr auto kOthers = std::filesystem::perms::group_all | std::filesystem::perms::others_all;
  for (const std::filesystem::path& path : FilesIn(repository_path())) {
    EXPECT_EQ(std::filesystem::status(path).permissions() & kOthers, std::filesystem::perms::none) << path;
  }
}

TEST_F(RepositoryOpensNothingTest, WithAMasterKeyElsewhereNorDoesTheDataDirectory) {
  Make({MasterKeySource::Kind::kFile, outside_key()});
  EXPECT_FALSE(std::filesystem::exists(paths_.master_key));
  ASSERT_TRUE(BackUp().ok());
  std::map<std::string, std::string> secrets = Secrets();
  ExpectNoneIn(repository_path(), secrets);
  secrets.erase("the signing key");
  ExpectNoneIn(directory_.path(), secrets);
  // A restored journal has no copy of it either.
  ASSERT_TRUE(RestoreTo(ToWithKeys(target(), paths_.master_keys)).ok());
  ExpectNoneIn(target(), secrets);
  EXPECT_EQ(absl::StatusCode::kDataLoss, EventLog::Open({.directory = target()}).status().code());
  EXPECT_TRUE(EventLog::Open({.directory = target(), .master_keys = paths_.master_keys}).ok());
}

TEST_F(RepositoryOpensNothingTest, AfterARotationTheNextBackupNeedsTheNewKeyOnly) {
  Make({MasterKeySource::Kind::kFile, outside_key()});
  ASSERT_TRUE(BackUp(1).ok());
  const std::string old_key = Content(outside_key());
  ASSERT_TRUE(PutNewMasterKeyFirst(outside_key()).ok());
  const absl::StatusOr<RotatedKeys> rotated = log_->RotateMasterKey([](uint64_t, uint64_t) { return true; });
  ASSERT_TRUE(rotated.ok()) << rotated.status();
  EXPECT_EQ(rotated->keys, 256);
  const std::string only_old = target("old.key");
  const std::string only_new = target("new.key");
  Overwrite(only_old, old_key);
  Overwrite(only_new, Content(outside_key()).substr(0, 65));
  const MasterKeySource with_old{MasterKeySource::Kind::kFile, only_old};
  const MasterKeySource with_new{MasterKeySource::Kind::kFile, only_new};

  // Until the next backup, the repository needs the old key.
  EXPECT_TRUE(absl::IsDataLoss(RestoreTo(ToWithKeys(target("a"), with_new)).status()));
  EXPECT_TRUE(RestoreTo(ToWithKeys(target("b"), with_old)).ok());
  const absl::StatusOr<Generation> next = BackUp(2);
  ASSERT_TRUE(next.ok()) << next.status();
  for (const uint64_t number : {1, 2}) {
    const std::string name = absl::StrCat("of-", number);
    EXPECT_TRUE(absl::IsDataLoss(RestoreTo(ToWithKeys(target(name), with_old), number).status()));
    EXPECT_TRUE(RestoreTo(ToWithKeys(target(name), with_new), number).ok());
  }
  ExpectNoneIn(repository_path(), Secrets());
}

// Of a backup that is made while the key is replaced, each key opens with one of the two.
TEST_F(RepositoryOpensNothingTest, ABackupDuringARotationIsProvedAndRestored) {
  Make({});
  for (int i = 0; i < 700; ++i) {
    StreamId family = kMills;
    family.uuid.bytes[0] = static_cast<uint8_t>(i);
    family.uuid.bytes[1] = static_cast<uint8_t>(i >> 8);
    Record(family, {"first"});
  }
  ASSERT_TRUE(PutNewMasterKeyFirst(paths_.master_key).ok());
  int backups = 0;
  const absl::StatusOr<RotatedKeys> rotated = log_->RotateMasterKey([&](uint64_t, uint64_t) {
    const absl::StatusOr<Generation> made = BackUp(++backups);
    EXPECT_TRUE(made.ok()) << made.status();
    const absl::StatusOr<Restored> restored = RestoreTo(To(target(absl::StrCat("during-", backups))));
    EXPECT_TRUE(restored.ok()) << restored.status();
    return true;
  });
  ASSERT_TRUE(rotated.ok()) << rotated.status();
  EXPECT_GE(backups, 3);
  ASSERT_TRUE(BackUp(++backups).ok());
  ExpectNoneIn(repository_path(), Secrets());
  Overwrite(paths_.master_key, Content(paths_.master_key).substr(0, 65));
  EXPECT_TRUE(RestoreTo(To(target("after"))).ok());
  Open();
  EXPECT_EQ(log_->size(), 1'004);
}

}  // namespace
}  // namespace casejournal::eventstore
