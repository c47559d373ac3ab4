#include "services/verify/lost/journal_copies.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "casejournal/v1/entry.pb.h"
#include "eventstore/proofs/checkpoint.h"
#include "eventstore/proofs/note.h"
#include "eventstore/seal/commitment.h"
#include "projections/events/event_codec.h"
#include "services/pages/message_json.h"
#include "services/verify/tile_files.h"
#include "tests/support/matchers.h"
#include "tests/support/test_log.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::StatusIs;
using event::v1::StoredEvent;
using eventstore::CompactRange;
using eventstore::Hash;
using eventstore::SignedCheckpoint;
using eventstore::StreamId;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;
using ::testing::SizeIs;

constexpr char kLostWords[] = "Elizabeth Mills";
const eventstore::Uuid kLostCase = *eventstore::Uuid::Parse("0a000000-0000-4000-8000-0000000000d1");

event::v1::Staff SomeStaff(const std::string& subject) {
  event::v1::Staff staff;
  staff.set_issuer("wren.example");
  staff.set_subject(subject);
  staff.set_name(kLostWords);
  return staff;
}

StoredEvent AnEndedRole(const std::string& role_id) {
  StoredEvent stored;
  event::v1::RoleEnded& ended = *stored.mutable_journal_event()->mutable_role_ended();
  ended.set_role_id(role_id);
  *ended.mutable_holder() = SomeStaff("u-2");
  ended.set_role(event::v1::ROLE_CASEWORKER);
  ended.set_reason(kLostWords);
  return stored;
}

StoredEvent ARestriction(uint64_t revision) {
  StoredEvent stored;
  event::v1::EntryRestricted& restricted = *stored.mutable_case_event()->mutable_entry_restricted();
  restricted.set_revision(revision);
  restricted.add_labels(event::v1::LABEL_SEALED);
  restricted.set_reason(kLostWords);
  return stored;
}

StoredEvent ANote(bool labeled = false) {
  StoredEvent stored;
  event::v1::CaseEvent& event = *stored.mutable_case_event();
  event.mutable_case_note_written()->set_text(kLostWords);
  if (labeled) event.add_labels(event::v1::LABEL_PART2);
  return stored;
}

StoredEvent ADisclosure() {
  StoredEvent stored;
  event::v1::DisclosureMade& made = *stored.mutable_access_event()->mutable_disclosure_made();
  made.set_recipient(kLostWords);
  made.set_purpose(kLostWords);
  made.set_recipient_class(event::v1::RECIPIENT_CLASS_COURT);
  return stored;
}

// A journal of which the first two entries were restored, and what was kept of it.
class JournalCopiesTest : public ::testing::Test {
 protected:
  JournalCopiesTest() {
    Add(ANote());
    Add(ANote());
    restored_.tree = tree_;
    restored_.last_recorded_at_us = recorded_at_us_;
  }

  void Add(const StoredEvent& stored) {
    const uint64_t position = entries_.size();
    const auto kind = stored.has_journal_event()  ? StreamId::Journal()
                      : stored.has_access_event() ? StreamId::Access(kLostCase)
                                                  : StreamId::Case(kLostCase);
    const std::string payload = projections::EncodeStoredEvent(stored);
    eventstore::Salt salt{};
    salt[0] = static_cast<uint8_t>(position);
    const std::vector<Hash> parts = {eventstore::PartCommitment(0, 0, salt, payload)};
    eventstore::Header header{.stream = kind, .recorded_at_us = recorded_at_us_ += 1'000'000};
    header.payload_commitment = eventstore::PayloadCommitment(parts);
    v1::CaseEntry entry;
    eventlog::v1::RecordedEvent& recorded = *entry.mutable_opened()->mutable_recorded();
    recorded.set_position(position);
    recorded.set_header(eventstore::EncodeHeader(header));
    eventlog::v1::OpenedPart& part = *recorded.add_parts();
    part.set_salt(std::string(salt.begin(), salt.end()));
    part.set_plaintext(payload);
    leaves_.push_back(eventstore::LeafHash(recorded.header()));
    tree_.Append(leaves_.back());
    entries_.push_back(entry);
  }

