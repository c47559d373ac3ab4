#include <algorithm>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "eventstore/event_log.h"
#include "eventstore/proofs/proof.h"
#include "eventstore/storage/data_directory.h"
#include "eventstore/system/deadline.h"
#include "projections/read_models/log_follower.h"
#include "tests/simulation/history.h"
#include "tests/simulation/machine.h"
#include "tests/simulation/scheduler.h"
#include "tests/simulation/world.h"

namespace casejournal::simulation {
namespace {

using eventstore::Appended;
using eventstore::EventLog;
using eventstore::LogAppend;
using eventstore::Position;
using eventstore::StreamHead;
using eventstore::StreamId;
using projections::FollowedTo;
using projections::LogFollower;

constexpr size_t kClients = 3;
constexpr uint64_t kStreams = 6;
// Longer than any pause of a follower, a publisher, or the scheduler.
constexpr int64_t kIdleNs = 120 * kSecondNs;
constexpr int64_t kAnswerWithinNs = 1200 * kSecondNs;

class LogLife final : public Life {
 public:
  LogLife(Machine& machine, History& history) : Life(machine), history_(history) {}

  void Run() override {
    Calm();
    log_ = OpenLog();
    ReadCheckpoint();
    // Else what is in no memory yet is read while calls fail.
    if (machine().chance.OneIn(2)) history_.Check(*log_);
    follower_ = MakeFollower();
    Trouble();
    Work();
    Calm();
    if (machine().chance.OneIn(2)) BeIdle();
    history_.Check(*log_);
    Stop();
  }

 private:
  std::unique_ptr<LogFollower> MakeFollower() {
    return std::make_unique<LogFollower>(
        *log_, "the follower", [this](const absl::Notification& stop) { return Follow(stop); }, nullptr);
  }

  absl::StatusOr<FollowedTo> Follow(const absl::Notification&) {
    if (!is_calm() && chance().OneIn(20)) return absl::UnavailableError("a step failed");
    const auto page = log_->ReadLog(followed_, {.events_max = 1 + chance().Below(16)});
    if (!page.ok()) return Passing(page.status());
    for (const eventstore::RecordedEntry& entry : *page) {
      if (entry.position != followed_) Fail(absl::StrCat("the follower missed position ", followed_));
      history_.See(entry);
      ++followed_;
    }
    return FollowedTo{.complete = followed_, .read = followed_, .entries = page->size()};
  }

  // Nothing is lost, whatever fails.
  static absl::Status Passing(const absl::Status& error) {
    if (absl::IsDataLoss(error)) Fail(absl::StrCat("a call that failed is taken for a loss: ", error.ToString()));
    return error;
  }

  void Work() {
    std::vector<std::thread> clients;
    for (size_t i = 0; i < kClients; ++i) clients.emplace_back([this] { Append(); });
    std::thread waiter([this] { WaitForEach(); });
    std::thread reader([this] { Read(); });
    std::thread trouble([this] { MakeTrouble(*log_); });
    std::thread followers([this] { FollowForAWhile(); });
    for (std::thread& client : clients) client.join();
    reader.join();
    trouble.join();
    followers.join();
    waiter_ = std::move(waiter);
  }

  // Followers that are made and end while there is work.
  void FollowForAWhile() {
    const uint64_t times = 1 + chance().Below(12);
    for (uint64_t i = 0; i < times; ++i) {
      Position read = 0;
      const LogFollower follower(
          *log_, "a follower",
          [&](const absl::Notification&) -> absl::StatusOr<FollowedTo> {
            const size_t entries = log_->size() - read;
            read += entries;
            return FollowedTo{.complete = read, .read = read, .entries = entries};
          },
          nullptr);
      Sleep(static_cast<int64_t>(chance().Below(chance().OneIn(2) ? 1'000'000 : 300'000'000)));
    }
  }

  // The streams that a request is for, and what it says.
  std::vector<AskedPart> NewParts() {
    std::vector<AskedPart> parts;
    const uint64_t streams = chance().OneIn(5) ? 2 : 1;
    const uint64_t first = chance().Below(kStreams);
    for (uint64_t i = 0; i < streams; ++i) {
      AskedPart part{.stream = StreamAt((first + i) % kStreams), .payloads = {}};
      const uint64_t events = chance().OneIn(12) ? 20 + chance().Below(60) : 1 + chance().Below(3);
      for (uint64_t n = 0; n < events; ++n)
        part.payloads.push_back(absl::StrCat(history_.asked().size(), "/", i, "/", n));
      parts.push_back(std::move(part));
    }
    return parts;
  }
  static StreamId StreamAt(uint64_t number) {
    eventstore::Uuid uuid;
    uuid.bytes[6] = 0x40;
    uuid.bytes[15] = static_cast<uint8_t>(number + 1);
    return StreamId::Case(uuid);
  }

