#include "services/answers/lists/search_persons.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "projections/read_models/persons_projection.h"
#include "projections/words/person_name.h"
#include "services/answers/lists/visible_names.h"
#include "services/answers/paging.h"
#include "services/answers/person_lookup.h"
#include "services/answers/request_fields.h"

namespace casejournal::services {
namespace {

using projections::PersonsProjection;

constexpr size_t kNameBytesMax = 200;
constexpr uint32_t kMatchesDefault = 20;
constexpr uint32_t kMatchesMax = 100;

// The persons with a word that sounds like this, in the order of their ids.
absl::StatusOr<std::vector<std::string>> PersonsSounding(const projections::ReadModelStore& models,
                                                         const std::string& sound) {
  std::vector<std::string> persons;
  const std::string prefix = projections::SoundRowPrefix(sound);
  absl::Status scanned =
      models.Scan(PersonsProjection::kName, prefix, prefix, [&](absl::string_view key, absl::string_view) {
        persons.emplace_back(key.substr(prefix.size()));
        return persons.size() < kPersonIndexRowsMax;
      });
  if (!scanned.ok()) return scanned;
  return persons;
}

// The candidates, at most kPersonsLookedAtMax in total. A person with all sounds matches better than one with some.
struct Candidates {
  std::vector<std::string> with_all;   // in the order of their ids
  std::vector<std::string> with_some;  // those who have the rarest first
};

absl::StatusOr<Candidates> FindCandidates(const projections::ReadModelStore& models,
                                          const std::vector<std::string>& words) {
  std::set<std::string> sounds;
  for (const std::string& word : words) sounds.insert(projections::Soundex(word));
  std::vector<std::vector<std::string>> postings;
  for (const std::string& sound : sounds) {
    absl::StatusOr<std::vector<std::string>> persons = PersonsSounding(models, sound);
    if (!persons.ok()) return persons.status();
    postings.push_back(*std::move(persons));
  }
  std::sort(postings.begin(), postings.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); });
  Candidates candidates{.with_all = postings.front()};
  for (size_t i = 1; i < postings.size(); ++i) {
    std::vector<std::string> both;
    std::set_intersection(candidates.with_all.begin(), candidates.with_all.end(), postings[i].begin(),
                          postings[i].end(), std::back_inserter(both));
    candidates.with_all = std::move(both);
  }
  if (candidates.with_all.size() > kPersonsLookedAtMax) candidates.with_all.resize(kPersonsLookedAtMax);
  std::set<std::string> taken(candidates.with_all.begin(), candidates.with_all.end());
  for (const std::vector<std::string>& some : postings) {
    for (const std::string& person_id : some) {
      if (taken.size() >= kPersonsLookedAtMax) return candidates;
      if (taken.insert(person_id).second) candidates.with_some.push_back(person_id);
    }
  }
  return candidates;
}

// A smaller rank is more likely. A known different birth date is worse than an unknown one.
int BornRank(v1::BirthDateMatch born) {
  switch (born) {
    case v1::BIRTH_DATE_MATCH_SAME:
      return 0;
    case v1::BIRTH_DATE_MATCH_NEAR:
      return 1;
    case v1::BIRTH_DATE_MATCH_OTHER:
      return 3;
    default:
      return 2;
  }
}

bool Likelier(const v1::PersonMatch& a, const v1::PersonMatch& b) {
  const auto key = [](const v1::PersonMatch& match) {
    return std::make_tuple(static_cast<int>(match.name_match()), BornRank(match.born()), match.name(),
                           match.person_id());
  };
  return key(a) < key(b);
}

// What makes one answer.
struct PersonSearch {
  const projections::ReadModelStore& models;
  const v1::SearchPersonsRequest& request;
  const std::vector<std::string>& words;
  VisibleCases& visible;
  VisibleNames& names;
  absl::Time deadline;
};

// The names of the person in one case, as the reader sees it. `row` is what its row says. Nothing: the reader may not
// see the case.
absl::StatusOr<std::optional<v1::SearchPersonsResponse>> NamesIn(const PersonSearch& search, const std::string& case_id,
                                                                 const std::string& person_id, absl::string_view row) {
  absl::StatusOr<std::optional<VisibleCase>> visible = search.visible.Find(case_id);
  if (!visible.ok()) return visible.status();
  if (!visible->has_value()) return std::nullopt;
  v1::SearchPersonsResponse names;
  if ((*visible)->seen != nullptr) {
    const auto persons = projections::NamesByPerson((*visible)->seen->record);
    const auto found = persons.find(person_id);
    if (found != persons.end()) names = found->second;
  } else if (!names.ParseFromArray(row.data(), static_cast<int>(row.size()))) {
    return absl::DataLossError("a row of the person list is damaged; rebuild the read models");
  }
  return names;
}

