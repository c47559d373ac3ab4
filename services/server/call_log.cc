#include "services/server/call_log.h"

#include <google/protobuf/descriptor.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "casejournal/v1/errors.pb.h"
#include "services/access/clocks.h"
#include "services/grpc/status.h"

namespace casejournal::services {
namespace {

using grpc::experimental::InterceptionHookPoints;

constexpr absl::Duration kSlow = absl::Seconds(2);
constexpr size_t kCasesNamedMax = 4;

bool IsUuid(absl::string_view text) {
  constexpr size_t kUuidChars = 36;
  return text.size() == kUuidChars && text.find_first_not_of("0123456789abcdefABCDEF-") == absl::string_view::npos;
}

// The reason that the server names in the details, such as "NOT_RECORDED_YET".
std::string ReasonIn(const grpc::Status& status) {
  v1::ErrorStatus error;
  v1::ErrorInfo info;
  if (!error.ParseFromString(status.error_details())) return "";
  for (const google::protobuf::Any& detail : error.details()) {
    if (absl::EndsWith(detail.type_url(), ".ErrorInfo") && info.ParseFromString(detail.value())) return info.reason();
  }
  return "";
}

// "/casejournal.v1.CaseService/GetCasePlan"
absl::string_view MethodIn(absl::string_view path) { return path.substr(path.rfind('/') + 1); }

CallIds IdsIn(const google::protobuf::Message& request) {
  CallIds ids;
  const google::protobuf::FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("case_id");
  if (field == nullptr || field->is_repeated() ||
      field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_STRING)
    return ids;
  ids.case_ids.push_back(request.GetReflection()->GetString(request, field));
  return ids;
}

bool LogsItself(absl::string_view path) {
  if (!absl::StartsWith(path, "/casejournal.")) return true;  // health and reflection
  const absl::string_view method = MethodIn(path);
  return method == "AppendStream" || method == "CheckLog" || absl::StartsWith(method, "Subscribe") ||
         absl::StartsWith(method, "Watch");
}

LineLimit& Limit() {
  static auto* const limit = new LineLimit;
  return *limit;
}

void Log(const std::string& line) {
  if (line.empty()) return;
  if (const std::string admitted = Limit().Admit(line, SteadyNow()); !admitted.empty()) spdlog::info("{}", admitted);
}

class CallLog final : public grpc::experimental::Interceptor {
 public:
  explicit CallLog(grpc::experimental::ServerRpcInfo* info) : info_(info) {}

  void Intercept(grpc::experimental::InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_STATUS)) {
      const std::string line = CallLine(MethodIn(info_->method()), {}, methods->GetSendStatus(), SteadyNow() - began_);
      Log(line);
    }
    methods->Proceed();
  }

 private:
  grpc::experimental::ServerRpcInfo* const info_;
  const absl::Time began_ = SteadyNow();
};

class CallLogs final : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  grpc::experimental::Interceptor* CreateServerInterceptor(grpc::experimental::ServerRpcInfo* info) override {
    const bool answers_once = info->type() == grpc::experimental::ServerRpcInfo::Type::UNARY;
    return answers_once || LogsItself(info->method()) ? nullptr : new CallLog(info);
  }
};

}  // namespace

std::string CallLine(absl::string_view method, const CallIds& ids, const grpc::Status& status, absl::Duration took) {
  if (status.ok() && took < kSlow) return "";
  if (status.error_code() == grpc::StatusCode::CANCELLED) return "";
  std::vector<std::string> named;
  if (!ids.request_id.empty())
    named.push_back(absl::StrCat("request ", IsUuid(ids.request_id) ? ids.request_id : "with an id that is no UUID"));
  for (size_t i = 0; i < std::min(ids.case_ids.size(), kCasesNamedMax); ++i) {
    if (IsUuid(ids.case_ids[i])) named.push_back(absl::StrCat("case ", ids.case_ids[i]));
  }
  if (ids.case_ids.size() > kCasesNamedMax)
    named.push_back(absl::StrCat(ids.case_ids.size() - kCasesNamedMax, " more cases"));
  const std::string reason = ReasonIn(status);
  const std::string outcome =
      status.ok() ? ""
                  : absl::StrCat(absl::StatusCodeToString(static_cast<absl::StatusCode>(status.error_code())),
                                 reason.empty() ? "" : " ", reason, ", ");
  return absl::StrCat(status.ok() ? "slow: " : "refused: ", method, named.empty() ? "" : " ",
                      absl::StrJoin(named, ", "), ": ", outcome, absl::ToInt64Milliseconds(took), " ms");
}

bool LineLimit::HasRoom(absl::Time now) {
  absl::MutexLock lock(&mutex_);
  return Room(now);
}

bool LineLimit::Room(absl::Time now) {
  const int64_t second = absl::ToUnixSeconds(now);
  if (second != second_) {
    second_ = second;
    lines_ = 0;
  }
  if (lines_ < kLinesPerSecond) return true;
  ++left_out_;
  return false;
}

std::string LineLimit::Admit(std::string line, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  if (!Room(now)) return "";
  ++lines_;
  if (left_out_ == 0) return line;
  absl::StrAppend(&line, " (lines left out before this one: ", left_out_, ")");
  left_out_ = 0;
  return line;
}

void LogRecording(const v1::AppendRequest& request, const absl::Status& outcome, absl::Duration took) {
  if (absl::IsCancelled(outcome) || (outcome.ok() && took < kSlow)) return;
  if (!Limit().HasRoom(SteadyNow())) return;
  CallIds ids{.request_id = request.request_id(), .case_ids = {}};
  for (const v1::CaseAppend& append : request.cases()) ids.case_ids.push_back(append.case_id());
  Log(CallLine(request.validate_only() ? "Append (validate only)" : "Append", ids, ToGrpc(outcome), took));
}

void LogCall(absl::string_view method, const google::protobuf::Message* request, const grpc::Status& outcome,
             absl::Duration took) {
  if (outcome.error_code() == grpc::StatusCode::CANCELLED || (outcome.ok() && took < kSlow)) return;
  if (!Limit().HasRoom(SteadyNow())) return;
  Log(CallLine(method, request == nullptr ? CallIds() : IdsIn(*request), outcome, took));
}

void LogNotAccepted(absl::string_view why) { Log(absl::StrCat("not accepted: ", why)); }

std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> MakeCallLog() {
  return std::make_unique<CallLogs>();
}

}  // namespace casejournal::services
