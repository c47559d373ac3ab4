#include "services/pages/answered_text.h"

#include <gmock/gmock.h>

#include "services/pages/instant_text.h"
#include "tests/support/case_builder.h"

namespace casejournal::services {
namespace {

using casejournal::testing::Local;
using casejournal::testing::NewYork;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

google::protobuf::Timestamp InstantOf(absl::Time time) {
  google::protobuf::Timestamp instant;
  instant.set_seconds(absl::ToUnixSeconds(time));
  return instant;
}

TEST(AnsweredTextTest, NamesTheEntriesAndTheZone) {
  v1::AnsweredAsOf answered;
  answered.set_revision(12);
  EXPECT_EQ(AnsweredText(answered, NewYork()),
            "Rests on revisions 0 to 12. Days and times are those of America/New_York.");
  EXPECT_THAT(AnsweredText(answered, absl::UTCTimeZone()), EndsWith("those of UTC."));
}

TEST(AnsweredTextTest, SaysOnceThatEntriesAreWithheld) {
  v1::AnsweredAsOf answered;
  answered.set_revision(12);
  EXPECT_THAT(AnsweredText(answered, NewYork()), Not(HasSubstr("withheld")));
  answered.set_entries_withheld(3);
  EXPECT_THAT(AnsweredText(answered, NewYork()),
              HasSubstr("3 entries of this case are withheld from you. What they say is not in this answer: something "
                        "may be missing, and what is shown as due may have been done."));
  answered.set_entries_withheld(1);
  EXPECT_THAT(AnsweredText(answered, NewYork()), HasSubstr("1 entry of this case is withheld from you. What it says"));
}

// Revision 0 is an entry.
TEST(AnsweredTextTest, NoEntryIsToldFromTheFirstOne) {
  v1::AnsweredAsOf answered;
  EXPECT_THAT(AnsweredText(answered, NewYork()), StartsWith("Rests on no entry"));
  answered.set_revision(0);
  EXPECT_THAT(AnsweredText(answered, NewYork()), StartsWith("Rests on revisions 0 to 0."));
}

TEST(AnsweredTextTest, SaysOnlyWhatApplies) {
  v1::AnsweredAsOf answered;
  answered.set_revision(3);
  const std::string plain = AnsweredText(answered, NewYork());
  for (const char* words : {"inside a request", "claim", "On some day between", "since"})
    EXPECT_THAT(plain, Not(HasSubstr(words)));

  answered.set_cuts_request(true);
  answered.set_claimed_entries(2);
  answered.set_proven_claims(1);
  answered.add_claim_systems("SACWIS");
  answered.add_claim_systems("the old system");
  answered.add_uncertain(1);
  answered.add_uncertain(3);
  *answered.mutable_known_since() = InstantOf(Local("2025-03-10 09:30"));
  const std::string whole = AnsweredText(answered, NewYork());
  EXPECT_THAT(whole, HasSubstr("It ends inside a request."));
  EXPECT_THAT(whole, HasSubstr("2 of its entries count by the claim of SACWIS, the old system; 1 of these carry"));
  EXPECT_THAT(whole, HasSubstr("entries 1, 3."));
  EXPECT_THAT(whole, HasSubstr("since 2025-03-10 09:30"));
}

TEST(InstantTextTest, IsLocalTimeOfTheJournal) {
  const google::protobuf::Timestamp evening = InstantOf(Local("2025-03-10 23:30"));
  EXPECT_THAT(InstantText(evening, NewYork()), StartsWith("2025-03-10 23:30"));
  EXPECT_THAT(InstantText(evening, absl::UTCTimeZone()), StartsWith("2025-03-11 03:30"));
  EXPECT_EQ(InstantDay(evening, NewYork()), "2025-03-10");
  EXPECT_EQ(InstantDay(evening, absl::UTCTimeZone()), "2025-03-11");
}

TEST(InstantTextTest, InstantThatIsNotSetHasNoText) {
  EXPECT_EQ(InstantText({}, NewYork()), "");
  EXPECT_EQ(InstantDay({}, NewYork()), "");
  google::protobuf::Timestamp nearly;
  nearly.set_nanos(1'000);
  EXPECT_EQ(InstantDay(nearly, absl::UTCTimeZone()), "1970-01-01");
}

}  // namespace
}  // namespace casejournal::services
