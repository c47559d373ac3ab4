#include "services/verify/check_exhibit.h"

#include <gmock/gmock.h>

#include <random>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "eventstore/proofs/note.h"
#include "projections/versions/draw_up.h"
#include "tests/support/event_text.h"
#include "tests/support/exhibit_story.h"
#include "tests/support/matchers.h"
#include "tests/support/plan_texts.h"
#include "tests/support/seed.h"

namespace casejournal::services {
namespace {

using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases
using event::v1::DisclosureMade;
using ::testing::HasSubstr;

class CheckExhibitTest : public ::testing::Test {
 protected:
  ExhibitTrust Trust() const { return {.key = story_.journal.verifier()}; }

  absl::StatusOr<ExhibitReport> Check(const Exhibit& exhibit) const { return Check(exhibit, Trust()); }
  absl::StatusOr<ExhibitReport> Check(const Exhibit& exhibit, const ExhibitTrust& trust) const {
    const absl::StatusOr<std::string> file = WriteExhibit(exhibit);
    EXPECT_THAT(file, IsOk());
    return CheckExhibit(file.value_or(""), trust);
  }

  // The exhibit of the whole case, in which one file has another content.
  absl::Status CheckChanged(const ZipFiles& files) const {
    return CheckExhibit(*WriteZip(ExhibitStory::WithManifest(files)), Trust()).status();
  }

  ExhibitStory story_ = AnasExhibit();
};

TEST_F(CheckExhibitTest, WholeCaseIsReportedWithItsPlan) {
  const auto report = Check(story_.Give());
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->view.case_id, Id("case"));
  EXPECT_EQ(report->view.events.size(), 5U);
  ASSERT_TRUE(report->view.plan.has_value());
  EXPECT_EQ(report->view.plan->participants_size(), 2);
  EXPECT_EQ(report->checkpoint, story_.journal.CheckpointOf(story_.journal.entries().size()));
  EXPECT_EQ(report->signatures, 1U);
  EXPECT_EQ(report->fold, projections::FoldComparison::kSame);
  EXPECT_TRUE(report->pages_checked);
  EXPECT_FALSE(report->packed_again);
  EXPECT_FALSE(report->witnesses.has_value());
  EXPECT_FALSE(report->time_stamp_seconds.has_value());
}

TEST_F(CheckExhibitTest, AnyChoiceOfEntriesPasses) {
  for (uint64_t first = 0; first < 5; ++first) {
    for (uint64_t last = first; last < 5; ++last) {
      const auto report = Check(story_.Give(ExhibitStory::Range(first, last)));
      ASSERT_THAT(report, IsOk()) << first << " to " << last;
      EXPECT_EQ(report->view.plan.has_value(), first == 0 && last == 4);
    }
  }
}

TEST_F(CheckExhibitTest, LabeledEntryIsLeftOutAndStillProved) {
  CaseEvent labeled = NoteWritten("2025-03-12", "a diagnosis");
  labeled.add_labels(event::v1::LABEL_HEALTH);
  story_.Record({labeled, NoteWritten("2025-03-13", "a visit")});
  Exhibit exhibit = story_.Give();

  const auto report = Check(exhibit);
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->view.events.size(), 6U);
  EXPECT_FALSE(report->view.plan.has_value());
  EXPECT_THAT(*WriteExhibit(exhibit), ::testing::Not(HasSubstr("a diagnosis")));

  exhibit.chain[5].proof.front()[0] ^= 1;
  EXPECT_THAT(Check(exhibit), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("left-out.proofs")));
}

