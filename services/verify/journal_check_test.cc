#include "services/verify/journal_check.h"

#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "casejournal/event/v1/stored_event.pb.h"
#include "eventstore/seal/commitment.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/time_util.h"
#include "gtest/gtest.h"
#include "tests/support/reference_tree.h"

namespace casejournal::services {
namespace {

using eventlog::v1::RecordedEvent;
using eventstore::Header;
using eventstore::StreamId;
using ::testing::HasSubstr;

eventstore::Uuid Uuid(uint8_t n) {
  eventstore::Uuid uuid;
  uuid.bytes[15] = n;
  return uuid;
}

// Writes small journals. Every header is correct unless a test changes it.
class JournalCheckTest : public ::testing::Test {
 protected:
  // Append a request of `events` entries to the stream of case `n`; 0 is the journal's own stream.
  void Record(uint8_t n, uint16_t events = 1) {
    for (uint16_t i = 0; i < events; ++i) {
      Header header = NextHeader(n);
      header.index_in_request = i;
      header.events_in_request = events;
      header.request_id = Uuid(static_cast<uint8_t>(100 + requests_));
      header.recorded_at_us = 1'000'000 * (requests_ + 1);
      Add(header, n);
    }
    ++requests_;
  }

  Header NextHeader(uint8_t n) const {
    Header header;
    header.stream = n == 0 ? StreamId::Journal() : StreamId::Case(Uuid(n));
    for (const RecordedEvent& earlier : events_) {
      const auto other = eventstore::DecodeHeader(earlier.header());
      if (other->stream != header.stream) continue;
      header.revision = other->revision + 1;
      header.prev_stream_leaf = eventstore::LeafHash(earlier.header());
    }
    return header;
  }

  void Add(Header header, uint8_t n) {
    event::v1::StoredEvent stored;
    if (n == 0) stored.mutable_journal_event()->mutable_opened()->set_origin("journal.example");
    if (n != 0) stored.mutable_case_event()->mutable_case_opened()->set_agency("the agency");
    RecordedEvent event;
    event.set_position(events_.size());
    event.set_type(n == 0 ? "JournalOpened" : "CaseOpened");
    auto* part = event.add_parts();
    part->set_salt(std::string(32, 's'));
    part->set_plaintext(stored.SerializeAsString());
    eventstore::Salt salt;
    salt.fill('s');
    const eventstore::Hash commitment = eventstore::PartCommitment(0, 0, salt, part->plaintext());
    header.payload_commitment = eventstore::PayloadCommitment({&commitment, 1});
    SetHeader(header, &event);
    events_.push_back(event);
  }

  static void SetHeader(const Header& header, RecordedEvent* event) {
    event->set_header(eventstore::EncodeHeader(header));
    event->set_stream_kind(static_cast<uint32_t>(header.stream.kind));
    event->set_stream_id(header.stream.uuid.ToString());
    event->set_revision(header.revision);
    *event->mutable_recorded_at() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(header.recorded_at_us);
    event->set_request_id(header.request_id.ToString());
  }

  // Change the header of one entry, as an attacker would who rewrites the record.
  template <typename Change>
  void Rewrite(size_t position, Change change) {
    Header header = *eventstore::DecodeHeader(events_[position].header());
    change(header);
    SetHeader(header, &events_[position]);
  }

  absl::Status Check() {
    for (const RecordedEvent& event : events_) {
      if (const absl::Status status = check_.Add(event); !status.ok()) return status;
    }
    return check_.Finish();
  }

  // The same journal, as a reader gets it who may not see the entries at these positions.
  absl::Status CheckWithout(const std::set<uint64_t>& withheld) {
    for (const RecordedEvent& event : events_) {
      absl::Status added;
      if (withheld.contains(event.position())) {
        v1::WithheldEntry entry;
        entry.set_position(event.position());
        entry.set_leaf_hash(std::string(eventstore::AsBytes(eventstore::LeafHash(event.header()))));
        added = check_.AddWithheld(entry);
      } else {
        added = check_.Add(event);
      }
      if (!added.ok()) return added;
    }
    return check_.Finish();
  }

  void ExpectLost(absl::string_view why) {
    const absl::Status status = Check();
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
    EXPECT_THAT(std::string(status.message()), HasSubstr(std::string(why)));
  }

