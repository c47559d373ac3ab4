// Looks for keys in the whole memory of this process, as somebody would who has an image of it.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include "absl/base/config.h"
#include "eventstore/keys/key_store.h"
#include "tests/support/test_log.h"

namespace casejournal::eventstore {
namespace {

constexpr uint8_t kMask = 0x5a;
constexpr size_t kChunk = size_t{1} << 20;
constexpr size_t kWindow = kChunk + 4096;  // what is looked at, and what is looked for

// What is looked for, kept so that it does not find itself.
class Needle {
 public:
  Needle(const uint8_t* bytes, size_t size) {
    for (size_t i = 0; i < size; ++i) masked_.push_back(bytes[i] ^ kMask);
  }
  size_t size() const { return masked_.size(); }
  void WriteTo(uint8_t* bytes) const {
    for (size_t i = 0; i < masked_.size(); ++i) bytes[i] = masked_[i] ^ kMask;
  }

 private:
  std::vector<uint8_t> masked_;
};

class KeysInMemoryTest : public ::testing::Test {
 protected:
  void SetUp() override {
#if defined(ABSL_HAVE_ADDRESS_SANITIZER) || defined(ABSL_HAVE_THREAD_SANITIZER)
    GTEST_SKIP() << "sanitizers have terabytes of memory of their own";
#endif
    ASSERT_TRUE(MakeSubdirectories(paths_).ok());
    window_ =
        static_cast<uint8_t*>(::mmap(nullptr, kWindow, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    ASSERT_NE(window_, MAP_FAILED);
    memory_ = ::open("/proc/self/mem", O_RDONLY);
    ASSERT_GE(memory_, 0);
  }
  void TearDown() override {
    if (memory_ >= 0) ::close(memory_);
    if (window_ != nullptr) ::munmap(window_, kWindow);
  }

  // How often the needle is in memory that this process can write.
  size_t Count(const Needle& needle) {
    std::ifstream maps("/proc/self/maps");
    size_t count = 0;
    uint8_t* const sought = window_ + kChunk;
    needle.WriteTo(sought);
    for (std::string line; std::getline(maps, line);) {
      unsigned long long from = 0;
      unsigned long long to = 0;
      char may[5] = {};
      if (std::sscanf(line.c_str(), "%llx-%llx %4s", &from, &to, may) != 3 || may[0] != 'r' || may[1] != 'w') continue;
      if (may[3] == 's') continue;  // the window, and no other memory
      for (uint64_t at = from; at < to; at += kChunk - needle.size()) {
        const ssize_t got = ::pread(memory_, window_, std::min<uint64_t>(kChunk, to - at), static_cast<off_t>(at));
        const uint8_t* rest = window_;
        const uint8_t* const end = window_ + std::max<ssize_t>(got, 0);
        while (const void* const found = ::memmem(rest, static_cast<size_t>(end - rest), sought, needle.size())) {
          ++count;
          rest = static_cast<const uint8_t*>(found) + 1;
        }
      }
    }
    std::memset(window_, 0, kWindow);
    return count;
  }

  // The first line of a file of keys, without a copy in memory: as digits, and as a key.
  std::pair<Needle, Needle> NeedlesOf(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY);
    EXPECT_EQ(::read(file, window_, 64), 64);
    ::close(file);
    Needle digits(window_, 64);
    const auto value = [](uint8_t digit) {
      return static_cast<uint8_t>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
    };
    for (size_t i = 0; i < 32; ++i)
      window_[100 + i] = static_cast<uint8_t>(value(window_[2 * i]) << 4 | value(window_[2 * i + 1]));
    Needle key(window_ + 100, 32);
    std::memset(window_, 0, kWindow);
    return {digits, key};
  }

  TestDirectory directory_;
  const DataPaths paths_{directory_.path()};
  uint8_t* window_ = nullptr;
  int memory_ = -1;
};

// Who suffers: every family of the journal, if an image of the memory of a server gets around.
TEST_F(KeysInMemoryTest, NoKeyIsLeftWhenTheStoreIsClosed) {
  std::unique_ptr<KeyStore> store = *KeyStore::Create(paths_);
  const auto [old_digits, old_key] = NeedlesOf(paths_.master_key);
  const uint64_t id = *store->Claim();
  const Needle data_key = [&] {
    const Key256 key = *store->Key(id);
    return Needle(key.data(), key.size());
  }();
  ASSERT_GE(Count(old_key), 1) << "this test finds nothing";
  ASSERT_GE(Count(data_key), 1) << "this test finds nothing";
  EXPECT_EQ(Count(old_digits), 0);

  // The old key is gone when it is not needed any more.
  ASSERT_TRUE(PutNewMasterKeyFirst(paths_.master_key).ok());
  const auto [new_digits, new_key] = NeedlesOf(paths_.master_key);
  EXPECT_EQ(Count(new_digits), 0);
  EXPECT_EQ(Count(new_key), 0) << "only made";
  ASSERT_TRUE(store->Rotate(*ReadMasterKeys(paths_), [](uint64_t, uint64_t) { return true; }).ok());
  ASSERT_GE(Count(new_key), 1);

  store.reset();
  EXPECT_EQ(Count(old_key), 0);
  EXPECT_EQ(Count(old_digits), 0);
  EXPECT_EQ(Count(new_key), 0);
  EXPECT_EQ(Count(new_digits), 0);
  EXPECT_EQ(Count(data_key), 0);

  store = *KeyStore::Open(paths_, Database::Mode::kReadOnly);
  ASSERT_TRUE(store->Key(id).ok());
  ASSERT_GE(Count(data_key), 1);
  store.reset();
  EXPECT_EQ(Count(new_key), 0);
  EXPECT_EQ(Count(new_digits), 0);
  EXPECT_EQ(Count(data_key), 0);
}

// A source that is read and refused leaves nothing either.
TEST_F(KeysInMemoryTest, NoKeyIsLeftOfASourceThatIsRefused) {
  KeyStore::Create(paths_)->reset();
  ASSERT_TRUE(PutNewMasterKeyFirst(paths_.master_key).ok());
  std::ofstream(paths_.master_key, std::ios::app) << "no key\n";
  const auto [digits, key] = NeedlesOf(paths_.master_key);
  EXPECT_FALSE(KeyStore::Open(paths_, Database::Mode::kReadOnly).ok());
  EXPECT_EQ(Count(digits), 0);
  EXPECT_EQ(Count(key), 0);
}

}  // namespace
}  // namespace casejournal::eventstore