  SignedCheckpoint Published() const {
    const eventstore::Checkpoint checkpoint{
        .origin = signer_.name(), .size = tree_.size(), .root = tree_.Root(), .extensions = {}};
    return {.note = eventstore::SignNote(eventstore::FormatCheckpoint(checkpoint), signer_),
            .size = tree_.size(),
            .root = tree_.Root()};
  }

  std::string Path(const std::string& name) const { return absl::StrCat(directory_.path(), "/", name); }

  // The entries from `first` on, as casejournal events --json writes them.
  std::string Lines(size_t first) const {
    std::string lines;
    for (size_t i = first; i < entries_.size(); ++i) lines += JsonLine(entries_[i]);
    return lines;
  }

  // What a reader gets who may not see the entry.
  v1::CaseEntry Withheld(uint64_t position) const {
    v1::CaseEntry entry;
    entry.mutable_withheld()->set_position(position);
    entry.mutable_withheld()->set_leaf_hash(std::string(eventstore::AsBytes(leaves_[position])));
    return entry;
  }

  std::string Written(const std::string& name, const std::string& content) const {
    std::ofstream(Path(name), std::ios::binary) << content;
    return Path(name);
  }

  std::string Mirror(const std::string& name) const {
    std::filesystem::create_directories(Path(name));
    absl::StatusOr<TileFiles> tiles = TileFiles::Open(Path(name), 0, eventstore::EmptyRoot());
    EXPECT_THAT(tiles, IsOk());
    for (const Hash& leaf : leaves_) EXPECT_THAT(tiles->Append(leaf), IsOk());
    EXPECT_THAT(tiles->Finish(), IsOk());
    Written(absl::StrCat(name, "/checkpoint"), Published().note);
    return Path(name);
  }

  JournalCopies Copies() const {
    return JournalCopies(*eventstore::NoteVerifier::FromVerifierKey(signer_.verifier_key()), 2);
  }

  LossReport Report(const std::vector<std::string>& paths, const std::vector<SignedCheckpoint>& published) const {
    JournalCopies copies = Copies();
    for (const std::string& path : paths) EXPECT_THAT(copies.Read(path), IsOk()) << path;
    return copies.Compare(restored_, published);
  }

  // A role ended, a label was set, a note was taken, a labeled note was taken, and something was given.
  void LoseSome() {
    Add(AnEndedRole("role-1"));
    Add(ARestriction(1));
    Add(ANote());
    Add(ANote(true));
    Add(ADisclosure());
  }

  const eventstore::NoteSigner signer_ = *eventstore::NoteSigner::Generate("journal.test/wren");
  const eventstore::TestDirectory directory_;
  int64_t recorded_at_us_ = 1'700'000'000'000'000;
  std::vector<v1::CaseEntry> entries_;
  std::vector<Hash> leaves_;
  CompactRange tree_;
  RestoredBeginning restored_;
};

std::vector<std::string> TypesOfLosses(const LossReport& report) {
  std::vector<std::string> types;
  for (const LostEntry& entry : report.entries) types.push_back(entry.type);
  return types;
}

