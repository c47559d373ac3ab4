// The golden cases of the fold (tests/golden/fold), and the results that name a version of it
// (projections/state/fold_versions.h).
//
// A case is a file NAME.case: comments that begin with '#', then one line `case ID`, and then blocks. The first line of
// the file names the version of the set. A block starts with one of these lines:
//
//   entry REVISION position POSITION recorded RFC3339-TIME      the CaseEvent follows, in Protobuf's text form
//   view FIELDS                                                 the AsOf, in Protobuf's text form
#ifndef CASEJOURNAL_TESTS_SUPPORT_GOLDEN_CASES_H_
#define CASEJOURNAL_TESTS_SUPPORT_GOLDEN_CASES_H_

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "casejournal/v1/as_of.pb.h"
#include "google/protobuf/text_format.h"
#include "projections/entries/known_set.h"
#include "projections/entries/standing.h"
#include "projections/state/case_record.h"
#include "projections/state/plan_digest.h"
#include "projections/state/plan_fold.h"

namespace casejournal::testing {

struct GoldenCase {
  std::string name;
  std::string case_id;
  std::vector<projections::Entry> entries;
  std::vector<v1::AsOf> views;
};

struct GoldenSet {
  uint32_t version = 0;
  std::vector<GoldenCase> cases;  // in byte order of their names
};

// Days of the golden cases are days at this offset, so that the results do not depend on a database of time zones.
inline absl::TimeZone GoldenZone() { return absl::FixedTimeZone(-5 * 60 * 60); }

namespace internal_golden {

// The CaseEvent of one block becomes an entry.
inline absl::Status AddEntry(const std::vector<std::string>& head, const std::string& text, GoldenCase& golden) {
  projections::Entry entry;
  absl::Time recorded;
  std::string error;
  const bool fits = head.size() == 6 && absl::SimpleAtoi(head[1], &entry.revision) && head[2] == "position" &&
                    absl::SimpleAtoi(head[3], &entry.position) && head[4] == "recorded" &&
                    absl::ParseTime(absl::RFC3339_full, head[5], &recorded, &error) &&
                    entry.revision == golden.entries.size();
  auto stored = std::make_shared<event::v1::StoredEvent>();
  if (!fits || !google::protobuf::TextFormat::ParseFromString(text, stored->mutable_case_event())) {
    return absl::InvalidArgumentError(absl::StrCat("malformed entry ", golden.entries.size()));
  }
  entry.recorded_at_us = absl::ToUnixMicros(recorded);
  entry.stored_bytes = stored->ByteSizeLong();
  entry.stored = std::move(stored);
  golden.entries.push_back(std::move(entry));
  return absl::OkStatus();
}

inline absl::Status AddBlock(const std::string& head, const std::string& text, GoldenCase& golden) {
  if (absl::StartsWith(head, "case ")) {
    golden.case_id = head.substr(5);
    return absl::OkStatus();
  }
  if (absl::StartsWith(head, "entry ")) return AddEntry(absl::StrSplit(head, ' '), text, golden);
  v1::AsOf view;
  if (!google::protobuf::TextFormat::ParseFromString(head.substr(5), &view)) {
    return absl::InvalidArgumentError(absl::StrCat("malformed view ", golden.views.size()));
  }
  golden.views.push_back(std::move(view));
  return absl::OkStatus();
}

inline bool IsHead(absl::string_view line) {
  return absl::StartsWith(line, "case ") || absl::StartsWith(line, "entry ") || absl::StartsWith(line, "view ");
}

inline std::string ContentsOf(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace internal_golden

inline absl::StatusOr<GoldenCase> ParseGoldenCase(std::string name, absl::string_view text) {
  GoldenCase golden;
  golden.name = std::move(name);
  std::string head;
  std::string block;
  const auto add = [&]() -> absl::Status {
    if (head.empty()) return absl::OkStatus();
    absl::Status added = internal_golden::AddBlock(head, block, golden);
    return added.ok() ? added : absl::InvalidArgumentError(absl::StrCat(golden.name, ": ", added.message()));
  };
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    if (!internal_golden::IsHead(line)) {
      absl::StrAppend(&block, line, "\n");
      continue;
    }
    if (absl::Status added = add(); !added.ok()) return added;
    head = std::string(line);
    block.clear();
  }
  if (absl::Status added = add(); !added.ok()) return added;
  return golden;
}

// Reads all cases of a directory. They must be of one version of the set.
inline absl::StatusOr<GoldenSet> ReadGoldenSet(const std::filesystem::path& directory) {
  constexpr absl::string_view kFirstLine = "# casejournal fold golden cases ";
  GoldenSet set;
  std::error_code error;
  for (const auto& file : std::filesystem::directory_iterator(directory, error)) {
    if (file.path().extension() != ".case") continue;
    const std::string text = internal_golden::ContentsOf(file.path());
    absl::string_view first = absl::string_view(text).substr(0, text.find('\n'));
    uint32_t version = 0;
    if (!absl::ConsumePrefix(&first, kFirstLine) || !absl::SimpleAtoi(first, &version) ||
        (set.version != 0 && version != set.version)) {
      return absl::InvalidArgumentError(absl::StrCat(file.path().filename().string(), ": the first line must be \"",
                                                     kFirstLine, "N\", with the same N in all files"));
    }
    set.version = version;
    absl::StatusOr<GoldenCase> golden = ParseGoldenCase(file.path().stem().string(), text);
    if (!golden.ok()) return golden.status();
    set.cases.push_back(*std::move(golden));
  }
  if (set.cases.empty()) return absl::NotFoundError(absl::StrCat(directory.string(), ": no golden cases"));
  std::sort(set.cases.begin(), set.cases.end(),
            [](const GoldenCase& a, const GoldenCase& b) { return a.name < b.name; });
  return set;
}

// Calls `visit(label, plan)` for each plan of a case, in the order of the results: after each entry, and per view.
template <typename Visit>
absl::Status VisitGoldenPlans(const GoldenCase& golden, const Visit& visit) {
  projections::CaseRecord record(golden.case_id);
  for (const projections::Entry& entry : golden.entries) {
    record.Evolve(entry);
    visit(absl::StrCat("entry ", entry.revision), record.plan());
  }
  for (size_t i = 0; i < golden.views.size(); ++i) {
    const v1::AsOf& as_of = golden.views[i];
    const absl::StatusOr<projections::KnownSet> known = projections::ResolveKnown(as_of, GoldenZone());
    if (!known.ok()) return absl::InvalidArgumentError(absl::StrCat(golden.name, ": ", known.status().message()));
    const std::vector<projections::Standing> standing = projections::StandingEntries(record.entries(), *known);
    visit(absl::StrCat("view ", i), as_of.has_effective_on()
                                        ? projections::FoldPlan(golden.case_id, standing, as_of.effective_on())
                                        : projections::FoldPlan(golden.case_id, standing));
  }
  return absl::OkStatus();
}

// The text whose SHA-256 is the fold digest.
inline absl::StatusOr<std::string> GoldenResults(const GoldenSet& set) {
  std::string results = absl::StrCat("casejournal/fold/v1 golden cases ", set.version, "\n");
  for (const GoldenCase& golden : set.cases) {
    const absl::Status visited = VisitGoldenPlans(golden, [&](const std::string& label, const v1::CasePlan& plan) {
      const eventstore::Hash digest = projections::CanonicalPlanDigest(projections::CanonicalPlan(plan));
      absl::StrAppend(&results, golden.name, " ", label, " ", eventstore::HexOf(digest), "\n");
    });
    if (!visited.ok()) return visited;
  }
  return results;
}

inline std::string GoldenDigest(const std::string& results) {
  return eventstore::HexOf(eventstore::Sha256().Update(results).Finish());
}

}  // namespace casejournal::testing

#endif  // CASEJOURNAL_TESTS_SUPPORT_GOLDEN_CASES_H_
