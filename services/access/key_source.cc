#include "services/access/key_source.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <thread>
#include <tuple>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "eventstore/system/system_calls.h"
#include "eventstore/system/thread_name.h"
#include "services/access/clocks.h"
#include "services/http/http_request.h"
#include "services/net/host_port.h"

namespace casejournal::services {
namespace {

constexpr absl::Duration kLookEvery = absl::Seconds(1);
constexpr absl::string_view kHttps = "https://";
constexpr absl::string_view kHttp = "http://";

bool IsUrl(absl::string_view text) { return absl::StrContains(text, "://"); }

absl::Status CheckKeyUrl(const std::string& url) {
  if (absl::Status checked = CheckHttpUrl(url); !checked.ok()) return checked;
  absl::string_view rest = url;
  if (absl::StartsWith(rest, kHttps)) return absl::OkStatus();
  if (absl::ConsumePrefix(&rest, kHttp)) {
    const std::vector<absl::string_view> host = absl::StrSplit(rest, absl::MaxSplits('/', 1));
    const absl::StatusOr<HostPort> parsed = ParseHostPort(WithPort(host[0], 80));
    if (parsed.ok() && IsLoopback(parsed->host)) return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat(
      url, ": keys that arrive in plain text can be anybody's: use https:// (http:// only for this machine)"));
}

// What changes when a file is written or replaced.
using FileStamp = std::tuple<dev_t, ino_t, off_t, time_t, long>;

FileStamp StampOf(const struct stat& file) {
  return {file.st_dev, file.st_ino, file.st_size, file.st_mtim.tv_sec, file.st_mtim.tv_nsec};
}

std::optional<FileStamp> StampOf(const std::string& path) {
  struct stat file {};
  if (::stat(path.c_str(), &file) != 0) return std::nullopt;
  return StampOf(file);
}

absl::Status FileError(const std::string& path, int error) {
  return absl::NotFoundError(absl::StrCat(path, ": ", std::strerror(error)));
}

absl::StatusOr<std::string> ReadKeyFile(const std::string& path) {
  const eventstore::Descriptor file(eventstore::OpenFile(path, O_RDONLY | O_NONBLOCK));
  if (!file.ok()) return FileError(path, errno);
  std::string text(KeySet::kBytesMax + 1, '\0');
  size_t size = 0;
  absl::Status status;
  struct stat found {};
  if (::fstat(file.fd(), &found) != 0 || !S_ISREG(found.st_mode)) {
    status = absl::InvalidArgumentError(absl::StrCat(path, ": not a file"));
  }
  while (status.ok() && size < text.size()) {
    const ssize_t count = eventstore::ReadSome(file.fd(), &text[size], text.size() - size);
    if (count == 0) break;
    if (count > 0) size += static_cast<size_t>(count);
    if (count < 0) status = FileError(path, errno);
  }
  text.resize(size);  // one byte more than is allowed: KeySet refuses it
  if (!status.ok()) return status;
  return text;
}

absl::StatusOr<std::string> ReadKeyUrl(const std::string& url, const std::string& ca_file) {
  absl::StatusOr<HttpAnswer> answer = HttpGet(url, ca_file, KeySource::kPatience, KeySet::kBytesMax);
  if (absl::IsResourceExhausted(answer.status())) {
    return absl::InvalidArgumentError(
        absl::StrCat(url, ": the key set has over ", KeySet::kBytesMax, " bytes, or its headers are too long"));
  }
  if (!answer.ok()) return answer.status();
  if (answer->status != 200) {
    return absl::UnavailableError(
        absl::StrCat(url, " answered with status ", answer->status, ", not 200; redirects are not followed"));
  }
  return std::move(answer->body);
}

class PolledKeys final : public KeySource {
 public:
  explicit PolledKeys(Options options) : options_(std::move(options)), is_url_(IsUrl(options_.file_or_url)) {}
  ~PolledKeys() override {
    {
      absl::MutexLock lock(&mutex_);
      stopping_ = true;
    }
    pause_.Wake();
    if (thread_.joinable()) thread_.join();
  }

  absl::Status Start() {
    if (absl::Status read = ReadAgain(); !read.ok()) return read;
    thread_ = std::thread([this] { Run(); });
    return absl::OkStatus();
  }

  ReadKeySet now() const override {
    absl::MutexLock lock(&mutex_);
    DropOld();
    return {.keys = keys_, .generation = generation_};
  }

