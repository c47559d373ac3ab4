// Persons over all cases, by name, so that no second record of a person is created.
#ifndef CASEJOURNAL_PROJECTIONS_READ_MODELS_PERSONS_PROJECTION_H_
#define CASEJOURNAL_PROJECTIONS_READ_MODELS_PERSONS_PROJECTION_H_

#include <map>
#include <string>
#include <utility>

#include "casejournal/v1/case_service.pb.h"
#include "projections/read_models/projection.h"

namespace casejournal::projections {

// Rows: 'k' ‖ sound of a word of a name ‖ 0 ‖ person id -> empty;
//   'p' ‖ person id ‖ 0 ‖ case id -> SearchPersonsResponse: one match per name that the person has there, none if the
//   person is no longer in the case;
//   'i' ‖ case id ‖ 0 ‖ person id -> empty: the case has a row 'p' of the person;
//   's' ‖ person id ‖ 0 ‖ other person id ‖ 0 ‖ case id -> "1" while the case says that both are one person and does
//   not have both side by side (side_by_side.h), else "0";
//   'b' ‖ person id ‖ 0 ‖ other person id ‖ 0 ‖ case id -> "1" while the case has both side by side as children, else
//   "0".
// Rows are put and never deleted. A reader of 'k' must also read 'p', which has the current state.
class PersonsProjection : public Projection {
 public:
  static constexpr const char* kName = "persons";

  const char* name() const override { return kName; }
  void Apply(const CaseRecord& record, eventstore::Revision first_new, PutRow put) const override;
};

// What the rows of a case are made from, for a case that is not as its rows are: as a reader sees it.
// One match per name of each person who was ever in the case. Empty for a person who is no longer in it.
std::map<std::string, v1::SearchPersonsResponse> NamesByPerson(const CaseRecord& record);
// Pairs of person ids, in both orders where the rows have both, and whether it holds now.
using PersonPairs = std::map<std::pair<std::string, std::string>, bool>;
PersonPairs SamePersonsIn(const CaseRecord& record);
PersonPairs SideBySideIn(const CaseRecord& record);

// The key prefixes of all persons with a word that sounds like this, of all cases of a person, of all persons of a
// case, of all ids of the same person, and of all ids that cannot be the same person.
std::string SoundRowPrefix(absl::string_view sound);
std::string PersonRowPrefix(absl::string_view person_id);
std::string PersonOfCaseRowPrefix(absl::string_view case_id);
std::string SameRowPrefix(absl::string_view person_id);
std::string SideBySideRowPrefix(absl::string_view person_id);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_PERSONS_PROJECTION_H_
