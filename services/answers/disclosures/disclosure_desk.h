// Records what an answer gives of a case, before its first byte leaves.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_DISCLOSURES_DISCLOSURE_DESK_H_
#define CASEJOURNAL_SERVICES_ANSWERS_DISCLOSURES_DISCLOSURE_DESK_H_

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "casejournal/event/v1/access_event.pb.h"
#include "casejournal/event/v1/reader_event.pb.h"
#include "services/cases/reader.h"
#include "services/evidence/notices.h"
#include "services/recorder/access_recorder.h"

namespace casejournal::services {

// What an answer gives of a case: at most this.
struct GivenOfCase {
  event::v1::DisclosureForm form = event::v1::DISCLOSURE_FORM_UNSPECIFIED;
  absl::string_view method;                  // the call, for example "GetHistory"
  eventstore::Revision first = 0;            // the first revision that is given
  std::optional<eventstore::Revision> last;  // the last one that is known to the answer; absent: the head of the case
  std::optional<std::string> effective_on;
};

// The same, of one case among several.
struct CaseGiven {
  std::string case_id;
  const SeenCase* seen;
  GivenOfCase given;
};

// What is recorded for such an answer. Pure.
event::v1::DisclosureMade DisclosureOf(const Reader& reader, const SeenCase& seen, const GivenOfCase& given,
                                       const Notices& notices);

struct DisclosureOptions {
  std::string program;  // its name and version
  // Plans, dockets, findings, and other answers about one case are recorded, too (serve --journal-reads all).
  bool all_reads = false;
  // Reads of the record are recorded. Not on a server for development, unless all reads are: nobody is identified
  // there, and a record of who read would say nothing. Exhibits and documents are recorded everywhere.
  bool reads = true;
};

// Safe for concurrent use, if what it tells notices to is.
class DisclosureDesk {
 public:
  // `recorder` and `notices` must outlive it.
  DisclosureDesk(DisclosureRecorder& recorder, const Notices& notices, DisclosureOptions options)
      : recorder_(recorder), notices_(notices), options_(std::move(options)) {}

  // The same desk for one call: once it has recorded what the call gives, it tells the notice of it.
  DisclosureDesk Telling(TellNotice tell) const {
    DisclosureDesk desk(*this);
    desk.tell_ = std::move(tell);
    return desk;
  }

  // Record what is about to be given of the case that `reader` sees. Call this before the first byte leaves, and give
  // nothing after an error.
  //   kUnavailable  DisclosureNotRecorded.
  absl::Status Record(const Reader& reader, const std::string& case_id, const SeenCase& seen,
                      const GivenOfCase& given) const;

  // The same for an answer about several cases, each recorded for itself. One notice is told, for all of them.
  absl::Status RecordEach(const Reader& reader, absl::Span<const CaseGiven> cases) const;

  // Tell the notice again with more of an answer that is recorded already.
  void TellAgain(absl::Span<const CaseGiven> cases) const;

  // The same for a plan, a docket, or another answer about one case, if such reads are recorded. Costs nothing if not.
  //   kNotFound     as Reader::See.
  //   kUnavailable  DisclosureNotRecorded.
  absl::Status RecordAnswer(const Reader& reader, const std::string& case_id, absl::string_view method) const;

  // Record that entries `first` to `last` of the journal may be given to the caller from now on, who `may` follow it.
  // What they are about is not known yet: the notice is RangeNotice.
  //   kUnavailable  DisclosureNotRecorded.
  absl::Status RecordRange(const Caller& caller, const Decision& may, absl::string_view method,
                           eventstore::Position first, eventstore::Position last) const;

  // The notice for entries of the journal: that of all labels which the caller may see by a role in the journal.
  std::string RangeNotice(const Decision& may) const;
  // Tell it, before it is known whether the answer has an entry of a case. Does nothing if reads are not recorded.
  void TellRange(const Decision& may) const;

  bool all_reads() const { return options_.all_reads; }
  const std::string& program() const { return options_.program; }

 private:
  DisclosureRecorder& recorder_;
  const Notices& notices_;
  const DisclosureOptions options_;
  TellNotice tell_;  // empty: nobody is told
};

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_DISCLOSURES_DISCLOSURE_DESK_H_
