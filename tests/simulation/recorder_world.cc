#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "eventstore/system/deadline.h"
#include "projections/entries/civil_day.h"
#include "services/cases/case_cache.h"
#include "services/recorder/recorder.h"
#include "tests/simulation/machine.h"
#include "tests/simulation/scheduler.h"
#include "tests/simulation/world.h"
#include "tests/support/case_builder.h"

namespace casejournal::simulation {
namespace {

using casejournal::testing::Id;
using eventstore::EventLog;
using eventstore::Position;
using eventstore::StreamId;
using services::CaseCache;
using services::Recorder;

constexpr size_t kClients = 4;
constexpr uint64_t kCases = 4;
constexpr int64_t kAnswerWithinNs = 1200 * kSecondNs;

// A request, whatever number of times it is sent.
struct Sent {
  std::shared_ptr<const v1::AppendRequest> request;
  std::optional<Position> position;  // acknowledged
  std::vector<uint64_t> revisions;   // the first in each case, as answered
  bool may_be_recorded = false;
  std::string refusal;  // the last
  int under_way = 0;
  int calls = 0;
  int life = 0;           // of the last call
  uint64_t began = 0;     // the last call, in the order of beginnings and returns
  uint64_t returned = 0;  // the same; 0: not yet
};

// What lasts over the lives of the process.
struct Court {
  std::vector<std::shared_ptr<Sent>> sent;
  uint64_t acknowledged_end = 0;
  uint64_t requests = 0;
  uint64_t moments = 0;
  int life = 0;
  uint64_t calls = 0;
  uint64_t acknowledged = 0;
  uint64_t unknown = 0;

  void Crash() {
    for (const std::shared_ptr<Sent>& one : sent) {
      if (std::exchange(one->under_way, 0) > 0) one->may_be_recorded = true;
    }
  }
};

std::string CaseAt(uint64_t number) { return Id(absl::StrCat("case ", number)); }
StreamId StreamOf(const std::string& case_id) { return StreamId::Case(*eventstore::Uuid::Parse(case_id)); }

class RecorderLife final : public Life {
 public:
  RecorderLife(Machine& machine, Court& court) : Life(machine), court_(court) {}

  void Run() override {
    ++court_.life;
    Calm();
    log_ = OpenLog();
    // Little memory, so that cases are folded again.
    cases_ = std::make_unique<CaseCache>(*log_, machine().chance.OneIn(2) ? 4096 : size_t{1} << 24);
    recorder_ = std::make_unique<Recorder>(*log_, *cases_, Options());
    Check();
    Trouble();
    Work();
    Calm();
    WaitForAnswers();
    Check();
    CheckOrder();
    recorder_.reset();
    cases_.reset();
    log_.reset();
  }

 private:
  services::RecorderOptions Options() const {
    services::RecorderOptions options;
    options.zone = absl::UTCTimeZone();
    options.now_us = [] { return absl::ToUnixMicros(absl::Now()); };
    if (machine().chance.OneIn(4)) options.limits.waiting = 2;
    return options;
  }

  void Work() {
    std::vector<std::thread> clients;
    for (size_t i = 0; i < kClients; ++i) clients.emplace_back([this] { Send(); });
    std::thread trouble([this] { MakeTrouble(*log_); });
    std::thread reader([this] { ReadCases(); });
    for (std::thread& client : clients) client.join();
    trouble.join();
    reader.join();
  }

  void Send() {
    const uint64_t calls = 4 + chance().Below(8);
    for (uint64_t i = 0; i < calls; ++i) {
      const auto& before = court_.sent;
      const bool again = !before.empty() && chance().OneIn(4);
      const uint64_t back = chance().OneIn(2) ? 0 : chance().Below(6);
      Record(again ? before[before.size() - 1 - std::min<size_t>(back, before.size() - 1)] : New());
    }
  }

  // Yesterday, whatever the clock does.
  static std::string Day() {
    return projections::DayOf(absl::ToUnixMicros(absl::Now() - absl::Hours(24)), absl::UTCTimeZone());
  }

  std::shared_ptr<Sent> New() {
    v1::AppendRequest request;
    request.set_request_id(Id(absl::StrCat("request ", ++court_.requests)));
    const uint64_t cases = chance().OneIn(4) ? 2 : 1;
    const uint64_t first = chance().Below(kCases);
    for (uint64_t i = 0; i < cases; ++i) {
      v1::CaseAppend& part = *request.add_cases();
      part.set_case_id(CaseAt((first + i) % kCases));
      Fill(part);
    }
    auto sent = std::make_shared<Sent>();
    sent->request = std::make_shared<const v1::AppendRequest>(std::move(request));
    court_.sent.push_back(sent);
    return sent;
  }

