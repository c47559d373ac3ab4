#include "services/client/entry_number.h"

#include <gtest/gtest.h>

namespace casejournal::services {
namespace {

TEST(EntryNumberTest, EntryIsReadWithAndWithoutItsLetter) {
  EXPECT_EQ(EntryDigits("r186"), "186");
  EXPECT_EQ(EntryDigits("R0"), "0");
  EXPECT_EQ(EntryDigits("186"), "186");
  for (const char* text : {"", "r", "rr1", "r-1", "x1", " r1"}) EXPECT_EQ(EntryDigits(text), text);
  EXPECT_EQ(EntryName(186), "r186");
}

TEST(EntryNumberTest, OptionTakesEither) {
  for (const char* text : {"r186", "186"}) {
    CLI::App app;
    uint64_t number = 0;
    app.add_option("--from", number)->transform(EntryNumber());
    app.parse(std::vector<std::string>{text, "--from"});
    EXPECT_EQ(number, 186u);
  }
  for (const char* text : {"r", "a1", "r-1", "1r", "r1.5"}) {
    CLI::App app;
    uint64_t number = 0;
    app.add_option("--from", number)->transform(EntryNumber());
    EXPECT_THROW(app.parse(std::vector<std::string>{text, "--from"}), CLI::ParseError) << text;
  }
}

}  // namespace
}  // namespace casejournal::services
