#include "services/pages/facts.h"

#include <gmock/gmock.h>

namespace casejournal::services {
namespace {

TEST(FactsTest, NamesAreAColumnAndValuesStandBesideThem) {
  EXPECT_EQ(
      FactsText(
          {{"Journal", "wren.example/juvenile"}, {"Days", "America/New_York; today is 2026-11-29"}, {"Closed", ""}}, 34,
          false),
      "Journal  wren.example/juvenile\n"
      "Days     America/New_York; today\n"
      "         is 2026-11-29\n");
}

// A key in two pieces cannot be copied.
TEST(FactsTest, AnIdentifierThatHasNoRoomStandsBelowItsName) {
  EXPECT_EQ(FactsText({{"Key", "wren.example/juvenile+802b2b94+AVTynrhyNupm"}, {"Entries", "1014"}}, 40, false),
            "Key\n"
            "  wren.example/juvenile+802b2b94+AVTynrhyNupm\n"
            "Entries  1014\n");
}

TEST(FactsTest, ColorsAddNothingButControlSequences) {
  EXPECT_EQ(FactsText({{"writes", Cell("works", Tone::kGood)}}, 80, true),
            "\x1b[1mwrites\x1b[0m  \x1b[32mworks\x1b[0m\n");
}

TEST(FactsTest, WhatATerminalWouldObeyIsShown) {
  EXPECT_EQ(FactsText({{"N\x1b", "x\x07"}}, 80, false), "N[U+001B]  x[U+0007]\n");
}

TEST(FactsTest, AnyWidthIsTaken) {
  for (size_t width = 0; width < 100; ++width)
    EXPECT_THAT(FactsText({{"A long name of a fact", "2025-03-10"}}, width, false), ::testing::HasSubstr("2025-03-10"));
}

}  // namespace
}  // namespace casejournal::services
