#include "tests/bench/mix/figures.h"

#include <algorithm>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "nlohmann/json.hpp"

namespace casejournal::services {
namespace {

// As many digits as the value deserves.
std::string Short(double value) {
  if (value >= 100) return absl::StrFormat("%.0f", value);
  if (value >= 10) return absl::StrFormat("%.1f", value);
  return absl::StrFormat("%.2f", value);
}

}  // namespace

double Rounds::Median() const {
  std::vector<double> sorted = values;
  std::sort(sorted.begin(), sorted.end());
  const size_t middle = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

double Rounds::Min() const { return *std::min_element(values.begin(), values.end()); }

double Rounds::Max() const { return *std::max_element(values.begin(), values.end()); }

Figures::Side& Figures::Find(const std::string& row, const std::string& side) {
  auto found = std::find_if(rows_.begin(), rows_.end(), [&](const Row& each) { return each.name == row; });
  if (found == rows_.end()) found = rows_.insert(rows_.end(), Row{.name = row, .sides = {}});
  auto at = std::find_if(found->sides.begin(), found->sides.end(), [&](const Side& each) { return each.name == side; });
  if (at == found->sides.end()) at = found->sides.insert(at, Side{.name = side, .measures = {}, .remarks = {}});
  return *at;
}

void Figures::Add(const std::string& row, const std::string& side, const std::string& measure, double value) {
  auto& measures = Find(row, side).measures;
  auto found = std::find_if(measures.begin(), measures.end(), [&](const auto& each) { return each.first == measure; });
  if (found == measures.end()) found = measures.insert(found, {measure, Rounds()});
  found->second.values.push_back(value);
}

void Figures::Describe(const std::string& name, const std::string& value) { description_.emplace_back(name, value); }

void Figures::Remark(const std::string& row, const std::string& side, const std::string& text) {
  auto& remarks = Find(row, side).remarks;
  if (std::find(remarks.begin(), remarks.end(), text) == remarks.end()) remarks.push_back(text);
}

const Rounds* Figures::Of(absl::string_view row, absl::string_view side, absl::string_view measure) const {
  for (const Row& each : rows_) {
    if (each.name != row) continue;
    for (const Side& at : each.sides) {
      if (at.name != side) continue;
      for (const auto& [name, rounds] : at.measures) {
        if (name == measure) return &rounds;
      }
    }
  }
  return nullptr;
}

std::string Figures::RowText(const std::string& row) const {
  std::string text;
  for (const Row& each : rows_) {
    if (each.name != row) continue;
    absl::StrAppend(&text, each.name, "\n");
    for (const Side& side : each.sides) {
      std::string line = absl::StrFormat("  %-12s", side.name);
      for (const auto& [measure, rounds] : side.measures) {
        absl::StrAppend(&line, "  ", measure, " ", Short(rounds.Median()));
        if (rounds.values.size() > 1) {
          absl::StrAppend(&line, " (", Short(rounds.Min()), " to ", Short(rounds.Max()), ")");
        }
      }
      for (const std::string& remark : side.remarks) absl::StrAppend(&line, "  ", remark);
      absl::StrAppend(&text, line, "\n");
    }
  }
  return text;
}

std::string Figures::Text() const {
  std::string text;
  for (const Row& row : rows_) absl::StrAppend(&text, RowText(row.name));
  return text;
}

absl::Status Figures::WriteJson(const std::string& path) const {
  nlohmann::ordered_json json;
  for (const auto& [name, value] : description_) json["run"][name] = value;
  json["rows"] = nlohmann::ordered_json::array();
  for (const Row& row : rows_) {
    nlohmann::ordered_json sides;
    for (const Side& side : row.sides) {
      nlohmann::ordered_json& measures = sides[side.name];
      for (const auto& [measure, rounds] : side.measures) {
        measures[measure] = {
            {"median", rounds.Median()}, {"min", rounds.Min()}, {"max", rounds.Max()}, {"rounds", rounds.values}};
      }
      if (!side.remarks.empty()) measures["remarks"] = side.remarks;
    }
    json["rows"].push_back({{"row", row.name}, {"sides", sides}});
  }
  std::ofstream file(path);
  file << json.dump(1) << "\n";
  file.close();
  if (!file) return absl::UnavailableError(absl::StrCat("cannot write ", path));
  return absl::OkStatus();
}

}  // namespace casejournal::services
