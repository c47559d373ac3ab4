// Every method of every service that is served, with bytes that are no request, and with requests whose fields are
// missing, extreme, oversize, or wrong: each gets a clear error or a right answer, and the server goes on.
#include <gmock/gmock.h>
#include <spdlog/sinks/ringbuffer_sink.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/errors/detail_in.h"
#include "tests/support/any_call.h"
#include "tests/support/any_event.h"
#include "tests/support/seed.h"
#include "tests/support/test_server.h"

namespace casejournal::services {
namespace {

using casejournal::testing::AnyEvent;
using casejournal::testing::BodyFields;
using casejournal::testing::CallOutcome;
using casejournal::testing::CallWithBytes;
using casejournal::testing::DetailFrom;
using casejournal::testing::Filled;
using casejournal::testing::GiveUp;
using casejournal::testing::Id;
using casejournal::testing::IsOk;
using casejournal::testing::NewMessage;
using casejournal::testing::PathOf;
using casejournal::testing::ServedMethods;
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// CASEJOURNAL_CALLS in the environment: how many calls of each method.
size_t CallsOfEach(size_t usual) {
  size_t calls = 0;
  const char* given = std::getenv("CASEJOURNAL_CALLS");
  return given != nullptr && absl::SimpleAtoi(given, &calls) ? calls : usual;
}

class BadInputTest : public casejournal::testing::ServerTest {
 protected:
  BadInputTest() { ShareServer(); }
  void TellStory() override {
    Record("case", {casejournal::testing::CaseOpened("2025-01-10")});
    methods_ = ServedMethods(own_->channel);
  }

  // What the caller of a method learns: the error of the call, or of the request in a stream of requests.
  absl::Status OutcomeOf(const MethodDescriptor& method, const std::string& bytes, absl::Duration patience) {
    const CallOutcome outcome = CallWithBytes(own_->channel, PathOf(method), bytes, patience);
    if (!outcome.status.ok() || !method.client_streaming() || outcome.messages.empty()) return outcome.status;
    v1::AppendStreamResponse response;
    if (!response.ParseFromString(outcome.messages[0])) return absl::InternalError("the answer is no message");
    if (!response.has_error()) return absl::OkStatus();
    absl::Status status(static_cast<absl::StatusCode>(response.error().code()), response.error().message());
    status.SetPayload(casejournal::testing::kErrorStatusPayload, absl::Cord(response.error().SerializeAsString()));
    return status;
  }

  bool Serves() { return Ask(v1::ListCasesRequest()).ok(); }

  size_t Below(size_t limit) { return std::uniform_int_distribution<size_t>(0, limit - 1)(random_); }

  // Bytes that are no message of this type.
  std::string Malformed(const Descriptor& type) {
    const std::unique_ptr<Message> message = NewMessage(type);
    while (true) {
      std::string bytes;
      switch (Below(3)) {
        case 0: {  // a request that was cut off
          AnyEvent(random_, Filled::kAll).Fill(*message, 0);
          bytes = message->SerializePartialAsString();
          bytes.resize(Below(bytes.size() + 1));
          break;
        }
        case 1: {  // one whose bytes were damaged
          AnyEvent(random_).Fill(*message, 0);
          bytes = message->SerializePartialAsString();
          for (int i = 0; i < 4 && !bytes.empty(); ++i) bytes[Below(bytes.size())] = static_cast<char>(Below(256));
          break;
        }
        default:
          for (size_t i = 1 + Below(40); i > 0; --i) bytes.push_back(static_cast<char>(Below(256)));
      }
      if (!message->ParseFromString(bytes)) return bytes;
    }
  }

