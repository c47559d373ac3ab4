// Any bytes are a rule file with or without faults. A file without faults always gives an answer.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "tests/support/docket_case.h"
#include "tests/support/random_case.h"
#include "tests/support/seed.h"

namespace casejournal::projections {
namespace {

constexpr int kMutants = 250;

// The file with a few of its lines changed: omitted, doubled, swapped, taken from elsewhere, or with one byte flipped.
std::string Mutated(const std::string& text, std::mt19937_64& random) {
  std::vector<std::string> lines = absl::StrSplit(text, '\n');
  for (uint64_t changes = 1 + random() % 3; changes > 0; --changes) {
    const size_t at = random() % lines.size();
    const size_t other = random() % lines.size();
    switch (random() % 5) {
      case 0:
        lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at));
        break;
      case 1:
        lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(at), lines[at]);
        break;
      case 2:
        std::swap(lines[at], lines[other]);
        break;
      case 3:
        lines[at] = lines[other];
        break;
      default:
        if (!lines[at].empty()) lines[at][random() % lines[at].size()] = static_cast<char>(random());
    }
  }
  return absl::StrJoin(lines, "\n");
}

class MutatedRulesTest : public casejournal::testing::DocketCase {};

// Who suffers: every user of a server that does not start, or stops, because of a mistake in a file.
TEST_F(MutatedRulesTest, GetFaultsOrAnAnswer) {
  const uint64_t seed = testing::TestSeed();
  std::mt19937_64 random(seed);
  testing::RandomCase story(seed);
  testing::CaseBuilder built;
  built.Record("2026-05-01 12:00", story.Events(120));
  int taken = 0;
  for (int i = 0; i < kMutants; ++i) {
    const char* name = i % 2 == 0 ? "us-federal.rules.textproto" : "us-oh.rules.textproto";
    const RuleFile mutant = ReadRuleFile(name, Mutated(casejournal::testing::ShippedFile(name).text, random));
    if (!mutant.faults.empty()) {
      for (const RuleFault& fault : mutant.faults) EXPECT_FALSE(FaultText(fault).empty());
      continue;
    }
    ++taken;
    std::vector<RuleFile> together = {casejournal::testing::ShippedFile("us-oh.calendar.textproto"), mutant};
    if (i % 2 == 1) together.push_back(casejournal::testing::ShippedFile("us-federal.rules.textproto"));
    if (!CheckTogether(together).empty()) continue;
    RuleBook book;
    for (const RuleFile& file : together) book.Add(casejournal::testing::Adopted(file, 2));
    for (const char* day : {"2024-02-29", "2026-05-01", "2055-12-31"}) {
      const absl::CivilDay on = *ParseDay(day);
      DocketOf(built.entries(), *book.LawOn(on), {.day = on});
    }
  }
  EXPECT_GT(taken, 0) << "all mutants were refused; seed " << seed;
}

}  // namespace
}  // namespace casejournal::projections
