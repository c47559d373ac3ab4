// The register of actions of a case, as the court reads it.
#ifndef CASEJOURNAL_PROJECTIONS_REGISTER_REGISTER_ROWS_H_
#define CASEJOURNAL_PROJECTIONS_REGISTER_REGISTER_ROWS_H_

#include <optional>
#include <string>
#include <vector>

#include "casejournal/v1/court_service.pb.h"
#include "projections/entries/entry.h"
#include "projections/entries/part_index.h"
#include "projections/state/case_record.h"

namespace casejournal::projections {

// Whether events of this type belong to the register: those that report an action of the court or a filing with it.
bool BelongsToRegister(const event::v1::CaseEvent& event);

// One action of the register, without its words.
struct RegisterLine {
  const Entry* original = nullptr;
  // The words that count, or counted until the withdrawal: of the original or of a correction.
  const Entry* content = nullptr;
  std::optional<eventstore::Revision> withdrawn_by;
  // When an entry last made, corrected, or withdrew the action.
  int64_t changed_at_us = 0;

  const std::string& day() const { return content->event().effective_on(); }
};

// The register of a case, as its first entries give it. The lines are made at once, because they cost little. Words and
// numbers are made for each line that is asked for: they cost as much as the plan is large, and for a withdrawn line a
// fold. A value; immutable.
class CaseRegister {
 public:
  // As the first `count` entries of `record` give it. Requires count <= record.entries().size(). Fewer than all need a
  // fold.
  CaseRegister(CaseRecord record, size_t count);
  explicit CaseRegister(const CaseRecord& record) : CaseRegister(record, record.entries().size()) {}

  // The entries whose type belongs to the register, ordered by effective day, then revision. A withdrawn entry keeps
  // its line. Valid as long as this object.
  const std::vector<RegisterLine>& lines() const { return lines_; }

  // The row of a line. A corrected entry shows the words of the correction that counts, and the row names that
  // correction. A withdrawn entry shows the words that applied until then and the revision that withdrew it.
  v1::RegisterRow RowOf(const RegisterLine& line) const;
  // The court numbers of a line: those that the event names; otherwise those of the children that it is about, directly
  // or through the order, proposal, or version that it names; otherwise those of the whole case.
  std::vector<std::string> NumbersOf(const RegisterLine& line) const;
  // The children that a line belongs to: those that the event is about; otherwise those of the court numbers that it
  // names; otherwise those of the hearing, order, proposal, or version that it names. Empty: the whole case.
  std::vector<std::string> ChildrenOf(const RegisterLine& line) const;

  // The plan that the entries give.
  const v1::CasePlan& plan() const { return then_ ? then_->plan : record_.plan(); }
  const std::string& case_id() const { return record_.case_id(); }

 private:
  // What the first entries of the case add up to.
  struct Then {
    v1::CasePlan plan;
    PartIndex parts;
  };
  Then After(size_t count) const;

  CaseRecord record_;
  std::optional<Then> then_;  // absent: the record has it
  std::vector<RegisterLine> lines_;
};

}  // namespace casejournal::projections

#endif  // CASEJOURNAL_PROJECTIONS_REGISTER_REGISTER_ROWS_H_
