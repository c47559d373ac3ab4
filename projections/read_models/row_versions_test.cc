// Rows that come out otherwise for the same entries need another version: a program that finds rows of its version on
// disk serves them as they are.
//
// tests/golden/rows.golden has what the rows of the golden cases came out as. With UPDATE_GOLDENS=1 in the environment,
// it is written again, but not if only the rows changed: their version must be raised first.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "eventstore/proofs/hash.h"
#include "projections/read_models/due_rows.h"
#include "projections/read_models/projection.h"
#include "projections/read_models/worker.h"
#include "tests/support/docket_case.h"
#include "tests/support/golden_cases.h"
#include "tests/support/matchers.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::GoldenCase;
using casejournal::testing::GoldenSet;
using casejournal::testing::GoldenZone;
using casejournal::testing::IsOk;
using casejournal::testing::RulesFolder;
using casejournal::testing::ShippedRules;

// Days on which the golden cases have much to do, and little.
constexpr const char* kDays[] = {"2024-06-30", "2025-03-01", "2026-07-15", "2028-02-29"};

std::filesystem::path GoldenFolder() { return RulesFolder().parent_path().parent_path() / "tests" / "golden"; }

std::string TextOf(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

// One kind of rows, in one line of the file: what they are, their version, what they were made of, and how they came
// out.
struct Rows {
  int version = 0;
  std::string made_of;
  std::string digest;
};

// Rows in byte order, by their keys.
class RowDigest {
 public:
  void Put(absl::string_view family, const std::string& key, const std::string& value) {
    rows_[absl::StrCat(family, std::string(1, '\0'), key)] = value;
  }
  std::string Finish() const {
    eventstore::Sha256 sum;
    for (const auto& [key, value] : rows_) {
      sum.Update(absl::StrCat(key.size(), " ", key, value.size(), " ", value));
    }
    return eventstore::HexOf(sum.Finish());
  }
  size_t size() const { return rows_.size(); }

 private:
  std::map<std::string, std::string> rows_;
};

std::string DigestOfFiles(const std::filesystem::path& folder, const std::string& extension) {
  std::map<std::string, std::string> texts;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (file.path().extension() == extension) texts[file.path().filename().string()] = TextOf(file.path());
  }
  eventstore::Sha256 sum;
  for (const auto& [name, text] : texts) sum.Update(absl::StrCat(name, " ", text.size(), " ", text));
  return eventstore::HexOf(sum.Finish());
}

CaseRecord RecordOf(const GoldenCase& golden) {
  CaseRecord record(golden.case_id);
  for (const Entry& entry : golden.entries) record.Evolve(entry);
  return record;
}

std::string ReadModelsOf(const GoldenSet& set) {
  RowDigest digest;
  for (const GoldenCase& golden : set.cases) {
    const CaseRecord record = RecordOf(golden);
    for (const auto& projection : AllProjections()) {
      projection->Apply(record, 0, [&](const std::string& key, const std::string& value) {
        digest.Put(projection->name(), key, value);
      });
    }
  }
  EXPECT_GT(digest.size(), 100);
  return digest.Finish();
}

std::string DueRowsOf(const GoldenSet& set) {
  const RuleBook book = ShippedRules();
  RowDigest digest;
  for (const char* day_text : kDays) {
    const absl::CivilDay day = *ParseDay(day_text);
    for (const GoldenCase& golden : set.cases) {
      for (const auto& [key, value] : DueRows(DueIn(RecordOf(golden), book.LawOn(day), day, GoldenZone())))
        digest.Put(day_text, key, value);
    }
  }
  EXPECT_GT(digest.size(), 100);
  return digest.Finish();
}

std::map<std::string, Rows> RecordedRows() {
  std::map<std::string, Rows> recorded;
  for (absl::string_view line : absl::StrSplit(TextOf(GoldenFolder() / "rows.golden"), '\n', absl::SkipEmpty())) {
    if (line[0] == '#') continue;
    const std::vector<std::string> words = absl::StrSplit(line, ' ');
    EXPECT_EQ(words.size(), 4) << line;
    if (words.size() == 4) recorded[words[0]] = {std::stoi(words[1]), words[2], words[3]};
  }
  return recorded;
}

void Write(const std::map<std::string, Rows>& all) {
  std::ofstream file(GoldenFolder() / "rows.golden");
  file << "# Which rows, their version, a digest of what they were made of, and a digest of them "
          "(row_versions_test.cc).\n";
  for (const auto& [name, rows] : all)
    file << name << " " << rows.version << " " << rows.made_of << " " << rows.digest << "\n";
}

TEST(RowVersionsTest, RowsThatComeOutOtherwiseHaveAnotherVersion) {
  const auto set = casejournal::testing::ReadGoldenSet(GoldenFolder() / "fold");
  ASSERT_THAT(set, IsOk());
  const std::string cases = DigestOfFiles(GoldenFolder() / "fold", ".case");
  const std::string law = DigestOfFiles(RulesFolder(), ".textproto");
  const std::map<std::string, Rows> now = {
      {"due", {kDueRowsVersion, eventstore::HexOf(eventstore::Sha256().Update(cases + law).Finish()), DueRowsOf(*set)}},
      {"read-models", {kReadModelVersion, cases, ReadModelsOf(*set)}}};
  const std::map<std::string, Rows> before = RecordedRows();
  bool same = true;
  for (const auto& [name, rows] : now) {
    const auto found = before.find(name);
    const Rows recorded = found == before.end() ? Rows{} : found->second;
    const bool only_rows = recorded.version == rows.version && recorded.made_of == rows.made_of;
    ASSERT_FALSE(only_rows && recorded.digest != rows.digest)
        << "the rows \"" << name << "\" of the golden cases come out otherwise than those of version " << rows.version
        << " that programs have on disk: raise kDueRowsVersion (due_rows.h) or kReadModelVersion (projection.h), then "
           "run this test with UPDATE_GOLDENS=1";
    same = same && only_rows;
  }
  if (const char* update = std::getenv("UPDATE_GOLDENS"); update != nullptr && std::string(update) == "1") {
    return Write(now);
  }
  EXPECT_TRUE(same) << "versions, golden cases, or rules changed: run this test with UPDATE_GOLDENS=1";
}

}  // namespace
}  // namespace casejournal::projections
