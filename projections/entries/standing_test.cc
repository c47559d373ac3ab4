// Which entries stand with which words, what their labels are today, and what they name.
#include "projections/entries/standing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "projections/entries/dependents.h"
#include "projections/entries/labels_now.h"
#include "projections/entries/part_index.h"
#include "projections/entries/references.h"
#include "projections/events/event_words.h"
#include "tests/support/any_event.h"
#include "tests/support/case_builder.h"
#include "tests/support/event_text.h"
#include "tests/support/random_case.h"
#include "tests/support/seed.h"

namespace casejournal::projections {
namespace {

using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases
using ::testing::ElementsAre;
using ::testing::IsEmpty;

CaseEvent RestrictedTo(eventstore::Revision revision, std::vector<event::v1::Label> labels) {
  CaseEvent event = On("2025-03-05");
  event.mutable_entry_restricted()->set_revision(revision);
  for (const event::v1::Label label : labels) event.mutable_entry_restricted()->add_labels(label);
  return event;
}

// "revision:content", in the order of effect.
std::vector<std::string> Standings(const CaseBuilder& built, const KnownSet& known = KnownSet::All()) {
  std::vector<std::string> told;
  for (const Standing& each : StandingEntries(built.entries(), known))
    told.push_back(absl::StrCat(each.revision(), ":", each.content->revision));
  return told;
}

TEST(StandingTest, ARoleFollowsFromWhatAnEntrySays) {
  CaseBuilder built;
  built.Record("2025-01-10 09:00", {NoteWritten("2025-01-10", "a"), Correcting(0, NoteWritten("2025-01-10", "b")),
                                    Retracting(0), Correcting(2, Retracting(0))});

  EXPECT_EQ(RoleOf(built.entries()[0]), EntryRole::kOriginal);
  EXPECT_EQ(RoleOf(built.entries()[1]), EntryRole::kCorrection);
  EXPECT_EQ(RoleOf(built.entries()[2]), EntryRole::kRetraction);
  EXPECT_EQ(RoleOf(built.entries()[3]), EntryRole::kRetraction) << "also with a correction in its envelope";
  EXPECT_EQ(Settles(built.entries()[0]), std::nullopt);
  EXPECT_EQ(Settles(built.entries()[1]), 0U);
  EXPECT_EQ(Settles(built.entries()[2]), 0U);
}

TEST(StandingTest, AnEntryThatSettlesItselfOrALaterOneSettlesNothing) {
  CaseBuilder built;
  built.Record("2025-01-10 09:00", {Retracting(0), Correcting(2, NoteWritten("2025-01-10", "b")),
                                    NoteWritten("2025-01-10", "c"), Retracting(99)});
  for (const Entry& entry : built.entries()) EXPECT_EQ(Settles(entry), std::nullopt) << entry.revision;
  EXPECT_THAT(Standings(built), ElementsAre("2:2"));
}

TEST(StandingTest, TheOrderOfEffectIsByTheDayOfTheWordsThenByTheOriginal) {
  CaseBuilder built;
  built.Record("2025-01-10 09:00", {NoteWritten("2025-01-03", "a"), NoteWritten("2025-01-02", "b"),
                                    NoteWritten("2025-01-02", "c"), NoteWritten("2025-01-01", "d")});
  EXPECT_THAT(Standings(built), ElementsAre("3:3", "1:1", "2:2", "0:0"));
  built.Record("2025-01-11 09:00", {Correcting(0, NoteWritten("2025-01-02", "a"))});
  EXPECT_THAT(Standings(built), ElementsAre("3:3", "0:4", "1:1", "2:2")) << "at the place of the original";
}

TEST(StandingTest, OfTheFirstEntriesOnlyTheseCount) {
  CaseBuilder built;
  built.Record("2025-01-10 09:00",
               {NoteWritten("2025-01-01", "a"), Correcting(0, NoteWritten("2025-01-01", "b")), Retracting(0)});
  const KnownSet all = KnownSet::All();

  EXPECT_THAT(StandingEntries(built.entries(), all, 0), IsEmpty());
  EXPECT_FALSE(StandingEntries(built.entries(), all, 1)[0].corrected());
  EXPECT_TRUE(StandingEntries(built.entries(), all, 2)[0].corrected());
  EXPECT_THAT(StandingEntries(built.entries(), all, 3), IsEmpty());
  EXPECT_THAT(UndoneEntries(built.entries(), all, 2), ElementsAre(false, false));
  EXPECT_THAT(UndoneEntries(built.entries(), all, 3), ElementsAre(true, false, false));
}

TEST(StandingTest, AChainOfRetractionsAlternates) {
  CaseBuilder built;
  built.Record("2025-01-10 09:00", {NoteWritten("2025-01-01", "a")});
  for (eventstore::Revision i = 0; i < 9; ++i) {
    EXPECT_EQ(Standings(built).empty(), i % 2 == 1) << i;
    built.Record("2025-01-11 09:00", {Retracting(i)});
  }
}

TEST(StandingTest, TwoRetractionsOfOneEntryMustBothBeWithdrawn) {
  CaseBuilder built;
  built.Record("2025-01-10 09:00", {NoteWritten("2025-01-01", "a"), Retracting(0), Retracting(0), Retracting(1)});
  EXPECT_THAT(Standings(built), IsEmpty());
  built.Record("2025-01-11 09:00", {Retracting(2)});
  EXPECT_THAT(Standings(built), ElementsAre("0:0"));
}

TEST(StandingTest, ARetractionThatIsNotKnownWithdrawsNothing) {
  CaseBuilder built;
  built.Record("2025-01-10 09:00", {NoteWritten("2025-01-01", "a"), Retracting(0)});

  EXPECT_THAT(Standings(built, KnownSet::UpToRevision(0)), ElementsAre("0:0"));
  EXPECT_THAT(Standings(built, KnownSet::UpToRevision(1)), IsEmpty());
}

TEST(LabelsNowTest, AnEntryHasItsOwnLabelsUntilItIsRestricted) {
  CaseEvent labeled = NoteWritten("2025-01-01", "a");
  labeled.add_labels(event::v1::LABEL_HEALTH);
  labeled.add_labels(event::v1::LABEL_PART2);
  CaseBuilder built;
  built.Record("2025-01-10 09:00", {labeled, NoteWritten("2025-01-01", "b")});
  EXPECT_THAT(LabelsNow(built.entries()).Of(built.entries()[0]),
              ElementsAre(event::v1::LABEL_HEALTH, event::v1::LABEL_PART2));
  EXPECT_THAT(LabelsNow(built.entries()).Of(built.entries()[1]), IsEmpty());

  built.Record("2025-01-11 09:00", {RestrictedTo(0, {event::v1::LABEL_SEALED})});
  EXPECT_THAT(LabelsNow(built.entries()).Of(built.entries()[0]), ElementsAre(event::v1::LABEL_SEALED))
      << "a restriction replaces the labels";
  EXPECT_THAT(LabelsNow(built.entries()).Of(built.entries()[1]), IsEmpty());
}

// Who suffers: the person whose restriction has an earlier day than one that was lifted.
TEST(LabelsNowTest, TheLatestRecordedRestrictionAppliesWhateverItsDay) {
  CaseEvent earlier = RestrictedTo(0, {event::v1::LABEL_SEALED});
  earlier.set_effective_on("2025-01-01");
  CaseBuilder built;
  built.Record("2025-01-10 09:00",
               {NoteWritten("2025-01-01", "a"), RestrictedTo(0, {event::v1::LABEL_HEALTH}), earlier});
  EXPECT_THAT(LabelsNow(built.entries()).Of(built.entries()[0]), ElementsAre(event::v1::LABEL_SEALED));

  built.Record("2025-01-11 09:00", {Retracting(2)});
  EXPECT_THAT(LabelsNow(built.entries()).Of(built.entries()[0]), ElementsAre(event::v1::LABEL_HEALTH));
  built.Record("2025-01-12 09:00", {Retracting(1)});
  EXPECT_THAT(LabelsNow(built.entries()).Of(built.entries()[0]), IsEmpty());
}

TEST(LabelsNowTest, ACorrectedRestrictionAppliesWithItsCorrection) {
  CaseBuilder built;
  built.Record("2025-01-10 09:00", {NoteWritten("2025-01-01", "a"), NoteWritten("2025-01-01", "b"),
                                    RestrictedTo(0, {event::v1::LABEL_SEALED})});
  built.Record("2025-01-11 09:00", {Correcting(2, RestrictedTo(1, {event::v1::LABEL_HEALTH}))});

  EXPECT_THAT(LabelsNow(built.entries()).Of(built.entries()[0]), IsEmpty());
  EXPECT_THAT(LabelsNow(built.entries()).Of(built.entries()[1]), ElementsAre(event::v1::LABEL_HEALTH));
}

// The values that annotations mark, found by walking the whole message instead of the way that the product takes.
void WalkNames(const google::protobuf::Message& message, std::multiset<std::string>& names,
               std::multiset<std::string>& introduced) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const google::protobuf::FieldDescriptor& field = *message.GetDescriptor()->field(i);
    const int count = field.is_repeated() ? reflection.FieldSize(message, &field)
                                          : (field.has_presence() && !reflection.HasField(message, &field) ? 0 : 1);
    for (int at = 0; at < count; ++at) {
      if (field.message_type() != nullptr) {
        WalkNames(field.is_repeated() ? reflection.GetRepeatedMessage(message, &field, at)
                                      : reflection.GetMessage(message, &field),
                  names, introduced);
        continue;
      }
      if (field.cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_STRING) continue;
      const std::string value = field.is_repeated() ? reflection.GetRepeatedString(message, &field, at)
                                                    : reflection.GetString(message, &field);
      const event::v1::FieldOptions& options = OptionsOf(field);
      const bool own_digest = field.full_name() == "casejournal.event.v1.PlanVersionDrawnUp.digest";
      if (value.empty()) continue;
      if (options.names() != event::v1::PART_KIND_UNSPECIFIED || (options.digest() && !own_digest)) names.insert(value);
      if (options.introduces() != event::v1::PART_KIND_UNSPECIFIED || own_digest) introduced.insert(value);
    }
  }
}

