#include "services/answers/operator/rebuild_projection.h"

#include <filesystem>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/access/clocks.h"
#include "services/answers/request_fields.h"
#include "services/errors/error_details.h"
#include "services/errors/error_reason.h"

namespace casejournal::services {
namespace {

constexpr absl::Duration kRebuildStepEvery = absl::Milliseconds(500);
constexpr absl::Duration kRetryRebuildAfter = absl::Seconds(30);

absl::Status RebuildsStop() {
  return WithReason(absl::UnavailableError("the server is stopping; retry the rebuild"), v1::SERVER_STOPPING);
}

v1::RebuildProjectionResponse RebuiltOf(const projections::RebuildReport& report) {
  v1::RebuildProjectionResponse response;
  v1::RebuiltProjection& rebuilt = *response.mutable_rebuilt();
  rebuilt.set_entries(report.events);
  rebuilt.set_rows(report.rows);
  rebuilt.set_compared(report.compared);
  rebuilt.set_differences(report.differences.size());
  rebuilt.set_kept_as(std::filesystem::path(report.kept_as).filename().string());
  return response;
}

std::string LineOf(const projections::RebuildReport& report, absl::Duration took) {
  const std::string compared = !report.compared ? "the old ones could not be compared"
                               : report.differences.empty()
                                   ? "the same bytes as before"
                                   : absl::StrCat(report.differences.size(), " rows differ from the old ones");
  return absl::StrCat("the read models were rebuilt in ", absl::ToInt64Milliseconds(took), " ms: ", report.rows,
                      " rows from ", report.events, " entries; ", compared, "; the old ones are kept as ",
                      report.kept_as, "; nobody could read them for ", absl::ToInt64Milliseconds(report.waited), " ms");
}

}  // namespace

absl::Status RebuildProjection(Rebuilds& rebuilds, const Caller& caller, const v1::RebuildProjectionRequest& request,
                               Send<v1::RebuildProjectionResponse> send) {
  if (request.projection() != v1::PROJECTION_READ_MODELS) {
    return FieldError("projection", absl::StrCat(request.projection()), kFieldKnownProjection);
  }
  if (rebuilds.stopping) return RebuildsStop();
  if (rebuilds.busy.exchange(true)) {
    return RetryAfter(absl::ResourceExhaustedError("a rebuild is already under way; retry later"), kRetryRebuildAfter);
  }
  const absl::Cleanup free = [&rebuilds] { rebuilds.busy = false; };
  const absl::Time began = SteadyNow();
  absl::Time next = began;
  bool wanted = true;
  rebuilds.tell(absl::StrCat("a rebuild of the read models begins, from ", rebuilds.log.size(), " entries, for ",
                             caller.actor.issuer(), "/", caller.actor.subject()),
                /*failed=*/false);
  const auto progress = [&](uint64_t done, uint64_t total) {
    if (wanted && SteadyNow() >= next) {
      v1::RebuildProjectionResponse response;
      response.mutable_progress()->set_done(done);
      response.mutable_progress()->set_total(total);
      wanted = send(response);
      next = SteadyNow() + kRebuildStepEvery;
    }
    return wanted && !rebuilds.stopping;
  };
  const absl::StatusOr<projections::RebuildReport> report =
      projections::RebuildInUse(rebuilds.log, rebuilds.worker, rebuilds.options, progress);
  if (report.ok()) {
    rebuilds.tell(LineOf(*report, SteadyNow() - began), /*failed=*/false);
    return send(RebuiltOf(*report)) ? absl::OkStatus() : absl::CancelledError("the client disconnected");
  }
  const absl::Status why = !absl::IsCancelled(report.status()) ? report.status()
                           : rebuilds.stopping                 ? RebuildsStop()
                                               : absl::CancelledError("nobody waits for the rebuild any more");
  rebuilds.tell(
      absl::StrCat("the rebuild of the read models ended without a result, and what served serves on: ", why.message()),
      /*failed=*/!absl::IsCancelled(why) && !rebuilds.stopping);
  return why;
}

}  // namespace casejournal::services
