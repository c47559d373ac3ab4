#include "services/answers/lists/search_persons.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "eventstore/system/deadline.h"
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

// Among whom the search over all cases looks. A person with all sounds matches better than one with some.
struct Candidates {
  std::vector<std::string> with_all;               // in the order of their ids
  std::vector<std::vector<std::string>> with_one;  // for each sound, the rarest first: also those who have all
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
  candidates.with_one = std::move(postings);
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
  eventstore::Deadline deadline;
  size_t& looked_at;  // persons of whom the reader sees a name
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
    return search.models.Damaged("a row of the person list cannot be read");
  }
  return names;
}

// The best match among names of one person, with all of their cases.
class BestMatch {
 public:
  explicit BestMatch(const PersonSearch& search) : search_(search) {}

  // Take the names that the person has in one case.
  void Take(v1::SearchPersonsResponse names) {
    for (v1::PersonMatch& name : *names.mutable_matches()) {
      case_ids_.insert(name.case_ids().begin(), name.case_ids().end());
      name.set_name_match(projections::MatchNames(search_.words, projections::NameWords(name.name())));
      name.set_born(projections::MatchBirthDates(search_.request.born_on(), name.born_on()));
      if (name.name_match() != v1::NAME_MATCH_UNSPECIFIED && (!best_ || Likelier(name, *best_)))
        best_ = std::move(name);
    }
  }
  // Whether a name was taken.
  bool IsNamed() const { return !case_ids_.empty(); }
  // Nothing if no name matches.
  std::optional<v1::PersonMatch> Get() && {
    if (best_) {
      best_->clear_case_ids();
      best_->mutable_case_ids()->Add(case_ids_.begin(), case_ids_.end());
    }
    return std::move(best_);
  }

 private:
  const PersonSearch& search_;
  std::optional<v1::PersonMatch> best_;
  std::set<std::string> case_ids_;
};

// Return the best match among the current names of the person, in all cases. Return nothing if no name matches.
absl::StatusOr<std::optional<v1::PersonMatch>> MatchOf(const PersonSearch& search, const std::string& person_id) {
  BestMatch best(search);
  absl::Status failed;
  const std::string prefix = projections::PersonRowPrefix(person_id);
  absl::Status scanned =
      search.models.Scan(PersonsProjection::kName, prefix, prefix, [&](absl::string_view key, absl::string_view value) {
        absl::StatusOr<std::optional<v1::SearchPersonsResponse>> names =
            NamesIn(search, std::string(key.substr(prefix.size())), person_id, value);
        failed = names.status();
        if (failed.ok() && names->has_value()) best.Take(**std::move(names));
        return failed.ok();
      });
  scanned.Update(failed);
  if (!scanned.ok()) return scanned;
  if (best.IsNamed()) ++search.looked_at;
  return std::move(best).Get();
}

absl::Status CheckSearchInTime(const PersonSearch& search) {
  if (search.visible.AreAll() || !search.deadline.IsOver()) return absl::OkStatus();
  return absl::DeadlineExceededError("the deadline passed before all persons were compared; give more of the name");
}

// Add the matches of these persons but those who were compared, until enough that the reader may know of were compared.
// Others are not counted, so that they hide nobody.
absl::Status AddMatches(const PersonSearch& search, const std::vector<std::string>& persons,
                        std::set<std::string>& compared, std::vector<v1::PersonMatch>& matches) {
  for (const std::string& person_id : persons) {
    if (search.looked_at >= kPersonsLookedAtMax) return absl::OkStatus();
    if (!compared.insert(person_id).second) continue;
    if (absl::Status in_time = CheckSearchInTime(search); !in_time.ok()) return in_time;
    absl::StatusOr<std::optional<v1::PersonMatch>> match = MatchOf(search, person_id);
    if (!match.ok()) return match.status();
    if (match->has_value()) matches.push_back(**std::move(match));
  }
  return absl::OkStatus();
}

