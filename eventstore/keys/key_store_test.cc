#include "eventstore/keys/key_store.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "eventstore/records/write_stop.h"
#include "tests/support/test_log.h"

namespace casejournal::eventstore {
namespace {

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

TEST_F(KeyStoreTest, NoErrorShowsTheMasterKey) {
  const std::string master = ReadSmallFile(paths_.master_key)->substr(0, 64);
  std::ofstream(paths_.master_key) << master << "0\n";

  EXPECT_THAT(std::string(Reopen().message()), ::testing::Not(::testing::HasSubstr(master.substr(0, 16))));
}

TEST_F(KeyStoreTest, ADamagedRowIsNoKey) {
  const uint64_t id = *store_->Claim();
  const std::string row = Row(id);
  // The state, the nonce, the key, and the tag.
  for (const size_t at : {size_t{0}, size_t{1}, size_t{25}, row.size() - 1}) {
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