  void Refresh() override {
    {
      absl::MutexLock lock(&mutex_);
      if (refresh_) return;
      refresh_ = true;
    }
    pause_.Wake();
  }

 private:
  void Run() {
    eventstore::NameThisThread("token-keys");
    std::string reported;
    bool told_of_end = false;
    for (absl::Time next = SteadyNow() + options_.every; WaitUntil(next); next = SteadyNow() + options_.every) {
      const absl::Status read = ReadAgain();
      const std::string fault = read.ok() ? "" : read.ToString();
      if (fault != reported) Report(read);
      reported = fault;
      const bool ended = HasNone();
      if (ended && !told_of_end) {
        Report(absl::UnavailableError(absl::StrCat(options_.file_or_url, ": no key set could be read for ",
                                                   absl::FormatDuration(options_.keep), ": no token is accepted")));
      }
      told_of_end = ended;
    }
  }

  // Wait until `next`, until the file has changed, or until a refresh is due. Return whether to go on.
  bool WaitUntil(absl::Time next) {
    for (absl::Time now = SteadyNow(); now < next; now = SteadyNow()) {
      absl::Duration wait = next - now;
      {
        absl::MutexLock lock(&mutex_);
        if (stopping_) return false;
        // A refresh that is asked for too soon is due later.
        const absl::Duration quiet = read_at_ + (is_url_ ? kRefreshAfter : kLookEvery) - now;
        if (refresh_ && quiet <= absl::ZeroDuration()) break;
        if (refresh_) wait = std::min(wait, quiet);
        if (!is_url_ && StampOf(options_.file_or_url) != stamp_) break;
        if (!is_url_) wait = std::min(wait, kLookEvery);
      }
      pause_.Wait(wait);
    }
    absl::MutexLock lock(&mutex_);
    refresh_ = false;
    return !stopping_;
  }

  absl::Status ReadAgain() {
    // Before it is read: a change during the reading is seen the next time.
    const std::optional<FileStamp> stamp = is_url_ ? std::nullopt : StampOf(options_.file_or_url);
    const absl::StatusOr<std::string> text =
        is_url_ ? ReadKeyUrl(options_.file_or_url, options_.ca_file) : ReadKeyFile(options_.file_or_url);
    absl::StatusOr<KeySet> read = text.ok() ? KeySet::Parse(*text) : text.status();
    absl::MutexLock lock(&mutex_);
    stamp_ = stamp;
    read_at_ = SteadyNow();
    if (!text.ok()) return text.status();
    if (!read.ok())
      return absl::InvalidArgumentError(absl::StrCat(options_.file_or_url, ": ", read.status().message()));
    DropOld();
    good_until_ = read_at_ + options_.keep;
    if (*text == text_) return absl::OkStatus();
    text_ = *text;
    ++generation_;
    keys_ = std::make_shared<const KeySet>(read->After(*keys_, generation_));
    return absl::OkStatus();
  }

  void DropOld() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (text_.empty() || SteadyNow() < good_until_) return;
    text_.clear();
    ++generation_;
    keys_ = std::make_shared<const KeySet>();
  }
  bool HasNone() const {
    absl::MutexLock lock(&mutex_);
    DropOld();
    return text_.empty();
  }
  void Report(const absl::Status& status) const {
    if (options_.report) options_.report(status);
  }

  const Options options_;
  const bool is_url_;
  SteadyPause pause_;
  mutable absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool refresh_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<FileStamp> stamp_ ABSL_GUARDED_BY(mutex_);
  absl::Time read_at_ ABSL_GUARDED_BY(mutex_);
  absl::Time good_until_ ABSL_GUARDED_BY(mutex_);
  mutable std::string text_ ABSL_GUARDED_BY(mutex_);  // of the set in use; empty: none is in use
  mutable std::shared_ptr<const KeySet> keys_ ABSL_GUARDED_BY(mutex_) = std::make_shared<const KeySet>();
  mutable uint64_t generation_ ABSL_GUARDED_BY(mutex_) = 0;
  std::thread thread_;
};

}  // namespace

absl::StatusOr<std::shared_ptr<KeySource>> KeySource::Open(Options options) {
  if (IsUrl(options.file_or_url)) {
    if (absl::Status checked = CheckKeyUrl(options.file_or_url); !checked.ok()) return checked;
  }
  auto source = std::make_shared<PolledKeys>(std::move(options));
  if (absl::Status started = source->Start(); !started.ok()) return started;
  return std::shared_ptr<KeySource>(std::move(source));
}

}  // namespace casejournal::services
