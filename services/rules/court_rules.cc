#include "services/rules/body_rules.h"
#include "services/rules/interval_rules.h"

namespace casejournal::services {

void Check(const Scene& scene, const event::v1::OrderMade& body, Violations& violations) {
  const std::string& begins_on = body.has_takes_effect_on() ? body.takes_effect_on() : scene.day();
  CheckOrder(begins_on, body.ends_on(), scene.Field("endsOn"), violations);
}

}  // namespace casejournal::services
