// Each statement about the record on an exhibit's page equals the answer of the whole record to the same question.
#include "services/exhibit/exhibit_page.h"

#include <gmock/gmock.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "projections/entries/known_set.h"
#include "projections/entries/standing.h"
#include "projections/events/event_codec.h"
#include "projections/register/sentence.h"
#include "projections/state/plan_fold.h"
#include "projections/versions/in_force.h"
#include "services/exhibit/given_entries.h"
#include "services/pages/html_layout.h"
#include "services/pages/plan/plan_page.h"
#include "services/pages/text_layout.h"
#include "tests/support/ana_case.h"
#include "tests/support/matchers.h"
#include "tests/support/random_case.h"
#include "tests/support/seed.h"

namespace casejournal::services {
namespace {

using namespace casejournal::testing;  // NOLINT(build/namespaces): the words of the cases
using ::testing::HasSubstr;
using ::testing::Not;

constexpr size_t kWidth = 108;

// What an exhibit is as of.
struct PageQuestion {
  eventstore::Revision known = 0;
  std::optional<std::string> effective_on;
  RevisionRanges chosen = {};  // empty: all that is known
};

ProvedEntry EntryOf(eventstore::StreamId stream, eventstore::Position position, const event::v1::StoredEvent& stored) {
  ProvedEntry proved;
  proved.entry.position = position;
  proved.entry.header.stream = stream;
  proved.entry.header_bytes = eventstore::EncodeHeader(proved.entry.header);
  proved.entry.parts.assign(1, {.plaintext = projections::EncodeStoredEvent(stored)});
  return proved;
}

// An exhibit of `built`, without proofs, because a page is made from entries and the disclosure.
Exhibit ExhibitOf(const CaseBuilder& built, const PageQuestion& question) {
  Exhibit exhibit;
  event::v1::StoredEvent stored;
  event::v1::DisclosureMade& made = *stored.mutable_access_event()->mutable_disclosure_made();
  const projections::EntryList& entries = built.entries();
  made.set_recipient("the court");
  made.set_form(event::v1::DISCLOSURE_FORM_EXHIBIT);
  made.set_known_revision(question.known);
  made.set_head_revision(entries.size() - 1);
  if (question.effective_on) made.set_effective_on(*question.effective_on);
  const std::vector<event::v1::Label> all = {event::v1::LABEL_REPORTER_IDENTITY,
                                             event::v1::LABEL_PROTECTED_ADDRESS,
                                             event::v1::LABEL_PART2,
                                             event::v1::LABEL_HEALTH,
                                             event::v1::LABEL_ADOPTION,
                                             event::v1::LABEL_SEALED,
                                             event::v1::LABEL_EDUCATION};
  *made.mutable_revisions() = ChooseGiven(built.record(), question.known, question.chosen, all).given;
  *made.mutable_entries_today() = EntriesToday(entries, made.revisions());
  if (question.chosen.empty()) made.mutable_plan()->set_revision(question.known);
  const eventstore::StreamId stream = eventstore::StreamId::Case(*eventstore::Uuid::Parse(built.case_id()));
  for (const projections::Entry& entry : entries) {
    ProvedEntry proved = EntryOf(stream, entry.position, *entry.stored);
    eventstore::Header& header = proved.entry.header;
    header.revision = entry.revision;
    header.recorded_at_us = entry.recorded_at_us;
    header.index_in_request = entry.index_in_request;
    header.events_in_request = entry.index_in_request + 1;
    for (size_t next = entry.revision + 1; next < entries.size() && entries[next].index_in_request > 0; ++next)
      ++header.events_in_request;
    proved.entry.header_bytes = eventstore::EncodeHeader(header);
    const bool given = std::any_of(made.revisions().begin(), made.revisions().end(), [&](const auto& range) {
      return range.first() <= entry.revision && entry.revision <= range.last();
    });
    exhibit.chain.push_back(
        {.position = entry.position, .header = given ? proved.entry.header_bytes : "", .leaf = {}, .proof = {}});
    if (given) exhibit.events.push_back(std::move(proved));
  }
  exhibit.disclosure = EntryOf(eventstore::StreamId::Access(stream.uuid), entries.back().position + 1, stored);
  event::v1::StoredEvent schema;
  schema.mutable_journal_event()->mutable_schema_adopted()->set_file_descriptor_set("a schema");
  exhibit.journal.push_back(EntryOf(eventstore::StreamId::Journal(), 0, schema));
  return exhibit;
}

Document DocumentOf(const Exhibit& exhibit) {
  const absl::StatusOr<ExhibitView> view = ViewExhibit(exhibit);
  EXPECT_THAT(view, IsOk());
  return view.ok() ? ExhibitDocumentOf(exhibit, *view) : Document();
}

// The server's answer, from all entries of the case.
std::string AnswerText(const CaseBuilder& built, const PageQuestion& question) {
  const projections::KnownSet known = projections::KnownSet::UpToRevision(question.known);
  v1::AsOf as_of;
  as_of.set_revision(question.known);
  if (question.effective_on) as_of.set_effective_on(*question.effective_on);
  v1::GetCasePlanResponse response;
  *response.mutable_plan() = projections::FoldPlan(
      built.case_id(), projections::StandingEntries(built.entries(), known), question.effective_on);
  for (v1::InForce& in_force : projections::InForceOf(built.entries(), known, response.plan()))
    *response.add_in_force() = in_force;
  *response.mutable_answered() = projections::DescribeKnown(known, built.entries(), as_of);
  return TextOf(PlanDocumentOf(response, {}).blocks, kWidth);
}

// The row of the page for an entry that was given; null if it was left out.
const Document::Row* RowOf(const Document& document, eventstore::Revision revision) {
  const std::string anchor = EntryAnchor(revision);
  for (const Document::Block& block : document.blocks) {
    const auto* table = std::get_if<Document::Table>(&block);
    if (table == nullptr) continue;
    for (const Document::Row& row : table->rows) {
      if (row.anchor == anchor) return row.cells[2].Words() == "Left out." ? nullptr : &row;
    }
  }
  return nullptr;
}

std::string DetailsOf(const Document::Row& row) {
  std::string words;
  for (const Document::Paragraph& detail : row.details) absl::StrAppend(&words, detail.text.Words(), "\n");
  return words;
}

void ExpectTrue(const CaseBuilder& built, const PageQuestion& question) {
  const Document page = DocumentOf(ExhibitOf(built, question));
  if (question.chosen.empty()) {
    EXPECT_THAT(TextOf(page.blocks, kWidth), HasSubstr(AnswerText(built, question)));
  }
  const v1::CasePlan names = projections::FoldPlan(
      built.case_id(),
      projections::StandingEntries(built.entries(), projections::KnownSet::UpToRevision(question.known)));
  const std::vector<projections::Standing> standing =
      projections::StandingEntries(built.entries(), projections::KnownSet::All());
  for (eventstore::Revision at = 0; at <= question.known; ++at) {
    const Document::Row* row = RowOf(page, at);
    if (row == nullptr && !question.chosen.empty()) continue;
    ASSERT_NE(row, nullptr) << at;
    const projections::Entry& entry = built.entries()[at];
    const std::string details = DetailsOf(*row);
    EXPECT_EQ(row->cells[1].Words(), entry.event().effective_on());
    if (question.chosen.empty()) {
      EXPECT_EQ(row->cells[2].Words(), projections::Sentence(entry.event(), names));
    } else {
      EXPECT_THAT(row->cells[2].Words(), Not(HasSubstr("no longer in the record")));
    }
    if (projections::RoleOf(entry) != projections::EntryRole::kOriginal) continue;
    const auto found =
        std::find_if(standing.begin(), standing.end(), [&](const auto& each) { return each.revision() == at; });
    const bool withdrawn = found == standing.end();
    EXPECT_EQ(row->struck, withdrawn) << details;
    EXPECT_EQ(absl::StrContains(details, "WITHDRAWN by revision "), withdrawn) << details;
    EXPECT_EQ(absl::StrContains(details, "CORRECTED by revision "), !withdrawn && found->corrected()) << details;
    if (!withdrawn && found->corrected()) {
      EXPECT_THAT(details, HasSubstr(absl::StrCat("CORRECTED by revision ", found->content->revision, ",")));
    }
  }
}

TEST(ExhibitPageTest, AnasCaseIsShownAsTheServerAnswersAsOfEachRevision) {
  const AnaCase ana = BuildAnaCase();
  for (eventstore::Revision known = 0; known < ana.built.entries().size(); ++known) {
    ExpectTrue(ana.built, {.known = known, .effective_on = {}});
    ExpectTrue(ana.built, {.known = known, .effective_on = "2025-04-20"});
    PageQuestion chosen{.known = known, .effective_on = {}};
    event::v1::RevisionRange& range = *chosen.chosen.Add();
    range.set_first(known / 2);
    range.set_last(known);
    if (known / 2 > 0) ExpectTrue(ana.built, chosen);
  }
}

TEST(ExhibitPageTest, AnyCaseIsShownAsTheServerAnswers) {
  const uint64_t seed = TestSeed();
  for (uint64_t i = 0; i < 60; ++i) {
    RandomCase random(seed + i);
    const CaseBuilder built = BuildCase(random.Events(50));
    SCOPED_TRACE(seed + i);
    const eventstore::Revision known = random.Below(built.entries().size());
    ExpectTrue(built, {.known = built.entries().size() - 1, .effective_on = {}});
    ExpectTrue(built, {.known = known, .effective_on = random.Day()});
    PageQuestion chosen{.known = built.entries().size() - 1, .effective_on = {}};
    chosen.chosen.Add()->set_first(1 + random.Below(20));
    chosen.chosen.Mutable(0)->set_last(30);
    ExpectTrue(built, chosen);
  }
}

// Printed or copied, a digest is one run of digits.
TEST(ExhibitPageTest, NoDigestIsBroken) {
  CaseBuilder built;
  CaseEvent document = On("2025-03-02");
  document.mutable_document_referenced()->set_document_id(Id("document"));
  document.mutable_document_referenced()->set_title(
      "A report with a long title, so that its cell is wide, and wider still");
  document.mutable_document_referenced()->set_sha256(std::string(32, '\xab'));
  document.mutable_document_referenced()->set_kept_where(
      "in the cabinet of the second floor, behind the door, in the second drawer");
  built.Record("2025-03-01 09:00", {CaseOpened("2025-03-01"), ChildJoined("2025-03-01", "Ana"), document});
  const std::string page = HtmlOf(DocumentOf(ExhibitOf(built, {.known = 2, .effective_on = {}})));

  std::string digest;
  for (int i = 0; i < 32; ++i) digest += "ab";
  EXPECT_THAT(page, HasSubstr(absl::StrCat("SHA-256</span> <code>", digest, "</code>")));
  EXPECT_THAT(page, ::testing::ContainsRegex("code \\{[^}]*white-space: nowrap;"));
}

}  // namespace
}  // namespace casejournal::services
