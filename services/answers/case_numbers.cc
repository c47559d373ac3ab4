#include "services/answers/case_numbers.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "projections/read_models/cases_projection.h"

namespace casejournal::services {
namespace {

using projections::CasesProjection;

// Limit of earlier cases that are followed. A child is adopted once or twice.
constexpr size_t kEarlierCasesMax = 100;

// Return the cases that `case_id` continues by its own record and by theirs, each with the value of its link. What only
// one record says moves no number: else whoever may record in one case could hide the numbers of another, or learn
// them.
absl::StatusOr<std::map<std::string, std::string>> LinksOfBoth(const projections::ReadModelStore& models,
                                                               const std::string& case_id) {
  std::map<std::string, std::string> own;
  const std::string prefix = projections::ContinuesRowPrefix(case_id);
  absl::Status scanned =
      models.Scan(CasesProjection::kName, prefix, prefix, [&](absl::string_view key, absl::string_view value) {
        if (value != projections::kLinkGone) own.emplace(key.substr(prefix.size()), value);
        return own.size() < kEarlierCasesMax;
      });
  if (!scanned.ok()) return scanned;
  std::map<std::string, std::string> links;
  for (const auto& [earlier, link] : own) {
    const absl::StatusOr<std::optional<std::string>> theirs =
        models.Get(CasesProjection::kName, absl::StrCat(projections::ContinuedByRowPrefix(case_id), earlier));
    if (!theirs.ok()) return theirs.status();
    if (!theirs->has_value() || **theirs == projections::kLinkGone) continue;
    links[earlier] = std::max(link, **theirs);  // open < sealed: either side may label the link
  }
  return links;
}

// Return the cases that `case_id` continues behind a label, directly or through other cases.
absl::StatusOr<std::set<std::string>> EarlierBehindLabel(const projections::ReadModelStore& models,
                                                         const std::string& case_id) {
  struct Step {
    std::string case_id;
    bool behind = false;  // a labeled link leads here
  };
  std::set<std::string> behind;
  std::set<std::string> seen = {case_id};
  std::vector<Step> open = {{case_id}};
  while (!open.empty() && seen.size() < kEarlierCasesMax) {
    const Step here = open.back();
    open.pop_back();
    const absl::StatusOr<std::map<std::string, std::string>> links = LinksOfBoth(models, here.case_id);
    if (!links.ok()) return links.status();
    for (const auto& [other, link] : *links) {
      if (!seen.insert(other).second) continue;
      open.push_back({other, here.behind || link == projections::kLinkSealed});
      if (open.back().behind) behind.insert(other);
    }
  }
  return behind;
}

// Return whether the case has the number now, or ever had it.
absl::StatusOr<bool> EverHad(const projections::ReadModelStore& models, const std::string& case_id,
                             const std::string& number) {
  const absl::StatusOr<std::optional<std::string>> row =
      models.Get(CasesProjection::kName, projections::NumberRowKey(number, case_id));
  if (!row.ok()) return row.status();
  return row->has_value();
}

// Return the cases whose row under `prefix` has this value, and to which `number` leads.
absl::StatusOr<std::vector<std::string>> CasesLedTo(const projections::ReadModelStore& models,
                                                    const std::string& number, const std::string& prefix,
                                                    absl::string_view holds) {
  std::vector<std::string> having;
  absl::Status scanned =
      models.Scan(CasesProjection::kName, prefix, prefix, [&](absl::string_view key, absl::string_view value) {
        if (value == holds) having.emplace_back(key.substr(prefix.size()));
        return true;
      });
  if (!scanned.ok()) return scanned;
  std::vector<std::string> case_ids;
  for (const std::string& case_id : having) {
    const absl::StatusOr<std::vector<std::string>> leads = NumbersThatLeadTo(models, case_id, {number});
    if (!leads.ok()) return leads.status();
    if (!leads->empty()) case_ids.push_back(case_id);
  }
  return case_ids;
}

}  // namespace

absl::StatusOr<std::vector<std::string>> NumbersThatLeadTo(const projections::ReadModelStore& models,
                                                           const std::string& case_id,
                                                           std::vector<std::string> numbers) {
  if (numbers.empty()) return numbers;
  const absl::StatusOr<std::set<std::string>> earlier = EarlierBehindLabel(models, case_id);
  if (!earlier.ok()) return earlier.status();
  absl::Status failed;
  const auto is_of_earlier = [&](const std::string& number) {
    return std::any_of(earlier->begin(), earlier->end(), [&](const std::string& other) {
      const absl::StatusOr<bool> had = EverHad(models, other, number);
      failed.Update(had.status());
      return had.ok() && *had;
    });
  };
  numbers.erase(std::remove_if(numbers.begin(), numbers.end(), is_of_earlier), numbers.end());
  if (!failed.ok()) return failed;
  return numbers;
}

absl::StatusOr<std::vector<std::string>> CasesWithNumber(const projections::ReadModelStore& models,
                                                         const std::string& number) {
  return CasesLedTo(models, number, projections::NumberRowPrefix(number), "1");
}

absl::StatusOr<std::vector<std::string>> CasesEverWithNumber(const projections::ReadModelStore& models,
                                                             const std::string& number) {
  return CasesLedTo(models, number, projections::NumberEverRowPrefix(number), "");
}

}  // namespace casejournal::services