  void Fill(v1::CaseAppend& part) {
    const auto head = log_->Head(StreamOf(part.case_id()));
    if (!head.ok() || !head->last_revision) {
      part.mutable_expected()->set_no_case(true);
      *part.add_events() = casejournal::testing::CaseOpened(Day());
      return;
    }
    if (chance().OneIn(4)) {
      part.mutable_expected()->set_exactly(*head->last_revision);
    } else {
      part.mutable_expected()->set_any(true);
    }
    for (uint64_t i = 1 + chance().Below(3); i > 0; --i) {
      *part.add_events() = casejournal::testing::NoteWritten(Day(), absl::StrCat("note ", court_.requests, "/", i));
    }
  }

  void Record(const std::shared_ptr<Sent>& sent) {
    services::Caller caller;
    caller.actor.set_name("Dana Reed");
    services::Patience patience;
    const bool gives_up = chance().OneIn(10);
    if (gives_up) patience.deadline = eventstore::Deadline::In(absl::Milliseconds(chance().Below(20)));
    ++court_.calls;
    ++sent->calls;
    ++sent->under_way;
    sent->life = court_.life;
    sent->began = ++court_.moments;
    sent->returned = 0;
    const uint64_t acknowledged_before = court_.acknowledged_end;
    const auto answers = std::make_shared<int>(0);
    const auto done = [this, sent, answers, acknowledged_before, gives_up](absl::StatusOr<v1::AppendResponse> answer) {
      if (++*answers > 1) Fail(absl::StrCat("request ", sent->request->request_id(), " was answered twice"));
      --sent->under_way;
      Take(*sent, answer, acknowledged_before, gives_up);
    };
    if (chance().OneIn(6)) {
      sent->life = 0;  // another thread decides when it is called
      recorder_->RecordSoon(std::move(caller), sent->request, done, std::move(patience));
    } else {
      recorder_->Record(std::move(caller), sent->request, done, std::move(patience));
    }
    sent->returned = ++court_.moments;
    if (chance().OneIn(2)) return;
    Scheduler& scheduler = *Scheduler::Current();
    const Deadline until{.ns = scheduler.steady_ns() + kAnswerWithinNs};
    if (!scheduler.WaitUntil([&] { return *answers > 0; }, until))
      Fail(absl::StrCat("request ", sent->request->request_id(), " was not answered in time"));
  }

  void Take(Sent& sent, const absl::StatusOr<v1::AppendResponse>& answer, uint64_t acknowledged_before, bool gives_up) {
    const std::string who = absl::StrCat("request ", sent.request->request_id());
    if (!answer.ok()) return TakeError(sent, answer.status(), gives_up);
    std::vector<uint64_t> revisions;
    Position end = answer->first_position();
    for (int i = 0; i < answer->cases_size(); ++i) {
      const v1::CaseAppended& part = answer->cases(i);
      revisions.push_back(part.first_revision());
      end += part.events();
      const v1::ExpectedRevision& expected = sent.request->cases(i).expected();
      if (expected.has_exactly() && part.first_revision() != expected.exactly() + 1)
        Fail(absl::StrCat(who, " was recorded after another revision than it expects"));
      if (expected.no_case() && part.first_revision() != 0) Fail(absl::StrCat(who, " opened a case that was there"));
    }
    for (Position position = answer->first_position(); position < end; ++position) {
      if (!IsDurable(position)) Fail(absl::StrCat(who, " was answered before position ", position, " was synced"));
    }
    if (sent.position && (*sent.position != answer->first_position() || sent.revisions != revisions))
      Fail(absl::StrCat(who, " has two answers"));
    if (!sent.position && sent.calls == 1 && answer->first_position() < acknowledged_before)
      Fail(absl::StrCat(who, " was recorded before what had been acknowledged when it was sent"));
    sent.position = answer->first_position();
    sent.revisions = std::move(revisions);
    court_.acknowledged_end = std::max<uint64_t>(court_.acknowledged_end, end);
    ++court_.acknowledged;
  }

  void TakeError(Sent& sent, const absl::Status& error, bool gives_up) {
    const std::string who = absl::StrCat("request ", sent.request->request_id());
    sent.refusal = error.ToString();
    switch (error.code()) {
      case absl::StatusCode::kUnavailable:
        sent.may_be_recorded = true;
        ++court_.unknown;
        return;
      case absl::StatusCode::kDeadlineExceeded:
        if (!gives_up) Fail(absl::StrCat(who, " was given up by nobody: ", error.ToString()));
        return;
      case absl::StatusCode::kAborted:
        if (std::all_of(sent.request->cases().begin(), sent.request->cases().end(),
                        [](const v1::CaseAppend& part) { return part.expected().any(); }))
          Fail(absl::StrCat(who, " takes any revision, and lost a race: ", error.ToString()));
        return;
      case absl::StatusCode::kFailedPrecondition:
      case absl::StatusCode::kResourceExhausted:
      case absl::StatusCode::kDataLoss:  // WriteStop::kFork
        return;
      default:
        Fail(absl::StrCat(who, ": ", error.ToString()));
    }
  }

