// The small texts of the console: numbers, names, words for a shell, and what is written to a terminal.
#include <gmock/gmock.h>

#include <cstdlib>
#include <optional>
#include <random>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "services/console/command.h"
#include "services/console/near_name.h"
#include "services/console/output.h"
#include "services/console/progress_bar.h"
#include "services/console/shell_word.h"
#include "services/console/terminal.h"
#include "tests/support/seed.h"

namespace casejournal::services {
namespace {

using ::testing::HasSubstr;

TEST(CheckWholeNumberTest, TakesDigitsThatFit64Bits) {
  for (const char* text : {"0", "7", "007", "18446744073709551615"}) EXPECT_EQ(CheckWholeNumber(text), "") << text;
  for (const char* text : {"", "-1", "+1", " 1", "1 ", "1.0", "1e3", "0x10", "18446744073709551616", "one", "1,000"})
    EXPECT_THAT(CheckWholeNumber(text), HasSubstr(std::string("\"") + text + "\"")) << text;
}

TEST(CheckPositiveNumberTest, TakesFiniteNumbersAboveZero) {
  for (const char* text : {"1", "0.5", "30", "1e3", ".25"}) EXPECT_EQ(CheckPositiveNumber(text), "") << text;
  for (const char* text : {"", "0", "-1", "0.0", "inf", "nan", "-inf", "1e999", "one", "1s"})
    EXPECT_NE(CheckPositiveNumber(text), "") << text;
}

TEST(NamesForHelpTest, LinesFitTheDescriptionsOfTheHelp) {
  EXPECT_EQ(NamesForHelp({"a", "b"}), "a, b");
  std::vector<std::string> names;
  for (int i = 0; i < 40; ++i) names.push_back("name-" + std::to_string(i));
  const std::string text = NamesForHelp(names);
  size_t begin = 0;
  for (size_t end = text.find('\n'); begin < text.size(); end = text.find('\n', begin)) {
    const size_t length = std::min(end, text.size()) - begin;
    EXPECT_LE(length, 70U);
    begin += length + 1;
  }
  EXPECT_THAT(text, HasSubstr("name-39"));
}

TEST(WithCommasTest, SeparatesThousands) {
  EXPECT_EQ(WithCommas(0), "0");
  EXPECT_EQ(WithCommas(999), "999");
  EXPECT_EQ(WithCommas(1000), "1,000");
  EXPECT_EQ(WithCommas(123456), "123,456");
  EXPECT_EQ(WithCommas(1234567), "1,234,567");
  EXPECT_EQ(WithCommas(18446744073709551615U), "18,446,744,073,709,551,615");
}

TEST(CountedTest, OnlyOneIsOne) {
  EXPECT_EQ(Counted(0, "entry", "entries"), "0 entries");
  EXPECT_EQ(Counted(1, "entry", "entries"), "1 entry");
  EXPECT_EQ(Counted(1200, "entry", "entries"), "1,200 entries");
}

TEST(EditDistanceTest, CountsLettersAddedRemovedOrChanged) {
  EXPECT_EQ(EditDistance("", ""), 0U);
  EXPECT_EQ(EditDistance("goal", ""), 4U);
  EXPECT_EQ(EditDistance("", "goal"), 4U);
  EXPECT_EQ(EditDistance("goal", "goals"), 1U);
  EXPECT_EQ(EditDistance("goal", "gaol"), 2U);
  EXPECT_EQ(EditDistance("kitten", "sitting"), 3U);
}

// A distance: it is 0 only for equal words, the same both ways, and never longer by way of a third word.
TEST(EditDistanceTest, IsADistance) {
  std::mt19937_64 random(casejournal::testing::TestSeed());
  const auto word = [&] {
    std::string text(random() % 7, ' ');
    for (char& c : text) c = static_cast<char>('a' + random() % 3);
    return text;
  };
  for (int round = 0; round < 500; ++round) {
    const std::string a = word();
    const std::string b = word();
    const std::string c = word();
    EXPECT_EQ(EditDistance(a, b) == 0, a == b);
    EXPECT_EQ(EditDistance(a, b), EditDistance(b, a));
    EXPECT_LE(EditDistance(a, c), EditDistance(a, b) + EditDistance(b, c));
    EXPECT_GE(EditDistance(a, b), std::max(a.size(), b.size()) - std::min(a.size(), b.size()));
    EXPECT_LE(EditDistance(a, b), std::max(a.size(), b.size()));
  }
}

TEST(NamesMeantTest, NearestNameIsMeant) {
  const std::vector<std::string> names = {"effectiveOn", "corrects", "claim"};
  EXPECT_EQ(NamesMeant("effectivOn", names, "a field"), "effectiveOn");
  EXPECT_EQ(NamesMeant("EFFECTIVEON", names, "a field"), "effectiveOn");
  EXPECT_EQ(NamesMeant("corect", names, "a field"), "corrects");
}

TEST(NamesMeantTest, EndOfALongNameIsMeant) {
  const std::vector<std::string> names = {"CAPACITY_CHILD", "CAPACITY_ADULT", "CAPACITY_STAFF"};
  EXPECT_EQ(NamesMeant("child", names, "a capacity"), "CAPACITY_CHILD");
  EXPECT_EQ(NamesMeant("Adult", names, "a capacity"), "CAPACITY_ADULT");
}

TEST(NamesMeantTest, FewNamesAreAllListedAndManyAreNot) {
  std::vector<std::string> names;
  for (int i = 0; i < 14; ++i) names.push_back(std::string(12, static_cast<char>('a' + i)));
  EXPECT_THAT(NamesMeant("zzzzzzzzzzzz", names, "a field"), HasSubstr("aaaaaaaaaaaa, bbbbbbbbbbbb"));
  names.emplace_back(12, 'y');
  EXPECT_EQ(NamesMeant("zzzzzzzzzzzz", names, "a field"), "a field");
  EXPECT_EQ(NamesMeant("x", {}, "a field"), "");
}

// Reads a word as a POSIX shell reads single quotes and backslashes.
std::string ReadByShell(const std::string& word) {
  std::string text;
  bool quoted = false;
  for (size_t i = 0; i < word.size(); ++i) {
    if (word[i] == '\'') {
      quoted = !quoted;
    } else if (!quoted && word[i] == '\\') {
      text += word[++i];
    } else {
      EXPECT_TRUE(quoted || absl::ascii_isalnum(static_cast<unsigned char>(word[i])) ||
                  std::string("-_./:,@%+=").find(word[i]) != std::string::npos)
          << word;
      text += word[i];
    }
  }
  EXPECT_FALSE(quoted) << word;
  return text;
}

TEST(ShellWordOfAnyTextTest, IsReadByAShellAsItWasGiven) {
  std::mt19937_64 random(casejournal::testing::TestSeed());
  for (int round = 0; round < 500; ++round) {
    std::string text(random() % 12, ' ');
    for (char& c : text) c = static_cast<char>(32 + random() % 95);
    EXPECT_EQ(ReadByShell(ShellWord(text)), text);
  }
  for (int c = 1; c < 256; ++c) EXPECT_EQ(ReadByShell(ShellWord(std::string(1, c))), std::string(1, c));
}

TEST(OutputTest, WhatATerminalWouldObeyIsWrittenOut) {
  ::testing::internal::CaptureStdout();
  EXPECT_TRUE(Print("Ana\x1b[2J\n"));
  EXPECT_TRUE(FlushOutput());
  EXPECT_EQ(::testing::internal::GetCapturedStdout(), "Ana[U+001B][2J\n");
  ::testing::internal::CaptureStdout();
  EXPECT_TRUE(PrintExact(absl::string_view("\x1b\0\xff", 3)));
  EXPECT_TRUE(FlushOutput());
  EXPECT_EQ(::testing::internal::GetCapturedStdout(), std::string("\x1b\0\xff", 3)) << "it is not a terminal";
  ::testing::internal::CaptureStderr();
  Complain("no case \x07");
  Remark("\u202e");
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "casejournal: no case [U+0007]\n[U+202E]\n");
}

TEST(OutputTest, WrittenOutputKeepsTheExitStatus) {
  for (const ExitStatus exit : {ExitStatus::kOk, ExitStatus::kNotFound}) EXPECT_EQ(FinishOutput(exit), exit);
}

TEST(ProgressBarTest, DrawsNothingWithoutATerminal) {
  ::testing::internal::CaptureStderr();
  {
    ProgressBar bar(10);
    bar.Show(0, "0 requests");
    bar.Show(10, "10 requests");
    bar.Wipe();
  }
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

class TerminalWidthTest : public ::testing::Test {
 protected:
  TerminalWidthTest() {
    if (const char* before = std::getenv("COLUMNS")) before_ = before;
  }
  ~TerminalWidthTest() override { before_ ? ::setenv("COLUMNS", before_->c_str(), 1) : ::unsetenv("COLUMNS"); }

  static size_t With(const char* columns) {
    ::setenv("COLUMNS", columns, 1);
    return TerminalWidth();
  }

 private:
  std::optional<std::string> before_;
};

TEST_F(TerminalWidthTest, IsThatOfTheEnvironmentAndAtLeast40) {
  EXPECT_EQ(With("120"), 120U);
  EXPECT_EQ(With("40"), 40U);
  EXPECT_EQ(With("39"), 40U);
  EXPECT_EQ(With("1"), 40U);
  for (const char* none : {"", "0", "-5", "wide"}) EXPECT_GE(With(none), 40U) << none;
}

}  // namespace
}  // namespace casejournal::services
