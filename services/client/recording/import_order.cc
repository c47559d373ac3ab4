#include "services/client/recording/import_order.h"

namespace casejournal::services {

void ImportOrder::Add(size_t line, const std::vector<std::string>& case_ids) {
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
    if (--open_[follower].waits_for == 0) ready_.push(follower);
  }
  for (const std::string& case_id : found->second.case_ids) {
    const auto last = last_of_case_.find(case_id);
    if (last != last_of_case_.end() && last->second == line) last_of_case_.erase(last);
  }
  open_.erase(found);
}

std::optional<size_t> ImportOrder::LowestOpen() const {
  if (open_.empty()) return std::nullopt;
  return open_.begin()->first;
}

}  // namespace casejournal::services
