#include "services/answers/paging.h"

#include "absl/strings/escaping.h"

namespace casejournal::services {

absl::StatusOr<eventstore::Position> WaitForModels(const projections::Worker& worker, const uint64_t* position,
                                                   absl::Time deadline) {
  if (position != nullptr) {
    absl::Status waited = worker.WaitFor(SizeWith(*position), deadline);
    if (!waited.ok()) return waited;
  }
  if (absl::Status running = worker.status(); !running.ok()) return running;
  const eventstore::Position complete = worker.position();
  return complete == 0 ? 0 : complete - 1;
}

absl::StatusOr<ListPage> ResumeList(ListCursors& cursors, const std::string& token) {
  std::string text;
  const bool is_base64 = absl::WebSafeBase64Unescape(token, &text);
  const size_t end = text.find('/');
  if (!is_base64 || end == std::string::npos || !eventstore::Uuid::Parse(text.substr(0, end)).ok()) {
    return FieldError("pageToken", token, kFieldPageToken);
  }
  ListPage page{.state = nullptr, .name = text.substr(0, end), .after = text.substr(end + 1)};
  absl::StatusOr<std::shared_ptr<const ListState>> state = cursors.Find(page.name);
  if (!state.ok()) return state.status();
  page.state = *std::move(state);
  return page;
}

absl::StatusOr<ListPage> ResumeList(ListCursors& cursors, const std::string& token, const std::string& of) {
  absl::StatusOr<ListPage> page = ResumeList(cursors, token);
  if (page.ok() && page->state->of != of) return cursors.NotKept();
  return page;
}

std::string ListOf(const Reader& reader) {
  const event::v1::Staff& actor = reader.caller().actor;
  return absl::StrCat(actor.issuer().size(), ":", actor.issuer(), actor.subject());
}

std::string NextPageToken(ListCursors& cursors, ListPage& page, absl::string_view place) {
  if (page.name.empty()) page.name = cursors.Keep(page.state);
  return absl::WebSafeBase64Escape(absl::StrCat(page.name, "/", place));
}

}  // namespace casejournal::services
