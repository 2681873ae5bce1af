package main

import (
	"errors"
	"math"

	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/tlog"
)

// merkleAnswer says why each of two libraries refused a proof; empty means that it was accepted.
type merkleAnswer struct {
	SumDB  string `json:"sumdb"`
	Merkle string `json:"merkle"`
}

type inclusionClaim struct {
	LeafHash []byte   `json:"leafHash"`
	Index    uint64   `json:"index"`
	Size     uint64   `json:"size"`
	Proof    [][]byte `json:"proof"`
	Root     []byte   `json:"root"`
}

func verifyInclusion(claim inclusionClaim) merkleAnswer {
	return merkleAnswer{
		SumDB: text(sumdbCheck(claim.Proof, claim.Root, claim.LeafHash, claim.Size, func(hashes []tlog.Hash, root, leaf tlog.Hash) error {
			return tlog.CheckRecord(hashes, int64(claim.Size), root, int64(claim.Index), leaf)
		})),
		Merkle: text(proof.VerifyInclusion(rfc6962.DefaultHasher, claim.Index, claim.Size, claim.LeafHash, claim.Proof, claim.Root)),
	}
}

type consistencyClaim struct {
	FromSize uint64   `json:"fromSize"`
	FromRoot []byte   `json:"fromRoot"`
	ToSize   uint64   `json:"toSize"`
	ToRoot   []byte   `json:"toRoot"`
	Proof    [][]byte `json:"proof"`
}

func verifyConsistency(claim consistencyClaim) merkleAnswer {
	return merkleAnswer{
		SumDB: text(sumdbCheck(claim.Proof, claim.ToRoot, claim.FromRoot, claim.ToSize, func(hashes []tlog.Hash, to, from tlog.Hash) error {
			return tlog.CheckTree(hashes, int64(claim.ToSize), to, int64(claim.FromSize), from)
		})),
		Merkle: text(proof.VerifyConsistency(rfc6962.DefaultHasher, claim.FromSize, claim.ToSize, claim.Proof, claim.FromRoot, claim.ToRoot)),
	}
}

// sumdbCheck turns byte slices into hashes of the one length that sumdb knows, and runs a check on them.
func sumdbCheck(path [][]byte, one, other []byte, size uint64, check func([]tlog.Hash, tlog.Hash, tlog.Hash) error) error {
	if size > math.MaxInt64 {
		return errors.New("size of more than 63 bits")
	}
	hashes := make([]tlog.Hash, 0, len(path))
	for _, bytes := range append([][]byte{one, other}, path...) {
		if len(bytes) != tlog.HashSize {
			return errors.New("hash of wrong length")
		}
		hashes = append(hashes, tlog.Hash(bytes))
	}
	return check(hashes[2:], hashes[0], hashes[1])
}
