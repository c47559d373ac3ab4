#include "services/digest_code/digest_code.h"

#include <gtest/gtest.h>

namespace casejournal::services {
namespace {

const std::string kDigest(64, 'a');

// Whether a module is dark.
bool Dark(const DigestCode& code, int row, int column) {
  for (const DigestCode::Run& run : code.runs) {
    if (run.row == row && run.column <= column && column < run.column + run.length) return true;
  }
  return false;
}

TEST(DigestCodeTest, HasTheThreeMarksByWhichReadersFindACode) {
  const std::optional<DigestCode> code = CodeOfDigest(kDigest);
  ASSERT_TRUE(code);
  EXPECT_GE(code->width, 29);
  EXPECT_LE(code->width, 33);
  const int last = code->width - 7;
  for (const auto& [row, column] : {std::pair{0, 0}, std::pair{0, last}, std::pair{last, 0}}) {
    for (int i = 0; i < 7; ++i) {
      EXPECT_TRUE(Dark(*code, row, column + i));
      EXPECT_TRUE(Dark(*code, row + 6, column + i));
      EXPECT_TRUE(Dark(*code, row + i, column));
    }
    EXPECT_FALSE(Dark(*code, row + 1, column + 1));
    EXPECT_TRUE(Dark(*code, row + 3, column + 3));
  }
}

TEST(DigestCodeTest, CaseOfTheDigitsDoesNotMatter) {
  const std::string upper(64, 'A');
  EXPECT_EQ(PathOfCode(*CodeOfDigest(kDigest)), PathOfCode(*CodeOfDigest(upper)));
  EXPECT_NE(PathOfCode(*CodeOfDigest(kDigest)), PathOfCode(*CodeOfDigest(std::string(64, 'b'))));
}

TEST(DigestCodeTest, NothingHasNoCode) {
  EXPECT_FALSE(CodeOfDigest(""));
  EXPECT_FALSE(CodeOfDigest(std::string(100'000, 'a')));
}

TEST(DigestCodeTest, APathHasEachRun) {
  EXPECT_EQ(PathOfCode({.width = 3, .runs = {{.row = 0, .column = 1, .length = 2}, {.row = 2, .column = 0}}}),
            "M1 0h2v1h-2zM0 2h1v1h-1z");
}

}  // namespace
}  // namespace casejournal::services