  std::mt19937_64 random_;
  static inline std::vector<const MethodDescriptor*> methods_;
};

TEST_F(BadInputTest, TheServerNamesItsMethods) {
  std::vector<std::string> names;
  for (const MethodDescriptor* method : methods_) names.push_back(method->name());

  EXPECT_GE(names.size(), 32);
  EXPECT_THAT(names, ::testing::IsSupersetOf({"Append", "AppendStream", "GetCasePlan", "WatchWork", "Subscribe",
                                              "GetExhibit", "ReplayCase", "GetJournal", "GiveRole"}));
}

TEST_F(BadInputTest, EveryMethodSaysThatBytesAreNoRequest) {
  random_.seed(casejournal::testing::TestSeed());
  const uint64_t entries = LogSize();
  size_t calls = 0;
  for (const MethodDescriptor* method : methods_) {
    for (size_t i = CallsOfEach(40); i > 0; --i, ++calls) {
      const std::string bytes = Malformed(*method->input_type());
      const absl::Status outcome = OutcomeOf(*method, bytes, patience_);
      ASSERT_EQ(outcome.code(), absl::StatusCode::kInvalidArgument)
          << method->full_name() << " " << absl::CHexEscape(bytes) << " " << outcome;
      const auto bad = DetailFrom<v1::BadRequest>(outcome);
      ASSERT_EQ(bad.fields_size(), 1) << method->full_name() << " " << outcome;
      ASSERT_NE(bad.fields(0).allowed(), "") << method->full_name();
    }
    ASSERT_TRUE(Serves()) << "after " << method->full_name();
  }
  EXPECT_EQ(LogSize(), entries);
  std::cout << calls << " calls of " << methods_.size() << " methods\n";
}

TEST_F(BadInputTest, EveryMethodNamesTextThatIsNotUtf8) {
  size_t named = 0;
  for (const MethodDescriptor* method : methods_) {
    const Descriptor& type = *method->input_type();
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      if (field.type() != FieldDescriptor::TYPE_STRING) continue;
      const std::unique_ptr<Message> message = NewMessage(type);
      const google::protobuf::Reflection& reflection = *message->GetReflection();
      field.is_repeated() ? reflection.AddString(message.get(), &field, "Se?urity")
                          : reflection.SetString(message.get(), &field, "Se?urity");
      std::string bytes = message->SerializeAsString();
      bytes.replace(bytes.find('?'), 1, "\xE9");
      const absl::Status outcome = OutcomeOf(*method, bytes, patience_);
      EXPECT_THAT(DetailFrom<v1::BadRequest>(outcome).fields(0).field(), ::testing::StartsWith(field.json_name()))
          << method->full_name() << " " << outcome;
      ++named;
    }
  }
  EXPECT_GT(named, 20);
}

TEST_F(BadInputTest, EveryMethodRefusesARequestThatIsTooLarge) {
  const std::string huge((size_t{16} << 20) + 1, '\0');
  for (const MethodDescriptor* method : methods_) {
    const absl::Status outcome = CallWithBytes(own_->channel, PathOf(*method), huge).status;
    EXPECT_EQ(outcome.code(), absl::StatusCode::kResourceExhausted) << method->full_name() << " " << outcome;
    EXPECT_NE(outcome.message(), "");
  }
  EXPECT_TRUE(Serves());
}

// Who suffers: an operator whose log fills with errors of the server when a client is restarted.
TEST_F(BadInputTest, ACallThatItsCallerGivesUpIsNoErrorOfTheServer) {
  const auto logged = std::make_shared<spdlog::sinks::ringbuffer_sink_mt>(1000);
  const std::shared_ptr<spdlog::logger> before = spdlog::default_logger();
  spdlog::set_default_logger(std::make_shared<spdlog::logger>("test", logged));

  for (const MethodDescriptor* method : methods_) {
    for (int i = 0; i < 20; ++i) EXPECT_EQ(GiveUp(own_->channel, PathOf(*method)).code(), absl::StatusCode::kCancelled);
  }
  // Each method has answered since, so what came before is over.
  for (const MethodDescriptor* method : methods_) CallWithBytes(own_->channel, PathOf(*method), "\xFF");

  spdlog::set_default_logger(before);
  for (const std::string& line : logged->last_formatted()) {
    EXPECT_THAT(line, ::testing::Not(::testing::HasSubstr("INTERNAL")));
    EXPECT_THAT(line, ::testing::Not(::testing::HasSubstr("CANCELLED")));
  }
}

TEST_F(BadInputTest, AMethodThatDoesNotExistIsUnimplemented) {
  EXPECT_EQ(CallWithBytes(own_->channel, "/casejournal.v1.CaseService/Forget", "x").status.code(),
            absl::StatusCode::kUnimplemented);
}

// A request, all of it plausible but for one field.
struct OddField {
  std::vector<const FieldDescriptor*> path;
  size_t value;  // of the odd values for its type
};

const std::vector<std::string>& OddTexts() {
  static const auto* const texts = new std::vector<std::string>{"",
                                                                "x",
                                                                std::string(size_t{1} << 20, 'x'),
                                                                std::string("\0a", 2),
                                                                "../../../etc/passwd",
                                                                "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
                                                                Id("nobody"),
                                                                "9999-12-31",
                                                                "0000-00-00",
                                                                "-1",
                                                                "\xE2\x80\xAE",
                                                                "%s%n"};
  return *texts;
}

constexpr int64_t kOddNumbers[] = {0,
                                   1,
                                   -1,
                                   std::numeric_limits<int64_t>::max(),
                                   std::numeric_limits<int64_t>::min(),
                                   std::numeric_limits<int32_t>::max()};
constexpr int kOddEnums[] = {0, 9'999, -1};
constexpr int kManyElements = 2'000;

size_t OddValues(const FieldDescriptor& field) {
  if (field.is_repeated()) return 2;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return OddTexts().size();
    case FieldDescriptor::CPPTYPE_ENUM:
      return std::size(kOddEnums);
    case FieldDescriptor::CPPTYPE_BOOL:
      return 2;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return 2;
    default:
      return std::size(kOddNumbers);
  }
}

void SetOdd(Message& message, const FieldDescriptor& field, size_t value) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  if (field.is_repeated() || field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    reflection.ClearField(&message, &field);
    if (value == 0) return;  // missing
    if (!field.is_repeated()) {
      reflection.MutableMessage(&message, &field);  // there, and empty
      return;
    }
    for (int i = 0; i < kManyElements; ++i) {
      switch (field.cpp_type()) {
        case FieldDescriptor::CPPTYPE_MESSAGE:
          reflection.AddMessage(&message, &field);
          break;
        case FieldDescriptor::CPPTYPE_STRING:
          reflection.AddString(&message, &field, "");
          break;
        case FieldDescriptor::CPPTYPE_ENUM:
          reflection.AddEnumValue(&message, &field, i);
          break;
        case FieldDescriptor::CPPTYPE_UINT64:
          reflection.AddUInt64(&message, &field, i);
          break;
        case FieldDescriptor::CPPTYPE_UINT32:
          reflection.AddUInt32(&message, &field, i);
          break;
        default:
          FAIL() << "no odd list for " << field.full_name();
      }
    }
    return;
  }
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.SetString(&message, &field, OddTexts()[value]);
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.SetEnumValue(&message, &field, kOddEnums[value]);
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.SetBool(&message, &field, value == 1);
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.SetInt32(&message, &field, static_cast<int32_t>(kOddNumbers[value]));
    case FieldDescriptor::CPPTYPE_UINT32:
      return reflection.SetUInt32(&message, &field, static_cast<uint32_t>(kOddNumbers[value]));
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection.SetInt64(&message, &field, kOddNumbers[value]);
    case FieldDescriptor::CPPTYPE_UINT64:
      return reflection.SetUInt64(&message, &field, static_cast<uint64_t>(kOddNumbers[value]));
    default:
      FAIL() << "no odd value for " << field.full_name();
  }
}

