// Open a case, be rejected by a rule, and read the plan.
//
//	build/clients/go/example 127.0.0.1:7464 2026-11-24
//
// CASEJOURNAL_CA is a file with the authority of the server's certificate, and CASEJOURNAL_TOKEN_FILE one with a token. The
// day is one of the journal's time zone that is not in the future. deploy/clients/go/build compiles this program.
package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"log"
	"os"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/status"

	event "casejournal/event/v1"
	journal "casejournal/v1"
)

// tokenFile signs each call in with the token that the file then has: another program replaces it before it expires.
type tokenFile string

func (file tokenFile) GetRequestMetadata(context.Context, ...string) (map[string]string, error) {
	token, err := os.ReadFile(string(file))
	if err != nil {
		return nil, err
	}
	return map[string]string{"authorization": "Bearer " + strings.TrimSpace(string(token))}, nil
}

func (tokenFile) RequireTransportSecurity() bool { return true }

// A random UUID, in lower case with hyphens.
func newID() string {
	var b [16]byte
	if _, err := rand.Read(b[:]); err != nil {
		log.Fatal(err)
	}
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// Send a request until its outcome is known. Its request id makes this safe: it is recorded at most once.
func send(cases journal.CaseServiceClient, request *journal.AppendRequest) (*journal.AppendResponse, error) {
	for tries := 1; ; tries++ {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		answer, err := cases.Append(ctx, request)
		cancel()
		unknown := status.Code(err) == codes.Unavailable || status.Code(err) == codes.DeadlineExceeded
		if !unknown || tries == 5 {
			return answer, err
		}
		time.Sleep(time.Duration(tries) * time.Second)
	}
}

// The typed reasons of a rejection, or nil.
func refusalOf(err error) *journal.Refusal {
	for _, detail := range status.Convert(err).Details() {
		if refusal, ok := detail.(*journal.Refusal); ok {
			return refusal
		}
	}
	return nil
}

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: example HOST:PORT DAY")
	}
	address, day := os.Args[1], os.Args[2]
	caseID, childID, goalID := newID(), newID(), newID()

	request := func(expected *journal.ExpectedRevision, events ...*event.CaseEvent) *journal.AppendRequest {
		cases := []*journal.CaseAppend{{CaseId: caseID, Expected: expected, Events: events}}
		return &journal.AppendRequest{RequestId: newID(), Cases: cases}
	}

	tls, err := credentials.NewClientTLSFromFile(os.Getenv("CASEJOURNAL_CA"), "")
	if err != nil {
		log.Fatal(err)
	}
	connection, err := grpc.Dial(address, grpc.WithTransportCredentials(tls),
		grpc.WithPerRPCCredentials(tokenFile(os.Getenv("CASEJOURNAL_TOKEN_FILE"))),
		grpc.WithKeepaliveParams(keepalive.ClientParameters{Time: 20 * time.Second, Timeout: 10 * time.Second}),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(16<<20)))
	if err != nil {
		log.Fatal(err)
	}
	defer connection.Close()
	cases := journal.NewCaseServiceClient(connection)

	// 1. Open a case with one child.
	opened, err := send(cases, request(
		&journal.ExpectedRevision{State: &journal.ExpectedRevision_NoCase{NoCase: true}},
		&event.CaseEvent{EffectiveOn: day, Body: &event.CaseEvent_CaseOpened{CaseOpened: &event.CaseOpened{
			Kind: event.CaseKind_CASE_KIND_FAMILY, Origin: event.CaseOrigin_CASE_ORIGIN_REPORT, Agency: "Wren County"}}},
		&event.CaseEvent{EffectiveOn: day, Body: &event.CaseEvent_ParticipantJoined{ParticipantJoined: &event.ParticipantJoined{
			ParticipantId: childID, Capacity: event.Capacity_CAPACITY_CHILD, Name: "Ilka Sørensen"}}}))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("opened at position %d, %d events\n", opened.FirstPosition, opened.Cases[0].Events)

	// 2. An objective must name a goal that the case has.
	revision := &journal.ExpectedRevision{State: &journal.ExpectedRevision_Exactly{Exactly: 1}}
	objective := &event.CaseEvent{EffectiveOn: day, Body: &event.CaseEvent_ObjectiveAdded{ObjectiveAdded: &event.ObjectiveAdded{
		ObjectiveId: newID(), GoalId: goalID,
		Terms: &event.ObjectiveTerms{Statement: "no quarrel after eight in the evening"}}}}
	_, err = send(cases, request(revision, objective))
	refusal := refusalOf(err)
	if refusal == nil {
		log.Fatal("the objective was not rejected by a rule: ", err)
	}
	for _, violation := range refusal.Violations {
		fmt.Printf("rejected with %v by %s: %s: %s %s\n", status.Code(err), violation.RuleId, violation.Field,
			violation.Message, violation.Remedy)
	}

	// 3. With its goal it is accepted. Read the plan that follows, with this entry in it.
	goal := &event.CaseEvent{EffectiveOn: day, Body: &event.CaseEvent_GoalEstablished{GoalEstablished: &event.GoalEstablished{
		GoalId: goalID, ForIds: []string{childID}, Area: event.GoalArea_GOAL_AREA_SAFETY, Statement: "Ilka sleeps well"}}}
	added, err := send(cases, request(revision, goal, objective))
	if err != nil {
		log.Fatal(err)
	}
	last := added.FirstPosition + 1
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	answer, err := cases.GetCasePlan(ctx, &journal.GetCasePlanRequest{
		CaseId: caseID, View: journal.PlanView_PLAN_VIEW_WORKING, MinPosition: &last})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("plan for %s: %s\n", answer.Plan.Participants[0].Name, answer.Plan.Goals[0].Statement)
}