  void Append() {
    const uint64_t calls = 5 + chance().Below(12);
    for (uint64_t i = 0; i < calls; ++i) {
      const auto& before = history_.asked();
      const bool again = !before.empty() && chance().OneIn(3);
      const uint64_t back = chance().OneIn(2) ? 0 : chance().Below(8);
      AppendOnce(
          again ? before[before.size() - 1 - std::min<size_t>(back, before.size() - 1)] : history_.Ask(NewParts()),
          !chance().OneIn(4));
      if (chance().OneIn(8)) WaitForFollower();
    }
  }

  void AppendOnce(std::shared_ptr<Asked> asked, bool waits) {
    LogAppend request{.request_id = asked->id, .absent_at = std::nullopt, .streams = {}};
    std::vector<StreamHead> heads;
    if (chance().OneIn(2)) {
      const auto found = log_->FindRequest(asked->id);
      if (!found.ok()) return;
      if (found->first) {
        if (asked->position && *asked->position != *found->first)
          Fail(absl::StrCat("a request was found at position ", *found->first, ", and acknowledged elsewhere"));
        asked->is_recorded = true;
        return;
      }
      if (asked->position && *asked->position < found->looked_at) Fail("an acknowledged request was not found");
      request.absent_at = found->looked_at;
    }
    for (const AskedPart& part : asked->parts) {
      const absl::StatusOr<StreamHead> head = HeadOf(part.stream);
      if (!head.ok()) return;
      heads.push_back(*head);
      eventstore::StreamAppend append{.stream = part.stream, .head = *head, .events = {}};
      for (const std::string& payload : part.payloads) append.events.push_back({.payload = payload});
      request.streams.push_back(std::move(append));
    }
    const std::shared_ptr<Attempt> attempt = history_.Begin(std::move(asked), std::move(heads));
    const auto answered = std::make_shared<bool>(false);
    log_->Append(std::move(request), [this, attempt, answered](const absl::StatusOr<Appended>& answer) {
      history_.Answer(*attempt, answer, [this](Position position) { return IsDurable(position); });
      if (answer.ok()) {
        if (log_ != nullptr && log_->size() < history_.acknowledged_end()) Fail("an acknowledged entry is not visible");
        for (size_t i = 0; i < attempt->asked->parts.size(); ++i)
          last_heads_[attempt->asked->parts[i].stream] = answer->heads[i];
      }
      *answered = true;
    });
    if (!waits) return;
    Scheduler& scheduler = *Scheduler::Current();
    const Deadline until{.ns = scheduler.steady_ns() + kAnswerWithinNs};
    if (!scheduler.WaitUntil([&] { return *answered; }, until)) Fail("an append was not answered in time");
  }

  // As read now, or as an earlier answer said, which may be old.
  absl::StatusOr<StreamHead> HeadOf(const StreamId& stream) {
    const auto known = last_heads_.find(stream);
    if (known != last_heads_.end() && chance().OneIn(3)) return known->second;
    return log_->Head(stream);
  }

  void WaitForFollower() {
    const uint64_t until = log_->size();
    const absl::Status reached =
        follower_->WaitFor(until, eventstore::Deadline::In(absl::Seconds(1 + chance().Below(60))));
    if (reached.ok() && follower_->position() < until && follower_->status().ok())
      Fail("the follower was waited for, and is not there");
  }

  // Waits for one entry after the other.
  void WaitForEach() {
    while (log_->WaitForSize(waited_ + 1, eventstore::Deadline::Never())) {
      waited_ = log_->size();
      if (!IsDurable(waited_ - 1)) Fail("an entry is visible that is not synced");
    }
  }

  void Read() {
    const uint64_t calls = 10 + chance().Below(20);
    for (uint64_t i = 0; i < calls; ++i) {
      switch (chance().Below(5)) {
        case 0:
          ReadSome();
          break;
        case 1:
          ReadCheckpoint();
          break;
        case 2:
          CloseInstant();
          break;
        case 3:
          log_->WaitForSize(log_->size() + 1 + chance().Below(3),
                            eventstore::Deadline::In(absl::Milliseconds(chance().Below(500))));
          break;
        default:
          log_->Writable().IgnoreError();
          log_->WakeWaiters();
          break;
      }
    }
  }

  void ReadSome() {
    const uint64_t acknowledged = history_.acknowledged_end();
    const uint64_t from = chance().Below(log_->size() + 1);
    const auto page = log_->ReadLog(from, {});
    if (!page.ok()) return Passing(page.status()).IgnoreError();
    uint64_t at = from;
    for (const eventstore::RecordedEntry& entry : *page) {
      if (entry.position != at++) Fail("a page of the log has a gap");
      history_.See(entry);
    }
    if (at < std::min<uint64_t>(acknowledged, from + 1)) Fail("a page of the log lacks an acknowledged entry");
  }

