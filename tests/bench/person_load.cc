#include "tests/bench/person_load.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "eventstore/records/stream_id.h"
#include "projections/words/person_name.h"
#include "services/answers/person_lookup.h"
#include "services/journal/journal.h"

namespace casejournal::services {
namespace {

constexpr size_t kPersonsOfACase = 50;
constexpr char kJoinedOn[] = "2024-05-06";
constexpr absl::string_view kGivenNames =
    "John Maria James Ana Robert Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica "
    "Thomas "
    "Sarah Carlos Karen Daniel Lisa Matthew Nancy Anthony Betty Mark Sandra Donald Ashley Steven Emily Paul Kimberly "
    "Andrew "
    "Donna Joshua Michelle Kenneth Carol Kevin Amanda Brian Melissa George Deborah Héctor Stephanie Timothy Rebecca";
constexpr absl::string_view kFamilyNames =
    "Smith Johnson Williams Brown Jones García Miller Davis Rodríguez Martínez Hernández López González Wilson "
    "Anderson "
    "Thomas Taylor Moore Jackson Martin Lee Pérez Thompson White Harris Sánchez Clark Ramírez Lewis Robinson Walker "
    "Young "
    "Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter "
    "Roberts";

// Return a word of the list; earlier words are more likely.
std::string AnyWord(absl::string_view list, std::mt19937_64& random) {
  const std::vector<std::string> words = absl::StrSplit(list, ' ');
  const double at = std::uniform_real_distribution<double>(0, 1)(random);
  return words[static_cast<size_t>(at * at * static_cast<double>(words.size()))];
}

std::set<std::string> SoundsOf(absl::string_view name) {
  std::set<std::string> sounds;
  for (const std::string& word : projections::NameWords(name)) sounds.insert(projections::Soundex(word));
  return sounds;
}

}  // namespace

PersonLoad::PersonLoad(const std::string& address)
    : stub_(v1::CaseService::NewStub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()))) {}

v1::AppendRequest PersonLoad::NextCase(size_t persons) {
  v1::AppendRequest request;
  request.set_request_id(eventstore::Uuid::Random().ToString());
  v1::CaseAppend& part = *request.add_cases();
  part.set_case_id(eventstore::Uuid::Random().ToString());
  part.mutable_expected()->set_no_case(true);
  const auto add = [&]() -> event::v1::CaseEvent& {
    event::v1::CaseEvent& event = *part.add_events();
    event.set_effective_on(kJoinedOn);
    event.set_late_reason("made for a measurement");
    return event;
  };
  event::v1::CaseOpened& opened = *add().mutable_case_opened();
  opened.set_kind(event::v1::CASE_KIND_FAMILY);
  opened.set_origin(event::v1::CASE_ORIGIN_REPORT);
  opened.set_agency("Wren County Children Services (fictional)");
  for (size_t i = 0; i < persons; ++i) {
    names_.push_back(absl::StrCat(AnyWord(kGivenNames, random_), " ", AnyWord(kFamilyNames, random_)));
    event::v1::ParticipantJoined& joined = *add().mutable_participant_joined();
    joined.set_participant_id(eventstore::Uuid::Random().ToString());
    joined.set_person_id(eventstore::Uuid::Random().ToString());
    joined.set_capacity(event::v1::CAPACITY_ADULT);
    joined.set_name(names_.back());
    joined.set_born_on(absl::StrFormat("%d-%02d-%02d", 1940 + random_() % 80, 1 + random_() % 12, 1 + random_() % 28));
  }
  return request;
}

uint64_t PersonLoad::Record(size_t persons) {
  uint64_t failed = 0;
  v1::SearchPersonsRequest last;
  last.set_name("Nobody");
  while (persons > 0) {
    const size_t of_this_case = std::min(persons, kPersonsOfACase);
    persons -= of_this_case;
    grpc::ClientContext context;
    v1::AppendResponse response;
    if (stub_->Append(&context, NextCase(of_this_case), &response).ok()) {
      last.set_min_position(response.first_position() + of_this_case);
    } else {
      ++failed;
    }
  }
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::minutes(5));
  v1::SearchPersonsResponse found;
  if (!stub_->SearchPersons(&context, last, &found).ok()) ++failed;
  return failed;
}

LoadResult PersonLoad::Search(const std::string& name, size_t times) {
  LoadResult result;
  v1::SearchPersonsRequest request;
  request.set_name(name);
  const absl::Time start = absl::Now();
  for (size_t i = 0; i < times; ++i) {
    const absl::Time began = absl::Now();
    grpc::ClientContext context;
    v1::SearchPersonsResponse response;
    ++result.requests;
    if (!stub_->SearchPersons(&context, request, &response).ok()) ++result.failures;
    result.events += static_cast<uint64_t>(response.matches_size());
    result.latencies_us.push_back(absl::ToInt64Microseconds(absl::Now() - began));
  }
  result.elapsed = absl::Now() - start;
  std::sort(result.latencies_us.begin(), result.latencies_us.end());
  return result;
}

size_t PersonLoad::RowsOf(const std::string& name) const {
  const std::set<std::string> asked = SoundsOf(name);
  size_t index_rows = 0;
  size_t persons = 0;
  for (const std::string& known : names_) {
    size_t shared = 0;
    for (const std::string& sound : SoundsOf(known)) shared += asked.contains(sound) ? 1 : 0;
    index_rows += shared;
    persons += shared > 0 ? 1 : 0;
  }
  return index_rows + std::min(persons, kPersonsLookedAtMax);
}

}  // namespace casejournal::services
