// The master key is replaced while keys are claimed and read, and when that is interrupted anywhere.
#include <gmock/gmock.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "eventstore/keys/key_store.h"
#include "eventstore/keys/wrapping_keys.h"
#include "tests/support/test_log.h"

namespace casejournal::eventstore {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr auto kGoesOn = [](uint64_t, uint64_t) { return true; };

class KeyRotationTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(MakeSubdirectories(paths_).ok());
    absl::StatusOr<std::unique_ptr<KeyStore>> made = KeyStore::Create(paths_);
    ASSERT_TRUE(made.ok()) << made.status();
    store_ = *std::move(made);
    old_ = {IdOfWrappingKey(ReadMasterKeys(paths_)->newest())};
  }

  // Fill the store with so many keys.
  std::vector<Key256> ClaimAll(uint64_t count) {
    std::vector<Key256> keys;
    for (uint64_t i = 0; i < count; ++i) keys.push_back(*store_->Key(*store_->Claim()));
    return keys;
  }

  void Reopen() {
    store_.reset();
    absl::StatusOr<std::unique_ptr<KeyStore>> opened = KeyStore::Open(paths_, Database::Mode::kReadWrite);
    ASSERT_TRUE(opened.ok()) << opened.status();
    store_ = *std::move(opened);
  }

  void ExpectSame(const std::vector<Key256>& keys) const {
    for (uint64_t id = 1; id <= keys.size(); ++id) {
      const absl::StatusOr<Key256> key = store_->Key(id);
      ASSERT_TRUE(key.ok()) << key.status();
      ASSERT_EQ(*key, keys[id - 1]) << id;
    }
  }

  absl::StatusOr<RotatedKeys> Rotate(absl::FunctionRef<bool(uint64_t, uint64_t)> progress = kGoesOn) {
    return store_->Rotate(*ReadMasterKeys(paths_), progress);
  }

  // Keep only the key in this line of the file, from 0.
  void KeepOnly(size_t line) const {
    const std::string text = *ReadSmallFile(paths_.master_key);
    std::ofstream(paths_.master_key) << text.substr(65 * line, 65);
  }

  WrappingKeyId IdInRow(uint64_t id) const {
    return *WrappingKeyOf(id, **store_->database().Get(Family::kDefault, SizeKey(id)));
  }

  // How often the name of the old key stands in the files of the key store.
  size_t OldNamesInFiles() const {
    size_t found = 0;
    const std::string name(old_.begin(), old_.end());
    for (const auto& file : std::filesystem::recursive_directory_iterator(paths_.keys)) {
      std::ifstream in(file.path(), std::ios::binary);
      const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
      for (size_t at = bytes.find(name); at != std::string::npos; at = bytes.find(name, at + 1)) ++found;
    }
    return found;
  }

  TestDirectory directory_;
  const DataPaths paths_{directory_.path()};
  std::unique_ptr<KeyStore> store_;
  WrappingKeyId old_{};
};

TEST_F(KeyRotationTest, EveryKeyIsWrappedWithTheFirstOneAndOpensWithoutTheOther) {
  const std::vector<Key256> keys = ClaimAll(700);
  const WrappingKeyId next = *PutNewMasterKeyFirst(paths_.master_key);
  std::vector<uint64_t> told;
  const absl::StatusOr<RotatedKeys> rotated = Rotate([&](uint64_t done, uint64_t total) {
    told.push_back(done);
    EXPECT_EQ(total, 769);
    return true;
  });
  ASSERT_TRUE(rotated.ok()) << rotated.status();
  EXPECT_EQ(rotated->keys, 768);
  EXPECT_EQ(rotated->id, next);
  EXPECT_THAT(told, ElementsAre(256, 512, 769));
  ExpectSame(keys);
  KeepOnly(0);
  Reopen();
  ExpectSame(keys);
  for (uint64_t id = 0; id <= 768; ++id) ASSERT_EQ(IdInRow(id), next) << id;
  // New keys, too.
  const uint64_t claimed = *store_->Claim();
  EXPECT_EQ(IdInRow(claimed), next);
}