constexpr size_t kPathMax = 5;

void AddOddFields(const Descriptor& type, std::vector<const FieldDescriptor*>& path, std::vector<OddField>& all) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    path.push_back(&field);
    for (size_t value = 0; value < OddValues(field); ++value) all.push_back({path, value});
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && path.size() < kPathMax)
      AddOddFields(*field.message_type(), path, all);
    path.pop_back();
  }
}

std::string NameOf(const OddField& odd) {
  std::string name;
  for (const FieldDescriptor* field : odd.path) absl::StrAppend(&name, name.empty() ? "" : ".", field->name());
  return absl::StrCat(name, " with odd value ", odd.value);
}

class OddFieldTest : public BadInputTest {
 protected:
  std::unique_ptr<Message> RequestWith(const Descriptor& type, const OddField& odd) {
    std::unique_ptr<Message> request = NewMessage(type);
    if (Below(4) != 0) AnyEvent(random_, Below(2) == 0 ? Filled::kSome : Filled::kAll).Fill(*request, 0);
    Message* at = request.get();
    for (size_t i = 0;; ++i) {
      const FieldDescriptor& field = *odd.path[i];
      NameCase(*at);
      if (i + 1 == odd.path.size()) {
        SetOdd(*at, field, odd.value);
        return request;
      }
      const google::protobuf::Reflection& reflection = *at->GetReflection();
      const bool is_body = field.containing_oneof() != nullptr && field.containing_oneof()->name() == "body";
      if (!field.is_repeated()) {
        at = reflection.MutableMessage(at, &field);
      } else if (reflection.FieldSize(*at, &field) == 0) {
        at = reflection.AddMessage(at, &field);
      } else {
        at = reflection.MutableRepeatedMessage(at, &field, 0);
      }
      if (is_body) AnyEvent(random_, Filled::kAll).Fill(*at, 0);
    }
  }

