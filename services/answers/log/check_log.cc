#include "services/answers/log/check_log.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "eventstore/system/steady_time.h"
#include "services/errors/error_reason.h"
#include "services/errors/without_paths.h"

namespace casejournal::services {
namespace {

constexpr uint64_t kBytesPerSecondDefault = uint64_t{16} << 20;
constexpr absl::Duration kCheckProgressEvery = absl::Milliseconds(500);
// Minimum speed. A slower check would block other checks for days.
constexpr uint64_t kBytesPerSecondMin = uint64_t{1} << 20;
// The longest single pause, so that a stop of the server or a disconnect is noticed.
constexpr absl::Duration kPauseMax = absl::Milliseconds(200);

// Limits the number of bytes per second.
class Throttle {
 public:
  explicit Throttle(uint64_t bytes_per_second)
      : bytes_per_second_(static_cast<double>(bytes_per_second)), begun_(eventstore::SteadyNow()) {}

  void Take(uint64_t bytes) {
    bytes_ += bytes;
    const absl::Time due = begun_ + absl::Seconds(static_cast<double>(bytes_) / bytes_per_second_);
    const absl::Duration ahead = due - eventstore::SteadyNow();
    if (ahead > absl::Milliseconds(5)) absl::SleepFor(std::min(ahead, kPauseMax));
  }

 private:
  const double bytes_per_second_;
  const absl::Time begun_;
  uint64_t bytes_ = 0;
};

}  // namespace

absl::Status CheckLog(const eventstore::EventLog& log, const std::atomic<bool>& stopping,
                      const v1::CheckLogRequest& request, Send<v1::CheckLogResponse> send) {
  Throttle throttle(request.bytes_per_second() == 0 ? kBytesPerSecondDefault
                                                    : std::max(request.bytes_per_second(), kBytesPerSecondMin));
  v1::CheckLogResponse last;
  absl::Time next = eventstore::SteadyNow() + kCheckProgressEvery;
  bool wanted = true;
  const auto progress = [&](uint64_t done, uint64_t total) {
    last.set_done(done);
    last.set_total(total);
  };
  const auto pace = [&](uint64_t bytes) {
    throttle.Take(bytes);
    if (eventstore::SteadyNow() >= next) {
      wanted = wanted && send(last);
      next = eventstore::SteadyNow() + kCheckProgressEvery;
    }
    return wanted && !stopping;
  };
  absl::StatusOr<eventstore::FsckReport> report = log.CheckStored(progress, pace);
  if (!report.ok()) return report.status();
  if (!wanted) return absl::CancelledError("the client disconnected");
  if (stopping)
    return WithReason(absl::UnavailableError("the server is stopping; retry the check"), v1::SERVER_STOPPING);
  last.set_done(report->events);
  last.set_total(std::max(last.total(), report->events));
  for (const std::string& finding : report->findings) last.add_findings(WithoutPaths(finding));
  last.set_streams(report->streams);
  last.set_checkpoints(report->checkpoints);
  return send(last) ? absl::OkStatus() : absl::CancelledError("the client disconnected");
}

}  // namespace casejournal::services
