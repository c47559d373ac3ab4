#include "services/exhibit/entry_json.h"

#include <gmock/gmock.h>

#include <functional>
#include <random>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "tests/support/any_event.h"
#include "tests/support/case_builder.h"
#include "tests/support/matchers.h"
#include "tests/support/memory_journal.h"
#include "tests/support/seed.h"

namespace casejournal::services {
namespace {

using casejournal::testing::IsOk;
using casejournal::testing::MemoryJournal;
using casejournal::testing::StatusIs;
using casejournal::testing::StoredOf;
using nlohmann::json;
using ::testing::HasSubstr;

class EntryJsonTest : public ::testing::Test {
 protected:
  EntryJsonTest() {
    const auto stream = eventstore::StreamId::Case(*eventstore::Uuid::Parse(casejournal::testing::Id("case")));
    stored_ = StoredOf(casejournal::testing::NoteWritten("2025-03-10", "“Zoë” said:\n\tno"));
    journal_.Record(stream, {StoredOf(casejournal::testing::CaseOpened("2025-03-10")), stored_});
    entry_ = journal_.entries()[1];
    json_ = json::parse(EntryJson(entry_, stored_, "A note was written."));
  }

  // Reading fails if one member is changed in this way.
  void ExpectMalformed(const std::function<void(json&)>& change, const char* what) {
    json changed = json_;
    change(changed);
    EXPECT_THAT(ParseEntryJson(changed.dump()), StatusIs(absl::StatusCode::kInvalidArgument)) << what;
  }