  // The case of the story, wherever a message names a case, and a day of today.
  static void NameCase(Message& message) {
    for (const auto& [name, text] : std::map<std::string, std::string>{
             {"case_id", Id("case")}, {"effective_on", "2025-01-10"}, {"request_id", Id("request")}}) {
      const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
      if (field != nullptr && !field->is_repeated() && field->cpp_type() == FieldDescriptor::CPPTYPE_STRING)
        message.GetReflection()->SetString(&message, field, text);
    }
  }
};

TEST_F(OddFieldTest, EveryMethodAnswersAClearError) {
  random_.seed(casejournal::testing::TestSeed());
  // Calls that wait for something end with the deadline. A file takes longer to make, and its disclosure is recorded
  // also if nobody waits for it any more.
  constexpr absl::Duration kShort = absl::Milliseconds(200);
  std::map<absl::StatusCode, size_t> outcomes;
  for (const MethodDescriptor* method : methods_) {
    std::vector<OddField> all;
    std::vector<const FieldDescriptor*> path;
    AddOddFields(*method->input_type(), path, all);
    std::shuffle(all.begin(), all.end(), random_);
    all.resize(std::min(all.size(), CallsOfEach(30)));
    const bool makes_file = method->name() == "GetExhibit" || method->name() == "GetDocument";
    for (const OddField& odd : all) {
      const std::unique_ptr<Message> request = RequestWith(*method->input_type(), odd);
      const auto send = [&] {
        return OutcomeOf(*method, request->SerializeAsString(), makes_file ? patience_ : kShort);
      };
      uint64_t entries = LogSize();
      const absl::Status outcome = send();
      ++outcomes[outcome.code()];
      const std::string about = absl::StrCat(method->full_name(), ", ", NameOf(odd), ": ", outcome.ToString());
      switch (outcome.code()) {
        case absl::StatusCode::kOk:
        case absl::StatusCode::kDeadlineExceeded:
          continue;
        case absl::StatusCode::kInvalidArgument:
        case absl::StatusCode::kNotFound:
        case absl::StatusCode::kFailedPrecondition:
        case absl::StatusCode::kOutOfRange:
        case absl::StatusCode::kAborted:
        case absl::StatusCode::kAlreadyExists:
        case absl::StatusCode::kPermissionDenied:
        case absl::StatusCode::kResourceExhausted:
          break;
        default:
          ADD_FAILURE() << about;
      }
      EXPECT_NE(outcome.message(), "") << about;
      EXPECT_NE(DetailFrom<v1::ErrorInfo>(outcome).reason(), "") << about;
      // What a call before this one recorded after it ran out of time is not recorded again.
      for (int again = 0; again < 5 && LogSize() != entries; ++again) {
        entries = LogSize();
        (void)send();
      }
      EXPECT_EQ(LogSize(), entries) << "an error records nothing; " << about;
      EXPECT_LT(outcome.message().size(), 5'000) << "what was given is not repeated; " << method->full_name();
    }
    ASSERT_TRUE(Serves()) << "after " << method->full_name();
  }
  for (const auto& [code, count] : outcomes) std::cout << absl::StatusCodeToString(code) << " " << count << "\n";
  EXPECT_GT(outcomes[absl::StatusCode::kInvalidArgument], 100);
  EXPECT_THAT(journal().log().Writable(), IsOk());
}

}  // namespace
}  // namespace casejournal::services
