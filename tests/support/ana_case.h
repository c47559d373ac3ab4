// The case of Ana, with which docs/AS_OF.md explains "as of". Its revisions are those of the table there.
#ifndef CASEJOURNAL_TESTS_SUPPORT_ANA_CASE_H_
#define CASEJOURNAL_TESTS_SUPPORT_ANA_CASE_H_

#include <string>

#include "projections/entries/known_set.h"
#include "projections/entries/standing.h"
#include "projections/state/plan_fold.h"
#include "projections/versions/plan_versions.h"
#include "projections/versions/working_difference.h"
#include "tests/support/case_builder.h"
#include "tests/support/plan_texts.h"

namespace casejournal::testing {

inline constexpr char kObjective[] = "counselling every week";

// Digest and text of the version that revision 6 draws up.
struct AnaVersion {
  event::v1::PlanText text;
  std::string digest;
};

inline AnaVersion VersionAsOfRevision5(const CaseBuilder& built) {
  const event::v1::PlanText text = TextOf(built.record().plan(), Drawing(event::v1::PLAN_KIND_CASE, {Id("Ana")}));
  return {text, projections::PlanTextDigest(text)};
}

inline CaseEvent VersionDrawnUp(absl::string_view day, const AnaVersion& version) {
  CaseEvent event = On(day);
  event::v1::PlanVersionDrawnUp& drawn_up = *event.mutable_plan_version_drawn_up();
  drawn_up.set_plan_id(Id("the case plan"));
  drawn_up.set_kind(event::v1::PLAN_KIND_CASE);
  drawn_up.set_label("1.0");
  drawn_up.add_children_ids(Id("Ana"));
  drawn_up.set_as_of_revision(5);
  drawn_up.set_digest(version.digest);
  *drawn_up.mutable_text() = version.text;
  return event;
}

inline CaseEvent Journalized(absl::string_view day, const AnaVersion& version) {
  CaseEvent event = On(day);
  event.mutable_plan_journalized()->set_digest(version.digest);
  event.mutable_plan_journalized()->set_court_number("JV-2025-0117");
  event.mutable_plan_journalized()->set_entry_number("12");
  return event;
}

struct AnaCase {
  CaseBuilder built;
  AnaVersion version;  // drawn up by revision 6
};

inline AnaCase BuildAnaCase() {
  using event::v1::PERMANENCY_OUTCOME_PERMANENT_HOME_WITH_A_RELATIVE;
  using event::v1::PERMANENCY_OUTCOME_RETURNED_TO_OWN_FAMILY;
  AnaCase ana;
  CaseBuilder& built = ana.built;
  built.Record("2025-01-10 09:00", {CaseOpened("2025-01-10"), ChildJoined("2025-01-10", "Ana")});
  built.Record("2025-02-03 14:00", {ChildRemoved("2025-02-01", "Ana"),
                                    PlacementBegan("2025-02-01", "P1", "Ana", "the Miller foster home")});
  built.Record("2025-03-10 10:00", {GoalEstablished("2025-03-10", "G", "Ana is safe at home")});
  built.Record("2025-03-12 11:00", {ObjectiveAdded("2025-03-12", "O", "G", kObjective)});
  ana.version = VersionAsOfRevision5(built);
  built.Record("2025-04-02 15:00", {VersionDrawnUp("2025-04-02", ana.version)});
  built.Record("2025-04-11 09:00", {Journalized("2025-04-10", ana.version)});
  built.Record("2025-04-20 16:00", {ObjectiveMet("2025-04-18", "O")});
  built.Record("2025-05-05 09:30",
               {PlacementEnded("2025-03-01", "P1"), PlacementBegan("2025-03-01", "P2", "Ana", "her aunt")});
  built.Record("2025-05-20 08:00", {Correcting(8, ObjectiveMet("2025-04-28", "O"))});
  built.Record("2025-06-02 12:00", {Retracting(11, "the first date was right")});
  built.Record("2025-06-10 10:00", {Correcting(5, ObjectiveAdded("2025-03-12", "O", "G", "every two weeks"))});
  built.Record("2025-06-11 10:00",
               {Correcting(5, ObjectiveAdded("2025-03-12", "O", "G", "every week, with her mother"))});
  built.Record("2025-07-01 09:00", {Retracting(14)});
  built.Record("2025-07-02 09:00", {Retracting(15)});
  built.Record("2025-07-10 10:00",
               {OutcomeChosen("2025-07-10", "Ana", PERMANENCY_OUTCOME_PERMANENT_HOME_WITH_A_RELATIVE)});
  built.Record("2025-07-15 10:00", {OutcomeChosen("2025-03-10", "Ana", PERMANENCY_OUTCOME_RETURNED_TO_OWN_FAMILY)});
  return ana;
}

// The known set of an AsOf; `effective_on` is set separately.
inline v1::AsOf KnownDay(absl::string_view day) {
  v1::AsOf as_of;
  as_of.set_day(std::string(day));
  return as_of;
}
inline v1::AsOf KnownInstant(absl::Time instant) {
  v1::AsOf as_of;
  *as_of.mutable_instant() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(instant));
  return as_of;
}
inline v1::AsOf Claims(v1::AsOf as_of) {
  as_of.set_basis(v1::BASIS_CLAIMED);
  return as_of;
}
inline v1::AsOf Effective(absl::string_view day, v1::AsOf as_of = {}) {
  as_of.set_effective_on(std::string(day));
  return as_of;
}

// state(K, D).
inline v1::CasePlan PlanAsOf(const CaseBuilder& built, const v1::AsOf& as_of) {
  const auto known = projections::ResolveKnown(as_of, NewYork());
  EXPECT_TRUE(known.ok()) << known.status();
  std::optional<absl::string_view> effective_on;
  if (as_of.has_effective_on()) effective_on = as_of.effective_on();
  return projections::FoldPlan(built.case_id(), projections::StandingEntries(built.entries(), *known), effective_on);
}

}  // namespace casejournal::testing

#endif  // CASEJOURNAL_TESTS_SUPPORT_ANA_CASE_H_