  MemoryJournal journal_;
  event::v1::StoredEvent stored_;
  eventstore::RecordedEntry entry_;
  json json_;
};

TEST_F(EntryJsonTest, SaysWhatTheHeaderSays) {
  EXPECT_EQ(json_["position"], "1");
  EXPECT_EQ(json_["stream"]["kind"], "case");
  EXPECT_EQ(json_["stream"]["id"], casejournal::testing::Id("case"));
  EXPECT_EQ(json_["stream"]["revision"], "1");
  EXPECT_EQ(json_["recordedAt"], "2025-03-10T09:46:40.000000Z");
  EXPECT_EQ(json_["requestId"], entry_.header.request_id.ToString());
  EXPECT_EQ(json_["leaf"], eventstore::HexOf(eventstore::LeafHash(entry_.header_bytes)));
  EXPECT_EQ(json_["type"], "CaseNoteWritten");
  EXPECT_EQ(json_["sentence"], "A note was written.");
  EXPECT_EQ(json_["event"]["caseEvent"]["caseNoteWritten"]["text"], "“Zoë” said:\n\tno");
  EXPECT_EQ(json_["parts"].size(), 1U);
  EXPECT_EQ(json_["parts"][0]["label"], 0);
}

TEST_F(EntryJsonTest, KindOfEachStreamHasAName) {
  const std::pair<eventstore::StreamKind, const char*> kinds[] = {
      {eventstore::StreamKind::kCase, "case"},       {eventstore::StreamKind::kAccess, "access"},
      {eventstore::StreamKind::kJournal, "journal"}, {eventstore::StreamKind::kReader, "reader"},
      {eventstore::StreamKind::kGroup, "group"},     {eventstore::StreamKind::kPrincipal, "principal"},
  };
  for (const auto& [kind, name] : kinds) {
    entry_.header.stream.kind = kind;
    EXPECT_EQ(json::parse(EntryJson(entry_, stored_, ""))["stream"]["kind"], name);
  }
}

TEST_F(EntryJsonTest, LinesAreIndentedByTwoSpacesAndEndWithANewline) {
  const std::string text = EntryJson(entry_, stored_, "A note was written.");
  EXPECT_THAT(text, ::testing::StartsWith("{\n  \"position\": \"1\",\n  \"header\": \""));
  EXPECT_THAT(text, ::testing::EndsWith("\n}\n"));
}

TEST_F(EntryJsonTest, AnyEntryIsReadAsItWas) {
  std::mt19937_64 random(casejournal::testing::TestSeed());
  casejournal::testing::AnyEvent any(random);
  for (const auto* body : casejournal::testing::BodyFields()) {
    const event::v1::StoredEvent stored = StoredOf(any.OfType(*body, "2025-03-10"));
    journal_.Record(entry_.header.stream, {stored});
    const eventstore::RecordedEntry& entry = journal_.entries().back();
    const auto read = ParseEntryJson(EntryJson(entry, stored, body->name()));
    ASSERT_THAT(read, IsOk()) << body->name();
    EXPECT_EQ(read->position, entry.position);
    EXPECT_EQ(read->header, entry.header);
    EXPECT_EQ(read->header_bytes, entry.header_bytes);
    ASSERT_EQ(read->parts.size(), 1U);
    EXPECT_EQ(read->payload(), entry.payload());
    EXPECT_EQ(read->parts[0].salt, entry.parts[0].salt);
    EXPECT_EQ(read->parts[0].label, entry.parts[0].label);
  }
}

// What people read beside it is compared with the entry by the check, not read.
TEST_F(EntryJsonTest, OtherMembersAreNotRead) {
  for (const char* name : {"stream", "recordedAt", "requestId", "leaf", "type", "sentence", "event"}) json_.erase(name);
  json_["more"] = json::array({1, json::object()});
  EXPECT_THAT(ParseEntryJson(json_.dump()), IsOk());
}

TEST_F(EntryJsonTest, TextThatIsNoObjectIsMalformed) {
  for (const char* text : {"", "null", "[]", "7", "\"x\"", "{", "{}", "{\"position\": \"1\"}", "{} {}", "\xff"})
    EXPECT_THAT(ParseEntryJson(text), StatusIs(absl::StatusCode::kInvalidArgument)) << text;
}

TEST_F(EntryJsonTest, EachMemberThatIsReadHasOneForm) {
  ExpectMalformed([](json& entry) { entry["position"] = 1; }, "position as a number");
  for (const char* number : {"", "01", "-1", "+1", " 1", "1.0", "0x1", "18446744073709551616"})
    ExpectMalformed([&](json& entry) { entry["position"] = number; }, number);
  for (const char* member : {"position", "header", "parts"})
    ExpectMalformed([&](json& entry) { entry.erase(member); }, member);
  ExpectMalformed([](json& entry) { entry["header"] = "AAAA"; }, "a header of 3 bytes");
  ExpectMalformed([](json& entry) { entry["header"] = entry["header"].get<std::string>() + "AAAA"; }, "121 bytes");
  ExpectMalformed([](json& entry) { entry["header"] = "*" + entry["header"].get<std::string>(); }, "no base64");
  ExpectMalformed([](json& entry) { entry["header"] = json::array(); }, "a header as a list");
  ExpectMalformed([](json& entry) { entry["parts"] = json::array(); }, "no parts");
  ExpectMalformed([](json& entry) { entry["parts"] = json::object(); }, "parts as an object");
  ExpectMalformed([](json& entry) { entry["parts"][0] = "part"; }, "a part as a string");
  for (const char* member : {"label", "salt", "plaintext"})
    ExpectMalformed([&](json& entry) { entry["parts"][0].erase(member); }, member);
  ExpectMalformed([](json& entry) { entry["parts"][0]["label"] = -1; }, "a negative label");
  ExpectMalformed([](json& entry) { entry["parts"][0]["label"] = 65536; }, "a label of 17 bits");
  ExpectMalformed([](json& entry) { entry["parts"][0]["label"] = "0"; }, "a label as a string");
  ExpectMalformed([](json& entry) { entry["parts"][0]["salt"] = "AAAA"; }, "a salt of 3 bytes");
  ExpectMalformed([](json& entry) { entry["parts"][0]["plaintext"] = "AAA"; }, "base64 without its end");
}

TEST_F(EntryJsonTest, HasAtMost255Parts) {
  const json part = json_["parts"][0];
  for (int i = 1; i < 255; ++i) json_["parts"].push_back(part);
  const auto read = ParseEntryJson(json_.dump());
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->parts.size(), 255U);
  ExpectMalformed([&](json& entry) { entry["parts"].push_back(part); }, "256 parts");
}

TEST_F(EntryJsonTest, DepthIsLimitedBeforeTheTextIsParsed) {
  const auto nested = [this](size_t depth) {
    std::string text = json_.dump();
    text.back() = ',';
    return absl::StrCat(text, "\"more\":", std::string(depth, '['), std::string(depth, ']'), "}");
  };
  EXPECT_THAT(ParseEntryJson(nested(63)), IsOk());
  EXPECT_THAT(ParseEntryJson(nested(64)), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("deep")));
  EXPECT_THAT(ParseEntryJson(std::string(100'000, '[')), StatusIs(absl::StatusCode::kInvalidArgument));
  // Brackets in a string do not nest.
  json_["sentence"] = "\\\"" + std::string(100, '[');
  EXPECT_THAT(ParseEntryJson(json_.dump()), IsOk());
}

}  // namespace
}  // namespace casejournal::services
