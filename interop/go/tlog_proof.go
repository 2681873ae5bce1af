package main

import (
	"github.com/transparency-dev/formats/proof"
	"golang.org/x/mod/sumdb/tlog"
)

type tlogProofClaim struct {
	keys
	File  []byte `json:"file"`
	Entry []byte `json:"entry"`
}

// tlogProofAnswer has an empty Refused exactly if the file is read, its checkpoint opens and the entry is included.
type tlogProofAnswer struct {
	checkpointAnswer
	Index  uint64   `json:"index"`
	Hashes [][]byte `json:"hashes"`
	Extra  []byte   `json:"extra"`
}

func verifyTlogProof(claim tlogProofClaim) tlogProofAnswer {
	answer, err := openTlogProof(claim)
	if err != nil {
		return tlogProofAnswer{checkpointAnswer: checkpointAnswer{Refused: err.Error()}}
	}
	return *answer
}

func openTlogProof(claim tlogProofClaim) (*tlogProofAnswer, error) {
	var file proof.TLogProof
	if err := file.Unmarshal(claim.File); err != nil {
		return nil, err
	}
	opened, err := openCheckpoint(file.Checkpoint, claim.keys)
	if err != nil {
		return nil, err
	}
	path := make([]tlog.Hash, 0, len(file.Hashes))
	hashes := make([][]byte, 0, len(file.Hashes))
	for _, hash := range file.Hashes {
		path = append(path, hash)
		hashes = append(hashes, hash[:])
	}
	leaf := tlog.RecordHash(claim.Entry)
	if err := tlog.CheckRecord(path, int64(opened.Size), tlog.Hash(opened.Root), int64(file.Index), leaf); err != nil {
		return nil, err
	}
	return &tlogProofAnswer{*opened, file.Index, hashes, file.ExtraData}, nil
}