TEST_F(JournalCopiesTest, WhatIsLostIsNamedByIdsAndProved) {
  LoseSome();
  const LossReport report = Report({Written("kept", Lines(0))}, {Published()});
  EXPECT_EQ(report.missing, 5);
  EXPECT_EQ(report.shown, 5);
  EXPECT_EQ(report.proved, 5);
  EXPECT_EQ(report.unknown + report.withheld + report.beyond, 0);
  EXPECT_THAT(report.contradictions, IsEmpty());
  ASSERT_THAT(TypesOfLosses(report), ElementsAre("RoleEnded", "EntryRestricted", "CaseNoteWritten", "DisclosureMade"));
  EXPECT_EQ(report.entries[0].position, 2);
  EXPECT_EQ(report.entries[0].matter, LossMatter::kRights);
  EXPECT_THAT(report.entries[0].ids,
              ElementsAre(Pair("role", "role-1"), Pair("subject", "wren.example/u-2"), Pair("as", "caseworker")));
  EXPECT_EQ(report.entries[1].case_id, kLostCase.ToString());
  EXPECT_THAT(report.entries[1].ids, ElementsAre(Pair("entry", "r1"), Pair("labels", "sealed")));
  EXPECT_EQ(report.entries[2].matter, LossMatter::kLabels);
  EXPECT_EQ(report.entries[3].matter, LossMatter::kDisclosure);
  for (const LostEntry& entry : report.entries) {
    EXPECT_TRUE(entry.proved);
    for (const auto& [name, value] : entry.ids) EXPECT_THAT(value, Not(HasSubstr("Mills"))) << name;
  }
}

TEST_F(JournalCopiesTest, WithoutACopyItIsKnownHowManyAreMissing) {
  LoseSome();
  const LossReport report = Report({}, {Published()});
  EXPECT_EQ(report.missing, 5);
  EXPECT_EQ(report.unknown, 5);
  EXPECT_THAT(report.entries, IsEmpty());
}

TEST_F(JournalCopiesTest, AGapProvesNothingAfterItUnlessAMirrorFillsIt) {
  LoseSome();
  std::string lines;
  for (const size_t at : {2, 3, 6}) lines += JsonLine(entries_[at]);
  const std::string kept = Written("kept", lines);
  LossReport report = Report({kept}, {Published()});
  EXPECT_EQ(report.shown, 3);
  EXPECT_EQ(report.proved, 0);
  EXPECT_EQ(report.unknown, 2);
  EXPECT_THAT(TypesOfLosses(report), ElementsAre("RoleEnded", "EntryRestricted", "DisclosureMade"));
  EXPECT_FALSE(report.entries[0].proved);
  report = Report({kept, Mirror("mirror")}, {Published()});
  EXPECT_EQ(report.proved, 3);
  EXPECT_EQ(report.withheld, 2);
  EXPECT_EQ(report.unknown, 0);
  EXPECT_TRUE(report.entries[2].proved);
}

TEST_F(JournalCopiesTest, TwoCopiesFillEachOthersGaps) {
  LoseSome();
  const std::string first = Written("first", absl::StrCat(JsonLine(entries_[2]), JsonLine(entries_[3])));
  const std::string rest = Written("rest", Lines(4));
  EXPECT_EQ(Report({first}, {Published()}).proved, 0);
  EXPECT_EQ(Report({rest, first}, {Published()}).proved, 5);
}

TEST_F(JournalCopiesTest, AWithheldEntryIsThereWithItsHashAlone) {
  LoseSome();
  entries_[3] = Withheld(3);
  const LossReport report = Report({Written("kept", Lines(2))}, {Published()});
  EXPECT_EQ(report.shown, 4);
  EXPECT_EQ(report.proved, 4);
  EXPECT_EQ(report.withheld, 1);
  EXPECT_THAT(TypesOfLosses(report), ElementsAre("RoleEnded", "CaseNoteWritten", "DisclosureMade"));
}

// Who suffers: a child near whom somebody is again, whose role was ended, because the line of a reader who may not see
// that came after the line of one who may.
TEST_F(JournalCopiesTest, OneFileWithWhatTwoReadersSawShowsWhatTwoFilesShow) {
  LoseSome();
  std::string clerk = JsonLine(Withheld(2));
  for (const size_t at : {3, 4}) clerk += JsonLine(entries_[at]);
  std::string judge = JsonLine(entries_[2]);
  for (const size_t at : {3, 4}) judge += JsonLine(Withheld(at));
  const LossReport apart = Report({Written("clerk", clerk), Written("judge", judge)}, {Published()});
  EXPECT_EQ(apart.shown, 3);
  EXPECT_THAT(TypesOfLosses(apart), ElementsAre("RoleEnded", "EntryRestricted"));
  for (const std::string& both : {absl::StrCat(clerk, judge), absl::StrCat(judge, clerk)}) {
    const LossReport together = Report({Written("both", both)}, {Published()});
    EXPECT_EQ(together.shown, apart.shown);
    EXPECT_EQ(together.withheld, apart.withheld);
    EXPECT_EQ(together.unknown, apart.unknown);
    EXPECT_EQ(TypesOfLosses(together), TypesOfLosses(apart));
  }
}