// A version that rests on a labeled need, after the entries of the story.
CaseEvent VersionOverALabel(ExhibitStory& story) {
  CaseEvent need = EventFromText(
      "2025-03-12", R"(need_identified { need_id: "$eyes" of_id: "$Ana" need: "glasses" priority: PRIORITY_HIGH })");
  need.add_labels(event::v1::LABEL_HEALTH);
  story.Record({need});
  projections::CaseRecord record(story.stream.uuid.ToString());
  for (const eventstore::RecordedEntry& entry : story.journal.entries()) {
    if (entry.header.stream == story.stream) record.Evolve(*projections::ToEntry(entry));
  }
  CaseEvent event = On("2025-03-13");
  event::v1::PlanVersionDrawnUp& version = *event.mutable_plan_version_drawn_up();
  version.set_plan_id(Id("plan"));
  version.set_kind(event::v1::PLAN_KIND_CASE);
  version.set_label("1.0");
  version.add_children_ids(Id("Ana"));
  version.set_as_of_revision(record.entries().size() - 1);
  *version.mutable_text() =
      projections::DrawUp(record, version, [](absl::string_view part) { return Sha256Of(part); }).text;
  version.set_digest(projections::PlanTextDigest(version.text()));
  return event;
}

// Who suffers: a court that gets no plan because of one word that it may not see.
TEST_F(CheckExhibitTest, TextOfAVersionIsGivenInPartAndChecked) {
  const CaseEvent version = VersionOverALabel(story_);
  story_.Record({version});
  const Exhibit exhibit = story_.Give();

  ASSERT_EQ(exhibit.texts.size(), 1U);
  EXPECT_EQ(projections::PlanTextDigest(exhibit.texts[0].text), version.plan_version_drawn_up().digest());
  ASSERT_THAT(Check(exhibit), IsOk());
  EXPECT_THAT(*WriteExhibit(exhibit), ::testing::Not(HasSubstr("glasses")));
  EXPECT_THAT(ExhibitFiles(exhibit)->at("exhibit.html"), HasSubstr("1 part of this text is withheld"));

  Exhibit changed = exhibit;
  changed.texts[0].text.mutable_parts(0)->set_salt(std::string(32, 's'));
  EXPECT_THAT(Check(changed), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("does not have the digest")));
  changed = exhibit;
  changed.texts[0].revision = 1;
  EXPECT_THAT(Check(changed), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("is not the text of an entry")));
  changed = exhibit;
  changed.texts.clear();
  EXPECT_THAT(Check(changed), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("has other texts")));
}

// Who suffers: whoever relies on the disclosure, which says what was given.
TEST_F(CheckExhibitTest, DisclosureSaysWhichPartsWereWithheld) {
  const CaseEvent version = VersionOverALabel(story_);
  story_.Record({version});

  EXPECT_THAT(Check(story_.Give({}, [](DisclosureMade& made) { made.mutable_texts(0)->clear_withheld(); })),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("withholds other parts")));
  EXPECT_THAT(
      Check(story_.Give({}, [](DisclosureMade& made) { made.mutable_texts(0)->set_digest(std::string(32, 'd')); })),
      StatusIs(absl::StatusCode::kDataLoss, HasSubstr("does not have the digest")));
}

TEST_F(CheckExhibitTest, KeyOfAnotherJournalIsNoKey) {
  const Exhibit exhibit = story_.Give();
  EXPECT_THAT(Check(exhibit, {.key = MemoryJournal().verifier()}),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("checkpoint")));
  EXPECT_THAT(Check(exhibit, {.key = MemoryJournal("other.test").verifier()}),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("checkpoint")));
}

TEST_F(CheckExhibitTest, NoFileCanBeChangedRemovedOrEmptied) {
  CaseEvent labeled = NoteWritten("2025-03-12", "a diagnosis");
  labeled.add_labels(event::v1::LABEL_HEALTH);
  std::mt19937_64 random(TestSeed());
  for (const bool whole : {true, false}) {
    if (!whole) story_.Record({labeled});
    const ZipFiles files = *ExhibitFiles(story_.Give());
    ASSERT_THAT(CheckChanged(files), IsOk());
    for (const auto& [path, content] : files) {
      if (path == "manifest.sha256") continue;
      ZipFiles changed = files;
      const size_t at = random() % content.size();
      changed[path][at] = static_cast<char>(changed[path][at] ^ 1);
      EXPECT_THAT(CheckChanged(changed), StatusIs(absl::StatusCode::kDataLoss)) << path << ", byte " << at;
      changed[path] = content + "\n";
      EXPECT_THAT(CheckChanged(changed), StatusIs(absl::StatusCode::kDataLoss)) << path << ", longer";
      changed[path] = "";
      EXPECT_THAT(CheckChanged(changed), StatusIs(absl::StatusCode::kDataLoss)) << path << ", empty";
      changed.erase(path);
      EXPECT_THAT(CheckChanged(changed), StatusIs(absl::StatusCode::kDataLoss)) << path << ", removed";
    }
  }
}