  std::vector<RecordedEvent> events_;
  JournalCheck check_;
  int requests_ = 0;
};

TEST_F(JournalCheckTest, RecomputesTheRootOfARightJournal) {
  Record(0);
  Record(1, 3);
  Record(2);
  Record(1);

  EXPECT_EQ(Check(), absl::OkStatus());

  std::vector<eventstore::Hash> leaves;
  for (const RecordedEvent& event : events_) leaves.push_back(eventstore::LeafHash(event.header()));
  EXPECT_EQ(check_.Root(), eventstore::ReferenceRoot(leaves));
  EXPECT_EQ(check_.size(), 6u);
  EXPECT_EQ(check_.streams(), 3u);
  EXPECT_EQ(check_.origin(), "journal.example");
}

TEST_F(JournalCheckTest, FindsAChangedPayload) {
  Record(0);
  Record(1);
  (*events_[1].mutable_parts(0)->mutable_plaintext()).back() ^= 1;

  ExpectLost("position 1: its payload is not the one that was recorded");
}

TEST_F(JournalCheckTest, FindsAChangedSaltOrLabel) {
  Record(0);
  events_[0].mutable_parts(0)->set_label(1);

  ExpectLost("position 0: its payload is not the one that was recorded");
}

TEST_F(JournalCheckTest, FindsAPayloadThatIsNotShown) {
  Record(0);
  events_[0].clear_parts();

  ExpectLost("position 0: its payload is missing");
}

TEST_F(JournalCheckTest, FindsAnEntryLeftOut) {
  Record(0);
  Record(1);
  Record(2);
  events_.erase(events_.begin() + 1);

  ExpectLost("position 1: the server sent position 2 instead");
}

// An attacker who removes an entry and renumbers the others still breaks the chain of its stream.
TEST_F(JournalCheckTest, FindsAnEntryCutOutOfItsStream) {
  Record(0);
  Record(1);
  Record(1);
  Record(1);
  events_.erase(events_.begin() + 2);
  events_[2].set_position(2);

  ExpectLost("position 2: it does not follow the entry before it in its stream");
}

TEST_F(JournalCheckTest, FindsARewrittenEntryByTheNextOne) {
  Record(0);
  Record(1);
  Record(1);
  Rewrite(1, [](Header& header) { header.recorded_at_us += 1; });

  ExpectLost("position 2: it does not follow the entry before it in its stream");
}

TEST_F(JournalCheckTest, FindsAStreamThatForks) {
  Record(0);
  Record(1);
  Record(1);
  Record(1);
  Rewrite(3, [](Header& header) { header.revision = 1; });

  ExpectLost("position 3: it does not follow the entry before it in its stream");
}

TEST_F(JournalCheckTest, FindsARequestThatIsNotWhole) {
  Record(0);
  Record(1, 2);
  events_.pop_back();

  ExpectLost("position 2: the last request is cut off");
}

TEST_F(JournalCheckTest, FindsTimeRunningBackwards) {
  Record(0);
  Record(1);
  Record(2);
  Rewrite(2, [](Header& header) { header.recorded_at_us = 5; });

  ExpectLost("position 2: it was recorded before the entry before it");
}

TEST_F(JournalCheckTest, FindsWordsBesideTheHeaderThatItDoesNotSay) {
  Record(0);
  Record(1);
  events_[1].set_stream_id(Uuid(9).ToString());

  ExpectLost("position 1: the fields next to the header do not match the header");
}

TEST_F(JournalCheckTest, FindsATypeThatThePayloadIsNot) {
  Record(0);
  Record(1);
  events_[1].set_type("CaseClosed");

  ExpectLost("position 1: its type is not the type next to the header");
}

TEST_F(JournalCheckTest, JournalWithoutEntriesHasNoName) {
  ExpectLost("does not name the journal");
  EXPECT_EQ(check_.size(), 0U);
  EXPECT_EQ(check_.streams(), 0U);
  EXPECT_EQ(check_.Root(), eventstore::EmptyRoot());
}

TEST_F(JournalCheckTest, FirstEntryMustOpenTheJournal) {
  Record(1);
  Record(0);

  ExpectLost("does not name the journal");
}

// A disclosure is recorded in the access stream of its case: the chains are apart.
TEST_F(JournalCheckTest, StreamsOfOneCaseAreApart) {
  Record(0);
  Record(1);
  Header header = NextHeader(1);
  header.stream = StreamId::Access(Uuid(1));
  header.revision = 0;
  header.prev_stream_leaf = {};
  header.events_in_request = 1;
  header.recorded_at_us = 5'000'000;
  Add(header, 1);

  EXPECT_EQ(Check(), absl::OkStatus());
  EXPECT_EQ(check_.streams(), 3U);
}

TEST_F(JournalCheckTest, RequestsRecordedInTheSameMicrosecondAreInOrder) {
  Record(0);
  Record(1);
  Record(2);
  Rewrite(2, [this](Header& header) {
    header.recorded_at_us = eventstore::DecodeHeader(events_[1].header())->recorded_at_us;
  });

  EXPECT_EQ(Check(), absl::OkStatus());
}

TEST_F(JournalCheckTest, EachFieldNextToTheHeaderMustMatchIt) {
  const std::pair<const char*, std::function<void(RecordedEvent&)>> changes[] = {
      {"kind", [](auto& event) { event.set_stream_kind(2); }},
      {"stream", [](auto& event) { event.set_stream_id(""); }},
      {"revision", [](auto& event) { event.set_revision(event.revision() + 1); }},
      {"time", [](auto& event) { event.mutable_recorded_at()->set_nanos(1'000); }},
      {"request", [](auto& event) { event.set_request_id(Uuid(3).ToString()); }},
  };
  Record(0);
  Record(1);
  const RecordedEvent right = events_[1];
  for (const auto& [what, change] : changes) {
    events_[1] = right;
    change(events_[1]);
    check_ = JournalCheck();
    SCOPED_TRACE(what);
    ExpectLost("position 1: the fields next to the header");
  }
}

TEST_F(JournalCheckTest, RequestIsOneRunOfEntriesWithOneIdAndOneTime) {
  const std::pair<const char*, std::function<void(Header&)>> changes[] = {
      {"another id", [](Header& header) { header.request_id = Uuid(9); }},
      {"another time", [](Header& header) { header.recorded_at_us += 1; }},
      {"another count", [](Header& header) { header.events_in_request = 4; }},
      {"an index skipped", [](Header& header) { header.index_in_request = 2; }},
      {"an index repeated", [](Header& header) { header.index_in_request = 0; }},
      {"an index past the count", [](Header& header) { header.index_in_request = 3; }},
      {"a count of 0", [](Header& header) { header.events_in_request = 0; }},
  };
  Record(0);
  Record(1, 3);
  const RecordedEvent right = events_[2];
  for (const auto& [what, change] : changes) {
    SetHeader(*eventstore::DecodeHeader(right.header()), &events_[2]);
    Rewrite(2, change);
    check_ = JournalCheck();
    SCOPED_TRACE(what);
    ExpectLost("position 2: it does not continue the request before it");
  }
}

TEST_F(JournalCheckTest, HeaderOfAnotherFormIsFound) {
  Record(0);
  events_[0].mutable_header()->push_back('x');
  ExpectLost("position 0");
}

TEST_F(JournalCheckTest, PayloadThatIsNoEventIsFound) {
  Record(0);
  Record(1);
  Header header = *eventstore::DecodeHeader(events_[1].header());
  auto& part = *events_[1].mutable_parts(0);
  part.set_plaintext("\xff\xff");
  eventstore::Salt salt;
  salt.fill('s');
  const eventstore::Hash commitment = eventstore::PartCommitment(0, 0, salt, part.plaintext());
  header.payload_commitment = eventstore::PayloadCommitment({&commitment, 1});
  SetHeader(header, &events_[1]);

  ExpectLost("position 1: its payload is not an event");
}

// Whatever is withheld, the root is that of the journal, and what is not withheld fits around it.
TEST_F(JournalCheckTest, GoesOnAroundEntriesThatAreWithheld) {
  Record(0);
  Record(1, 3);
  Record(2);
  Record(1);
  Record(2, 2);
  ASSERT_TRUE(Check().ok());
  const eventstore::Hash root = check_.Root();

  for (unsigned set = 0; set < (1U << 7); ++set) {
    std::set<uint64_t> withheld;
    for (unsigned bit = 0; bit < 7; ++bit) {
      if ((set >> bit & 1U) != 0) withheld.insert(bit + 1);
    }
    check_ = JournalCheck();
    const absl::Status status = CheckWithout(withheld);
    EXPECT_TRUE(status.ok()) << set << ": " << status;
    EXPECT_EQ(check_.Root(), root) << set;
    EXPECT_EQ(check_.withheld(), withheld.size());
  }
}

TEST_F(JournalCheckTest, FindsAGapInAStreamAroundEntriesThatAreWithheld) {
  Record(0);
  Record(1);
  Record(2);
  Record(1);
  Rewrite(3, [](Header& header) { header.revision = 2; });

  // The entry of another stream is withheld, and is not the one that is missing.
  EXPECT_THAT(std::string(CheckWithout({2}).message()),
              HasSubstr("position 3: it does not follow the entry before it"));
}

TEST_F(JournalCheckTest, AnEntryThatIsWithheldHasOneEntryAfterIt) {
  Record(0);
  Record(1);
  Record(1);
  Record(1);
  Record(2);
  // Another stream claims to go on from the same entry.
  const std::string leaf(eventstore::AsBytes(eventstore::LeafHash(events_[2].header())));
  Rewrite(4, [&](Header& header) {
    header.revision = 1;
    header.prev_stream_leaf = *eventstore::HashFromBytes(leaf);
  });

  EXPECT_THAT(std::string(CheckWithout({2}).message()),
              HasSubstr("position 4: it does not follow the entry before it"));
}

TEST_F(JournalCheckTest, FindsARequestThatIsCutOffBehindEntriesThatAreWithheld) {
  Record(0);
  Record(1, 4);
  events_.pop_back();

  EXPECT_THAT(std::string(CheckWithout({2, 3}).message()), HasSubstr("the last request is cut off"));
}

}  // namespace
}  // namespace casejournal::services