TEST_F(JournalCopiesTest, AWithheldEntryThatIsAnotherOneIsDamage) {
  LoseSome();
  v1::CaseEntry other = Withheld(2);
  other.mutable_withheld()->set_leaf_hash(std::string(eventstore::AsBytes(leaves_[3])));
  for (const std::string& both :
       {absl::StrCat(JsonLine(entries_[2]), JsonLine(other)), absl::StrCat(JsonLine(other), JsonLine(entries_[2])),
        absl::StrCat(JsonLine(Withheld(2)), JsonLine(other))}) {
    JournalCopies copies = Copies();
    EXPECT_THAT(copies.Read(Written("both", both)),
                StatusIs(absl::StatusCode::kDataLoss, AllOf(HasSubstr("line 2"), HasSubstr("position 2"))));
  }
}

TEST_F(JournalCopiesTest, WhatComesAfterTheNewestCheckpointIsNotProved) {
  Add(AnEndedRole("role-1"));
  const SignedCheckpoint published = Published();
  Add(AnEndedRole("role-2"));
  const LossReport report = Report({Written("kept", Lines(2))}, {published});
  EXPECT_EQ(report.missing, 1);
  EXPECT_EQ(report.proved, 1);
  EXPECT_EQ(report.beyond, 1);
  ASSERT_THAT(report.entries, SizeIs(2));
  EXPECT_TRUE(report.entries[0].proved);
  EXPECT_FALSE(report.entries[1].proved);
}

// Somebody would rather that an end of a role had been another one.
TEST_F(JournalCopiesTest, ACopyThatSaysOtherThingsIsFoundOut) {
  LoseSome();
  const SignedCheckpoint published = Published();
  const std::string mirror = Mirror("mirror");
  const std::string sound = Written("sound", Lines(2));
  Add(AnEndedRole("role-9"));
  entries_[2] = entries_.back();
  entries_[2].mutable_opened()->mutable_recorded()->set_position(2);
  entries_.pop_back();
  const std::string forged = Written("forged", Lines(2));
  LossReport report = Report({forged}, {published});
  EXPECT_THAT(report.contradictions, ElementsAre(HasSubstr("does not have the root")));
  EXPECT_EQ(report.proved, 0);
  for (const LostEntry& entry : report.entries) EXPECT_FALSE(entry.proved);
  report = Report({forged, mirror}, {published});
  EXPECT_THAT(report.contradictions, ElementsAre(AllOf(HasSubstr(forged), HasSubstr("position 2"))));
  EXPECT_EQ(report.proved, 4);
  EXPECT_THAT(TypesOfLosses(report), ElementsAre("EntryRestricted", "CaseNoteWritten", "DisclosureMade"));
  // Beside a true copy, it is not known which of both is true, and both are shown to be unproved.
  report = Report({forged, sound}, {published});
  EXPECT_EQ(report.proved, 0);
}

TEST_F(JournalCopiesTest, AnEntryWithOtherContentThanItsHeaderIsDamage) {
  LoseSome();
  eventlog::v1::OpenedPart& part = *entries_[2].mutable_opened()->mutable_recorded()->mutable_parts(0);
  part.set_plaintext(projections::EncodeStoredEvent(AnEndedRole("role-9")));
  JournalCopies copies = Copies();
  EXPECT_THAT(copies.Read(Written("kept", Lines(0))),
              StatusIs(absl::StatusCode::kDataLoss, AllOf(HasSubstr("line 3"), HasSubstr("position 2"))));
}

