// What the clients of a log asked and were told, over all lives of the process, and whether a log keeps it.
#ifndef CASEJOURNAL_TESTS_SIMULATION_HISTORY_H_
#define CASEJOURNAL_TESTS_SIMULATION_HISTORY_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "eventstore/event_log.h"

namespace casejournal::simulation {

// One part of a request, as it was asked first. Later attempts have other heads.
struct AskedPart {
  eventstore::StreamId stream;
  std::vector<std::string> payloads;
};

struct Asked {
  eventstore::Uuid id;
  std::vector<AskedPart> parts;
  bool may_be_recorded = false;                  // the outcome of an attempt is unknown
  bool is_recorded = false;                      // somebody was told so, and not where
  std::optional<eventstore::Position> position;  // acknowledged
};

// One call of Append.
struct Attempt {
  std::shared_ptr<Asked> asked;
  std::vector<eventstore::StreamHead> heads;
  uint64_t acknowledged_before = 0;  // the end of the acknowledged log when it was called
  int answers = 0;
};

class History {
 public:
  // A broken promise. Does not return.
  using Broken = std::function<void(const std::string&)>;
  explicit History(Broken broken) : broken_(std::move(broken)) {}

  std::shared_ptr<Asked> Ask(std::vector<AskedPart> parts);
  std::shared_ptr<Attempt> Begin(std::shared_ptr<Asked> asked, std::vector<eventstore::StreamHead> heads);
  // `durable` looks whether a position outlives the power now.
  void Answer(Attempt& attempt, const absl::StatusOr<eventstore::Appended>& answer,
              const std::function<bool(eventstore::Position)>& durable);
  // Of the process whose calls were not answered.
  void Crash();
  // After a clean stop nobody waits for an answer.
  void RequireAllAnswered() const;

  // Somebody saw an entry.
  void See(const eventstore::RecordedEntry& entry);
  // Somebody got a checkpoint.
  void SeeCheckpoint(const eventstore::SignedCheckpoint& checkpoint);
  // An instant was closed when the log had `size` entries.
  void Close(int64_t instant_us, uint64_t size) { closed_.emplace_back(instant_us, size); }

  // Everything that anybody was told is in the log, and nothing else.
  void Check(const eventstore::EventLog& log);

  uint64_t acknowledged_end() const { return acknowledged_end_; }
  const std::vector<std::shared_ptr<Asked>>& asked() const { return asked_; }
  uint64_t attempts() const { return attempts_; }
  uint64_t acknowledged() const { return acknowledged_; }
  uint64_t unknown() const { return unknown_; }

 private:
  bool IsUnderWay(const Asked& asked) const;
  void CheckEntry(const eventstore::RecordedEntry& entry, uint64_t& left_in_request);

  const Broken broken_;
  std::vector<std::shared_ptr<Asked>> asked_;
  std::map<eventstore::Uuid, std::shared_ptr<Asked>> by_id_;
  std::vector<std::shared_ptr<Attempt>> under_way_;
  std::map<eventstore::Position, eventstore::Hash> seen_;
  std::map<uint64_t, eventstore::Hash> checkpoints_;
  std::vector<std::pair<int64_t, uint64_t>> closed_;
  uint64_t acknowledged_end_ = 0;
  uint64_t attempts_ = 0;
  uint64_t acknowledged_ = 0;
  uint64_t unknown_ = 0;
};

}  // namespace casejournal::simulation

#endif  // CASEJOURNAL_TESTS_SIMULATION_HISTORY_H_