TEST(ReferencesWalkTest, NothingThatAnEventNamesOrIntroducesIsOverlooked) {
  std::mt19937_64 random(TestSeed());
  for (int round = 0; round < 5; ++round) {
    for (const google::protobuf::FieldDescriptor* body : BodyFields()) {
      CaseEvent event = AnyEvent(random, round == 0 ? Filled::kAll : Filled::kSome).OfType(*body, "2025-03-01");
      event.add_about(Id("Ana"));
      event.mutable_on_behalf_of()->set_participant_id(Id("Maria"));
      event.mutable_source()->set_participant_id(Id("Luis"));
      std::multiset<std::string> names;
      std::multiset<std::string> introduced;
      WalkNames(event, names, introduced);

      std::multiset<std::string> found;
      std::set<std::string> fields;
      for (const Reference& reference : ReferencesIn(event)) {
        found.insert(reference.id);
        EXPECT_TRUE(fields.insert(reference.field).second) << "one field is listed once: " << reference.field;
      }
      EXPECT_EQ(found, names) << body->name();
      found.clear();
      for (const Introduction& introduction : IntroductionsIn(event)) found.insert(introduction.id);
      EXPECT_EQ(found, introduced) << body->name();
    }
  }
}

TEST(ReferencesWalkTest, EntriesThatABodyNamesAreListedInTheOrderOfFields) {
  const auto named = [](const CaseEvent& event) {
    std::vector<std::string> told;
    for (const NamedEntry& each : EntriesNamedIn(event)) told.push_back(absl::StrCat(each.field, " ", each.revision));
    return told;
  };
  EXPECT_THAT(named(EventFromText("2025-01-01", R"(document_referenced { document_id: "$D" supports_revisions: 4
                                                   supports_revisions: 2 })")),
              ElementsAre("documentReferenced.supportsRevisions[0] 4", "documentReferenced.supportsRevisions[1] 2"));
  EXPECT_THAT(named(Retracting(7)), ElementsAre("entryRetracted.revision 7"));
  EXPECT_THAT(named(Correcting(3, NoteWritten("2025-01-01", "x"))), IsEmpty()) << "the envelope is not the body";
  EXPECT_THAT(named(CaseEvent()), IsEmpty());
}

