#include "eventstore/keys/key_store.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "eventstore/keys/wrapped_key.h"
#include "eventstore/records/write_stop.h"
#include "tests/support/test_log.h"

namespace casejournal::eventstore {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class KeyStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(MakeSubdirectories(paths_).ok());
    absl::StatusOr<std::unique_ptr<KeyStore>> made = KeyStore::Create(paths_);
    ASSERT_TRUE(made.ok()) << made.status();
    store_ = *std::move(made);
  }

  absl::Status Reopen(Database::Mode mode = Database::Mode::kReadWrite) {
    store_.reset();
    absl::StatusOr<std::unique_ptr<KeyStore>> opened = KeyStore::Open(paths_, mode);
    if (!opened.ok()) return opened.status();
    store_ = *std::move(opened);
    return absl::OkStatus();
  }

  std::string Row(uint64_t key_id) const { return store_->database().Get(Family::kDefault, SizeKey(key_id))->value(); }
  void PutRow(uint64_t key_id, const std::string& row) {
    ASSERT_TRUE(store_->database().db().Put({}, SizeKey(key_id), row).ok());
  }

  Key256 Master() const {
    const std::string bytes = absl::HexStringToBytes(ReadSmallFile(paths_.master_key)->substr(0, 64));
    Key256 master;
    std::copy(bytes.begin(), bytes.end(), master.begin());
    return master;
  }

  static std::string HexOf(const WrappingKeyId& id) {
    return absl::BytesToHexString(std::string(id.begin(), id.end()));
  }

  TestDirectory directory_;
  const DataPaths paths_{directory_.path()};
  std::unique_ptr<KeyStore> store_;
};

// Who suffers: two families whose cases are sealed under one key, so that destroying it destroys both.
TEST_F(KeyStoreTest, NeverGivesAnIdTwice) {
  std::set<uint64_t> claimed;
  for (int process = 0; process < 3; ++process) {
    for (int i = 0; i < 300; ++i) {
      const absl::StatusOr<uint64_t> id = store_->Claim();
      ASSERT_TRUE(id.ok()) << id.status();
      EXPECT_TRUE(claimed.insert(*id).second) << *id;
    }
    const uint64_t last = *claimed.rbegin();
    ASSERT_TRUE(Reopen().ok());
    EXPECT_GE(store_->last_id(), last);
  }
}

TEST_F(KeyStoreTest, AKeyIsTheSameInTheNextProcess) {
  const uint64_t first = *store_->Claim();
  const uint64_t second = *store_->Claim();
  const Key256 key = *store_->Key(first);
  EXPECT_NE(*store_->Key(second), key);

  ASSERT_TRUE(Reopen().ok());

  EXPECT_EQ(*store_->Key(first), key);
}

