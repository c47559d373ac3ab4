// How a page of any read model begins.
#ifndef CASEJOURNAL_SERVICES_ANSWERS_PAGING_H_
#define CASEJOURNAL_SERVICES_ANSWERS_PAGING_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "eventstore/system/deadline.h"
#include "google/protobuf/message.h"
#include "projections/read_models/worker.h"
#include "services/answers/list_cursors.h"
#include "services/answers/request_fields.h"
#include "services/cases/reader.h"

namespace casejournal::services {

inline constexpr uint32_t kPageDefault = 100;
inline constexpr uint32_t kPageMax = 1000;

struct Page {
  uint32_t size = 0;
  eventstore::Position as_of_position = 0;  // all entries up to this position are in the read models
};

// Wait until the read models have everything up to `position`, if given.
//   kDeadlineExceeded  they do not have it by `deadline`.
//   Otherwise the status() of the worker.
absl::StatusOr<eventstore::Position> WaitForModels(const projections::Worker& worker, const uint64_t* position,
                                                   eventstore::Deadline deadline);

// Where a page of a list begins: the state of all its pages, and the place that it follows.
struct ListPage {
  std::shared_ptr<const ListState> state;
  std::string name;   // of the state in ListCursors; empty if it is not kept
  std::string after;  // empty: the beginning
};

// Who asks for a list, and what they ask: a page token counts only for both. The digest of the caller and of the
// request without its page, its page size, and the position that it waits for.
std::string ListOf(const Reader& reader, const google::protobuf::Message& request);

// Return the page that the token of an earlier page of the list `of` requests.
//   kInvalidArgument  it is not such a token, or one of another list.
//   kAborted          its state is no longer kept.
absl::StatusOr<ListPage> ResumeList(ListCursors& cursors, const std::string& token, const std::string& of);
// Return the token of the page after `place`. The first token makes the server keep the state.
std::string NextPageToken(ListCursors& cursors, ListPage& page, absl::string_view place);

// The same for a list without a state: the token of the page of the list `of` after `place`, and the place in a token;
// empty for an empty one. A place tells nothing and opens nothing: what follows it is shown as the reader sees it.
//   kInvalidArgument  it is not such a token, or one of another list.
std::string PlaceToken(absl::string_view of, absl::string_view place);
absl::StatusOr<std::string> PlaceInToken(absl::string_view of, const std::string& token);

// Check `pageSize`, and wait as the request asks.
//   kInvalidArgument  the size is over the limit.
template <typename Request>
absl::StatusOr<Page> BeginPage(const projections::Worker& worker, const Request& request,
                               eventstore::Deadline deadline) {
  const uint32_t size = request.page_size() == 0 ? kPageDefault : request.page_size();
  if (size > kPageMax)
    return FieldError("pageSize", absl::StrCat(size), kFieldOneTo, {projections::NumberParameter("most", kPageMax)});
  const uint64_t position = request.min_position();
  absl::StatusOr<eventstore::Position> as_of =
      WaitForModels(worker, request.has_min_position() ? &position : nullptr, deadline);
  if (!as_of.ok()) return as_of.status();
  return Page{size, *as_of};
}

}  // namespace casejournal::services

#endif  // CASEJOURNAL_SERVICES_ANSWERS_PAGING_H_