TEST(PartKindsTest, WhoIsHinderedOrMakesProgressIsOneOfSeveralKinds) {
  Part part;
  const auto is = [&](event::v1::PartKind kind, event::v1::PartKind wanted) {
    part.kind = kind;
    return part.Is(wanted);
  };
  for (const auto kind : {event::v1::PART_KIND_NEED, event::v1::PART_KIND_GOAL, event::v1::PART_KIND_OBJECTIVE,
                          event::v1::PART_KIND_ACTIVITY, event::v1::PART_KIND_CONDITION}) {
    EXPECT_TRUE(is(kind, event::v1::PART_KIND_PROGRESS_SUBJECT)) << event::v1::PartKind_Name(kind);
    EXPECT_TRUE(is(kind, event::v1::PART_KIND_HINDERED)) << event::v1::PartKind_Name(kind);
    EXPECT_FALSE(is(kind, event::v1::PART_KIND_PARTICIPANT)) << event::v1::PartKind_Name(kind);
  }
  EXPECT_TRUE(is(event::v1::PART_KIND_PARTICIPANT, event::v1::PART_KIND_HINDERED));
  EXPECT_FALSE(is(event::v1::PART_KIND_PARTICIPANT, event::v1::PART_KIND_PROGRESS_SUBJECT));
  EXPECT_FALSE(is(event::v1::PART_KIND_STRENGTH, event::v1::PART_KIND_PROGRESS_SUBJECT));
  EXPECT_FALSE(is(event::v1::PART_KIND_GOAL, event::v1::PART_KIND_CHILD));
}

