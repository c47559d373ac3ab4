// Texts of a backup that say what they should in another spelling.
#include <gmock/gmock.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "eventstore/backup/generation.h"
#include "eventstore/backup/text_lines.h"

namespace casejournal::eventstore {
namespace {

// The text of `generation` with a replacement, and the right digest.
std::string Respelled(const Generation& generation, absl::string_view from, absl::string_view to) {
  const std::string text = FormatGeneration(generation);
  const std::string before = text.substr(0, text.rfind("digest "));
  const std::string changed = absl::StrReplaceAll(before, {{from, to}});
  EXPECT_NE(changed, before) << from;
  return WithDigest(changed);
}

TEST(BackupTextTest, AGenerationHasOneSpelling) {
  const Generation generation{
      .number = 3, .origin = "a.example", .verifier_key = "key", .files = {{"a", Hash{}}, {"b", Hash{1}}}};
  ASSERT_TRUE(ParseGeneration(Respelled(generation, "a.example", "b.example")).ok());
  const std::string a = absl::StrCat("file a ", HexOf(Hash{}), "\n");
  const std::string b = absl::StrCat("file b ", HexOf(Hash{1}), "\n");
  EXPECT_TRUE(absl::IsDataLoss(ParseGeneration(Respelled(generation, a, a + a)).status())) << "a file twice";
  EXPECT_TRUE(absl::IsDataLoss(ParseGeneration(Respelled(generation, a + b, b + a)).status())) << "another order";
  EXPECT_TRUE(absl::IsDataLoss(ParseGeneration(Respelled(generation, "time-zone -", "time-zone ")).status()));
}

}  // namespace
}  // namespace casejournal::eventstore