TEST_F(KeyStoreTest, AKeyThatWasNeverMadeIsNotFound) {
  const uint64_t last = *store_->Claim();

  EXPECT_TRUE(absl::IsNotFound(store_->Key(last + 1'000).status()));
}

TEST_F(KeyStoreTest, OpensWithItsOwnMasterKeyOnly) {
  const std::string master = *ReadSmallFile(paths_.master_key);
  const auto opened_with = [&](const std::string& text) {
    std::ofstream(paths_.master_key) << text;
    return Reopen();
  };

  std::string other = master;
  other[0] = other[0] == '0' ? '1' : '0';
  EXPECT_TRUE(absl::IsDataLoss(opened_with(other)));
  EXPECT_TRUE(absl::IsDataLoss(opened_with(master.substr(1))));
  EXPECT_TRUE(absl::IsDataLoss(opened_with("")));
  EXPECT_TRUE(opened_with(master).ok());
  std::filesystem::remove(paths_.master_key);
  EXPECT_TRUE(absl::IsDataLoss(Reopen()));
}

TEST_F(KeyStoreTest, AWrongMasterKeyIsNamedAndSoIsTheRightOne) {
  const std::string name_of_right = HexOf(IdOfWrappingKey(Master()));
  std::ofstream(paths_.master_key) << std::string(64, '0') << "\n";
  const std::string name_of_wrong = HexOf(IdOfWrappingKey(Master()));

  const absl::Status refused = Reopen();

  EXPECT_TRUE(absl::IsDataLoss(refused)) << refused;
  EXPECT_THAT(std::string(refused.message()),
              AllOf(HasSubstr("the master key is not the one that wrapped the row of data key 0"),
                    HasSubstr(absl::StrCat("the row names the wrapping key ", name_of_right)),
                    HasSubstr(absl::StrCat("the master key is ", name_of_wrong)),
                    HasSubstr("Restore all parts of one backup")));
}

TEST_F(KeyStoreTest, ADamagedCheckRowIsNotAWrongMasterKey) {
  std::string row = Row(0);
  row.back() = static_cast<char>(row.back() ^ 1);
  PutRow(0, row);

  const absl::Status refused = Reopen();

  EXPECT_TRUE(absl::IsDataLoss(refused)) << refused;
  EXPECT_THAT(std::string(refused.message()), HasSubstr("data key 0 is damaged"));
}

// What a rotation that was interrupted leaves: the rows before it and after it have other keys.
TEST_F(KeyStoreTest, ARowUnderAnotherMasterKeySaysSoAndTheOthersOpen) {
  const uint64_t first = *store_->Claim();
  const uint64_t second = *store_->Claim();
  const Key256 key = *store_->Key(first);
  const Key256 other{0x11};
  PutRow(second, WrapKey(other, second, key));
  ASSERT_TRUE(Reopen().ok());

  EXPECT_EQ(*store_->Key(first), key);
  const absl::Status refused = store_->Key(second).status();
  EXPECT_TRUE(absl::IsDataLoss(refused)) << refused;
  EXPECT_THAT(std::string(refused.message()), HasSubstr(absl::StrCat("the row of data key ", second)));
  EXPECT_THAT(std::string(refused.message()), HasSubstr(HexOf(IdOfWrappingKey(other))));
}

TEST_F(KeyStoreTest, EveryRowNamesTheMasterKey) {
  const uint64_t id = *store_->Claim();
  const WrappingKeyId name = IdOfWrappingKey(Master());
  for (const uint64_t row : {uint64_t{0}, id, id + 255}) {
    EXPECT_EQ(Row(row).substr(1, name.size()), std::string(name.begin(), name.end())) << row;
  }
}

TEST_F(KeyStoreTest, NoErrorShowsTheMasterKey) {
  const std::string master = ReadSmallFile(paths_.master_key)->substr(0, 64);
  const std::string other = std::string(16, master[0] == '0' ? '1' : '0') + master.substr(16);
  for (const std::string& text : {master + "0\n", other + "\n"}) {
    std::ofstream(paths_.master_key) << text;
    const std::string message(Reopen().message());
    for (const std::string& key : {master, other}) {
      EXPECT_THAT(message, Not(HasSubstr(key.substr(0, 16))));
      EXPECT_THAT(message, Not(HasSubstr(key.substr(16, 16))));
    }
  }
}

TEST_F(KeyStoreTest, ADamagedRowIsNoKey) {
  const uint64_t id = *store_->Claim();
  const std::string row = Row(id);
  // The state, the name of the wrapping key, the nonce, the key, and the tag.
  for (const size_t at : {size_t{0}, size_t{1}, size_t{8}, size_t{9}, size_t{33}, row.size() - 1}) {
    std::string damaged = row;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    PutRow(id, damaged);
    ASSERT_TRUE(Reopen().ok());
    EXPECT_TRUE(absl::IsDataLoss(store_->Key(id).status())) << "byte " << at;
  }
}

TEST_F(KeyStoreTest, ARowIsOfItsOwnIdOnly) {
  const uint64_t first = *store_->Claim();
  const uint64_t second = *store_->Claim();
  PutRow(second, Row(first));
  ASSERT_TRUE(Reopen().ok());

  EXPECT_TRUE(store_->Key(first).ok());
  EXPECT_TRUE(absl::IsDataLoss(store_->Key(second).status()));
}

TEST_F(KeyStoreTest, KeysThatCannotBeStoredStopNewStreamsAndNothingElse) {
  const uint64_t id = *store_->Claim();
  const Key256 key = *store_->Key(id);
  ASSERT_TRUE(Reopen(Database::Mode::kReadOnly).ok());
  EXPECT_TRUE(store_->Broken().ok());

  EXPECT_EQ(WriteStopOf(store_->Claim().status()), WriteStop::kKeys);
  EXPECT_EQ(WriteStopOf(store_->Claim().status()), WriteStop::kKeys);

  EXPECT_EQ(WriteStopOf(store_->Broken()), WriteStop::kKeys);
  EXPECT_EQ(*store_->Key(id), key);
}

}  // namespace
}  // namespace casejournal::eventstore
