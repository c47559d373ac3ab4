#include "tests/simulation/history.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "eventstore/proofs/compact_range.h"

namespace casejournal::simulation {

using eventstore::CompactRange;
using eventstore::EventLog;
using eventstore::Hash;
using eventstore::LeafHash;
using eventstore::Position;
using eventstore::RecordedEntry;
using eventstore::StreamId;

std::shared_ptr<Asked> History::Ask(std::vector<AskedPart> parts) {
  auto asked = std::make_shared<Asked>();
  const uint64_t number = asked_.size() + 1;
  for (size_t i = 0; i < sizeof(number); ++i) asked->id.bytes[15 - i] = static_cast<uint8_t>(number >> (8 * i));
  asked->id.bytes[6] = 0x40;
  asked->parts = std::move(parts);
  asked_.push_back(asked);
  by_id_[asked->id] = asked;
  return asked;
}

std::shared_ptr<Attempt> History::Begin(std::shared_ptr<Asked> asked, std::vector<eventstore::StreamHead> heads) {
  ++attempts_;
  auto attempt = std::make_shared<Attempt>(
      Attempt{.asked = std::move(asked), .heads = std::move(heads), .acknowledged_before = acknowledged_end_});
  under_way_.push_back(attempt);
  return attempt;
}

void History::Answer(Attempt& attempt, const absl::StatusOr<eventstore::Appended>& answer,
                     const std::function<bool(Position)>& durable) {
  Asked& asked = *attempt.asked;
  const std::string who = absl::StrCat("request ", asked.id.ToString());
  if (++attempt.answers > 1) broken_(absl::StrCat(who, " was answered twice"));
  std::erase_if(under_way_, [&](const std::shared_ptr<Attempt>& one) { return one.get() == &attempt; });
  if (!answer.ok()) {
    const bool refused = !absl::IsUnavailable(answer.status()) || eventstore::SaysLogClosing(answer.status());
    if (!refused) {
      asked.may_be_recorded = true;
      ++unknown_;
    }
    if (absl::IsAlreadyExists(answer.status())) asked.is_recorded = true;
    // A process that failed to write knows which of its requests may be there all the same.
    if (eventstore::WriteStopOf(answer.status()) == eventstore::WriteStop::kFailedWrite && !IsUnderWay(asked))
      asked.may_be_recorded = false;
    return;
  }
  ++acknowledged_;
  if (asked.position) broken_(absl::StrCat(who, " was acknowledged twice"));
  asked.position = answer->first_position;
  if (answer->first_position < attempt.acknowledged_before)
    broken_(absl::StrCat(who, " was recorded before what had been acknowledged when it was asked"));
  Position end = answer->first_position;
  for (size_t i = 0; i < asked.parts.size(); ++i) {
    end += asked.parts[i].payloads.size();
    const uint64_t last = attempt.heads[i].next() + asked.parts[i].payloads.size() - 1;
    if (answer->heads.at(i).last_revision != last)
      broken_(absl::StrCat(who, " does not follow the head that it named"));
  }
  for (Position position = answer->first_position; position < end; ++position) {
    if (!durable(position)) broken_(absl::StrCat(who, " was answered before position ", position, " was synced"));
  }
  acknowledged_end_ = std::max(acknowledged_end_, end);
}

bool History::IsUnderWay(const Asked& asked) const {
  return std::any_of(under_way_.begin(), under_way_.end(),
                     [&](const std::shared_ptr<Attempt>& one) { return one->asked.get() == &asked; });
}

void History::Crash() {
  for (const std::shared_ptr<Attempt>& attempt : under_way_) attempt->asked->may_be_recorded = true;
  under_way_.clear();
}

void History::RequireAllAnswered() const {
  if (under_way_.empty()) return;
  broken_(absl::StrCat("request ", under_way_.front()->asked->id.ToString(), " was never answered"));
}

void History::See(const RecordedEntry& entry) {
  const Hash leaf = LeafHash(entry.header_bytes);
  const auto [at, is_new] = seen_.emplace(entry.position, leaf);
  if (!is_new && at->second != leaf)
    broken_(absl::StrCat("position ", entry.position, " has another entry than somebody saw before"));
}

void History::SeeCheckpoint(const eventstore::SignedCheckpoint& checkpoint) {
  const auto [at, is_new] = checkpoints_.emplace(checkpoint.size, checkpoint.root);
  if (!is_new && at->second != checkpoint.root)
    broken_(absl::StrCat("two checkpoints of ", checkpoint.size, " entries have different roots"));
}

void History::Check(const EventLog& log) {
  const uint64_t size = log.size();
  if (size < acknowledged_end_)
    broken_(absl::StrCat("the log has ", size, " entries, and ", acknowledged_end_, " were acknowledged"));
  if (!seen_.empty() && seen_.rbegin()->first >= size)
    broken_(absl::StrCat("somebody saw position ", seen_.rbegin()->first, ", and the log has ", size, " entries"));
  if (!checkpoints_.empty() && checkpoints_.rbegin()->first > size)
    broken_(absl::StrCat("a checkpoint of ", checkpoints_.rbegin()->first, " entries was given out; there are ", size));

  std::set<std::shared_ptr<Asked>> told;
  for (const std::shared_ptr<Asked>& asked : asked_) {
    if (asked->is_recorded) told.insert(asked);
  }
  CompactRange range;
  std::map<StreamId, std::pair<uint64_t, Hash>> ends;  // revisions, and the last leaf
  std::map<eventstore::Uuid, Position> found;
  uint64_t left_in_request = 0;
  int64_t last_us = 0;
  while (range.size() < size) {
    const auto page = log.ReadLog(range.size(), {});
    if (!page.ok()) return broken_(absl::StrCat("the log cannot be read: ", page.status().ToString()));
    for (const RecordedEntry& entry : *page) {
      if (range.size() == size) break;
      if (entry.position != range.size()) broken_(absl::StrCat("position ", range.size(), " is missing"));
      See(entry);
      CheckEntry(entry, left_in_request);
      if (entry.header.index_in_request == 0) {
        if (!found.emplace(entry.header.request_id, entry.position).second)
          broken_(absl::StrCat("request ", entry.header.request_id.ToString(), " was recorded twice"));
      }
      auto& [revisions, last_leaf] = ends[entry.header.stream];
      if (entry.header.revision != revisions || entry.header.prev_stream_leaf != last_leaf)
        broken_(absl::StrCat("position ", entry.position, " does not follow the last entry of its stream"));
      ++revisions;
      last_leaf = LeafHash(entry.header_bytes);
      if (entry.header.recorded_at_us < last_us)
        broken_(absl::StrCat("position ", entry.position, " was recorded before the one before it"));
      last_us = entry.header.recorded_at_us;
      for (const auto& [instant_us, closed_size] : closed_) {
        if (entry.position >= closed_size && entry.header.recorded_at_us <= instant_us)
          broken_(absl::StrCat("position ", entry.position, " was recorded at ", entry.header.recorded_at_us,
                               ", and the instant ", instant_us, " was closed before, at size ", closed_size));
      }
      range.Append(last_leaf);
      const auto checkpoint = checkpoints_.find(range.size());
      if (checkpoint != checkpoints_.end() && checkpoint->second != range.Root())
        broken_(absl::StrCat("the first ", range.size(), " entries have another root than was published"));
    }
  }
  if (left_in_request != 0) broken_("the last request is not complete");
  for (const std::shared_ptr<Asked>& asked : asked_) {
    const auto at = found.find(asked->id);
    const std::string who = absl::StrCat("request ", asked->id.ToString());
    // What was acknowledged meanwhile is behind the size at which this began.
    if (asked->position && *asked->position < size && (at == found.end() || at->second != *asked->position))
      broken_(absl::StrCat(who, " was acknowledged at position ", *asked->position, " and is not there"));
    if (at == found.end() && told.contains(asked)) broken_(absl::StrCat(who, " was found before, and is not there"));
    const bool may_be_there = asked->position || asked->is_recorded || asked->may_be_recorded || IsUnderWay(*asked);
    if (at != found.end() && !may_be_there) broken_(absl::StrCat(who, " was refused, and is at position ", at->second));
  }
  const auto checkpoint = log.Checkpoint(size);
  if (size == 0 || !checkpoint.ok()) return;
  SeeCheckpoint(*checkpoint);
  if (checkpoint->size == size && checkpoint->root != range.Root())
    broken_("the newest checkpoint has another root than the entries");
}

// The payloads are those that were asked, in their order.
void History::CheckEntry(const RecordedEntry& entry, uint64_t& left_in_request) {
  const eventstore::Header& header = entry.header;
  const auto asked = by_id_.find(header.request_id);
  if (asked == by_id_.end()) return broken_(absl::StrCat("nobody asked for position ", entry.position));
  if (header.index_in_request == 0) {
    if (left_in_request != 0) broken_(absl::StrCat("the request before position ", entry.position, " is not complete"));
    left_in_request = header.events_in_request;
  }
  if (left_in_request == 0) return broken_(absl::StrCat("position ", entry.position, " belongs to no request"));
  --left_in_request;
  size_t index = header.index_in_request;
  for (const AskedPart& part : asked->second->parts) {
    if (index >= part.payloads.size()) {
      index -= part.payloads.size();
      continue;
    }
    if (part.stream == header.stream && part.payloads[index] == entry.payload()) return;
    break;
  }
  broken_(absl::StrCat("position ", entry.position, " is not what was asked"));
}

}  // namespace casejournal::simulation