TEST_F(CheckExhibitTest, NoFileCanBeAdded) {
  for (const char* path : {"events/000099.json", "journal/0000000099.json", "events/000000.html", "readme.txt",
                           "plan.txt", "exhibit.html/x", "checkpoint.tsr", "left-out.proofs"}) {
    ZipFiles files = *ExhibitFiles(story_.Give());
    files[path] =
        files.contains("events/000000.json") && absl::EndsWith(path, ".json") ? files["events/000000.json"] : "x";
    EXPECT_THAT(CheckChanged(files), StatusIs(absl::StatusCode::kDataLoss)) << path;
  }
}

TEST_F(CheckExhibitTest, ManifestNamesEachFileWithItsDigest) {
  ZipFiles files = *ExhibitFiles(story_.Give());
  files["exhibit.html"] += " ";
  EXPECT_THAT(CheckExhibit(*WriteZip(files), Trust()),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("manifest.sha256")));
}

TEST_F(CheckExhibitTest, TruncatedFileIsToldFromAChangedOne) {
  const std::string file = *WriteExhibit(story_.Give());
  for (const size_t size : {size_t{40}, file.size() / 2, file.size() - 30})
    EXPECT_THAT(CheckExhibit(file.substr(0, size), Trust()), StatusIs(absl::StatusCode::kOutOfRange)) << size;
  for (const std::string& other : {std::string(), std::string("not an exhibit"), file + "x", file + file})
    EXPECT_THAT(CheckExhibit(other, Trust()), StatusIs(absl::StatusCode::kDataLoss)) << other.size();
}

TEST_F(CheckExhibitTest, SameFilesInAnotherArchivePassAndAreReported) {
  const std::string file = *WriteExhibit(story_.Give());
  // Version, flags, method, time, and the first day that an archive can name; and another day.
  const std::string other = absl::StrReplaceAll(
      file, {{std::string("\x0a\0\0\0\0\0\0\0\x21\0", 10), std::string("\x0a\0\0\0\0\0\0\0\x21\x5a", 10)}});
  ASSERT_NE(other, file);
  const auto report = CheckExhibit(other, Trust());
  ASSERT_THAT(report, IsOk());
  EXPECT_TRUE(report->packed_again);
}

TEST_F(CheckExhibitTest, TheTimelineIsMadeAgainAndCompared) {
  ZipFiles files = *ExhibitFiles(story_.Give());
  ASSERT_THAT(files["timeline.svg"], ::testing::StartsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg "));
  files["timeline.svg"] += " ";
  EXPECT_THAT(CheckExhibit(*WriteZip(ExhibitStory::WithManifest(files)), Trust()),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("timeline.svg: does not match its entries")));
  files.erase("timeline.svg");
  EXPECT_THAT(CheckExhibit(*WriteZip(ExhibitStory::WithManifest(files)), Trust()),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("timeline.svg: missing")));
}

