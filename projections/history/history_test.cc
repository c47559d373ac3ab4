#include "projections/history/history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "tests/support/ana_case.h"
#include "tests/support/event_text.h"
#include "tests/support/matchers.h"

namespace casejournal::projections {
namespace {

using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(HistoryDeathTest, TellsOfEntriesThatItHas) {
  CaseBuilder built;
  built.Record("2025-03-01 09:00", {CaseOpened("2025-03-01")});
  History history(built.case_id(), built.entries(), KnownSet::All(), NewYork());

  EXPECT_DEATH(history.entry(), "current_");
  history.Next();
  EXPECT_EQ(history.entry().revision, 0U);
  EXPECT_DEATH(history.Next(), "AtEnd");
}

std::vector<v1::HistoryRow> AllRows(const CaseBuilder& built, const std::string& part_id = "") {
  History history(built.case_id(), built.entries(), KnownSet::All(), NewYork());
  history.Only({.part_id = part_id});
  std::vector<v1::HistoryRow> rows;
  while (!history.AtEnd()) {
    for (v1::HistoryRow& row : history.Next()) rows.push_back(std::move(row));
  }
  EXPECT_THAT(history.plan(), EqualsMessage(built.record().plan()));
  return rows;
}

// The row of an entry with this path, or a row that says that there is none.
v1::HistoryRow RowOf(const std::vector<v1::HistoryRow>& rows, eventstore::Revision revision, absl::string_view path) {
  std::string seen;
  for (const v1::HistoryRow& row : rows) {
    if (row.revision() != revision) continue;
    if (row.change().path() == path) return row;
    seen += row.change().path() + "; ";
  }
  ADD_FAILURE() << "revision " << revision << " has no row " << path << ", but " << seen;
  return {};
}

class HistoryTest : public ::testing::Test {
 protected:
  const AnaCase ana_ = BuildAnaCase();
  const std::vector<v1::HistoryRow> rows_ = AllRows(ana_.built);
};

TEST_F(HistoryTest, LateEntryShowsWhatItChangedOnItsOwnDay) {
  const v1::HistoryRow row = RowOf(rows_, 9, "Ana, placement with the Miller foster home, ended on");

  EXPECT_EQ(row.change().before(), "");
  EXPECT_EQ(row.change().after(), "2025-03-01");
  EXPECT_EQ(row.kind(), v1::ENTRY_KIND_LATE_ENTRY);
  EXPECT_EQ(row.days_late(), 65);
  EXPECT_EQ(row.actor().name(), "Dana Reed");
  EXPECT_EQ(row.change().field(), "placements[" + Id("P1") + "].ended_on");
}

TEST_F(HistoryTest, CorrectionShowsOldAndNewDay) {
  const v1::HistoryRow row = RowOf(rows_, 11, "objective “counselling every week”, met on");

  EXPECT_EQ(row.change().before(), "2025-04-18");
  EXPECT_EQ(row.change().after(), "2025-04-28");
  EXPECT_EQ(row.kind(), v1::ENTRY_KIND_CORRECTION);
  EXPECT_EQ(row.settles_revision(), 8U);
  EXPECT_EQ(row.effective_on(), "2025-04-28");
  EXPECT_EQ(row.effective_was_on(), "2025-04-18");
  EXPECT_EQ(row.reason(), "written down wrongly");
}

TEST_F(HistoryTest, RetractionOfACorrectionShowsTheWayBack) {
  const v1::HistoryRow row = RowOf(rows_, 12, "objective “counselling every week”, met on");

  EXPECT_EQ(row.change().before(), "2025-04-28");
  EXPECT_EQ(row.change().after(), "2025-04-18");
  EXPECT_EQ(row.kind(), v1::ENTRY_KIND_RETRACTION);
  EXPECT_EQ(row.settles_revision(), 11U);
  EXPECT_EQ(row.reason(), "in error: the first date was right");
  // The day that the entry gives, as an exhibit shows it, and the day of what it withdrew.
  EXPECT_EQ(row.effective_on(), ana_.built.entries()[12].event().effective_on());
  EXPECT_EQ(row.effective_was_on(), "2025-04-28");
}

// A comparison of the latest state before and after would show nothing here.
TEST_F(HistoryTest, LateEntryThatIsOvertakenStillHasItsRow) {
  const v1::HistoryRow row = RowOf(rows_, 18, "Ana, primary track, outcome sought");

  EXPECT_EQ(row.change().before(), "");
  EXPECT_EQ(row.change().after(), "returned to own family");
  EXPECT_EQ(row.effective_on(), "2025-03-10");
  EXPECT_EQ(row.kind(), v1::ENTRY_KIND_LATE_ENTRY);
  EXPECT_EQ(row.days_late(), 127);
  EXPECT_EQ(row.overtaken_by(), 17U);
  EXPECT_EQ(row.overtaken_on(), "2025-07-10");
}

TEST_F(HistoryTest, EntryInOrderIsAnEntry) {
  const v1::HistoryRow row = RowOf(rows_, 5, "objective “counselling every week”, statement");

  EXPECT_EQ(row.change().before(), "");
  EXPECT_EQ(row.change().after(), "counselling every week");
  EXPECT_EQ(row.kind(), v1::ENTRY_KIND_ENTRY);
  EXPECT_FALSE(row.has_overtaken_by());
  EXPECT_EQ(RowOf(rows_, 5, "objective “counselling every week”, goal").change().after(), "Ana is safe at home");
}

TEST_F(HistoryTest, CorrectionOfWordsShowsTheWords) {
  const v1::HistoryRow row = RowOf(rows_, 13, "objective “every two weeks”, statement");

  EXPECT_EQ(row.change().before(), "counselling every week");
  EXPECT_EQ(row.change().after(), "every two weeks");
}

// A program needs no words to know what changed.
TEST_F(HistoryTest, ARowHasTheTypeOfItsEventAndTheValuesAsData) {
  const v1::HistoryRow met = RowOf(rows_, 11, "objective “counselling every week”, met on");
  EXPECT_EQ(met.event_type(), "ObjectiveMet");
  ASSERT_EQ(met.change().before_values_size(), 1);
  EXPECT_EQ(met.change().before_values(0).day(), "2025-04-18");
  EXPECT_EQ(met.change().after_values(0).day(), "2025-04-28");

  const v1::HistoryRow sought = RowOf(rows_, 18, "Ana, primary track, outcome sought");
  EXPECT_EQ(sought.event_type(), "OutcomeChosen");
  EXPECT_TRUE(sought.change().before_values().empty());
  EXPECT_EQ(sought.change().after_values(0).code(), "PERMANENCY_OUTCOME_RETURNED_TO_OWN_FAMILY");

  const v1::HistoryRow statement = RowOf(rows_, 13, "objective “every two weeks”, statement");
  EXPECT_EQ(statement.change().after_values(0).text(), "every two weeks");
  const v1::HistoryRow goal = RowOf(rows_, 5, "objective “counselling every week”, goal");
  EXPECT_TRUE(eventstore::Uuid::Parse(goal.change().after_values(0).id()).ok());
  for (const v1::HistoryRow& row : rows_) EXPECT_NE(row.event_type(), "") << row.revision();
}

TEST_F(HistoryTest, PartIdKeepsOnlyRowsThatNameThePart) {
  for (const v1::HistoryRow& row : AllRows(ana_.built, Id("O"))) {
    EXPECT_THAT(row.change().field(), ::testing::HasSubstr(Id("O")));
  }
  std::vector<uint64_t> about_ana;
  for (const v1::HistoryRow& row : AllRows(ana_.built, Id("Ana"))) {
    if (about_ana.empty() || about_ana.back() != row.revision()) {
      about_ana.push_back(row.revision());
    }
  }
  EXPECT_THAT(about_ana, ElementsAre(1, 2, 3, 9, 10, 17, 18));
}

TEST_F(HistoryTest, NoRowHoldsAnId) {
  for (const v1::HistoryRow& row : rows_) {
    for (const std::string& words : {row.change().path(), row.change().before(), row.change().after()}) {
      EXPECT_FALSE(::testing::Matches(::testing::ContainsRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-"))(words))
          << words;
    }
  }
}

TEST(HistoryOfNotesTest, CorrectionOutsideThePlanHasARowOfItsOwn) {
  CaseBuilder built;
  built.Record("2025-01-10 09:00", {CaseOpened("2025-01-10"), NoteWritten("2025-01-10", "Called.")});
  built.Record("2025-01-11 09:00", {Correcting(1, NoteWritten("2025-01-10", "Visited."))});
  built.Record("2025-01-12 09:00", {Retracting(1)});
  const std::vector<v1::HistoryRow> rows = AllRows(built);

  EXPECT_EQ(RowOf(rows, 2, "entry 1").change().before(), "Case note on a call: Called.");
  EXPECT_EQ(RowOf(rows, 2, "entry 1").change().after(), "Case note on a call: Visited.");
  EXPECT_EQ(RowOf(rows, 3, "entry 1").change().after(), "");
  EXPECT_EQ(rows.back().kind(), v1::ENTRY_KIND_RETRACTION);
}

TEST(HistoryOfWithdrawnTest, RetractionOfAnOriginalShowsWhatWentAway) {
  CaseBuilder built;
  built.Record("2025-01-10 09:00", {CaseOpened("2025-01-10"), ChildJoined("2025-01-10", "Ana")});
  built.Record("2025-01-12 09:00", {Retracting(1)});
  const v1::HistoryRow row = RowOf(AllRows(built), 2, "Ana, joined on");

  EXPECT_EQ(row.change().before(), "2025-01-10");
  EXPECT_EQ(row.change().after(), "");
}

CaseEvent JoinedAs(absl::string_view day, absl::string_view name, absl::string_view person) {
  CaseEvent event = AdultJoined(day, name);
  event.mutable_participant_joined()->set_person_id(Id(person));
  return event;
}

// A correction is shown as a change, even if the words of both are the same.
TEST(HistoryOfSameWordsTest, ACorrectedPersonIdShowsBothIds) {
  CaseBuilder built;
  built.Record("2025-01-10 09:00", {CaseOpened("2025-01-10"), JoinedAs("2025-01-10", "John", "P1")});
  built.Record("2025-01-11 09:00", {Correcting(1, JoinedAs("2025-01-10", "John", "P2"))});
  CaseEvent renamed = Correcting(1, JoinedAs("2025-01-10", "John", "P3"));
  renamed.mutable_participant_joined()->set_name("Jon");
  built.Record("2025-01-12 09:00", {renamed});
  const std::vector<v1::HistoryRow> rows = AllRows(built);

  EXPECT_EQ(RowOf(rows, 2, "John, person").change().before(), Id("P1"));
  EXPECT_EQ(RowOf(rows, 2, "John, person").change().after(), Id("P2"));
  EXPECT_EQ(RowOf(rows, 3, "Jon, person").change().before(), Id("P2")) << "beside the name";
  EXPECT_EQ(RowOf(rows, 3, "Jon, name").change().after(), "Jon");
}

TEST(HistoryOfSameWordsTest, ACorrectionOfWhatNoSentenceTellsShowsTheField) {
  CaseBuilder built;
  const CaseEvent note = NoteWritten("2025-01-10", "Called.");
  CaseEvent from_her = note;
  from_her.mutable_source()->set_detail("her own words");
  CaseEvent later = from_her;
  later.set_effective_on("2025-01-11");
  built.Record("2025-01-12 09:00", {CaseOpened("2025-01-10"), note});
  built.Record("2025-01-13 09:00", {Correcting(1, from_her), Correcting(1, later), Correcting(1, later)});
  const std::vector<v1::HistoryRow> rows = AllRows(built);

  EXPECT_EQ(RowOf(rows, 2, "entry 1, source, detail").change().after(), "her own words");
  EXPECT_EQ(RowOf(rows, 3, "entry 1, effective on").change().before(), "2025-01-10");
  EXPECT_EQ(RowOf(rows, 3, "entry 1, effective on").change().after(), "2025-01-11");
  EXPECT_EQ(RowOf(rows, 4, "entry 1, said once more").change().after(), "Case note on a call: Called.");
}

TEST(HistoryOfSameWordsTest, TwoPeopleOfOneNameAreToldApart) {
  CaseBuilder built;
  const auto assigned = [](absl::string_view subject) {
    CaseEvent event = On("2025-01-10");
    event.mutable_case_assigned()->set_part(event::v1::ASSIGNMENT_PART_CASEWORKER);
    event.mutable_case_assigned()->mutable_staff()->set_name("Dana Reed");
    event.mutable_case_assigned()->mutable_staff()->set_subject(std::string(subject));
    return event;
  };
  built.Record("2025-01-10 09:00", {CaseOpened("2025-01-10"), assigned("cw-1")});
  built.Record("2025-01-11 09:00", {Correcting(1, assigned("cw-2"))});

  int staff = 0;
  for (const v1::HistoryRow& row : AllRows(built)) {
    if (row.revision() != 2 || !row.change().field().ends_with("staff")) continue;
    ++staff;
    EXPECT_THAT(row.change().before(), ::testing::HasSubstr("cw-1"));
    EXPECT_THAT(row.change().after(), ::testing::HasSubstr("cw-2"));
  }
  EXPECT_EQ(staff, 1);
}

TEST(HistoryOfSameWordsTest, ADigestIsAValue) {
  const auto version = [](absl::string_view label, char digest, char supersedes) {
    CaseEvent event = On("2025-01-10");
    event::v1::PlanVersionDrawnUp& drawn = *event.mutable_plan_version_drawn_up();
    drawn.set_plan_id(Id("plan"));
    drawn.set_kind(event::v1::PLAN_KIND_CASE);
    drawn.set_label(std::string(label));
    drawn.set_digest(std::string(32, digest));
    if (supersedes != 0) drawn.set_supersedes(std::string(32, supersedes));
    return event;
  };
  CaseBuilder built;
  built.Record("2025-01-10 09:00",
               {CaseOpened("2025-01-10"), version("1.0", 'a', 0), version("1.1", 'b', 'a'), version("1.2", 'c', 'z')});
  const std::vector<v1::HistoryRow> rows = AllRows(built);

  for (const v1::HistoryRow& row : rows) EXPECT_NE(row.change().before(), row.change().after()) << row.change().field();
  const auto supersedes = [&](eventstore::Revision revision) {
    for (const v1::HistoryRow& row : rows) {
      if (row.revision() == revision && row.change().field().ends_with(".supersedes")) return row.change().after();
    }
    return std::string("no row");
  };
  EXPECT_EQ(supersedes(2), "version 1.0 of the case plan");
  EXPECT_EQ(supersedes(3), absl::BytesToHexString(std::string(32, 'z')));
}

// An opening that is corrected to a day after a reopening begins to number the episodes anew: two have the number 1.
class HistoryOfEpisodesTest : public ::testing::Test {
 protected:
  static CaseEvent Closed(absl::string_view day) {
    return EventFromText(day, "case_closed { reason: CASE_CLOSE_REASON_RISK_REDUCED }");
  }
  static CaseEvent Reopened(absl::string_view day) {
    return EventFromText(day, "case_reopened { origin: CASE_ORIGIN_REPORT }");
  }

  HistoryOfEpisodesTest() {
    built_.Record("2025-06-01 09:00", {CaseOpened("2025-01-10"), Closed("2025-02-01"), Reopened("2025-03-01"),
                                       Closed("2025-04-01"), Reopened("2025-05-01")});
    built_.Record("2025-06-01 10:00", {Correcting(0, CaseOpened("2025-03-10"))});
  }

  // "field: from -> to" of the rows of an entry that are about episodes.
  std::vector<std::string> Told(eventstore::Revision revision) const {
    std::vector<std::string> told;
    for (const v1::HistoryRow& row : AllRows(built_)) {
      if (row.revision() != revision || !row.change().field().starts_with("earlier_episodes")) continue;
      told.push_back(absl::StrCat(row.change().field(), ": ", row.change().before(), " -> ", row.change().after()));
    }
    return told;
  }

  CaseBuilder built_;
};

TEST_F(HistoryOfEpisodesTest, TheSecondEpisodeOfANumberHasFieldsOfItsOwn) {
  ASSERT_EQ(built_.record().plan().earlier_episodes(1).number(), 1U);
  built_.Record("2025-06-02 09:00", {Retracting(4)});

  EXPECT_THAT(Told(6), ElementsAre("earlier_episodes[1#2].opened_on: 2025-03-01 -> ",
                                   "earlier_episodes[1#2].closed_on: 2025-04-01 -> ",
                                   "earlier_episodes[1#2].closed.reason: risk reduced -> "));
}

TEST_F(HistoryOfEpisodesTest, AnotherEpisodeOfItsNumberDoesNotOvertakeAChange) {
  built_.Record("2025-06-02 09:00", {Correcting(1, Closed("2025-03-01"))});

  const v1::HistoryRow row = RowOf(AllRows(built_), 6, "episode 1, closed on");
  EXPECT_EQ(row.change().field(), "earlier_episodes[1].closed_on");
  EXPECT_EQ(row.change().before(), "2025-02-01");
  EXPECT_EQ(row.change().after(), "2025-03-01");
  EXPECT_FALSE(row.has_overtaken_by()) << row.overtaken_by();
}

// A person who lived in a household before they joined the case is called by name.
TEST(HistoryOfHouseholdsTest, WhoJoinedAfterwardsHasTheirName) {
  CaseBuilder built;
  built.Record("2025-01-10 09:00", {CaseOpened("2025-01-02"), ChildJoined("2025-01-05", "Ana")});
  built.Record("2025-01-10 10:00", {MovedIn("2025-01-03", "home", "Ana")});
  built.Record("2025-01-11 09:00", {Correcting(2, MovedIn("2025-01-04", "home", "Ana"))});
  built.Record("2025-01-12 09:00", {Retracting(2)});

  for (const v1::HistoryRow& row : AllRows(built)) {
    EXPECT_THAT(row.change().path(), ::testing::Not(::testing::HasSubstr("no longer"))) << row.revision();
    EXPECT_THAT(row.change().before(), ::testing::Not(::testing::HasSubstr("no longer"))) << row.revision();
    EXPECT_THAT(row.change().after(), ::testing::Not(::testing::HasSubstr("no longer"))) << row.revision();
  }
}

// Faults of histories in existing software: they lose removed values, credit the wrong person, and stop after twenty
// rows.
class HistoryFaultsTest : public ::testing::Test {
 protected:
  CaseBuilder built_;
};

TEST_F(HistoryFaultsTest, ValueThatACorrectionLeavesOutGoesFromItToNone) {
  CaseEvent with_measure = ObjectiveAdded("2025-03-12", "O", "G", kObjective);
  with_measure.mutable_objective_added()->mutable_terms()->set_measure("the counsellor's list");
  with_measure.mutable_objective_added()->mutable_terms()->add_who_ids(Id("Maria"));
  built_.Record("2025-03-12 09:00", {AdultJoined("2025-03-10", "Maria"), with_measure});
  built_.Record("2025-03-13 09:00", {Correcting(1, ObjectiveAdded("2025-03-12", "O", "G", kObjective))});
  const std::vector<v1::HistoryRow> rows = AllRows(built_);

  const v1::HistoryRow measure = RowOf(rows, 2, "objective “counselling every week”, measure");
  EXPECT_EQ(measure.change().before(), "the counsellor's list");
  EXPECT_EQ(measure.change().after(), "");
  const v1::HistoryRow who = RowOf(rows, 2, "objective “counselling every week”, who");
  EXPECT_EQ(who.change().before(), "Maria");
  EXPECT_EQ(who.change().after(), "");
}

TEST_F(HistoryFaultsTest, ValueThatARevisionLeavesOutGoesFromItToNone) {
  CaseEvent with_target = ObjectiveAdded("2025-03-12", "O", "G", kObjective);
  with_target.mutable_objective_added()->mutable_terms()->set_target_on("2025-09-01");
  CaseEvent revised = On("2025-04-01");
  revised.mutable_objective_revised()->set_objective_id(Id("O"));
  revised.mutable_objective_revised()->mutable_terms()->set_statement(kObjective);
  revised.mutable_objective_revised()->set_reason("the day was the agency's wish");
  built_.Record("2025-03-12 09:00", {with_target});
  built_.Record("2025-04-01 09:00", {revised});

  const v1::HistoryRow row = RowOf(AllRows(built_), 1, "objective “counselling every week”, target on");
  EXPECT_EQ(row.change().before(), "2025-09-01");
  EXPECT_EQ(row.change().after(), "");
}

TEST_F(HistoryFaultsTest, OneOfSeveralThatGoesIsSeenInBothValues) {
  CaseEvent of_two = ObjectiveAdded("2025-03-12", "O", "G", kObjective);
  of_two.mutable_objective_added()->mutable_terms()->add_who_ids(Id("Maria"));
  const CaseEvent of_one = of_two;
  of_two.mutable_objective_added()->mutable_terms()->add_who_ids(Id("Luis"));
  built_.Record("2025-03-12 09:00", {AdultJoined("2025-03-10", "Maria"), AdultJoined("2025-03-10", "Luis"), of_two});
  built_.Record("2025-03-13 09:00", {Correcting(2, of_one)});

  const v1::HistoryRow row = RowOf(AllRows(built_), 3, "objective “counselling every week”, who");
  EXPECT_EQ(row.change().before(), "Maria and Luis");
  EXPECT_EQ(row.change().after(), "Maria");
}

// The day on which someone moved in distinguishes one stay from another, and is also a fact.
TEST_F(HistoryFaultsTest, WhoMovesIntoAHouseholdThatIsThereHasARow) {
  built_.Record("2025-03-10 09:00", {AdultJoined("2025-03-01", "Maria"), AdultJoined("2025-03-01", "Luis"),
                                     MovedIn("2025-03-01", "Elm Street", "Maria")});
  built_.Record("2025-03-12 09:00", {MovedIn("2025-03-11", "Elm Street", "Luis")});
  built_.Record("2025-03-14 09:00", {Retracting(3)});
  const std::vector<v1::HistoryRow> rows = AllRows(built_);

  const char path[] = "household of Elm Street, Luis since 2025-03-11, moved in on";
  EXPECT_EQ(RowOf(rows, 3, path).change().before(), "");
  EXPECT_EQ(RowOf(rows, 3, path).change().after(), "2025-03-11");
  EXPECT_EQ(RowOf(rows, 4, path).change().before(), "2025-03-11");
  EXPECT_EQ(RowOf(rows, 4, path).change().after(), "");
}

TEST_F(HistoryFaultsTest, ACorrectedDayOfMovingInShowsBothDays) {
  built_.Record("2025-03-10 09:00", {AdultJoined("2025-03-01", "Maria"), MovedIn("2025-03-02", "Elm Street", "Maria")});
  built_.Record("2025-03-12 09:00", {Correcting(1, MovedIn("2025-03-05", "Elm Street", "Maria"))});
  const std::vector<v1::HistoryRow> rows = AllRows(built_);

  EXPECT_EQ(RowOf(rows, 2, "household of Elm Street, Maria since 2025-03-02, moved in on").change().before(),
            "2025-03-02");
  EXPECT_EQ(RowOf(rows, 2, "household of Elm Street, Maria since 2025-03-05, moved in on").change().after(),
            "2025-03-05");
}

// Not the person who is responsible now, wrote the original, or changed the field last.
TEST_F(HistoryFaultsTest, EveryRowIsCreditedToWhoeverRecordedItsEntry) {
  built_.Record("2025-03-10 09:00", {GoalEstablished("2025-03-10", "G", "safe at home")}, "Dana Reed");
  built_.Record("2025-03-12 09:00", {Correcting(0, GoalEstablished("2025-03-10", "G", "safe with kin"))}, "Grace Bell");
  built_.Record("2025-03-14 09:00", {Retracting(1)}, "Omar Haddad");
  built_.Record("2025-03-16 09:00", {GoalEstablished("2025-03-01", "H", "in school every day")}, "Ines Weber");

  const char* const recorded_by[] = {"Dana Reed", "Grace Bell", "Omar Haddad", "Ines Weber"};
  std::vector<uint64_t> credited;
  for (const v1::HistoryRow& row : AllRows(built_)) {
    EXPECT_EQ(row.actor().name(), recorded_by[row.revision()]) << row.ShortDebugString();
    if (credited.empty() || credited.back() != row.revision()) credited.push_back(row.revision());
  }
  EXPECT_THAT(credited, ElementsAre(0, 1, 2, 3));
}

TEST_F(HistoryFaultsTest, WhoTypedItAndWhoseActItWasAreTwoPeople) {
  CaseEvent goal = GoalEstablished("2025-03-10", "G", "safe at home");
  goal.mutable_on_behalf_of()->mutable_staff()->set_name("Grace Bell");
  goal = Claimed(std::move(goal), "2025-03-11 10:00", "SACWIS");
  goal.mutable_claim()->mutable_recorded_by()->set_name("Omar Haddad");
  built_.Record("2025-03-12 09:00", {goal}, "Dana Reed");
  built_.Record("2025-03-13 09:00", {GoalEstablished("2025-03-09", "G", "safe")}, "Ines Weber");

  const std::vector<v1::HistoryRow> rows = AllRows(built_);
  const v1::HistoryRow first = RowOf(rows, 0, "goal “safe at home”, statement");
  EXPECT_EQ(first.actor().name(), "Dana Reed");
  EXPECT_EQ(first.on_behalf_of(), "Grace Bell");
  EXPECT_EQ(first.claim(), "recorded on 2025-03-11 10:00:00 EDT in SACWIS by Omar Haddad, unproven");
  const v1::HistoryRow late = RowOf(rows, 1, "goal “safe”, statement");
  EXPECT_EQ(late.actor().name(), "Ines Weber");
  EXPECT_EQ(late.on_behalf_of(), "");
  EXPECT_EQ(late.claim(), "");
}

TEST_F(HistoryFaultsTest, AFieldThatChangedAHundredTimesHasAHundredRows) {
  built_.Record("2025-03-01 08:00", {GoalEstablished("2025-03-01", "G", "wording 0")});
  for (int i = 1; i < 100; ++i) {
    built_.Record("2025-03-01 09:00", {Correcting(0, GoalEstablished("2025-03-01", "G", absl::StrCat("wording ", i)))});
  }

  std::vector<std::string> wordings = {""};
  for (const v1::HistoryRow& row : AllRows(built_, Id("G"))) {
    if (!row.change().field().ends_with(".statement")) continue;
    EXPECT_EQ(row.change().before(), wordings.back());
    wordings.push_back(row.change().after());
  }
  EXPECT_THAT(wordings, SizeIs(101));
  EXPECT_EQ(wordings.back(), "wording 99");
}

TEST_F(HistoryFaultsTest, ARequestOfThirtyEntriesHasTheRowsOfAll) {
  std::vector<CaseEvent> children;
  for (int i = 0; i < 30; ++i) children.push_back(ChildJoined("2025-03-05", absl::StrCat("child ", i)));
  built_.Record("2025-03-05 10:00", children);

  std::vector<std::string> joined;
  for (const v1::HistoryRow& row : AllRows(built_)) {
    if (row.change().path().ends_with(", joined on")) joined.push_back(row.change().path());
  }
  EXPECT_THAT(joined, SizeIs(30));
}

TEST(HistoryOfClaimsTest, EntryOutsideTheKnownSetHasNoRow) {
  CaseBuilder built;
  built.Record("2026-01-15 10:00",
               {Claimed(CaseOpened("2023-06-01"), "2023-06-01 09:00", "X"), ChildJoined("2023-06-01", "Ana")});
  const auto known = ResolveKnown(Claims(KnownDay("2024-01-01")), NewYork());
  ASSERT_THAT(known, IsOk());
  History history(built.case_id(), built.entries(), *known, NewYork());

  const std::vector<v1::HistoryRow> rows = history.Next();

  EXPECT_TRUE(history.AtEnd());
  EXPECT_THAT(rows, Not(IsEmpty()));
  EXPECT_EQ(rows[0].claim(), "recorded on 2023-06-01 09:00:00 EDT in X, unproven");
}

}  // namespace
}  // namespace casejournal::projections
