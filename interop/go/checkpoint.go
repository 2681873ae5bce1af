package main

import (
	"errors"
	"fmt"

	"github.com/transparency-dev/formats/log"
	fnote "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type keys struct {
	LogKey    string   `json:"logKey"`
	Witnesses []string `json:"witnesses"`
}

type cosigned struct {
	Name      string `json:"name"`
	Timestamp int64  `json:"timestamp"`
}

type checkpointClaim struct {
	keys
	Note []byte `json:"note"`
}

// checkpointAnswer has an empty Refused exactly if the log's signature is there and no known key's is false.
type checkpointAnswer struct {
	Refused  string     `json:"refused"`
	Origin   string     `json:"origin"`
	Size     uint64     `json:"size"`
	Root     []byte     `json:"root"`
	Cosigned []cosigned `json:"cosigned"`
}

func verifyCheckpoint(claim checkpointClaim) checkpointAnswer {
	opened, err := openCheckpoint(claim.Note, claim.keys)
	if err != nil {
		return checkpointAnswer{Refused: err.Error()}
	}
	return *opened
}

func openCheckpoint(signed []byte, with keys) (*checkpointAnswer, error) {
	logVerifier, err := note.NewVerifier(with.LogKey)
	if err != nil {
		return nil, err
	}
	witnesses := make([]note.Verifier, 0, len(with.Witnesses))
	for _, vkey := range with.Witnesses {
		witness, err := fnote.NewVerifierForCosignatureV1(vkey)
		if err != nil {
			return nil, fmt.Errorf("witness %q: %w", vkey, err)
		}
		witnesses = append(witnesses, witness)
	}
	checkpoint, _, opened, err := log.ParseCheckpoint(signed, logVerifier.Name(), logVerifier, witnesses...)
	if err != nil {
		return nil, err
	}
	if len(checkpoint.Hash) != tlog.HashSize {
		return nil, errors.New("root hash of wrong length")
	}
	answer := &checkpointAnswer{
		Origin:   checkpoint.Origin,
		Size:     checkpoint.Size,
		Root:     checkpoint.Hash,
		Cosigned: []cosigned{},
	}
	for _, signature := range opened.Sigs {
		if signature.Name == logVerifier.Name() && signature.Hash == logVerifier.KeyHash() {
			continue
		}
		at, err := fnote.CoSigV1Timestamp(signature)
		if err != nil {
			return nil, err
		}
		answer.Cosigned = append(answer.Cosigned, cosigned{signature.Name, at.Unix()})
	}
	return answer, nil
}
