// One file for each type of event, in tests/golden: the bytes that a build of its time stored, their meaning, and the
// sentence that a court reads. The files are append-only: what is stored forever must be readable forever.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/text_format.h"
#include "projections/events/event_codec.h"
#include "projections/register/sentence.h"
#include "tests/support/any_event.h"

namespace casejournal::projections {
namespace {

using casejournal::testing::AnyEvent;
using casejournal::testing::Filled;
using event::v1::StoredEvent;
using google::protobuf::FieldDescriptor;

std::filesystem::path GoldenFolder() {
  return std::filesystem::path(__FILE__).parent_path().parent_path().parent_path() / "tests" / "golden";
}
std::filesystem::path GoldenFile(const std::string& type) { return GoldenFolder() / (type + ".txt"); }

std::string Contents(const std::filesystem::path& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// Write a file that is missing. An existing file is not changed, whatever it contains.
void WriteIfMissing(const std::filesystem::path& path, const std::string& text) {
  if (!std::filesystem::exists(path)) std::ofstream(path) << text;
}

std::string SentenceOf(const StoredEvent& stored) {
  if (stored.has_case_event()) return Sentence(stored.case_event(), v1::CasePlan());
  if (stored.has_reader_event()) return Sentence(stored.reader_event());
  return stored.has_access_event() ? Sentence(stored.access_event()) : Sentence(stored.journal_event());
}

// The whole golden file: the bytes in hexadecimal, the sentence, and the meaning of the bytes as text.
std::string GoldenText(const StoredEvent& stored, const std::string& bytes) {
  std::string text;
  google::protobuf::TextFormat::PrintToString(stored, &text);
  const std::string hex = absl::BytesToHexString(bytes);
  std::string lines;
  for (size_t at = 0; at < hex.size(); at += 100) absl::StrAppend(&lines, hex.substr(at, 100), "\n");
  return absl::StrCat(lines, "\n", SentenceOf(stored), "\n\n", text);
}

// A stored event with every possible field, the same whenever it is created.
StoredEvent SampleOf(const FieldDescriptor& body) {
  std::mt19937_64 random(body.number());
  AnyEvent any(random, Filled::kAll);
  StoredEvent stored;
  if (body.containing_type() == event::v1::CaseEvent::descriptor()) {
    event::v1::CaseEvent& event = *stored.mutable_case_event();
    for (int i = 0; i < event.GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor& field = *event.GetDescriptor()->field(i);
      if (field.real_containing_oneof() != nullptr || field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
      const auto& reflection = *event.GetReflection();
      any.Fill(
          field.is_repeated() ? *reflection.AddMessage(&event, &field) : *reflection.MutableMessage(&event, &field), 1);
    }
    event.MergeFrom(any.OfType(body, "2025-03-01"));
    event.add_labels(event::v1::LABEL_HEALTH);
    event.set_late_reason("some late reason");
  } else if (body.containing_type() == event::v1::AccessEvent::descriptor()) {
    any.Fill(*stored.mutable_access_event()->GetReflection()->MutableMessage(stored.mutable_access_event(), &body), 0);
  } else if (body.containing_type() == event::v1::ReaderEvent::descriptor()) {
    any.Fill(*stored.mutable_reader_event()->GetReflection()->MutableMessage(stored.mutable_reader_event(), &body), 0);
  } else {
    any.Fill(*stored.mutable_journal_event()->GetReflection()->MutableMessage(stored.mutable_journal_event(), &body),
             0);
  }
  any.Fill(*stored.mutable_admission(), 1);
  stored.mutable_admission()->set_schema_version(kSchemaVersion);
  return stored;
}

std::vector<const FieldDescriptor*> AllBodies() {
  std::vector<const FieldDescriptor*> bodies = casejournal::testing::BodyFields();
  for (const auto* event : {event::v1::AccessEvent::descriptor(), event::v1::JournalEvent::descriptor(),
                            event::v1::ReaderEvent::descriptor()}) {
    const auto* body = event->FindOneofByName("body");
    for (int i = 0; i < body->field_count(); ++i) bodies.push_back(body->field(i));
  }
  return bodies;
}

// With UPDATE_GOLDENS=1 in the environment, missing files are written. An existing file never changes: if its test
// fails, the program can no longer read what was stored.
TEST(GoldenEventsTest, EveryTypeHasAFileThatIsReadAsItWasWritten) {
  const char* update = std::getenv("UPDATE_GOLDENS");
  for (const FieldDescriptor* body : AllBodies()) {
    const std::string type = body->message_type()->name();
    SCOPED_TRACE(type);
    if (update != nullptr && std::string(update) == "1") {
      const StoredEvent sample = SampleOf(*body);
      WriteIfMissing(GoldenFile(type), GoldenText(sample, EncodeStoredEvent(sample)));
    }
    const std::string golden = Contents(GoldenFile(type));
    ASSERT_NE(golden, "") << "a new type of event needs a golden file: run this test with UPDATE_GOLDENS=1";

    const std::string hex = golden.substr(0, golden.find("\n\n"));
    const std::string bytes = absl::HexStringToBytes(absl::StrJoin(absl::StrSplit(hex, '\n'), ""));
    const absl::StatusOr<StoredEvent> stored = DecodeStoredEvent(bytes);
    ASSERT_TRUE(stored.ok()) << stored.status();
    EXPECT_EQ(GoldenText(*stored, bytes), golden);
    EXPECT_EQ(EncodeStoredEvent(*stored), bytes) << "the same event is no longer stored as the same bytes";
  }
}

// A file whose type was removed from the contract is of an event that can no longer be read.
TEST(GoldenEventsTest, EveryFileIsThatOfAType) {
  std::set<std::string> types;
  for (const FieldDescriptor* body : AllBodies()) types.insert(body->message_type()->name());
  for (const auto& file : std::filesystem::directory_iterator(GoldenFolder())) {
    if (file.path().extension() != ".txt") continue;
    EXPECT_TRUE(types.contains(file.path().stem())) << file.path().filename();
  }
}

TEST(GoldenEventsTest, AFileThatIsThereIsNeverChanged) {
  const std::filesystem::path path = std::filesystem::path(::testing::TempDir()) / "golden_events_test.txt";
  std::filesystem::remove(path);

  WriteIfMissing(path, "what was stored");
  WriteIfMissing(path, "what would be stored today");

  EXPECT_EQ(Contents(path), "what was stored");
  std::filesystem::remove(path);
}

// Whatever an author leaves out, no piece of the template is left over, and no id shows.
TEST(GoldenEventsTest, EveryTypeHasASentenceWithoutIdsOrBraces) {
  std::mt19937_64 random(1);
  for (const FieldDescriptor* body : casejournal::testing::BodyFields()) {
    for (const Filled filled : {Filled::kRequired, Filled::kSome, Filled::kAll}) {
      for (int i = 0; i < 8; ++i) {
        const std::string sentence = Sentence(AnyEvent(random, filled).OfType(*body, "2025-03-01"), v1::CasePlan());
        EXPECT_FALSE(sentence.empty()) << body->name();
        EXPECT_THAT(sentence, ::testing::Not(::testing::ContainsRegex("[][{}]|[0-9a-f]{8}-[0-9a-f]{4}")))
            << body->name();
        EXPECT_THAT(sentence, ::testing::Not(::testing::ContainsRegex("“”|  |\\.\\."))) << body->name();
      }
    }
  }
}

}  // namespace
}  // namespace casejournal::projections