// A court still has what an earlier program gave out. All that the tree proves is checked, and the report says that the
// pages are not.
TEST_F(CheckExhibitTest, AnExhibitOfTheEarliestFormatIsReadAndItsPagesAreNotCompared) {
  const Exhibit exhibit = story_.Give({}, [](DisclosureMade& made) {
    made.set_exhibit_format(kExhibitFormatEarliest);
    made.set_page_version(kExhibitPageVersionEarliest);
  });
  ZipFiles files = *ExhibitFiles(exhibit);
  EXPECT_FALSE(files.contains("timeline.svg"));
  files["exhibit.html"] = "<p>what an earlier program made</p>";
  const auto report = CheckExhibit(*WriteZip(ExhibitStory::WithManifest(files)), Trust());
  ASSERT_THAT(report, IsOk());
  EXPECT_FALSE(report->pages_checked);

  ZipFiles drawn = files;
  drawn["timeline.svg"] = "<svg/>";
  EXPECT_THAT(CheckExhibit(*WriteZip(ExhibitStory::WithManifest(drawn)), Trust()),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("timeline.svg: unexpected file")));
  files["plan.binpb"] += "x";
  EXPECT_THAT(CheckExhibit(*WriteZip(ExhibitStory::WithManifest(files)), Trust()),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("plan.binpb")));
}

// The pages follow from the entries. Without them, everything that the tree proves is still checked.
TEST_F(CheckExhibitTest, PagesOfAnotherProgramAreSkippedOnlyOnRequest) {
  const Exhibit exhibit = story_.Give({}, [](DisclosureMade& made) { made.set_page_version(99); });
  ExhibitTrust trust = Trust();
  EXPECT_THAT(Check(exhibit), StatusIs(absl::StatusCode::kUnimplemented, HasSubstr("exhibit.html")));
  trust.without_pages = true;
  const auto report = Check(exhibit, trust);
  ASSERT_THAT(report, IsOk());
  EXPECT_FALSE(report->pages_checked);

  ZipFiles files = *ExhibitFiles(exhibit);
  files["exhibit.html"] = "<p>another page</p>";
  EXPECT_THAT(CheckExhibit(*WriteZip(ExhibitStory::WithManifest(files)), trust), IsOk());
  files["plan.binpb"] += "x";
  EXPECT_THAT(CheckExhibit(*WriteZip(ExhibitStory::WithManifest(files)), trust),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("plan.binpb")));
}

TEST_F(CheckExhibitTest, FormatOfALaterProgramIsNotReportedAsDamage) {
  EXPECT_THAT(Check(story_.Give({}, [](DisclosureMade& made) { made.set_exhibit_format(99); })),
              StatusIs(absl::StatusCode::kUnimplemented, HasSubstr("99")));
}

struct Lie {
  const char* what;
  std::function<void(DisclosureMade&)> tell;
};

// Each lie is recorded in the journal, signed, and proved. It is found because it contradicts the rest of the file.
TEST_F(CheckExhibitTest, DisclosureMustAgreeWithTheFile) {
  const Lie lies[] = {
      {"no form", [](auto& made) { made.clear_form(); }},
      {"a later end", [](auto& made) { made.set_head_revision(5); }},
      {"an earlier end", [](auto& made) { made.set_head_revision(3); }},
      {"another leaf", [](auto& made) { made.mutable_head_leaf()->front() ^= 1; }},
      {"another chain", [](auto& made) { made.mutable_chain_digest()->front() ^= 1; }},
      {"an end that it could not have seen", [](auto& made) { made.set_head_observed_at(6); }},
      {"an end seen after the disclosure", [](auto& made) { made.set_head_observed_at(8); }},
      {"a known revision past the end", [](auto& made) { made.set_known_revision(5); }},
      {"no revisions", [](auto& made) { made.clear_revisions(); }},
      {"a revision too few", [](auto& made) { made.mutable_revisions(0)->set_last(3); }},
      {"ranges that touch",
       [](auto& made) {
         made.mutable_revisions(0)->set_last(1);
         made.add_revisions()->set_first(2);
         made.mutable_revisions(1)->set_last(4);
       }},
      {"a range that ends before it begins", [](auto& made) { made.mutable_revisions(0)->set_first(5); }},
      {"nothing about the corrected entry", [](auto& made) { made.clear_entries_today(); }},
      {"a corrected entry that is also withdrawn",
       [](auto& made) { made.mutable_entries_today(0)->set_withdrawn_by(4); }},
      {"an entry that does not exist", [](auto& made) { made.add_entries_today()->set_revision(17); }},
      {"entries out of order", [](auto& made) { made.add_entries_today()->set_revision(1); }},
      {"a plan with another digest", [](auto& made) { made.mutable_plan()->mutable_plan_digest()->front() ^= 1; }},
      {"a plan with another seed", [](auto& made) { made.mutable_plan()->mutable_salt_seed()->front() ^= 1; }},
      {"a plan without a seed", [](auto& made) { made.mutable_plan()->clear_salt_seed(); }},
      {"a plan of fewer entries", [](auto& made) { made.mutable_plan()->set_revision(3); }},
      {"a plan with another position", [](auto& made) { made.mutable_plan()->set_position(3); }},
      {"a plan of another day", [](auto& made) { made.mutable_plan()->set_effective_on("2025-03-10"); }},
      {"another day than the plan", [](auto& made) { made.set_effective_on("2025-03-10"); }},
  };
  for (const Lie& lie : lies) {
    ExhibitStory story = AnasExhibit();
    const absl::StatusOr<std::string> file = WriteExhibit(story.Give({}, lie.tell));
    ASSERT_THAT(file, IsOk()) << lie.what;
    EXPECT_THAT(CheckExhibit(*file, {.key = story.journal.verifier()}), StatusIs(absl::StatusCode::kDataLoss))
        << lie.what;
  }
}

