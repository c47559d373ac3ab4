// Persons over all cases, by name: so that a second record of one human is not made.
#ifndef CASEJOURNAL_PROJECTIONS_READ_MODELS_PERSONS_PROJECTION_H_
#define CASEJOURNAL_PROJECTIONS_READ_MODELS_PERSONS_PROJECTION_H_

#include "projections/read_models/projection.h"

namespace casejournal::projections {

// Rows: 'k' ‖ sound of a word of a name ‖ 0 ‖ person id -> empty;
//       'p' ‖ person id ‖ 0 ‖ case id -> SearchPersonsResponse: one match per name that the person has there, none
//             where the person is no longer in the case;
//       's' ‖ person id ‖ 0 ‖ other person id ‖ 0 ‖ case id -> "1" while the case says that both are one human and does
//             not have both side by side (side_by_side.h), else "0";
//       'b' ‖ person id ‖ 0 ‖ other person id ‖ 0 ‖ case id -> "1" while the case has both side by side as children,
//             else "0".
// Rows are put and never taken away: whoever follows 'k' looks into 'p', which says what is so now.
class PersonsProjection : public Projection {
 public:
  static constexpr const char* kName = "persons";

  const char* name() const override { return kName; }
  void Apply(const CaseRecord& record, eventstore::Revision first_new, PutRow put) const override;
};

// What the keys begin with: all persons with a word that sounds so; all cases of a person; all that are the same human;
// all that cannot be.
std::string SoundRowPrefix(absl::string_view sound);
std::string PersonRowPrefix(absl::string_view person_id);
std::string SameRowPrefix(absl::string_view person_id);
std::string SideBySideRowPrefix(absl::string_view person_id);

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_READ_MODELS_PERSONS_PROJECTION_H_