TEST_F(KeyRotationTest, TheOldKeyAloneDoesNotOpenTheStore) {
  ClaimAll(3);
  ASSERT_TRUE(PutNewMasterKeyFirst(paths_.master_key).ok());
  ASSERT_TRUE(Rotate().ok());
  KeepOnly(1);
  store_.reset();
  const absl::Status refused = KeyStore::Open(paths_, Database::Mode::kReadWrite).status();
  EXPECT_TRUE(absl::IsDataLoss(refused)) << refused;
  EXPECT_THAT(
      std::string(refused.message()),
      AllOf(HasSubstr("the master key is not the one that wrapped the row of data key 0"), HasSubstr(HexOf(old_))));
}

// Who suffers: everybody whose key was in an old file, if the old master key is found years later.
TEST_F(KeyRotationTest, NoFileKeepsARowOfTheOldKey) {
  ClaimAll(700);
  Reopen();
  ClaimAll(700);
  ASSERT_GT(OldNamesInFiles(), 1'000);
  ASSERT_TRUE(PutNewMasterKeyFirst(paths_.master_key).ok());
  ASSERT_TRUE(Rotate().ok());
  EXPECT_EQ(OldNamesInFiles(), 0);
  Reopen();
  EXPECT_EQ(OldNamesInFiles(), 0);
}

TEST_F(KeyRotationTest, NothingIsWrappedTwice) {
  ClaimAll(3);
  ASSERT_TRUE(PutNewMasterKeyFirst(paths_.master_key).ok());
  EXPECT_EQ(Rotate()->keys, 256);
  EXPECT_EQ(Rotate()->keys, 0);
  Reopen();
  EXPECT_EQ(Rotate()->keys, 0);
}

TEST_F(KeyRotationTest, AnInterruptedRotationOpensWithBothAndTheNextOneGoesOn) {
  const std::vector<Key256> keys = ClaimAll(1'000);
  ASSERT_TRUE(PutNewMasterKeyFirst(paths_.master_key).ok());
  for (uint64_t stop_at = 256; stop_at < 1'024; stop_at += 256) {
    const absl::Status stopped = Rotate([&](uint64_t done, uint64_t) { return done < stop_at; }).status();
    EXPECT_TRUE(absl::IsCancelled(stopped)) << stopped;
    EXPECT_EQ(IdInRow(0), old_) << "row 0 is the last";
    EXPECT_EQ(IdInRow(stop_at), ReadMasterKeys(paths_)->newest_id());
    EXPECT_EQ(IdInRow(stop_at + 1), old_);
    Reopen();
    ExpectSame(keys);
  }
  const absl::StatusOr<RotatedKeys> rest = Rotate();
  ASSERT_TRUE(rest.ok()) << rest.status();
  EXPECT_EQ(rest->keys, 256);
  KeepOnly(0);
  Reopen();
  ExpectSame(keys);
}

// What a power failure leaves: the store as it was after some batch.
TEST_F(KeyRotationTest, AStoreThatWasCopiedAfterAnyBatchGoesOn) {
  const std::vector<Key256> keys = ClaimAll(1'000);
  ASSERT_TRUE(PutNewMasterKeyFirst(paths_.master_key).ok());
  TestDirectory copies;
  int copied = 0;
  ASSERT_TRUE(Rotate([&](uint64_t done, uint64_t) {
                const std::string to = absl::StrCat(copies.path(), "/", copied++);
                if (done < 1'024)
                  std::filesystem::copy(directory_.path(), to, std::filesystem::copy_options::recursive);
                return true;
              }).ok());
  for (int i = 0; i < copied - 1; ++i) {
    const DataPaths paths(absl::StrCat(copies.path(), "/", i));
    absl::StatusOr<std::unique_ptr<KeyStore>> opened = KeyStore::Open(paths, Database::Mode::kReadWrite);
    ASSERT_TRUE(opened.ok()) << opened.status();
    store_ = *std::move(opened);
    ExpectSame(keys);
    const absl::StatusOr<RotatedKeys> rest = store_->Rotate(*ReadMasterKeys(paths), kGoesOn);
    ASSERT_TRUE(rest.ok()) << rest.status();
    EXPECT_EQ(rest->keys, 1'024 - 256 * (i + 1));
    ExpectSame(keys);
  }
  EXPECT_GE(copied, 4);
}

// What is recorded about a rotation depends on that.
TEST_F(KeyRotationTest, ARotationIsTheSameOneUntilItsLastBatchIsWritten) {
  ClaimAll(700);
  const WrappingKeyId next = *PutNewMasterKeyFirst(paths_.master_key);
  const auto find = [&] { return *FindRotation(store_->database(), paths_.directory, paths_.master_keys); };
  const UnfinishedRotation begun = find();
  EXPECT_EQ(begun.newest, next);
  EXPECT_EQ(begun.keys, 768);
  for (const uint64_t stop_at : {256, 512, 769}) {
    EXPECT_TRUE(absl::IsCancelled(Rotate([&](uint64_t done, uint64_t) { return done < stop_at; }).status())) << stop_at;
    Reopen();
    EXPECT_EQ(find().id, begun.id) << stop_at;
    EXPECT_EQ(find().keys, 768) << "also those that were wrapped before";
  }
  int last = 0;
  const auto count_last = [&](uint64_t done, uint64_t total) {
    if (done == total) ++last;
    return true;
  };
  ASSERT_TRUE(Rotate(count_last).ok());
  EXPECT_EQ(last, 1);
  EXPECT_NE(find().id, begun.id);
  EXPECT_EQ(find().keys, 0);
  ASSERT_TRUE(Rotate(count_last).ok());
  EXPECT_EQ(last, 1) << "nothing had to be wrapped";
}

// The source of another server, which was put back from a copy, had the two keys in the other order.
TEST_F(KeyRotationTest, WhatWasMadeWithAnEarlierKeyIsARotationOfItsOwn) {
  ClaimAll(1);
  const WrappingKeyId next = *PutNewMasterKeyFirst(paths_.master_key);
  ASSERT_TRUE(Rotate().ok());
  const std::string newest_first = *ReadSmallFile(paths_.master_key);
  std::set<Uuid> ids;
  for (int times = 0; times < 3; ++times) {
    std::ofstream(paths_.master_key) << newest_first.substr(65) << newest_first.substr(0, 65);
    Reopen();
    ASSERT_EQ(IdInRow(*store_->Claim()), old_);
    std::ofstream(paths_.master_key) << newest_first;
    Reopen();
    ASSERT_EQ(IdInRow(0), next);
    const UnfinishedRotation found = *FindRotation(store_->database(), paths_.directory, paths_.master_keys);
    EXPECT_EQ(found.keys, 256);
    EXPECT_TRUE(ids.insert(found.id).second);
    EXPECT_EQ(Rotate()->keys, 256);
  }
}

TEST_F(KeyRotationTest, ASourceWithoutAKeyInUseChangesNothing) {
  const std::vector<Key256> keys = ClaimAll(3);
  ASSERT_TRUE(PutNewMasterKeyFirst(paths_.master_key).ok());
  const MasterKeys only_the_new_one({ReadMasterKeys(paths_)->newest()});
  const absl::Status refused = store_->Rotate(only_the_new_one, kGoesOn).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(refused)) << refused;
  EXPECT_THAT(std::string(refused.message()), AllOf(HasSubstr(HexOf(old_)), HasSubstr("nothing was changed")));
  EXPECT_EQ(IdInRow(*store_->Claim()), old_);
  ExpectSame(keys);
}

TEST_F(KeyRotationTest, ADamagedRowIsNamed) {
  ClaimAll(3);
  const std::string row = **store_->database().Get(Family::kDefault, SizeKey(2));
  ASSERT_TRUE(PutNewMasterKeyFirst(paths_.master_key).ok());
  // The state, and the sealed key.
  for (const size_t at : {size_t{0}, row.size() - 1}) {
    std::string damaged = row;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    ASSERT_TRUE(store_->database().db().Put({}, SizeKey(2), damaged).ok());
    const absl::Status refused = Rotate().status();
    EXPECT_TRUE(absl::IsDataLoss(refused)) << refused;
    EXPECT_THAT(std::string(refused.message()), HasSubstr("data key 2 is damaged"));
  }
  ASSERT_TRUE(store_->database().db().Put({}, SizeKey(2), row).ok());
  EXPECT_TRUE(Rotate().ok());
}

TEST_F(KeyRotationTest, OneAtATime) {
  ClaimAll(300);
  ASSERT_TRUE(PutNewMasterKeyFirst(paths_.master_key).ok());
  absl::Status second;
  ASSERT_TRUE(Rotate([&](uint64_t done, uint64_t) {
                if (done == 256) second = Rotate().status();
                return true;
              }).ok());
  EXPECT_TRUE(absl::IsResourceExhausted(second)) << second;
}

// Families are admitted and their entries read while the key is replaced again and again.
TEST_F(KeyRotationTest, KeysAreClaimedAndReadMeanwhile) {
  constexpr int kRotations = 5;
  constexpr uint64_t kReadInEach = 1'000;
  const std::vector<Key256> keys = ClaimAll(kRotations * kReadInEach);
  Reopen();  // so that each of them is unwrapped when it is read
  std::atomic<bool> stopping = false;
  std::vector<std::pair<uint64_t, Key256>> claimed;
  std::thread claims([&] {
    while (!stopping && claimed.size() < 20'000) {
      const uint64_t id = *store_->Claim();
      claimed.emplace_back(id, *store_->Key(id));
    }
  });
  for (int i = 0; i < kRotations; ++i) {
    ASSERT_TRUE(PutNewMasterKeyFirst(paths_.master_key).ok());
    std::thread reads([&, first = i * kReadInEach] {
      for (uint64_t at = first; at < first + kReadInEach; ++at) {
        const absl::StatusOr<Key256> key = store_->Key(at + 1);
        EXPECT_TRUE(key.ok() && *key == keys[at]) << at + 1 << ": " << key.status();
      }
    });
    const absl::StatusOr<RotatedKeys> rotated = Rotate();
    reads.join();
    EXPECT_TRUE(rotated.ok()) << rotated.status();
  }
  stopping = true;
  claims.join();
  ASSERT_TRUE(Rotate().ok());  // what was made between the last look and the change of keys
  KeepOnly(0);
  Reopen();
  ExpectSame(keys);
  EXPECT_FALSE(claimed.empty());
  for (const auto& [id, key] : claimed) ASSERT_EQ(*store_->Key(id), key) << id;
}

TEST_F(KeyRotationTest, KeysThatCannotBeStoredEndItAndStopNewStreams) {
  ClaimAll(3);
  ASSERT_TRUE(PutNewMasterKeyFirst(paths_.master_key).ok());
  store_.reset();
  store_ = *KeyStore::Open(paths_, Database::Mode::kReadOnly);
  const absl::Status refused = Rotate().status();
  EXPECT_TRUE(absl::IsUnavailable(refused)) << refused;
  EXPECT_FALSE(store_->Broken().ok());
  EXPECT_TRUE(store_->Key(1).ok());
  EXPECT_TRUE(absl::IsUnavailable(Rotate().status()));
}

TEST_F(KeyRotationTest, ItIsListedWhichKeysAreNeeded) {
  ClaimAll(300);
  ASSERT_TRUE(WriteFormat(paths_).ok());
  const WrappingKeyId next = *PutNewMasterKeyFirst(paths_.master_key);
  ASSERT_TRUE(absl::IsCancelled(Rotate([](uint64_t, uint64_t) { return false; }).status()));
  store_.reset();
  std::map<WrappingKeyId, WrappingKeyUse> by_id;
  const absl::StatusOr<WrappingKeys> with_both = ListWrappingKeys(paths_.directory, {});
  ASSERT_TRUE(with_both.ok()) << with_both.status();
  for (const WrappingKeyUse& use : with_both->uses) by_id[use.id] = use;
  ASSERT_EQ(by_id.size(), 2);
  EXPECT_EQ(by_id[next].rows, 256);
  EXPECT_TRUE(by_id[next].newest && by_id[next].in_source);
  EXPECT_EQ(by_id[old_].rows, 257);
  EXPECT_TRUE(!by_id[old_].newest && by_id[old_].in_source);
  // Without a key that opens anything.
  KeepOnly(0);
  const absl::StatusOr<WrappingKeys> with_one = ListWrappingKeys(paths_.directory, {});
  ASSERT_TRUE(with_one.ok()) << with_one.status();
  for (const WrappingKeyUse& use : with_one->uses) {
    EXPECT_EQ(use.in_source, use.id == next);
  }
  std::filesystem::remove(paths_.master_key);
  const absl::StatusOr<WrappingKeys> listed = ListWrappingKeys(paths_.directory, {});
  ASSERT_TRUE(listed.ok()) << listed.status();
  EXPECT_FALSE(listed->source.ok());
  EXPECT_EQ(listed->uses.size(), 2);
}

}  // namespace
}  // namespace casejournal::eventstore
