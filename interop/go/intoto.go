package main

import (
	"encoding/json"

	testresult "github.com/in-toto/attestation/go/predicates/test_result/v0"
	intoto "github.com/in-toto/attestation/go/v1"
	"google.golang.org/protobuf/encoding/protojson"
)

func init() {
	subcommands["verify-statement"] = each(verifyStatement)
}

const testResultType = "https://in-toto.io/attestation/test-result/v0.1"

type statementClaim struct {
	Statement []byte `json:"statement"`
}

// statementAnswer is what the official module of in-toto read; Refused says why it did not.
type statementAnswer struct {
	Refused       string              `json:"refused"`
	PredicateType string              `json:"predicateType"`
	Subject       []map[string]string `json:"subject"`
	Predicate     json.RawMessage     `json:"predicate"`
	// Result and Tests stand there for a test result only.
	Result string   `json:"result"`
	Tests  []string `json:"tests"`
}

func verifyStatement(claim statementClaim) statementAnswer {
	answer, err := readStatement(claim.Statement)
	if err != nil {
		return statementAnswer{Refused: err.Error()}
	}
	return answer
}

func readStatement(raw []byte) (statementAnswer, error) {
	// Without DiscardUnknown: a field that the specification does not have is an error.
	statement := &intoto.Statement{}
	if err := protojson.Unmarshal(raw, statement); err != nil {
		return statementAnswer{}, err
	}
	if err := statement.Validate(); err != nil {
		return statementAnswer{}, err
	}
	predicate, err := protojson.Marshal(statement.GetPredicate())
	if err != nil {
		return statementAnswer{}, err
	}
	answer := statementAnswer{PredicateType: statement.GetPredicateType(), Predicate: predicate}
	for _, subject := range statement.GetSubject() {
		answer.Subject = append(answer.Subject, subject.GetDigest())
	}
	if answer.PredicateType != testResultType {
		return answer, nil
	}
	result := &testresult.TestResult{}
	if err := protojson.Unmarshal(predicate, result); err != nil {
		return statementAnswer{}, err
	}
	for _, descriptor := range result.GetConfiguration() {
		if err := descriptor.Validate(); err != nil {
			return statementAnswer{}, err
		}
	}
	answer.Result = result.GetResult()
	for _, tests := range [][]string{result.GetPassedTests(), result.GetWarnedTests(), result.GetFailedTests()} {
		answer.Tests = append(answer.Tests, tests...)
	}
	return answer, nil
}
