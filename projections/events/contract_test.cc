// The contract, line by line. This test also protects what `buf breaking` allows: in this schema a field without
// `optional` is required, and options mark days, ids, and sentences. Removing either changes what clients must send.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "casejournal/event/v1/access_event.pb.h"
#include "casejournal/event/v1/journal_event.pb.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "casejournal/rules/v1/rule_set.pb.h"
#include "casejournal/v1/access_service.pb.h"
#include "casejournal/v1/audit_service.pb.h"
#include "casejournal/v1/case_service.pb.h"
#include "casejournal/v1/court_service.pb.h"
#include "casejournal/v1/error_reason.pb.h"
#include "casejournal/v1/journal_service.pb.h"
#include "casejournal/v1/operator_service.pb.h"
#include "google/protobuf/descriptor.pb.h"

namespace casejournal::projections {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::FileDescriptorProto;
using ::testing::IsEmpty;

constexpr char kOurPackages[] = "casejournal.";

std::string OptionsText(const google::protobuf::Message& options) {
  const std::string text = options.ShortDebugString();
  return text.empty() ? "" : absl::StrCat(" [", text, "]");
}

std::string FieldLine(const FieldDescriptor& field) {
  std::string kind = field.is_repeated() ? "repeated " : field.has_optional_keyword() ? "optional " : "";
  if (field.real_containing_oneof() != nullptr)
    kind = absl::StrCat("oneof ", field.real_containing_oneof()->name(), " ");
  std::string type = field.type_name();
  if (field.message_type() != nullptr) type = field.message_type()->full_name();
  if (field.enum_type() != nullptr) type = field.enum_type()->full_name();
  return absl::StrCat(field.is_extension() ? "extend " : "field ", field.full_name(), " = ", field.number(), ": ", kind,
                      type, " ", field.json_name(), OptionsText(field.options()));
}

void AddEnum(const EnumDescriptor& type, std::set<std::string>& lines) {
  lines.insert(absl::StrCat("enum ", type.full_name(), OptionsText(type.options())));
  for (int i = 0; i < type.value_count(); ++i) {
    const auto& value = *type.value(i);
    lines.insert(absl::StrCat("value ", type.full_name(), ".", value.name(), " = ", value.number(),
                              OptionsText(value.options())));
  }
}

void AddMessage(const Descriptor& type, std::set<std::string>& lines) {
  lines.insert(absl::StrCat("message ", type.full_name(), OptionsText(type.options())));
  for (int i = 0; i < type.field_count(); ++i) lines.insert(FieldLine(*type.field(i)));
  for (int i = 0; i < type.nested_type_count(); ++i) AddMessage(*type.nested_type(i), lines);
  for (int i = 0; i < type.enum_type_count(); ++i) AddEnum(*type.enum_type(i), lines);
}

// The file and all files of this project that it imports.
void AddFile(const FileDescriptor& file, std::set<std::string>& seen, std::set<std::string>& lines) {
  if (!absl::StartsWith(file.package(), kOurPackages) || !seen.insert(file.name()).second) return;
  for (int i = 0; i < file.dependency_count(); ++i) AddFile(*file.dependency(i), seen, lines);
  for (int i = 0; i < file.message_type_count(); ++i) AddMessage(*file.message_type(i), lines);
  for (int i = 0; i < file.enum_type_count(); ++i) AddEnum(*file.enum_type(i), lines);
  for (int i = 0; i < file.extension_count(); ++i) lines.insert(FieldLine(*file.extension(i)));
  for (int i = 0; i < file.service_count(); ++i) {
    for (int j = 0; j < file.service(i)->method_count(); ++j) {
      const auto& method = *file.service(i)->method(j);
      lines.insert(absl::StrCat("call ", method.full_name(), ": ", method.client_streaming() ? "stream " : "",
                                method.input_type()->full_name(), " -> ", method.server_streaming() ? "stream " : "",
                                method.output_type()->full_name(), OptionsText(method.options())));
    }
  }
}

std::vector<const FileDescriptor*> ContractRoots() {
  return {v1::AppendRequest::descriptor()->file(),       v1::GetHistoryRequest::descriptor()->file(),
          v1::GetRegisterRequest::descriptor()->file(),  event::v1::StoredEvent::descriptor()->file(),
          event::v1::JournalEvent::descriptor()->file(), event::v1::AccessEvent::descriptor()->file(),
          rules::v1::RuleSet::descriptor()->file(),      v1::GetJournalRequest::descriptor()->file(),
          v1::ErrorReason_descriptor()->file(),          v1::WhoMayRequest::descriptor()->file(),
          v1::BackupRequest::descriptor()->file()};
}

std::set<std::string> ContractLines() {
  std::set<std::string> seen;
  std::set<std::string> lines;
  for (const FileDescriptor* file : ContractRoots()) AddFile(*file, seen, lines);
  return lines;
}

std::vector<std::string> LinesWithout(const std::set<std::string>& all, const std::set<std::string>& without) {
  std::vector<std::string> left;
  std::set_difference(all.begin(), all.end(), without.begin(), without.end(), std::back_inserter(left));
  return left;
}

std::string ContractPath() {
  return std::filesystem::path(__FILE__).parent_path().parent_path().parent_path() / "tests" / "golden" /
         "contract.golden";
}

std::set<std::string> GoldenLines() {
  std::set<std::string> lines;
  std::ifstream file(ContractPath());
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line[0] != '#') lines.insert(line);
  }
  return lines;
}

