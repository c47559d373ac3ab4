#include "services/client/connection/notice_watch.h"

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "services/console/output.h"
#include "services/net/metadata_keys.h"

namespace casejournal::services {
namespace {

using grpc::experimental::ClientRpcInfo;
using grpc::experimental::InterceptionHookPoints;
using grpc::experimental::InterceptorBatchMethods;

class NoticeWatch final : public grpc::experimental::Interceptor {
 public:
  void Intercept(InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::POST_RECV_INITIAL_METADATA)) {
      const auto* metadata = methods->GetRecvInitialMetadata();
      if (metadata != nullptr) {
        const auto [begin, end] = metadata->equal_range(kNoticeKey);
        for (auto each = begin; each != end; ++each)
          SayWithResults(absl::string_view(each->second.data(), each->second.size()));
      }
    }
    methods->Proceed();
  }
};

class NoticeWatchFactory final : public grpc::experimental::ClientInterceptorFactoryInterface {
 public:
  // Null: this call is not watched. An append gives nothing, and there may be many.
  grpc::experimental::Interceptor* CreateClientInterceptor(ClientRpcInfo* info) override {
    const absl::string_view method = info->method();
    for (const char* other : {"/Append", "/AppendStream", "/GetExhibit", "/GetDocument"}) {
      if (absl::EndsWith(method, other)) return nullptr;
    }
    return new NoticeWatch();
  }
};

}  // namespace

std::vector<std::unique_ptr<grpc::experimental::ClientInterceptorFactoryInterface>> NoticeWatches() {
  std::vector<std::unique_ptr<grpc::experimental::ClientInterceptorFactoryInterface>> watches;
  watches.push_back(std::make_unique<NoticeWatchFactory>());
  return watches;
}

}  // namespace casejournal::services
