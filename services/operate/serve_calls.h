// The flags of casejournal serve about connections and callers: TLS, tokens, client certificates, and development.
#ifndef CASEJOURNAL_SERVICES_OPERATE_SERVE_CALLS_H_
#define CASEJOURNAL_SERVICES_OPERATE_SERVE_CALLS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/server/server.h"

namespace casejournal::services {

struct ServeCallFlags {
  TransportOptions transport;
  std::string token_keys;
  std::string token_keys_ca;
  std::string token_issuer;
  std::string token_audience;
  std::string token_age_max = "24h";
  std::vector<std::string> certificate_callers;
  bool insecure_dev = false;
  std::string development_actor;
  std::string journal_reads = "disclosures";
  uint64_t connections = 0;
  uint64_t memory_mib = 0;
  CallerLimitNumbers caller_limits;
  size_t caller_request_mib = caller_limits.request_bytes >> 20;

  void Declare(CLI::App& app);
};

// Fill in what the flags say about callers. `options->listen` must be set.
//   kInvalidArgument  flags that do not go together, or that leave open who may call; the message names both ways.
absl::Status ReadCallers(const ServeCallFlags& flags, ServerOptions* options);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_OPERATE_SERVE_CALLS_H_
