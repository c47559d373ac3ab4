#include "tests/bench/access/flood.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "services/console/output.h"
#include "tests/bench/load.h"
#include "tests/bench/mix/mix_client.h"

namespace casejournal::services {
namespace {

constexpr size_t kFloodInFlight = 64;
constexpr size_t kFloodCases = 256;
constexpr absl::Duration kFloodTurn = absl::Seconds(1);

std::string PlanFile(const std::string& scratch) { return scratch + "/flood.json"; }
std::string CountsFile(const std::string& scratch) { return scratch + "/flood-counts"; }

}  // namespace

absl::StatusOr<std::unique_ptr<ChildProcess>> StartFlood(const BenchTarget& target, const FloodPlan& plan,
                                                         const std::string& scratch) {
  std::error_code ignored;
  std::filesystem::remove(CountsFile(scratch), ignored);
  std::ofstream file(PlanFile(scratch));
  file << nlohmann::json{{"address", target.address}, {"authority", target.authority},
                         {"tokens", target.tokens},   {"of", static_cast<int>(plan.of)},
                         {"case", plan.case_id},      {"echo_bytes", plan.echo_bytes}};
  file.close();
  return ChildProcess::Start("/proc/self/exe", {"access", "--flood", scratch});
}

FloodCounts CountsOfFlood(const std::string& scratch) {
  std::ifstream file(CountsFile(scratch));
  FloodCounts counts;
  file >> counts.calls >> counts.refused;
  return counts;
}

absl::Status BeFlood(const std::string& scratch) {
  std::ifstream file(PlanFile(scratch));
  const nlohmann::json plan = nlohmann::json::parse(file, nullptr, /*allow_exceptions=*/false);
  if (plan.is_discarded()) return absl::InvalidArgumentError(absl::StrCat("no plan of a flood in ", scratch));
  const BenchTarget target{.address = plan["address"].get<std::string>(),
                           .authority = plan["authority"].get<std::string>(),
                           .tokens = plan["tokens"].get<std::vector<std::string>>()};
  v1::GetCasePlanRequest request;
  request.set_case_id(plan["case"].get<std::string>());
  const RawRequest plan_read{.method = "/casejournal.v1.CaseService/GetCasePlan",
                             .bytes = request.SerializeAsString(),
                             .echo_bytes = plan["echo_bytes"].get<size_t>()};
  const auto of = static_cast<FloodOf>(plan["of"].get<int>());
  MixClient reader(target);
  Load writer(target, kFloodCases);
  if (of != FloodOf::kPlans && writer.OpenCases() > 0)
    return absl::UnavailableError("the cases of the flood could not be opened");
  if (::nice(19) == -1) return absl::UnavailableError("the flood cannot yield the processors");
  Print("flooding:\n");
  FlushOutput();
  FloodCounts counts;
  while (::getppid() != 1) {
    const LoadShape shape{.in_flight = kFloodInFlight, .duration = kFloodTurn};
    const LoadResult turn = of == FloodOf::kPlans   ? reader.Call({plan_read}, kFloodInFlight, kFloodTurn)
                            : of == FloodOf::kNotes ? writer.Append(shape)
                                                    : writer.AppendStream(shape);
    counts.calls += turn.requests;
    counts.refused += turn.failures;
    std::ofstream(CountsFile(scratch)) << counts.calls << " " << counts.refused << "\n";
  }
  return absl::OkStatus();
}

}  // namespace casejournal::services