// The names of all persons of a case, as the reader sees it. Nothing: the reader may not see it.
absl::StatusOr<std::map<std::string, v1::SearchPersonsResponse>> NamesOfCase(const PersonSearch& search,
                                                                             const std::string& case_id) {
  std::map<std::string, v1::SearchPersonsResponse> names;
  absl::StatusOr<std::optional<VisibleCase>> visible = search.visible.Find(case_id);
  if (!visible.ok()) return visible.status();
  if (!visible->has_value()) return names;
  if ((*visible)->seen != nullptr) return projections::NamesByPerson((*visible)->seen->record);
  const std::string prefix = projections::PersonOfCaseRowPrefix(case_id);
  std::vector<std::string> person_ids;
  absl::Status scanned =
      search.models.Scan(PersonsProjection::kName, prefix, prefix, [&](absl::string_view key, absl::string_view) {
        person_ids.emplace_back(key.substr(prefix.size()));
        return true;
      });
  if (!scanned.ok()) return scanned;
  for (const std::string& person_id : person_ids) {
    const absl::StatusOr<std::optional<std::string>> row =
        search.models.Get(PersonsProjection::kName, projections::PersonRowPrefix(person_id) + case_id);
    if (!row.ok()) return row.status();
    if (!row->has_value() || !names[person_id].ParseFromString(**row))
      return search.models.Damaged("a row of the person list cannot be read");
  }
  return names;
}

// The matches among the persons of these cases. What it costs depends on them alone, whoever else has such a name.
absl::StatusOr<std::vector<v1::PersonMatch>> MatchesInCases(const PersonSearch& search,
                                                            const std::set<std::string>& case_ids) {
  std::map<std::string, BestMatch> by_person;
  for (const std::string& case_id : case_ids) {
    if (absl::Status in_time = CheckSearchInTime(search); !in_time.ok()) return in_time;
    absl::StatusOr<std::map<std::string, v1::SearchPersonsResponse>> names = NamesOfCase(search, case_id);
    if (!names.ok()) return names.status();
    for (auto& [person_id, of_person] : *names)
      by_person.try_emplace(person_id, search).first->second.Take(std::move(of_person));
  }
  std::vector<v1::PersonMatch> matches;
  for (auto& [person_id, best] : by_person) {
    if (std::optional<v1::PersonMatch> match = std::move(best).Get()) matches.push_back(*std::move(match));
  }
  return matches;
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

absl::StatusOr<std::vector<v1::PersonMatch>> HumansInCases(const PersonSearch& search,
                                                           const std::set<std::string>& case_ids, size_t limit) {
  absl::StatusOr<std::vector<v1::PersonMatch>> matches = MatchesInCases(search, case_ids);
  if (!matches.ok()) return matches;
  return Humans(search, *std::move(matches), limit);
}

absl::StatusOr<std::vector<v1::PersonMatch>> HumansInAllCases(const PersonSearch& search, size_t limit) {
  const absl::StatusOr<Candidates> candidates = FindCandidates(search.models, search.words);
  if (!candidates.ok()) return candidates.status();
  std::set<std::string> compared;
  std::vector<v1::PersonMatch> matches;
  if (absl::Status added = AddMatches(search, candidates->with_all, compared, matches); !added.ok()) return added;
  absl::StatusOr<std::vector<v1::PersonMatch>> humans = Humans(search, matches, limit);
  if (!humans.ok() || humans->size() >= limit) return humans;
  for (const std::vector<std::string>& persons : candidates->with_one) {
    if (absl::Status added = AddMatches(search, persons, compared, matches); !added.ok()) return added;
  }
  return Humans(search, std::move(matches), limit);
}

}  // namespace

absl::StatusOr<v1::SearchPersonsResponse> SearchPersons(const Journal& journal, const Reader& reader,
                                                        const projections::Worker& worker,
                                                        const v1::SearchPersonsRequest& request,
                                                        eventstore::Deadline deadline) {
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

  VisibleCases visible(reader, journal, worker);
  VisibleNames names(visible, worker);
  size_t looked_at = 0;
  const PersonSearch search{.models = worker.store(),
                            .request = request,
                            .words = words,
                            .visible = visible,
                            .names = names,
                            .deadline = deadline,
                            .looked_at = looked_at};
  const absl::StatusOr<std::optional<std::set<std::string>>> limits = visible.Limits();
  if (!limits.ok()) return limits.status();
  absl::StatusOr<std::vector<v1::PersonMatch>> humans =
      limits->has_value() ? HumansInCases(search, **limits, limit) : HumansInAllCases(search, limit);
  if (!humans.ok()) return humans.status();
  v1::SearchPersonsResponse response;
  response.set_as_of_position(*as_of);
  for (v1::PersonMatch& human : *humans) *response.add_matches() = std::move(human);
  return response;
}

}  // namespace casejournal::services
