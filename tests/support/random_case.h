// Random cases: originals in any order of days, corrections of originals, retractions of anything.
#ifndef CASEJOURNAL_TESTS_SUPPORT_RANDOM_CASE_H_
#define CASEJOURNAL_TESTS_SUPPORT_RANDOM_CASE_H_

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/support/any_event.h"
#include "tests/support/case_builder.h"

namespace casejournal::testing {

class RandomCase {
 public:
  explicit RandomCase(uint64_t seed) : random_(seed) {}

  size_t Below(size_t limit) { return std::uniform_int_distribution<size_t>(0, limit - 1)(random_); }

  std::string Day() { return absl::StrFormat("2025-03-%02d", Below(20) + 1); }

  // An original of any type, about a few parts, which need not exist. Half of the originals are of nine types, so that
  // these often meet.
  CaseEvent Original(absl::string_view day) {
    if (!only_.empty()) return OfAnyType(*Some(only_), day);
    return Below(2) == 0 ? OfType(Below(9), day) : OfAnyType(*Some(BodiesOfOriginals()), day);
  }

  // A random entry as an author could write it: mostly originals, and sometimes a correction or a retraction of an
  // existing entry.
  CaseEvent Any(const std::vector<CaseEvent>& before, bool in_order) {
    const size_t choice = before.empty() ? 9 : Below(10);
    if (in_order || choice > 3) return Original(in_order ? NextDay() : Day());
    if (choice > 1) return Retracting(Below(before.size()));
    return Correction(before);
  }

  // A correction of a random original, or an original if there is none.
  CaseEvent Correction(const std::vector<CaseEvent>& before) {
    const eventstore::Revision target = Below(before.size());
    if (before[target].has_corrects() || before[target].has_entry_retracted()) {
      return Original(Day());
    }
    return CorrectionOf(target, before);
  }
  CaseEvent CorrectionOf(eventstore::Revision target, const std::vector<CaseEvent>& before) {
    return Correcting(target, OfAnyType(*projections::BodyField(before[target]), Day()));
  }

  std::vector<CaseEvent> Events(size_t count, bool in_order = false) {
    std::vector<CaseEvent> events;
    day_ = 1;
    while (events.size() < count) events.push_back(Any(events, in_order));
    return events;
  }

  // The same, but all originals are of these types. Among all types, these rarely meet.
  std::vector<CaseEvent> EventsOf(std::vector<const google::protobuf::FieldDescriptor*> types, size_t count) {
    only_ = std::move(types);
    std::vector<CaseEvent> events = Events(count);
    only_.clear();
    return events;
  }

  // The same, but all originals open, close, or reopen the case.
  std::vector<CaseEvent> EventsOfEpisodes(size_t count) {
    const google::protobuf::Descriptor& all = *CaseEvent::descriptor();
    return EventsOf({all.FindFieldByNumber(CaseEvent::kCaseOpenedFieldNumber),
                     all.FindFieldByNumber(CaseEvent::kCaseReceivedFieldNumber),
                     all.FindFieldByNumber(CaseEvent::kCaseClosedFieldNumber),
                     all.FindFieldByNumber(CaseEvent::kCaseReopenedFieldNumber)},
                    count);
  }

 private:
  // The next day in order: the day of the entry before, or a later one.
  std::string NextDay() {
    if (Below(3) == 0 && day_ < 28) ++day_;
    return absl::StrFormat("2025-03-%02d", day_);
  }
  std::string Some(absl::string_view what) { return absl::StrCat(what, Below(3)); }
  template <typename Item>
  const Item& Some(const std::vector<Item>& items) {
    return items[Below(items.size())];
  }

  // All types except retractions, which are created on purpose.
  static const std::vector<const google::protobuf::FieldDescriptor*>& BodiesOfOriginals() {
    static const auto* const bodies = [] {
      auto* all = new std::vector<const google::protobuf::FieldDescriptor*>(BodyFields());
      std::erase_if(*all, [](const auto* body) { return body->number() == CaseEvent::kEntryRetractedFieldNumber; });
      return all;
    }();
    return *bodies;
  }
  CaseEvent OfAnyType(const google::protobuf::FieldDescriptor& body, absl::string_view day) {
    return AnyEvent(random_).OfType(body, day);
  }

  CaseEvent OfType(size_t type, absl::string_view day) {
    switch (type) {
      case 0:
        return ChildJoined(day, Some("child"));
      case 1:
        return GoalEstablished(day, Some("goal"), Some("statement"));
      case 2:
        return ObjectiveAdded(day, Some("objective"), Some("goal"), Some("wording"));
      case 3:
        return ObjectiveMet(day, Some("objective"));
      case 4:
        return OutcomeChosen(day, Some("child"), static_cast<event::v1::PermanencyOutcome>(1 + Below(7)));
      case 5:
        return PlacementBegan(day, Some("placement"), Some("child"), Some("home"));
      case 6:
        return PlacementEnded(day, Some("placement"));
      case 7:
        return ProgressOn(day, Some(Below(2) == 0 ? "goal" : "objective"),
                          static_cast<event::v1::ProgressExtent>(1 + Below(5)));
      default:
        return NoteWritten(day, Some("note"));
    }
  }

  std::mt19937_64 random_;
  int day_ = 1;
  // If not empty, the only types of originals.
  std::vector<const google::protobuf::FieldDescriptor*> only_;
};

// Record each event as its own request, one minute apart.
inline CaseBuilder BuildCase(const std::vector<CaseEvent>& events) {
  CaseBuilder built;
  for (size_t i = 0; i < events.size(); ++i) {
    built.Record(absl::StrFormat("2025-04-01 %02d:%02d", 8 + i / 60, i % 60), {events[i]});
  }
  return built;
}

}  // namespace casejournal::testing

#endif  // CASEJOURNAL_TESTS_SUPPORT_RANDOM_CASE_H_
