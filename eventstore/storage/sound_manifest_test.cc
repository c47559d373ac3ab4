#include "eventstore/storage/sound_manifest.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "eventstore/storage/data_directory.h"
#include "eventstore/storage/database.h"
#include "eventstore/storage/wal_scan.h"
#include "tests/support/test_log.h"

namespace casejournal::eventstore {
namespace {

// A database whose manifest lists one table with one key.
class SoundManifestTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto keys = Database::OpenKeys(path_, Database::Mode::kCreate);
    ASSERT_TRUE(keys.ok()) << keys.status();
    ASSERT_TRUE((*keys)->db().Put({}, SizeKey(1), "one").ok());
    ASSERT_TRUE((*keys)->Flush().ok());
  }

  std::string Manifest() const {
    const auto names = ListDirectory(path_);
    for (const std::string& name : *names) {
      if (absl::StartsWith(name, "MANIFEST-")) return absl::StrCat(path_, "/", name);
    }
    return "";
  }
  static std::string Content(const std::string& path) { return *ReadWholeFile(path, 1 << 20); }
  static void Overwrite(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  }
  std::string FirstValue(Database::Mode mode) const {
    const auto keys = Database::OpenKeys(path_, mode);
    if (!keys.ok()) return keys.status().ToString();
    const auto value = (*keys)->Get(Family::kDefault, SizeKey(1));
    return value.ok() && *value ? **value : "none";
  }

  const TestDirectory directory_;
  const std::string path_ = absl::StrCat(directory_.path(), "/keys");
};

// A record that was written and not synced: its first bytes are missing, or its last, or it is not a record at all.
TEST_F(SoundManifestTest, ATornEndIsLeftOut) {
  const std::string sound = Content(Manifest());
  const std::string torn[] = {std::string(300, '\0'), std::string("\x01\x02\x03\x04\x20\x00\x01 cut", 11),
                              std::string(12, '\0') + std::string(40, 'x')};
  for (const std::string& end : torn) {
    const std::string manifest = Manifest();
    Overwrite(manifest, sound + end);
    EXPECT_EQ(FirstValue(Database::Mode::kReadOnly), "one");
    EXPECT_EQ(Content(manifest), sound + end) << "nothing was changed";
  }
  EXPECT_TRUE(absl::IsDataLoss(ScanManifest(path_))) << "fsck reports it";
  EXPECT_EQ(FirstValue(Database::Mode::kReadWrite), "one");
  EXPECT_TRUE(ScanManifest(path_).ok()) << "a start writes another manifest";
}

TEST_F(SoundManifestTest, DamageBeforeIntactRecordsIsRefused) {
  std::string bytes = Content(Manifest());
  bytes[10] = static_cast<char>(bytes[10] ^ 1);
  Overwrite(Manifest(), bytes);

  EXPECT_THAT(FirstValue(Database::Mode::kReadOnly), ::testing::HasSubstr("MANIFEST-"));
}

}  // namespace
}  // namespace casejournal::eventstore
