#include "projections/state/evolve.h"

namespace casejournal::projections {

void Evolve(CaseState& state, const event::v1::AccessGranted& body, const Placed& at) {
  v1::AccessGrant& grant = state.For<v1::AccessGrant>({body.grant_id()});
  *grant.mutable_holder() = body.holder();
  grant.set_role(body.role());
  grant.set_since(at.day);
  grant.set_until(body.until());
  grant.set_for_id(body.for_id());
  *grant.mutable_opens() = body.opens();
  grant.set_authority(body.authority());
  grant.set_reason(body.reason());
}

void Evolve(CaseState& state, const event::v1::AccessEnded& body, const Placed& at) {
  v1::AccessGrant& grant = state.For<v1::AccessGrant>({body.grant_id()});
  grant.set_ended_on(at.day);
  grant.set_end_reason(body.reason());
}

}  // namespace casejournal::projections
