import casejournal.event.v1.Capacity;
import casejournal.event.v1.CaseEvent;
import casejournal.event.v1.CaseKind;
import casejournal.event.v1.CaseOpened;
import casejournal.event.v1.CaseOrigin;
import casejournal.event.v1.GoalArea;
import casejournal.event.v1.GoalEstablished;
import casejournal.event.v1.ObjectiveAdded;
import casejournal.event.v1.ObjectiveTerms;
import casejournal.event.v1.ParticipantJoined;
import casejournal.v1.AppendRequest;
import casejournal.v1.AppendResponse;
import casejournal.v1.CaseAppend;
import casejournal.v1.CasePlan;
import casejournal.v1.CaseServiceGrpc;
import casejournal.v1.CaseServiceGrpc.CaseServiceBlockingStub;
import casejournal.v1.ErrorStatus;
import casejournal.v1.ExpectedRevision;
import casejournal.v1.GetCasePlanRequest;
import casejournal.v1.PlanView;
import casejournal.v1.Refusal;
import casejournal.v1.Violation;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Open a case, be rejected by a rule, and read the plan.
 *
 * <pre>java -jar build/clients/java/example.jar 127.0.0.1:7464 2026-11-24</pre>
 *
 * CASEJOURNAL_CA is a file with the authority of the server's certificate, and CASEJOURNAL_TOKEN_FILE one with a token. The
 * day is one of the journal's time zone that is not in the future. deploy/clients/java/build compiles this program.
 */
public final class Example {
  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  /** Signs each call in with the token that the file then has: another program replaces it before it expires. */
  private static final class TokenFile extends CallCredentials {
    private final Path file;

    TokenFile(Path file) {
      this.file = file;
    }

    @Override
    public void applyRequestMetadata(RequestInfo info, Executor executor, MetadataApplier applier) {
      executor.execute(() -> {
        try {
          Metadata headers = new Metadata();
          headers.put(AUTHORIZATION, "Bearer " + Files.readString(file).strip());
          applier.apply(headers);
        } catch (IOException | RuntimeException error) {
          applier.fail(Status.UNAUTHENTICATED.withCause(error).withDescription(file + " cannot be read"));
        }
      });
    }

    @Override
    public void thisUsesUnstableApi() {}
  }

  /** The typed reasons of a rejection, or null. */
  private static Refusal refusalOf(StatusRuntimeException error) throws InvalidProtocolBufferException {
    Metadata trailers = error.getTrailers();
    byte[] bytes = trailers == null ? null : trailers.get(DETAILS);
    if (bytes == null) return null;
    for (Any detail : ErrorStatus.parseFrom(bytes).getDetailsList()) {
      if (detail.is(Refusal.class)) return detail.unpack(Refusal.class);
    }
    return null;
  }

  /** Send a request until its outcome is known. Its request id makes this safe: it is recorded at most once. */
  private static AppendResponse append(CaseServiceBlockingStub cases, AppendRequest request) throws InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        return cases.withDeadlineAfter(30, TimeUnit.SECONDS).append(request);
      } catch (StatusRuntimeException error) {
        Code code = error.getStatus().getCode();
        if ((code != Code.UNAVAILABLE && code != Code.DEADLINE_EXCEEDED) || tries == 5) throw error;
        TimeUnit.SECONDS.sleep(tries);
      }
    }
  }

  private static AppendRequest request(String caseId, ExpectedRevision expected, CaseEvent... events) {
    return AppendRequest.newBuilder()
        .setRequestId(UUID.randomUUID().toString())
        .addCases(CaseAppend.newBuilder().setCaseId(caseId).setExpected(expected).addAllEvents(List.of(events)))
        .build();
  }

  public static void main(String[] args) throws Exception {
    String day = args[1];
    String caseId = UUID.randomUUID().toString();
    String childId = UUID.randomUUID().toString();
    String goalId = UUID.randomUUID().toString();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    ManagedChannel channel = NettyChannelBuilder.forTarget(args[0])
        .sslContext(GrpcSslContexts.forClient().trustManager(new File(System.getenv("CASEJOURNAL_CA"))).build())
        .keepAliveTime(20, TimeUnit.SECONDS).keepAliveTimeout(10, TimeUnit.SECONDS)
        .maxInboundMessageSize(16 << 20).build();
    try {
      CaseServiceBlockingStub cases = CaseServiceGrpc.newBlockingStub(channel)
          .withCallCredentials(new TokenFile(Path.of(System.getenv("CASEJOURNAL_TOKEN_FILE"))));

      // 1. Open a case with one child.
      CaseEvent opening = CaseEvent.newBuilder().setEffectiveOn(day)
          .setCaseOpened(CaseOpened.newBuilder()
              .setKind(CaseKind.CASE_KIND_FAMILY).setOrigin(CaseOrigin.CASE_ORIGIN_REPORT).setAgency("Wren County"))
          .build();
      CaseEvent child = CaseEvent.newBuilder().setEffectiveOn(day)
          .setParticipantJoined(ParticipantJoined.newBuilder()
              .setParticipantId(childId).setCapacity(Capacity.CAPACITY_CHILD).setName("Ilka Sørensen"))
          .build();
      AppendResponse opened =
          append(cases, request(caseId, ExpectedRevision.newBuilder().setNoCase(true).build(), opening, child));
      out.printf("opened at position %d, %d events%n", opened.getFirstPosition(), opened.getCases(0).getEvents());

      // 2. An objective must name a goal that the case has.
      ExpectedRevision revision = ExpectedRevision.newBuilder().setExactly(1).build();
      CaseEvent objective = CaseEvent.newBuilder().setEffectiveOn(day)
          .setObjectiveAdded(ObjectiveAdded.newBuilder()
              .setObjectiveId(UUID.randomUUID().toString()).setGoalId(goalId)
              .setTerms(ObjectiveTerms.newBuilder().setStatement("no quarrel after eight in the evening")))
          .build();
      try {
        append(cases, request(caseId, revision, objective));
        throw new IllegalStateException("the objective was not rejected");
      } catch (StatusRuntimeException error) {
        Refusal refusal = refusalOf(error);
        if (refusal == null) throw error;
        for (Violation violation : refusal.getViolationsList()) {
          out.printf("rejected with %s by %s: %s: %s %s%n", error.getStatus().getCode(), violation.getRuleId(),
              violation.getField(), violation.getMessage(), violation.getRemedy());
        }
      }

      // 3. With its goal it is accepted. Read the plan that follows, with this entry in it.
      CaseEvent goal = CaseEvent.newBuilder().setEffectiveOn(day)
          .setGoalEstablished(GoalEstablished.newBuilder()
              .setGoalId(goalId).addForIds(childId).setArea(GoalArea.GOAL_AREA_SAFETY).setStatement("Ilka sleeps well"))
          .build();
      AppendResponse added = append(cases, request(caseId, revision, goal, objective));
      CasePlan plan = cases.withDeadlineAfter(30, TimeUnit.SECONDS).getCasePlan(GetCasePlanRequest.newBuilder()
          .setCaseId(caseId).setView(PlanView.PLAN_VIEW_WORKING).setMinPosition(added.getFirstPosition() + 1).build())
          .getPlan();
      out.printf("plan for %s: %s%n", plan.getParticipants(0).getName(), plan.getGoals(0).getStatement());
    } finally {
      channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    }
  }
}
