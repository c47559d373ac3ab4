// Page tokens that the server did not issue.
#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "casejournal/v1/case_service.grpc.pb.h"
#include "casejournal/v1/errors.pb.h"
#include "services/errors/detail_in.h"
#include "services/server/server.h"
#include "tests/support/case_builder.h"
#include "tests/support/matchers.h"
#include "tests/support/test_log.h"

namespace casejournal::services {
namespace {

using casejournal::testing::Id;
using casejournal::testing::IsOk;

class PageTokenTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ServerOptions options;
    options.journal.log.directory = directory_.path();
    options.journal.log.disk_reserve_bytes = 0;
    options.listen = "127.0.0.1:0";
    options.insecure_dev = true;
    options.development_actor.set_issuer("wren.example");
    options.development_actor.set_subject("u-1");
    ASSERT_THAT(
        Journal::Create(options.journal.log, {.origin = "wren.example/juvenile", .time_zone = "America/New_York"}),
        IsOk());
    absl::StatusOr<std::unique_ptr<Server>> server = Server::Start(std::move(options));
    ASSERT_THAT(server, IsOk());
    server_ = *std::move(server);
    const auto channel =
        grpc::CreateChannel(absl::StrCat("127.0.0.1:", server_->port()), grpc::InsecureChannelCredentials());
    cases_ = v1::CaseService::NewStub(channel);
  }

  static std::string FieldOf(const grpc::Status& status) {
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << status.error_message();
    v1::ErrorStatus error;
    if (!error.ParseFromString(status.error_details())) return "";
    const v1::BadRequest fields = DetailIn<v1::BadRequest>(error).value_or(v1::BadRequest());
    return fields.fields_size() == 1 ? fields.fields(0).field() : "";
  }

  eventstore::TestDirectory directory_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<v1::CaseService::Stub> cases_;
};

TEST_F(PageTokenTest, AreRefusedByEveryList) {
  const std::string case_id = Id("Ana's case");
  const auto due = [&](const std::string& day, const std::string& id, const std::string& index) {
    return absl::WebSafeBase64Escape(absl::StrCat(day, std::string(1, '\0'), id, std::string(1, '\0'), index));
  };
  const std::vector<std::string> nobodys = {"x",
                                            "0",
                                            case_id.substr(1),
                                            absl::StrCat(case_id, "0"),
                                            absl::StrCat("2026-02-30/", case_id, "/0"),
                                            "2026-02-03/case/0",
                                            absl::StrCat("2026-02-03/", case_id, "/x"),
                                            "bm9uc2Vuc2U",
                                            due("2026-02-30", case_id, "00001"),
                                            due("2026-02-03", "case", "00001"),
                                            due("2026-02-03", case_id, "1"),
                                            due("2026-02-03", case_id, "")};
  for (const std::string& token : nobodys) {
    SCOPED_TRACE(token);
    {
      grpc::ClientContext context;
      v1::ListCasesRequest request;
      v1::ListCasesResponse response;
      request.set_page_token(token);
      EXPECT_EQ(FieldOf(cases_->ListCases(&context, request, &response)), "pageToken");
    }
    {
      grpc::ClientContext context;
      v1::ListWorkRequest request;
      v1::ListWorkResponse response;
      request.set_page_token(token);
      EXPECT_EQ(FieldOf(cases_->ListWork(&context, request, &response)), "pageToken");
    }
  }
}

}  // namespace
}  // namespace casejournal::services