// With UPDATE_GOLDENS=1 in the environment, new lines are added. Existing lines are never changed: to change the
// contract on purpose, remove its line by hand.
TEST(ContractTest, HoldsWhatItHeld) {
  const std::set<std::string> now = ContractLines();
  const std::set<std::string> golden = GoldenLines();
  for (const std::string& line : LinesWithout(golden, now)) {
    ADD_FAILURE() << "the contract has no longer, or otherwise: " << line
                  << "\nClients and stored events rely on it. If it changes on purpose, remove the line from "
                     "tests/golden/contract.golden.";
  }
  const char* update = std::getenv("UPDATE_GOLDENS");
  if (update != nullptr && std::string(update) == "1" && !HasFailure()) {
    std::ofstream(ContractPath())
        << "# The contract, line by line; projections/events/contract_test.cc says what for.\n"
        << absl::StrJoin(now, "\n") << "\n";
    return;
  }
  EXPECT_THAT(LinesWithout(now, golden), IsEmpty())
      << "what is new is to be held too: run this test with UPDATE_GOLDENS=1";
}

// The lines that the contract loses if `change` is made to one file.
std::vector<std::string> LostBy(const std::string& file_name, const std::function<void(FileDescriptorProto&)>& change) {
  google::protobuf::DescriptorPool pool;
  std::set<std::string> built;
  std::set<std::string> seen;
  std::set<std::string> lines;
  const std::function<void(const FileDescriptor&)> build = [&](const FileDescriptor& file) {
    if (!built.insert(file.name()).second) return;
    for (int i = 0; i < file.dependency_count(); ++i) build(*file.dependency(i));
    FileDescriptorProto proto;
    file.CopyTo(&proto);
    file.CopyJsonNameTo(&proto);
    if (file.name() == file_name) change(proto);
    ASSERT_NE(pool.BuildFile(proto), nullptr) << file.name();
  };
  for (const FileDescriptor* root : ContractRoots()) {
    build(*root);
    AddFile(*pool.FindFileByName(root->name()), seen, lines);
  }
  return LinesWithout(ContractLines(), lines);
}

google::protobuf::FieldDescriptorProto& FieldIn(FileDescriptorProto& file, const std::string& message,
                                                const std::string& field) {
  for (auto& type : *file.mutable_message_type()) {
    if (type.name() != message) continue;
    for (auto& each : *type.mutable_field()) {
      if (each.name() == field) return each;
    }
  }
  ADD_FAILURE() << message << "." << field << " is not there";
  return *file.mutable_message_type(0)->mutable_field(0);
}

TEST(ContractTest, NothingIsLostWhereNothingChanges) {
  EXPECT_THAT(LostBy("casejournal/event/v1/case_event.proto", [](FileDescriptorProto&) {}), IsEmpty());
}

TEST(ContractTest, NoticesThatAFieldBecameRequired) {
  const auto drop_optional = [](FileDescriptorProto& file) {
    auto& field = FieldIn(file, "CaseEvent", "late_reason");
    ASSERT_TRUE(field.proto3_optional());
    field.clear_proto3_optional();
    field.clear_oneof_index();
    for (auto& type : *file.mutable_message_type()) {
      if (type.name() != "CaseEvent") continue;
      auto& oneofs = *type.mutable_oneof_decl();
      for (int i = 0; i < oneofs.size(); ++i) {
        if (oneofs.Get(i).name() != "_late_reason") continue;
        oneofs.DeleteSubrange(i, 1);
        for (auto& other : *type.mutable_field()) {
          if (other.has_oneof_index() && other.oneof_index() > i) other.set_oneof_index(other.oneof_index() - 1);
        }
        return;
      }
    }
  };

  const std::vector<std::string> lost = LostBy("casejournal/event/v1/case_event.proto", drop_optional);

  ASSERT_EQ(lost.size(), 1u);
  EXPECT_TRUE(absl::StartsWith(lost[0], "field casejournal.event.v1.CaseEvent.late_reason = ")) << lost[0];
}

TEST(ContractTest, NoticesThatAnOptionChanged) {
  const auto no_longer_a_day = [](FileDescriptorProto& file) {
    FieldIn(file, "CaseEvent", "effective_on").mutable_options()->MutableExtension(event::v1::field)->clear_day();
  };

  const std::vector<std::string> lost = LostBy("casejournal/event/v1/case_event.proto", no_longer_a_day);

  ASSERT_EQ(lost.size(), 1u);
  EXPECT_TRUE(absl::StartsWith(lost[0], "field casejournal.event.v1.CaseEvent.effective_on = ")) << lost[0];
}

TEST(ContractTest, NoticesThatASentenceChanged) {
  const auto other_words = [](FileDescriptorProto& file) {
    file.mutable_message_type(0)
        ->mutable_options()
        ->MutableExtension(event::v1::event_type)
        ->set_sentence("Something else.");
  };

  const std::vector<std::string> lost = LostBy("casejournal/event/v1/case_events.proto", other_words);

  ASSERT_EQ(lost.size(), 1u);
  EXPECT_TRUE(absl::StartsWith(lost[0], "message casejournal.event.v1.")) << lost[0];
}

}  // namespace
}  // namespace casejournal::projections