TEST_F(CheckExhibitTest, WholeCaseNeedsNoPlan) {
  const auto report = Check(story_.Give({}, [](DisclosureMade& made) { made.clear_plan(); }));
  ASSERT_THAT(report, IsOk());
  EXPECT_FALSE(report->view.plan.has_value());
}

TEST_F(CheckExhibitTest, PlanAsOfADayIsFoldedForThatDay) {
  const auto as_of = [&](absl::string_view day, absl::string_view folded_for) {
    return story_.Give({}, [&](DisclosureMade& made) {
      projections::CaseRecord record(Id("case"));
      for (const auto& entry : story_.journal.entries()) {
        if (entry.header.stream == story_.stream) record.Evolve(*projections::ToEntry(entry));
      }
      made.set_effective_on(std::string(day));
      const eventstore::Revision last = record.entries().size() - 1;
      *made.mutable_plan() = projections::AttestPlan("casejournal test", projections::SaltSeed{4}, record, last,
                                                     std::string(day), record.PlanOn(folded_for));
    });
  };
  story_.Record({MovedIn("2025-03-20", "home", "Ana")});
  EXPECT_THAT(Check(as_of("2025-03-12", "2025-03-12")), IsOk());
  EXPECT_THAT(Check(as_of("2025-03-12", "2025-03-20")), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(CheckExhibitTest, PlanOfAnotherFoldIsReportedOnlyIfItIsTheSamePlan) {
  const Exhibit exhibit =
      story_.Give({}, [](DisclosureMade& made) { made.mutable_plan()->set_fold_digest(std::string(32, 'x')); });
  const auto report = Check(exhibit);
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->fold, projections::FoldComparison::kOther);
}

TEST_F(CheckExhibitTest, ProofsMustBeOfTheirEntries) {
  const Exhibit whole = story_.Give();
  Exhibit exhibit = whole;
  std::swap(exhibit.events[0].proof, exhibit.events[1].proof);
  EXPECT_THAT(Check(exhibit), StatusIs(absl::StatusCode::kDataLoss));
  exhibit = whole;
  exhibit.disclosure.proof.clear();
  EXPECT_THAT(Check(exhibit), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("disclosure.json")));
  exhibit = whole;
  exhibit.journal[1].proof.front()[31] ^= 1;
  EXPECT_THAT(Check(exhibit), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(CheckExhibitTest, ChainMustFollowFromEntryToEntry) {
  const Exhibit whole = story_.Give();
  const auto check = [&](const std::function<void(Exhibit&)>& change) {
    Exhibit exhibit = whole;
    change(exhibit);
    return Check(exhibit).status();
  };
  EXPECT_THAT(check([](Exhibit& exhibit) { std::swap(exhibit.chain[1], exhibit.chain[2]); }),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("chain.txt: line 2")));
  EXPECT_THAT(check([](Exhibit& exhibit) { exhibit.chain[2].position = exhibit.chain[1].position; }),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("chain.txt: line 3")));
  EXPECT_THAT(check([](Exhibit& exhibit) { exhibit.chain.erase(exhibit.chain.begin()); }),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("chain.txt: line 1")));
}

