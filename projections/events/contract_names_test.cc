// Names in the contract that generated code in other languages can use as they are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "casejournal/event/v1/stored_event.pb.h"
#include "casejournal/rules/v1/rule_set.pb.h"
#include "casejournal/v1/audit_service.pb.h"
#include "casejournal/v1/case_service.pb.h"
#include "casejournal/v1/court_service.pb.h"
#include "casejournal/v1/error_reason.pb.h"
#include "casejournal/v1/journal_service.pb.h"
#include "google/protobuf/descriptor.pb.h"

namespace casejournal::projections {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::FileDescriptorProto;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

std::set<std::string> Words(const char* words) { return absl::StrSplit(words, ' ', absl::SkipEmpty()); }

// `keyword.kwlist` and `keyword.softkwlist` of Python 3.11.
const std::set<std::string>& PythonKeywords() {
  static const auto& words = *new std::set<std::string>(
      Words("False None True and as assert async await break class continue def del elif else except finally for from "
            "global if import in is lambda nonlocal not or pass raise return try while with yield _ case match"));
  return words;
}

// The keywords of C# 12. Contextual keywords ("on", "value", "when") are names like all others outside of their place.
const std::set<std::string>& CSharpKeywords() {
  static const auto& words = *new std::set<std::string>(
      Words("abstract as base bool break byte case catch char checked class const continue decimal default delegate do "
            "double else enum event explicit extern false finally fixed float for foreach goto if implicit in int "
            "interface internal is lock long namespace new null object operator out override params private protected "
            "public readonly ref return sbyte sealed short sizeof stackalloc static string struct switch this throw "
            "true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while"));
  return words;
}

// Java Language Specification 17, 3.9, without contextual keywords; with the literals true, false, and null.
const std::set<std::string>& JavaKeywords() {
  static const auto& words = *new std::set<std::string>(
      Words("abstract assert boolean break byte case catch char class const continue default do double else enum "
            "extends false final finally float for goto if implements import instanceof int interface long native new "
            "null package private protected public return short static strictfp super switch synchronized this throw "
            "throws transient true try void volatile while _"));
  return words;
}

bool IsKeyword(const std::string& name) {
  return PythonKeywords().contains(name) || CSharpKeywords().contains(name) || JavaKeywords().contains(name);
}

void AddEnum(const EnumDescriptor& type, std::vector<std::string>& found) {
  if (IsKeyword(type.name())) found.push_back(type.full_name());
  for (int i = 0; i < type.value_count(); ++i) {
    if (IsKeyword(type.value(i)->name())) found.push_back(type.value(i)->full_name());
  }
}

void AddMessage(const Descriptor& type, std::vector<std::string>& found) {
  if (IsKeyword(type.name())) found.push_back(type.full_name());
  for (int i = 0; i < type.field_count(); ++i) {
    const auto& field = *type.field(i);
    if (IsKeyword(field.name()) || IsKeyword(field.json_name())) found.push_back(field.full_name());
  }
  for (int i = 0; i < type.real_oneof_decl_count(); ++i) {
    if (IsKeyword(type.oneof_decl(i)->name())) found.push_back(type.oneof_decl(i)->full_name());
  }
  for (int i = 0; i < type.nested_type_count(); ++i) AddMessage(*type.nested_type(i), found);
  for (int i = 0; i < type.enum_type_count(); ++i) AddEnum(*type.enum_type(i), found);
}

// The names in a file that are a keyword of Python, C#, or Java. Python uses the package as it is written; Java and C#
// have options for it.
std::vector<std::string> KeywordsIn(const FileDescriptor& file) {
  std::vector<std::string> found;
  const auto add_parts = [&found](const std::string& package, const std::set<std::string>& keywords) {
    for (const absl::string_view part : absl::StrSplit(package, '.')) {
      if (keywords.contains(std::string(part))) found.push_back(package);
    }
  };
  add_parts(file.package(), PythonKeywords());
  add_parts(file.options().java_package(), JavaKeywords());
  add_parts(file.options().csharp_namespace(), CSharpKeywords());
  for (int i = 0; i < file.message_type_count(); ++i) AddMessage(*file.message_type(i), found);
  for (int i = 0; i < file.enum_type_count(); ++i) AddEnum(*file.enum_type(i), found);
  for (int i = 0; i < file.extension_count(); ++i) {
    if (IsKeyword(file.extension(i)->name())) found.push_back(file.extension(i)->full_name());
  }
  for (int i = 0; i < file.service_count(); ++i) {
    if (IsKeyword(file.service(i)->name())) found.push_back(file.service(i)->full_name());
  }
  return found;
}

// Call `visit` with each file of the contract.
void ForEachFile(const std::function<void(const FileDescriptor&)>& visit) {
  std::set<std::string> seen;
  const std::function<void(const FileDescriptor&)> walk = [&](const FileDescriptor& file) {
    if (!absl::StartsWith(file.package(), "casejournal.") || !seen.insert(file.name()).second) return;
    visit(file);
    for (int i = 0; i < file.dependency_count(); ++i) walk(*file.dependency(i));
  };
  for (const Descriptor* root :
       {v1::AppendRequest::descriptor(), v1::GetHistoryRequest::descriptor(), v1::GetRegisterRequest::descriptor(),
        event::v1::StoredEvent::descriptor(), rules::v1::RuleSet::descriptor(), v1::GetJournalRequest::descriptor()}) {
    walk(*root->file());
  }
  walk(*v1::ErrorReason_descriptor()->file());
  ASSERT_GT(seen.size(), 30u);
}

TEST(ContractNamesTest, NothingIsNamedLikeAKeywordOfPythonCSharpOrJava) {
  ForEachFile([](const FileDescriptor& file) { EXPECT_THAT(KeywordsIn(file), IsEmpty()) << file.name(); });
}

TEST(ContractNamesTest, FindsEachKindOfNameThatIsAKeyword) {
  FileDescriptorProto proto;
  proto.set_name("made_up.proto");
  proto.set_package("casejournal.lambda");
  proto.set_syntax("proto3");
  proto.mutable_options()->set_java_package("casejournal.package");
  proto.mutable_options()->set_csharp_namespace("CaseJournal.event");
  auto& message = *proto.add_message_type();
  message.set_name("None");
  int number = 0;
  for (const char* name : {"from", "event", "protected", "case", "on", "value", "from_day"}) {
    auto& field = *message.add_field();
    field.set_name(name);
    field.set_number(++number);
    field.set_type(google::protobuf::FieldDescriptorProto::TYPE_STRING);
    field.set_label(google::protobuf::FieldDescriptorProto::LABEL_OPTIONAL);
  }
  message.add_oneof_decl()->set_name("is");
  message.mutable_field(6)->set_oneof_index(0);
  auto& list = *proto.add_enum_type();
  list.set_name("True");
  list.add_value()->set_name("goto");
  list.mutable_value(0)->set_number(0);
  google::protobuf::DescriptorPool pool;
  const FileDescriptor* file = pool.BuildFile(proto);
  ASSERT_NE(file, nullptr);

  EXPECT_THAT(
      KeywordsIn(*file),
      UnorderedElementsAre("casejournal.lambda", "casejournal.package", "CaseJournal.event", "casejournal.lambda.None",
                           "casejournal.lambda.None.from", "casejournal.lambda.None.event",
                           "casejournal.lambda.None.protected", "casejournal.lambda.None.case",
                           "casejournal.lambda.None.is", "casejournal.lambda.True", "casejournal.lambda.goto"));
}

TEST(ContractNamesTest, EachFileSaysWhereItsCodeBelongsInJavaCSharpAndGo) {
  ForEachFile([](const FileDescriptor& file) {
    EXPECT_EQ(file.options().java_package(), file.package()) << file.name();
    EXPECT_TRUE(file.options().java_multiple_files()) << file.name();
    EXPECT_TRUE(absl::StartsWith(file.options().csharp_namespace(), "CaseJournal.")) << file.name();
    EXPECT_TRUE(absl::StartsWith(file.options().go_package(), "casejournal/")) << file.name();
  });
}

// Numbers under 50000 are given out for all projects together. One number for each kind of descriptor leaves the others
// to clients with options of their own.
TEST(ContractNamesTest, EachKindOfDescriptorHasOneOptionUnderANumberForUseInside) {
  std::set<std::string> extended;
  std::vector<std::string> options;
  ForEachFile([&](const FileDescriptor& file) {
    for (int i = 0; i < file.extension_count(); ++i) {
      const auto& option = *file.extension(i);
      EXPECT_TRUE(option.number() >= 50'000 && option.number() <= 99'999) << option.full_name();
      EXPECT_TRUE(extended.insert(option.containing_type()->full_name()).second) << option.full_name();
      options.push_back(absl::StrCat(option.name(), " ", option.number()));
    }
  });
  EXPECT_THAT(options, ElementsAre("event_type 50001", "field 50002", "enum_value 50003"));
}

}  // namespace
}  // namespace casejournal::projections
