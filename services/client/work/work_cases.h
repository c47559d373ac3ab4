// The cases of a list of work, which says of a case only its numbers and its name.
#ifndef CASEJOURNAL_SERVICES_CLIENT_WORK_WORK_CASES_H_
#define CASEJOURNAL_SERVICES_CLIENT_WORK_WORK_CASES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "casejournal/v1/case_service.pb.h"
#include "services/client/journal_client.h"

namespace casejournal::services {

using CasesById = absl::flat_hash_map<std::string, v1::CaseSummary>;

// Whether the case is neither closed nor handed over.
bool IsOpen(const v1::CaseSummary& of);

// Not safe for concurrent use.
class WorkCases {
 public:
  // Request what is not known yet of the cases that `items` are in, as far as the answer includes `as_of_position`. If
  // `request` asks for the work of a worker or a unit, their cases are requested first.
  grpc::Status Learn(JournalClient& client, const v1::ListWorkRequest& request, uint64_t as_of_position,
                     const google::protobuf::RepeatedPtrField<v1::WorkItem>& items);
  // Note a case.
  void Add(const v1::CaseSummary& of);

  const CasesById& by_id() const { return by_id_; }
  // Whether the case is open, or not known.
  bool MayBeOpen(const std::string& case_id) const;
  // Whether one of the numbers is that of another case, too.
  bool SharesNumber(const v1::WorkItem& item) const;
  // Return the caseworkers of the case now; those in other roles if there is none.
  std::vector<event::v1::Staff> WorkersOf(const std::string& case_id) const;

 private:
  grpc::Status Read(JournalClient& client, v1::ListCasesRequest request);

  CasesById by_id_;
  absl::flat_hash_map<std::string, absl::flat_hash_set<std::string>> ids_by_number_;
  bool has_those_of_whom_ = false;
};

// What a list of work does not have, because its reader may not see it.
class WithheldWork {
 public:
  void Add(const v1::ListWorkResponse& page);
  // A sentence or two; empty if nothing is withheld.
  std::string Words() const;

 private:
  bool entries_ = false;
  bool cases_ = false;
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_WORK_WORK_CASES_H_
