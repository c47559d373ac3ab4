#include "projections/state/plan_digest.h"

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace casejournal::projections {

std::string CanonicalPlan(const v1::CasePlan& plan) {
  std::string bytes(plan.ByteSizeLong(), '\0');
  google::protobuf::io::ArrayOutputStream stream(bytes.data(), static_cast<int>(bytes.size()));
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  plan.SerializeWithCachedSizes(&coded);
  return bytes;
}

eventstore::Hash CanonicalPlanDigest(const std::string& canonical_plan) {
  return eventstore::Sha256().Update("casejournal/plan/v1\n").Update(canonical_plan).Finish();
}

}  // namespace casejournal::projections