TEST_F(JournalCopiesTest, AMirrorOfAnotherHistoryProvesNothing) {
  LoseSome();
  const std::string kept = Written("kept", Lines(2));
  const SignedCheckpoint published = Published();
  leaves_[3] = leaves_[2];
  tree_ = CompactRange();
  for (const Hash& leaf : leaves_) tree_.Append(leaf);
  const std::string mirror = Mirror("mirror");
  restored_.tree.Append(leaves_[4]);  // what was restored is not a beginning of the mirror
  const LossReport report = Report({mirror}, {published});
  EXPECT_THAT(report.contradictions, ElementsAre(HasSubstr(mirror)));
}

TEST_F(JournalCopiesTest, ACopyBringsTheNewestCheckpoint) {
  const SignedCheckpoint older = Published();
  LoseSome();
  JournalCopies copies = Copies();
  EXPECT_EQ(copies.NewestNote(older.note), older.note);
  ASSERT_THAT(copies.Read(Mirror("mirror")), IsOk());
  EXPECT_EQ(copies.NewestNote(older.note), Published().note);
  EXPECT_EQ(copies.NewestNote(""), Published().note);
  Add(ANote());
  EXPECT_EQ(copies.NewestNote(Published().note), Published().note);
  EXPECT_EQ(copies.NewestNote("of another key"), "of another key");
}

// The lists of roles and disclosures that an agency kept. They prove nothing.
TEST_F(JournalCopiesTest, ListsNameWhatTheyShow) {
  v1::GivenRole role;
  role.set_role_id("role-1");
  role.set_position(1);
  *role.mutable_holder() = SomeStaff("u-2");
  role.mutable_given_at()->set_seconds(1'600'000'000);
  role.mutable_ended_at()->set_seconds(1'800'000'000);
  role.set_end_reason(kLostWords);
  v1::GivenRole kept_role = role;
  kept_role.set_role_id("role-2");
  kept_role.mutable_ended_at()->set_seconds(1'600'000'001);  // before the last entry that was restored
  v1::Disclosure disclosure;
  disclosure.set_position(5);
  disclosure.set_case_id(kLostCase.ToString());
  disclosure.mutable_of_case()->set_recipient(kLostWords);
  const LossReport report = Report(
      {Written("lists", absl::StrCat(JsonLine(role), JsonLine(kept_role), JsonLine(disclosure)))}, {Published()});
  ASSERT_THAT(TypesOfLosses(report), ElementsAre("DisclosureMade", "RoleEnded"));
  EXPECT_EQ(report.entries[0].position, 5);
  EXPECT_FALSE(report.entries[1].position.has_value());
  EXPECT_FALSE(report.entries[1].proved);
  EXPECT_THAT(report.entries[1].ids, ElementsAre(Pair("role", "role-1"), Pair("subject", "wren.example/u-2")));
}

TEST_F(JournalCopiesTest, WhatIsNoCopyIsRejectedWithItsPlace) {
  JournalCopies copies = Copies();
  EXPECT_THAT(copies.Read(Path("nowhere")), StatusIs(absl::StatusCode::kNotFound, HasSubstr("nowhere")));
  EXPECT_THAT(copies.Read(directory_.path()), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("no mirror")));
  for (const std::string wrong :
       {"a letter", "{}", "[]", "{\"opened\": 3}", "{\"opened\": {\"recorded\": {\"position\": \"5\""}) {
    EXPECT_THAT(copies.Read(Written("wrong", absl::StrCat(Lines(0), wrong, "\n"))),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("line 3")))
        << wrong;
  }
  EXPECT_THAT(copies.Read(Written("zip", "PK of a family")), Not(IsOk()));
  EXPECT_THAT(copies.Read(Written("empty", "")), IsOk());
}

}  // namespace
}  // namespace casejournal::services