  void ReadCheckpoint() {
    const uint64_t size = log_->size();
    const auto checkpoint = log_->Checkpoint(size);
    if (!checkpoint.ok() || checkpoint->size == 0) return;
    if (checkpoint->size < size) Fail("a checkpoint does not cover what was asked");
    if (SyncedCheckpoint() < checkpoint->size) Fail("a checkpoint was given out before it was synced");
    history_.SeeCheckpoint(*checkpoint);
    const uint64_t first = 1 + chance().Below(checkpoint->size);
    const auto entry = log_->ReadLog(first - 1, {.events_max = 1});
    const auto proof = log_->InclusionProof(first - 1, checkpoint->size);
    if (!proof.ok() || !entry.ok() || entry->empty()) return;
    if (!eventstore::VerifyInclusion(first - 1, checkpoint->size, eventstore::LeafHash(entry->front().header_bytes),
                                     *proof, checkpoint->root)
             .ok())
      Fail("a proof does not lead to the root of the checkpoint");
  }

  // The size of the newest checkpoint that outlives the power for sure; 0 if there is none.
  uint64_t SyncedCheckpoint() const {
    uint64_t least = UINT64_MAX;
    for (const auto& note : machine().disk.AfterACut(eventstore::DataPaths(kDirectory).latest)) {
      const std::vector<std::string> lines = absl::StrSplit(note.value_or(""), '\n');
      uint64_t size = 0;
      if (lines.size() < 2 || !absl::SimpleAtoi(lines[1], &size)) return 0;
      least = std::min(least, size);
    }
    return least;
  }

  void CloseInstant() {
    const int64_t instant = absl::ToUnixMicros(absl::Now()) - static_cast<int64_t>(chance().Below(1000));
    if (log_->CloseInstant(instant).ok()) history_.Close(instant, log_->size());
  }

  // Nobody asks for anything. What follows the log must reach its end by itself.
  void BeIdle() {
    Sleep(kIdleNs);
    const uint64_t size = log_->size();
    history_.RequireAllAnswered();
    if (waited_ != size) Fail(absl::StrCat("who waited for each entry was woken for ", waited_, " of ", size));
    if (follower_->position() != size)
      Fail(absl::StrCat("the follower is idle at position ", follower_->position(), " of ", size, ": ",
                        follower_->status().ToString()));
    if (size > 0 && SyncedCheckpoint() != size)
      Fail(absl::StrCat("the newest checkpoint has ", SyncedCheckpoint(), " of ", size, " entries"));
    BePrompt();
  }

  // Who waits for an entry is woken by it, and not by the next thing that happens in the log.
  void BePrompt() {
    Scheduler& scheduler = *Scheduler::Current();
    scheduler.AllowPauses(false);
    AppendOnce(history_.Ask(NewParts()), true);
    const Deadline until{.ns = scheduler.steady_ns() + kSecondNs / 5};
    if (!scheduler.WaitUntil([&] { return waited_ == log_->size(); }, until))
      Fail(absl::StrCat("who waits for entry ", waited_, " was not woken by it"));
    scheduler.AllowPauses(true);
  }

  void Stop() {
    log_->EndWaits();
    waiter_.join();
    follower_.reset();
    // Some wait for their answer when it ends.
    std::vector<std::thread> last;
    for (uint64_t i = chance().Below(4); i > 0; --i) {
      last.emplace_back([this] {
        for (int n = 0; n < 3; ++n) AppendOnce(history_.Ask(NewParts()), false);
      });
    }
    for (std::thread& client : last) client.join();
    log_.reset();
    history_.RequireAllAnswered();
  }

  History& history_;
  std::unique_ptr<EventLog> log_;
  std::unique_ptr<LogFollower> follower_;
  std::thread waiter_;
  Position followed_ = 0;
  uint64_t waited_ = 0;
  std::map<StreamId, StreamHead> last_heads_;
};

}  // namespace

WorldResult RunLogWorld(uint64_t seed) {
  Machine machine(seed);
  History history([](const std::string& why) { Scheduler::Current()->Fail(why); });
  WorldResult result = RunLives(
      machine, seed, [&] { return std::make_unique<LogLife>(machine, history); }, [&] { history.Crash(); });
  result.appends = history.attempts();
  result.acknowledged = history.acknowledged();
  result.unknown = history.unknown();
  result.entries = history.acknowledged_end();
  return result;
}

}  // namespace casejournal::simulation
