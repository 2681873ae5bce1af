package main

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/transparency-dev/formats/log"
	fnote "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/formats/proof"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type makeRequest struct {
	// Origin names the log and its key.
	Origin string `json:"origin"`
	// Sizes at which to publish a checkpoint and all proofs, smallest first.
	Sizes []int64 `json:"sizes"`
	// Witnesses names those that cosign every checkpoint.
	Witnesses []string `json:"witnesses"`
}

type madeLog struct {
	keys
	// Entries are all the entries of the largest tree.
	Entries     [][]byte           `json:"entries"`
	Checkpoints [][]byte           `json:"checkpoints"`
	Inclusion   []inclusionClaim   `json:"inclusion"`
	Consistency []consistencyClaim `json:"consistency"`
	// TlogProofs are the proof files of the largest tree, one for each entry.
	TlogProofs [][]byte `json:"tlogProofs"`
}

// storedHashes is a whole log in memory, in the order that sumdb stores it.
type storedHashes []tlog.Hash

func (stored storedHashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, 0, len(indexes))
	for _, index := range indexes {
		if index >= int64(len(stored)) {
			return nil, fmt.Errorf("no stored hash %d", index)
		}
		hashes = append(hashes, stored[index])
	}
	return hashes, nil
}

func makeLogs(request []byte) (any, error) {
	var asked makeRequest
	if err := json.Unmarshal(request, &asked); err != nil {
		return nil, err
	}
	if len(asked.Sizes) == 0 {
		return nil, errors.New("no sizes")
	}
	made := &madeLog{}
	signers, err := made.generateKeys(asked)
	if err != nil {
		return nil, err
	}
	stored, err := made.append(asked.Sizes[len(asked.Sizes)-1])
	if err != nil {
		return nil, err
	}
	for at, size := range asked.Sizes {
		if err := made.publish(asked.Origin, size, asked.Sizes[:at+1], stored, signers); err != nil {
			return nil, fmt.Errorf("size %d: %w", size, err)
		}
	}
	return made, nil
}

func (made *madeLog) generateKeys(asked makeRequest) ([]note.Signer, error) {
	skey, vkey, err := note.GenerateKey(rand.Reader, asked.Origin)
	if err != nil {
		return nil, err
	}
	signer, err := note.NewSigner(skey)
	if err != nil {
		return nil, err
	}
	made.LogKey = vkey
	made.Witnesses = []string{}
	signers := []note.Signer{signer}
	for _, name := range asked.Witnesses {
		skey, vkey, err := note.GenerateKey(rand.Reader, name)
		if err != nil {
			return nil, err
		}
		cosigner, err := fnote.NewSignerForCosignatureV1(skey)
		if err != nil {
			return nil, err
		}
		cosignatureKey, err := fnote.VKeyToCosignatureV1(vkey)
		if err != nil {
			return nil, err
		}
		signers = append(signers, cosigner)
		made.Witnesses = append(made.Witnesses, cosignatureKey)
	}
	return signers, nil
}

func (made *madeLog) append(size int64) (storedHashes, error) {
	var stored storedHashes
	for index := range size {
		entry := fmt.Appendf(nil, `{"entry":%d}`, index)
		hashes, err := tlog.StoredHashes(index, entry, stored)
		if err != nil {
			return nil, err
		}
		stored = append(stored, hashes...)
		made.Entries = append(made.Entries, entry)
	}
	return stored, nil
}

// publish adds the checkpoint of one size, with all inclusion proofs in it and consistency proofs up to it; the proof
// files of the largest size, which comes last, stay.
func (made *madeLog) publish(origin string, size int64, sizes []int64, stored storedHashes, signers []note.Signer) error {
	root, err := tlog.TreeHash(size, stored)
	if err != nil {
		return err
	}
	body := log.Checkpoint{Origin: origin, Size: uint64(size), Hash: root[:]}.Marshal()
	checkpoint, err := note.Sign(&note.Note{Text: string(body)}, signers...)
	if err != nil {
		return err
	}
	made.Checkpoints = append(made.Checkpoints, checkpoint)
	made.TlogProofs = [][]byte{}
	for index := range size {
		path, err := tlog.ProveRecord(size, index, stored)
		if err != nil {
			return err
		}
		leaf := tlog.RecordHash(made.Entries[index])
		claim := inclusionClaim{leaf[:], uint64(index), uint64(size), bytesOf(path), root[:]}
		made.Inclusion = append(made.Inclusion, claim)
		file := proof.TLogProof{Index: uint64(index), Checkpoint: checkpoint}
		for _, hash := range path {
			file.Hashes = append(file.Hashes, hash)
		}
		if index%2 == 1 {
			file.ExtraData = fmt.Appendf(nil, "extra %d", index)
		}
		made.TlogProofs = append(made.TlogProofs, file.Marshal())
	}
	for _, from := range sizes {
		fromRoot, err := tlog.TreeHash(from, stored)
		if err != nil {
			return err
		}
		// sumdb proves nothing about the empty tree: everything grows from it.
		var path tlog.TreeProof
		if from > 0 {
			if path, err = tlog.ProveTree(size, from, stored); err != nil {
				return err
			}
		}
		claim := consistencyClaim{uint64(from), fromRoot[:], uint64(size), root[:], bytesOf(path)}
		made.Consistency = append(made.Consistency, claim)
	}
	return nil
}

func bytesOf(hashes []tlog.Hash) [][]byte {
	slices := make([][]byte, 0, len(hashes))
	for _, hash := range hashes {
		slices = append(slices, hash[:])
	}
	return slices
}