TEST_F(CheckExhibitTest, CheckpointMustBeOfTheJournalThatTheFirstEntryOpened) {
  ExhibitStory story("another.test/journal");
  story.Record({CaseOpened("2025-03-10")});
  const Exhibit exhibit = story.Give();
  EXPECT_THAT(CheckExhibit(*WriteExhibit(exhibit), {.key = story.journal.verifier()}),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("journal/")));
}

TEST_F(CheckExhibitTest, TimestampIsRequiredOnlyOfAVerifierWithACertificate) {
  Exhibit exhibit = story_.Give();
  ExhibitTrust trust = Trust();
  trust.time_stamp_ca = "a certificate";
  EXPECT_THAT(Check(exhibit, trust), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("checkpoint.tsr")));

  exhibit.time_stamp = "not a timestamp";
  EXPECT_THAT(Check(exhibit), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("checkpoint.tsr")));
}

class WitnessedExhibitTest : public CheckExhibitTest {
 protected:
  // At least `count` of two witnesses must have cosigned.
  ExhibitTrust TrustWith(int count) const {
    ExhibitTrust trust = Trust();
    trust.policy = *eventstore::WitnessPolicy::Parse(absl::StrCat(
        "witness court ", court_.verifier_key(), "\nwitness auditor ", auditor_.verifier_key(),
        count == 0 ? "\nquorum none\n" : absl::StrCat("\ngroup both ", count, " court auditor\nquorum both\n")));
    return trust;
  }

  // The exhibit with a cosignature of the court: over its checkpoint, or over another one.
  Exhibit Cosigned(bool truly) {
    Exhibit exhibit = story_.Give();
    const size_t size = story_.journal.entries().size() - (truly ? 0 : 1);
    const std::string text = eventstore::FormatCheckpoint(story_.journal.CheckpointOf(size));
    exhibit.checkpoint =
        *eventstore::AddSignatureLines(exhibit.checkpoint, court_.CosignatureLine(text, 1'741'700'000));
    return exhibit;
  }

  const eventstore::CosignatureSigner court_ = *eventstore::CosignatureSigner::Generate("witness.court.test/w1");
  const eventstore::CosignatureSigner auditor_ = *eventstore::CosignatureSigner::Generate("witness.auditor.test/w1");
};

TEST_F(WitnessedExhibitTest, QuorumOfThePolicyIsRequired) {
  const Exhibit exhibit = Cosigned(true);
  const auto report = Check(exhibit, TrustWith(1));
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->signatures, 2U);
  ASSERT_TRUE(report->witnesses.has_value());
  EXPECT_EQ(report->witnesses->witnesses[0].witnessing, eventstore::Witnessing::kCosigned);
  EXPECT_EQ(report->witnesses->witnesses[0].seconds, 1'741'700'000U);
  EXPECT_EQ(report->witnesses->witnesses[1].witnessing, eventstore::Witnessing::kMissing);

  EXPECT_THAT(Check(exhibit, TrustWith(2)), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("checkpoint")));
  EXPECT_THAT(Check(story_.Give(), TrustWith(1)), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("checkpoint")));
}

TEST_F(WitnessedExhibitTest, CosignatureThatDoesNotVerifyIsFoundWhereItIsChecked) {
  const Exhibit exhibit = Cosigned(false);
  EXPECT_THAT(Check(exhibit), IsOk()) << "without a policy, only the journal's signature counts";
  EXPECT_THAT(Check(exhibit, TrustWith(0)), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("court")));
}

}  // namespace
}  // namespace casejournal::services