// Return the best match among the current names of the person, with all cases. Return nothing if no name matches.
absl::StatusOr<std::optional<v1::PersonMatch>> MatchOf(const PersonSearch& search, const std::string& person_id) {
  std::optional<v1::PersonMatch> best;
  std::set<std::string> case_ids;
  absl::Status failed;
  const std::string prefix = projections::PersonRowPrefix(person_id);
  absl::Status scanned =
      search.models.Scan(PersonsProjection::kName, prefix, prefix, [&](absl::string_view key, absl::string_view value) {
        absl::StatusOr<std::optional<v1::SearchPersonsResponse>> names =
            NamesIn(search, std::string(key.substr(prefix.size())), person_id, value);
        if (!names.ok()) {
          failed = names.status();
          return false;
        }
        if (!names->has_value()) return true;
        for (v1::PersonMatch& name : *(*names)->mutable_matches()) {
          case_ids.insert(name.case_ids().begin(), name.case_ids().end());
          name.set_name_match(projections::MatchNames(search.words, projections::NameWords(name.name())));
          name.set_born(projections::MatchBirthDates(search.request.born_on(), name.born_on()));
          if (name.name_match() != v1::NAME_MATCH_UNSPECIFIED && (!best || Likelier(name, *best)))
            best = std::move(name);
        }
        return true;
      });
  scanned.Update(failed);
  if (!scanned.ok()) return scanned;
  if (best) {
    best->clear_case_ids();
    best->mutable_case_ids()->Add(case_ids.begin(), case_ids.end());
  }
  return best;
}

// Add the matches of these persons.
absl::Status AddMatches(const PersonSearch& search, const std::vector<std::string>& persons,
                        std::vector<v1::PersonMatch>& matches) {
  for (const std::string& person_id : persons) {
    if (!search.visible.AreAll() && absl::Now() >= search.deadline)
      return absl::DeadlineExceededError("the deadline passed before all persons were compared; give more of the name");
    absl::StatusOr<std::optional<v1::PersonMatch>> match = MatchOf(search, person_id);
    if (!match.ok()) return match.status();
    if (match->has_value()) matches.push_back(**std::move(match));
  }
  return absl::OkStatus();
}

// Return the `limit` most likely people: the best match for each, with the other ids and all cases.
absl::StatusOr<std::vector<v1::PersonMatch>> Humans(const PersonSearch& search, std::vector<v1::PersonMatch> matches,
                                                    size_t limit) {
  std::sort(matches.begin(), matches.end(), Likelier);
  std::vector<v1::PersonMatch> humans;
  std::map<std::string, size_t> by_person;  // index in `humans` of the person with this id
  for (v1::PersonMatch& match : matches) {
    const auto known = by_person.find(match.person_id());
    if (known != by_person.end()) {
      humans[known->second].mutable_case_ids()->MergeFrom(match.case_ids());
      continue;
    }
    if (humans.size() == limit) continue;
    absl::StatusOr<std::set<std::string>> same = search.names.SameHuman(match.person_id());
    if (!same.ok()) return same.status();
    for (const std::string& person_id : *same) {
      by_person.emplace(person_id, humans.size());
      if (person_id != match.person_id()) match.add_other_person_ids(person_id);
    }
    humans.push_back(std::move(match));
  }
  return humans;
}

}  // namespace

absl::StatusOr<v1::SearchPersonsResponse> SearchPersons(const Journal& journal, const Reader& reader,
                                                        const projections::Worker& worker,
                                                        const v1::SearchPersonsRequest& request, absl::Time deadline) {
  const uint32_t limit = request.limit() == 0 ? kMatchesDefault : request.limit();
  if (limit > kMatchesMax)
    return FieldError("limit", absl::StrCat(limit), kFieldOneTo, {projections::NumberParameter("most", kMatchesMax)});
  if (absl::Status is_day = CheckDays({{"bornOn", request.born_on()}}); !is_day.ok()) return is_day;
  if (request.name().size() > kNameBytesMax) {
    return FieldError("name", absl::StrCat(request.name().size()), kFieldAtMostBytes,
                      {projections::NumberParameter("most", kNameBytesMax)});
  }
  const std::vector<std::string> words = projections::NameWords(request.name());
  if (words.empty()) return FieldError("name", "", kFieldNameWithLetter);
  const uint64_t position = request.min_position();
  absl::StatusOr<eventstore::Position> as_of =
      WaitForModels(worker, request.has_min_position() ? &position : nullptr, deadline);
  if (!as_of.ok()) return as_of.status();

  absl::StatusOr<Candidates> candidates = FindCandidates(worker.store(), words);
  if (!candidates.ok()) return candidates.status();
  VisibleCases visible(reader, journal, worker);
  VisibleNames names(visible, worker);
  const PersonSearch search{.models = worker.store(),
                            .request = request,
                            .words = words,
                            .visible = visible,
                            .names = names,
                            .deadline = deadline};
  std::vector<v1::PersonMatch> matches;
  if (absl::Status added = AddMatches(search, candidates->with_all, matches); !added.ok()) return added;
  absl::StatusOr<std::vector<v1::PersonMatch>> humans = Humans(search, matches, limit);
  if (humans.ok() && humans->size() < limit) {
    if (absl::Status added = AddMatches(search, candidates->with_some, matches); !added.ok()) return added;
    humans = Humans(search, std::move(matches), limit);
  }
  if (!humans.ok()) return humans.status();
  v1::SearchPersonsResponse response;
  response.set_as_of_position(*as_of);
  for (v1::PersonMatch& human : *humans) *response.add_matches() = std::move(human);
  return response;
}

}  // namespace casejournal::services