  // Who asks for a case gets everything that was acknowledged before. A reader also gets what is only committed.
  void ReadCases() {
    const uint64_t calls = chance().Below(12);
    for (uint64_t i = 0; i < calls; ++i) {
      const std::string case_id = CaseAt(chance().Below(kCases));
      const eventstore::Uuid id = *eventstore::Uuid::Parse(case_id);
      const bool is_reader = chance().OneIn(2);
      uint64_t at_least = AcknowledgedIn(case_id);
      if (is_reader) {
        const auto head = log_->Head(StreamOf(case_id));
        if (head.ok()) at_least = std::max(at_least, head->next());
      }
      const auto at = is_reader ? cases_->LoadCommitted(id) : cases_->Load(id);
      if (at.ok() && (*at)->record.entries().size() < at_least)
        Fail(absl::StrCat("a case was read without revision ", at_least - 1));
    }
  }

  uint64_t AcknowledgedIn(const std::string& case_id) const {
    uint64_t revisions = 0;
    for (const std::shared_ptr<Sent>& sent : court_.sent) {
      if (!sent->position) continue;
      for (int i = 0; i < sent->request->cases_size(); ++i) {
        const v1::CaseAppend& part = sent->request->cases(i);
        if (part.case_id() != case_id) continue;
        revisions = std::max<uint64_t>(revisions, sent->revisions[i] + part.events_size());
      }
    }
    return revisions;
  }

  void WaitForAnswers() {
    Scheduler& scheduler = *Scheduler::Current();
    const Deadline until{.ns = scheduler.steady_ns() + kAnswerWithinNs};
    const auto all = [this] {
      return std::none_of(court_.sent.begin(), court_.sent.end(), [](const auto& one) { return one->under_way > 0; });
    };
    if (!scheduler.WaitUntil(all, until)) Fail("a request was never answered");
  }

  // Everything that anybody was told is in the log, once, and the cases are what their streams are.
  void Check() {
    std::map<std::string, Position> found;
    std::map<StreamId, uint64_t> ends;
    Position next = 0;
    while (next < log_->size()) {
      const auto page = log_->ReadHeaders(next, 256);
      if (!page.ok()) return Fail(absl::StrCat("the log cannot be read: ", page.status().ToString()));
      for (const eventstore::PlacedHeader& at : *page) {
        if (at.position != next++) Fail(absl::StrCat("position ", next - 1, " is missing"));
        if (at.header.revision != ends[at.header.stream]++)
          Fail(absl::StrCat("position ", at.position, " does not follow the last entry of its stream"));
        if (at.header.index_in_request == 0 && !found.emplace(at.header.request_id.ToString(), at.position).second)
          Fail(absl::StrCat("request ", at.header.request_id.ToString(), " was recorded twice"));
      }
    }
    for (const std::shared_ptr<Sent>& sent : court_.sent) {
      const auto at = found.find(sent->request->request_id());
      const std::string who = absl::StrCat("request ", sent->request->request_id());
      if (sent->position && (at == found.end() || at->second != *sent->position))
        Fail(absl::StrCat(who, " was acknowledged at position ", *sent->position, " and is not there"));
      if (at != found.end() && !sent->position && !sent->may_be_recorded)
        Fail(absl::StrCat(who, " was refused (", sent->refusal, "), and is at position ", at->second));
    }
    for (uint64_t i = 0; i < kCases; ++i) {
      const auto at = cases_->LoadCommitted(*eventstore::Uuid::Parse(CaseAt(i)));
      if (!at.ok()) Fail(absl::StrCat("a case cannot be read: ", at.status().ToString()));
      if ((*at)->record.entries().size() != ends[StreamOf(CaseAt(i))]) Fail("a case is not what its stream is");
    }
  }

  // Of two requests for a case, the one whose call returned before the other's began comes first.
  void CheckOrder() {
    for (const std::shared_ptr<Sent>& one : court_.sent) {
      for (const std::shared_ptr<Sent>& other : court_.sent) {
        const bool comparable = one->calls == 1 && other->calls == 1 && one->life == court_.life &&
                                other->life == court_.life && one->position && other->position;
        if (!comparable || one->returned >= other->began || !ShareACase(*one, *other)) continue;
        if (*one->position > *other->position)
          Fail(absl::StrCat("request ", other->request->request_id(), " overtook one that was sent before it"));
      }
    }
  }
  static bool ShareACase(const Sent& one, const Sent& other) {
    for (const v1::CaseAppend& part : one.request->cases()) {
      for (const v1::CaseAppend& of : other.request->cases()) {
        if (part.case_id() == of.case_id()) return true;
      }
    }
    return false;
  }

  Court& court_;
  std::unique_ptr<EventLog> log_;
  std::unique_ptr<CaseCache> cases_;
  std::unique_ptr<Recorder> recorder_;
};

}  // namespace

WorldResult RunRecorderWorld(uint64_t seed) {
  Machine machine(seed);
  Court court;
  WorldResult result = RunLives(
      machine, seed, [&] { return std::make_unique<RecorderLife>(machine, court); }, [&] { court.Crash(); });
  result.appends = court.calls;
  result.acknowledged = court.acknowledged;
  result.unknown = court.unknown;
  result.entries = court.acknowledged_end;
  return result;
}

}  // namespace casejournal::simulation