TEST(PartKindsTest, APartThatSeveralIntroduceStandsWhileOneOfThemDoes) {
  CaseBuilder built;
  built.Record("2025-01-10 09:00", {MovedIn("2025-01-01", "home", "Maria"), MovedIn("2025-01-01", "home", "Ana")});
  const auto home = [&] { return *built.record().parts().Find(Id("home")); };
  EXPECT_EQ(home().introduced_by, 0U);
  built.Record("2025-01-11 09:00", {Retracting(0)});
  EXPECT_TRUE(home().standing);
  EXPECT_EQ(home().introduced_by, 1U) << "the first that stands";
  built.Record("2025-01-12 09:00", {Retracting(1)});
  EXPECT_FALSE(home().standing);
  EXPECT_EQ(home().introduced_by, 1U) << "the last that did";
}

TEST(PartKindsTest, AVersionIsFoundByItsDigest) {
  PartIndex parts;
  EXPECT_EQ(parts.FindVersion(Digest("v1")), nullptr);
  parts.Withdraw(5);
  parts.Place(5, EventFromText("2025-01-01", R"(plan_version_drawn_up { plan_id: "$plan" digest: "@v1" })"));

  ASSERT_NE(parts.FindVersion(Digest("v1")), nullptr);
  EXPECT_EQ(parts.FindVersion(Digest("v1"))->introduced_by, 5U);
  EXPECT_EQ(parts.FindVersion(Digest("v1"))->kind, event::v1::PART_KIND_UNSPECIFIED);
  EXPECT_EQ(parts.Find(Id("plan"))->kind, event::v1::PART_KIND_PLAN);
}

// Taken out one by one in the order that is given, no entry ever names what is gone.
TEST(DependentsOrderTest, EachEntryComesAfterAllThatDependOnIt) {
  const uint64_t seed = TestSeed();
  for (uint64_t i = 0; i < 40; ++i) {
    RandomCase random(seed + i);
    const CaseBuilder built = BuildCase(random.Events(40));
    std::vector<Standing> standing = StandingEntries(built.entries(), KnownSet::All());
    if (standing.empty()) continue;
    const eventstore::Revision withdrawn = standing[random.Below(standing.size())].revision();
    std::vector<eventstore::Revision> order = DependentsOf(standing, withdrawn);
    order.push_back(withdrawn);

    std::set<eventstore::Revision> seen;
    for (const eventstore::Revision revision : order) {
      EXPECT_TRUE(seen.insert(revision).second) << revision;
      const std::vector<eventstore::Revision> still = DependentsOf(standing, revision);
      // Entries that depend on each other have no such order.
      for (const eventstore::Revision other : still) {
        const std::vector<eventstore::Revision> back = DependentsOf(standing, other);
        EXPECT_NE(std::find(back.begin(), back.end(), revision), back.end()) << revision << " before " << other;
      }
      std::erase_if(standing, [&](const Standing& each) { return each.revision() == revision; });
    }
  }
  EXPECT_THAT(DependentsOf({}, 3), IsEmpty());
}

}  // namespace
}  // namespace casejournal::projections
