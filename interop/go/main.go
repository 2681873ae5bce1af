// Command peer verifies and makes transparency logs with Go's own libraries. It shares no code with bezoar, so that
// the tests can hold one against the other.
//
//	peer SUBCOMMAND < request.json > response.json
//
// A request is a JSON array for the verify subcommands, answered by an array of the same length; bytes are base64.
// It exits with 1 and a line on stderr if the request itself cannot be read.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// subcommands maps each name to what reads a request and gives the response.
var subcommands = map[string]func(request []byte) (any, error){
	"make":               makeLogs,
	"verify-checkpoint":  each(verifyCheckpoint),
	"verify-inclusion":   each(verifyInclusion),
	"verify-consistency": each(verifyConsistency),
	"verify-tlog-proof":  each(verifyTlogProof),
}

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintf(os.Stderr, "peer: %v\n", err)
		os.Exit(1)
	}
}

func run(args []string, in io.Reader, out io.Writer) error {
	if len(args) != 1 || subcommands[args[0]] == nil {
		names := make([]string, 0, len(subcommands))
		for name := range subcommands {
			names = append(names, name)
		}
		slices.Sort(names)
		return errors.New("expected one of " + strings.Join(names, ", "))
	}
	request, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	response, err := subcommands[args[0]](request)
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(response)
}

// each applies a check to every item of a JSON array.
func each[Claim, Answer any](check func(Claim) Answer) func([]byte) (any, error) {
	return func(request []byte) (any, error) {
		var claims []Claim
		if err := json.Unmarshal(request, &claims); err != nil {
			return nil, err
		}
		answers := make([]Answer, 0, len(claims))
		for _, claim := range claims {
			answers = append(answers, check(claim))
		}
		return answers, nil
	}
}

// text gives an error's message, or nothing.
func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
