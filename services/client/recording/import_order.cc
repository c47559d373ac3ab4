#include "services/client/recording/import_order.h"

#include <algorithm>

namespace casejournal::services {

bool ImportOrder::Add(size_t line, const std::vector<std::string>& case_ids) {
  if (std::any_of(case_ids.begin(), case_ids.end(), [this](const auto& id) { return rejected_cases_.contains(id); })) {
    rejected_cases_.insert(case_ids.begin(), case_ids.end());
    return false;
  }
  Line& added = open_[line];
  added.case_ids = case_ids;
  for (const std::string& case_id : case_ids) {
    const auto [last, fresh] = last_of_case_.try_emplace(case_id, line);
    if (fresh || last->second == line) continue;
    open_[last->second].followers.push_back(line);
    ++added.waits_for;
    last->second = line;
  }
  if (added.waits_for == 0) ready_.push(line);
  return true;
}

std::optional<size_t> ImportOrder::NextReady() {
  if (ready_.empty()) return std::nullopt;
  const size_t line = ready_.top();
  ready_.pop();
  return line;
}

void ImportOrder::Recorded(size_t line) {
  const auto found = open_.find(line);
  if (found == open_.end()) return;
  for (const size_t follower : found->second.followers) {
    const auto waiting = open_.find(follower);
    if (waiting != open_.end() && --waiting->second.waits_for == 0) ready_.push(follower);
  }
  for (const std::string& case_id : found->second.case_ids) {
    const auto last = last_of_case_.find(case_id);
    if (last != last_of_case_.end() && last->second == line) last_of_case_.erase(last);
  }
  open_.erase(found);
}

size_t ImportOrder::Rejected(size_t line) {
  size_t waited = 0;
  std::vector<size_t> rejected = {line};
  while (!rejected.empty()) {
    const auto found = open_.find(rejected.back());
    rejected.pop_back();
    if (found == open_.end()) continue;
    if (found->first != line) ++waited;
    rejected.insert(rejected.end(), found->second.followers.begin(), found->second.followers.end());
    for (const std::string& case_id : found->second.case_ids) {
      rejected_cases_.insert(case_id);
      last_of_case_.erase(case_id);
    }
    open_.erase(found);
  }
  return waited;
}

std::optional<size_t> ImportOrder::LowestOpen() const {
  if (open_.empty()) return std::nullopt;
  return open_.begin()->first;
}

}  // namespace casejournal::services
