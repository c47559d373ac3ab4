// The columns of a list of work, and what a row has in them.
#ifndef CASEJOURNAL_SERVICES_CLIENT_WORK_WORK_TABLE_H_
#define CASEJOURNAL_SERVICES_CLIENT_WORK_WORK_TABLE_H_

#include <vector>

#include "casejournal/v1/work_list.pb.h"
#include "services/client/work/work_cases.h"
#include "services/client/work/work_rows.h"
#include "services/console/format_flags.h"
#include "services/console/listing.h"
#include "services/pages/table.h"

namespace casejournal::services {

struct WorkLook {
  OutputFormat format = OutputFormat::kTable;
  bool ids = false;      // staff with their ids
  bool by_name = false;  // the names of a case in each of its rows
};

// CSV and Markdown have more columns than a table.
std::vector<Column> WorkColumns(const WorkLook& look);

// The cells of a row, for a listing with these columns. Workers are named only if `with_workers`.
std::vector<Cell> WorkCells(const WorkRow& row, const WorkCases& cases, bool with_workers, const WorkLook& look,
                            const Listing& list);

// Whether more than one member of staff is responsible for the cases of these items.
bool HasSeveralWorkers(const std::vector<v1::WorkItem>& items, const WorkCases& cases);

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_CLIENT_WORK_WORK_TABLE_H_
