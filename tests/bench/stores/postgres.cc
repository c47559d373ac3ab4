#include "tests/bench/stores/store_connection.h"

#ifdef CASEJOURNAL_BENCH_POSTGRES
#include <libpq-fe.h>
#endif

#include "absl/strings/str_cat.h"

namespace casejournal::services {

#ifdef CASEJOURNAL_BENCH_POSTGRES

namespace {

using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

Result Own(PGresult* result) { return Result(result, &PQclear); }

absl::Status FailedAt(const char* what, PGconn* connection) {
  return absl::UnavailableError(absl::StrCat(what, ": ", PQerrorMessage(connection)));
}

std::string StatementName(size_t events) { return absl::StrCat("append_", events); }

class Postgres final : public StoreConnection {
 public:
  explicit Postgres(PGconn* connection) : connection_(connection, &PQfinish) {}

  absl::Status Prepare(size_t events) {
    std::string sql = "INSERT INTO entries (stream, version, payload) VALUES ";
    for (size_t i = 0; i < events; ++i) {
      absl::StrAppend(&sql, i == 0 ? "" : ", ", "($1::text, $2::bigint + ", i, ", $", i + 3, "::jsonb)");
    }
    const Result done = Own(PQprepare(connection_.get(), StatementName(events).c_str(), sql.c_str(), 0, nullptr));
    if (PQresultStatus(done.get()) != PGRES_COMMAND_OK) return FailedAt("preparing", connection_.get());
    return absl::OkStatus();
  }

  absl::Status EnterPipeline() {
    if (PQenterPipelineMode(connection_.get()) != 1) return FailedAt("entering the pipeline", connection_.get());
    if (PQsetnonblocking(connection_.get(), 1) != 0) return FailedAt("not blocking", connection_.get());
    return absl::OkStatus();
  }

  int descriptor() const override { return PQsocket(connection_.get()); }

  // Each append is a transaction of its own: a sync of the pipeline follows it.
  absl::Status Send(const StoreAppend& append) override {
    const std::string version = absl::StrCat(append.version);
    std::vector<std::string> held(append.payloads.begin(), append.payloads.end());
    std::vector<const char*> values = {append.stream.c_str(), version.c_str()};
    for (const std::string& payload : held) values.push_back(payload.c_str());
    if (PQsendQueryPrepared(connection_.get(), StatementName(held.size()).c_str(), static_cast<int>(values.size()),
                            values.data(), nullptr, nullptr, 0) != 1 ||
        PQpipelineSync(connection_.get()) != 1 || PQflush(connection_.get()) < 0) {
      return FailedAt("sending", connection_.get());
    }
    return absl::OkStatus();
  }

  absl::StatusOr<StoreAnswers> Receive() override {
    StoreAnswers answers;
    if (PQconsumeInput(connection_.get()) != 1) return FailedAt("receiving", connection_.get());
    if (PQflush(connection_.get()) < 0) return FailedAt("sending", connection_.get());
    bool ended_one = false;
    while (PQisBusy(connection_.get()) == 0) {
      const Result result = Own(PQgetResult(connection_.get()));
      if (result == nullptr) {
        // One null ends the results of a statement, two in a row mean that nothing is outstanding.
        if (ended_one) break;
        ended_one = true;
        continue;
      }
      ended_one = false;
      const ExecStatusType status = PQresultStatus(result.get());
      if (status == PGRES_PIPELINE_SYNC) {
        ++answers.complete;
        ended_one = true;
      } else if (status != PGRES_COMMAND_OK) {
        ++answers.refused;
      }
    }
    return answers;
  }

 private:
  std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
};

absl::StatusOr<std::unique_ptr<Postgres>> Connect(const std::string& directory) {
  PGconn* opened = PQconnectdb(absl::StrCat("host=", directory, " dbname=postgres user=postgres").c_str());
  auto connection = std::make_unique<Postgres>(opened);
  if (PQstatus(opened) != CONNECTION_OK) return FailedAt("connecting", opened);
  return connection;
}

}  // namespace

bool HasPostgres() { return true; }

absl::StatusOr<std::unique_ptr<StoreConnection>> ConnectToPostgres(const std::string& directory, size_t batch) {
  absl::StatusOr<std::unique_ptr<Postgres>> connection = Connect(directory);
  if (!connection.ok()) return connection.status();
  absl::Status ready = (*connection)->Prepare(1);
  if (ready.ok() && batch > 1) ready = (*connection)->Prepare(batch);
  if (ready.ok()) ready = (*connection)->EnterPipeline();
  if (!ready.ok()) return ready;
  return *std::move(connection);
}

absl::Status CreatePostgresTable(const std::string& directory) {
  std::unique_ptr<PGconn, decltype(&PQfinish)> connection(
      PQconnectdb(absl::StrCat("host=", directory, " dbname=postgres user=postgres").c_str()), &PQfinish);
  if (PQstatus(connection.get()) != CONNECTION_OK) return FailedAt("connecting", connection.get());
  const Result done = Own(PQexec(connection.get(),
                                 "CREATE TABLE entries (position bigserial PRIMARY KEY, stream text NOT NULL, "
                                 "version bigint NOT NULL, recorded_at timestamptz NOT NULL DEFAULT now(), "
                                 "payload jsonb NOT NULL, UNIQUE (stream, version))"));
  if (PQresultStatus(done.get()) != PGRES_COMMAND_OK) return FailedAt("creating the table", connection.get());
  return absl::OkStatus();
}

#else

bool HasPostgres() { return false; }

absl::StatusOr<std::unique_ptr<StoreConnection>> ConnectToPostgres(const std::string&, size_t) {
  return absl::UnimplementedError("built without libpq");
}

absl::Status CreatePostgresTable(const std::string&) { return absl::UnimplementedError("built without libpq"); }

#endif

}  // namespace casejournal::services
