#include "tests/bench/due_load.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <chrono>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "eventstore/records/stream_id.h"
#include "projections/entries/civil_day.h"
#include "services/journal/journal.h"

namespace casejournal::services {
namespace {

constexpr size_t kCasesOfARequest = 100;
constexpr size_t kCasesOfAWorker = 20;
constexpr int kDaysInCareMax = 600;

std::string WorkerOf(size_t number) { return absl::StrCat("worker-", number / kCasesOfAWorker); }

// Return the events of one case, in order.
void AddEvents(const std::string& worker, const std::string& day, v1::CaseAppend& part) {
  const auto add = [&]() -> event::v1::CaseEvent& {
    event::v1::CaseEvent& event = *part.add_events();
    event.set_effective_on(day);
    event.set_late_reason("made for a measurement");
    return event;
  };
  const std::string child = eventstore::Uuid::Random().ToString();
  const std::string household = eventstore::Uuid::Random().ToString();
  event::v1::CaseOpened& opened = *add().mutable_case_opened();
  opened.set_kind(event::v1::CASE_KIND_FAMILY);
  opened.set_origin(event::v1::CASE_ORIGIN_REPORT);
  opened.set_agency("Wren County Children Services (fictional)");
  event::v1::ParticipantJoined& joined = *add().mutable_participant_joined();
  joined.set_participant_id(child);
  joined.set_capacity(event::v1::CAPACITY_CHILD);
  joined.set_name("A child of the load");
  event::v1::CaseAssigned& assigned = *add().mutable_case_assigned();
  assigned.mutable_staff()->set_issuer("bench.example");
  assigned.mutable_staff()->set_subject(worker);
  assigned.mutable_staff()->set_name(worker);
  assigned.set_part(event::v1::ASSIGNMENT_PART_CASEWORKER);
  event::v1::HouseholdMemberMovedIn& home = *add().mutable_household_member_moved_in();
  home.set_household_id(household);
  home.set_household_name("home");
  home.set_participant_id(child);
  event::v1::ChildRemoved& removed = *add().mutable_child_removed();
  removed.set_removal_id(eventstore::Uuid::Random().ToString());
  removed.set_child_id(child);
  removed.set_manner(event::v1::REMOVAL_MANNER_PHYSICAL);
  removed.set_from_household_id(household);
  removed.add_circumstances(event::v1::REMOVAL_CIRCUMSTANCE_NEGLECT);
  removed.set_authority("an emergency order");
  event::v1::PlacementBegan& placed = *add().mutable_placement_began();
  placed.set_placement_id(eventstore::Uuid::Random().ToString());
  placed.set_child_id(child);
  placed.set_with_whom("a foster family");
  placed.set_type(event::v1::PLACEMENT_TYPE_FOSTER_HOME);
  placed.set_reason("nobody else");
}

}  // namespace

DueLoad::DueLoad(const std::string& address, const std::string& today)
    : stub_(v1::CaseService::NewStub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()))),
      today_(today) {}

v1::AppendRequest DueLoad::NextCases(size_t cases) {
  v1::AppendRequest request;
  request.set_request_id(eventstore::Uuid::Random().ToString());
  for (size_t i = 0; i < cases; ++i) {
    v1::CaseAppend& part = *request.add_cases();
    part.set_case_id(eventstore::Uuid::Random().ToString());
    part.mutable_expected()->set_no_case(true);
    const absl::CivilDay day = *projections::ParseDay(today_) - static_cast<int>(random_() % kDaysInCareMax);
    AddEvents(WorkerOf(recorded_++), projections::FormatDay(day), part);
  }
  return request;
}

uint64_t DueLoad::Record(size_t cases) {
  uint64_t failed = 0;
  v1::ListWorkRequest last;
  while (cases > 0) {
    const size_t of_this_request = std::min(cases, kCasesOfARequest);
    cases -= of_this_request;
    const v1::AppendRequest request = NextCases(of_this_request);
    grpc::ClientContext context;
    v1::AppendResponse response;
    if (!stub_->Append(&context, request, &response).ok()) {
      ++failed;
      continue;
    }
    uint64_t events = 0;
    for (const v1::CaseAppend& part : request.cases()) events += static_cast<uint64_t>(part.events_size());
    last.set_min_position(response.first_position() + events - 1);
  }
  // A call waits at most 30 seconds; the list may need longer.
  const absl::Time end = absl::Now() + absl::Minutes(30);
  while (absl::Now() < end) {
    grpc::ClientContext context;
    v1::ListWorkResponse found;
    if (stub_->ListWork(&context, last, &found).ok()) return failed;
  }
  return failed + 1;
}

LoadResult DueLoad::Ask(v1::ListWorkRequest request, bool any_worker, size_t times) {
  LoadResult result;
  const absl::Time start = absl::Now();
  for (size_t i = 0; i < times; ++i) {
    if (any_worker) request.set_staff_subject(WorkerOf(random_() % recorded_));
    const absl::Time began = absl::Now();
    grpc::ClientContext context;
    v1::ListWorkResponse response;
    ++result.requests;
    if (!stub_->ListWork(&context, request, &response).ok()) ++result.failures;
    result.events += static_cast<uint64_t>(response.items_size());
    result.latencies_us.push_back(absl::ToInt64Microseconds(absl::Now() - began));
  }
  result.elapsed = absl::Now() - start;
  std::sort(result.latencies_us.begin(), result.latencies_us.end());
  return result;
}

}  // namespace casejournal::services
