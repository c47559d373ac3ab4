#include "services/server/connection_use.h"

#include <grpcpp/server_context.h>

#include <utility>

#include "absl/strings/match.h"

namespace casejournal::services {
namespace {

using Use = std::function<void(const std::string& peer)>;

class UseTeller final : public grpc::experimental::Interceptor {
 public:
  UseTeller(grpc::experimental::ServerRpcInfo* info, const Use& use) : info_(info), use_(use) {}

  void Intercept(grpc::experimental::InterceptorBatchMethods* methods) override {
    if (!told_ && methods->QueryInterceptionHookPoint(grpc::experimental::InterceptionHookPoints::PRE_SEND_MESSAGE)) {
      told_ = true;
      use_(info_->server_context()->peer());
    }
    methods->Proceed();
  }

 private:
  grpc::experimental::ServerRpcInfo* const info_;
  const Use& use_;
  bool told_ = false;
};

class UseTellers final : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  explicit UseTellers(Use use) : use_(std::move(use)) {}

  grpc::experimental::Interceptor* CreateServerInterceptor(grpc::experimental::ServerRpcInfo* info) override {
    // Health and reflection answer everybody.
    return absl::StartsWith(info->method(), "/casejournal.") ? new UseTeller(info, use_) : nullptr;
  }

 private:
  const Use use_;
};

}  // namespace

std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> MakeUseTeller(Use use) {
  return std::make_unique<UseTellers>(std::move(use));
}

}  // namespace casejournal::services
