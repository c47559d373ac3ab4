#include "projections/events/naming_fields.h"

#include <gmock/gmock.h>

#include <utility>
#include <vector>

#include "casejournal/event/v1/case_event.pb.h"

namespace casejournal::projections {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

std::vector<std::pair<std::string, std::string>> Named(const event::v1::CaseEvent& event) {
  std::vector<std::pair<std::string, std::string>> named;
  VisitNamingFields(event, [&](const NamingValue& found) { named.emplace_back(found.path.Text(), found.value); });
  return named;
}

// An id that this walk does not find could be withdrawn while an entry depends on it.
TEST(NamingFields, AreFoundInTheEnvelopeAndInTheBody) {
  event::v1::CaseEvent event;
  event.add_about("ana");
  event.add_about("ben");
  event.mutable_objective_added()->set_objective_id("o");
  event.mutable_objective_added()->set_goal_id("g");
  event.mutable_objective_added()->mutable_terms()->add_need_ids("need");

  EXPECT_THAT(Named(event),
              ElementsAre(Pair("about[0]", "ana"), Pair("about[1]", "ben"), Pair("objectiveAdded.objectiveId", "o"),
                          Pair("objectiveAdded.goalId", "g"), Pair("objectiveAdded.terms.needIds[0]", "need")));
}

TEST(NamingFields, AreNotWhatIsEmptyOrNarrative) {
  event::v1::CaseEvent event;
  event.set_effective_on("2025-01-10");
  event.mutable_case_note_written()->set_text("a visit");

  EXPECT_THAT(Named(event), IsEmpty());
}

}  // namespace
}  // namespace casejournal::projections
