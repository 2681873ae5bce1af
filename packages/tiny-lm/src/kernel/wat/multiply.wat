;; C[m,n] += A[m,k] * B[k,n], float32, n a multiple of 8, any strides (in bytes) but that columns of C lie side by side. B has $real
;; columns; those behind count as 0. $room is memory of its own: 8 KiB for columns of B, then 256 KiB for rows of A.
;; Slabs of 256 rows and depths of 256 numbers, so that a slab of A stays in the second cache and eight columns of B in the first
;; (Goto and van de Geijn, 2008). Each number of C is the sum over k in order, whatever the slabs: what a row becomes does not
;; depend on the rows beside it.
(func (export "multiply")
  (param $a i32) (param $aRow i32) (param $aStep i32) (param $b i32) (param $bRow i32) (param $bStep i32) (param $real i32)
  (param $c i32) (param $cRow i32) (param $m i32) (param $k i32) (param $n i32) (param $room i32)
  (local $depth i32) (local $rows i32) (local $left i32) (local $fours i32) (local $column i32) (local $row i32)
  (local $aSlab i32) (local $bSlab i32) (local $cSlab i32) (local $panel i32) (local $panelRow i32)
  (local $fourFrom i32) (local $fourRow i32) (local $fourStep i32) (local $fourNext i32) (local $isPacked i32)
  (loop $depths
    (if (i32.le_s (local.get $k) (i32.const 0)) (then (return)))
    (local.set $depth (select (local.get $k) (i32.const 256) (i32.lt_s (local.get $k) (i32.const 256))))
    (local.set $left (local.get $m))
    (local.set $aSlab (local.get $a))
    (local.set $cSlab (local.get $c))
    (block $noSlabs
      (loop $slabs
        (br_if $noSlabs (i32.le_s (local.get $left) (i32.const 0)))
        (local.set $rows (select (local.get $left) (i32.const 256) (i32.lt_s (local.get $left) (i32.const 256))))
        (local.set $fours (i32.shr_u (local.get $rows) (i32.const 2)))
        (local.set $fourFrom (local.get $aSlab))
        (local.set $fourRow (local.get $aRow))
        (local.set $fourStep (local.get $aStep))
        (local.set $fourNext (i32.shl (local.get $aRow) (i32.const 2)))
        (if (i32.and (i32.eq (local.get $aRow) (i32.const 4)) (i32.gt_s (local.get $fours) (i32.const 0)))
          (then
            (local.set $fourFrom (i32.add (local.get $room) (i32.const 8192)))
            (call $packFours (local.get $aSlab) (local.get $aStep) (local.get $fours) (local.get $depth) (local.get $fourFrom))
            (local.set $fourStep (i32.const 16))
            (local.set $fourNext (i32.shl (local.get $depth) (i32.const 4)))))
        ;; Few rows read each number of B too seldom to be worth a copy.
        (local.set $isPacked
          (i32.or
            (i32.or (i32.ne (local.get $bStep) (i32.const 4)) (i32.ge_s (local.get $rows) (i32.const 32)))
            (i32.lt_s (local.get $real) (local.get $n))))
        (if (i32.eqz (local.get $isPacked))
          (then
            (call $sumRows
              (local.get $aSlab) (local.get $aRow) (local.get $aStep) (local.get $b) (local.get $bRow)
              (local.get $cSlab) (local.get $cRow) (i32.shl (local.get $fours) (i32.const 2)) (local.get $rows)
              (local.get $n) (local.get $depth))))
        (local.set $column (i32.const 0))
        (local.set $bSlab (local.get $b))
        (block $noPanels
          (loop $panels
            (br_if $noPanels (i32.ge_s (local.get $column) (local.get $n)))
            (br_if $noPanels (i32.eqz (i32.or (local.get $isPacked) (local.get $fours))))
            (local.set $panel (local.get $bSlab))
            (local.set $panelRow (local.get $bRow))
            (if (local.get $isPacked)
              (then
                (local.set $panel (local.get $room))
                (local.set $panelRow (i32.const 32))
                (call $packColumns
                  (local.get $bSlab) (local.get $bRow) (local.get $bStep)
                  (i32.sub (local.get $real) (local.get $column)) (local.get $depth) (local.get $panel))))
            (local.set $row (i32.add (local.get $cSlab) (i32.shl (local.get $column) (i32.const 2))))
            (if (local.get $fours)
              (then
                (call $sumFours
                  (local.get $fourFrom) (local.get $fourRow) (local.get $fourStep) (local.get $fourNext)
                  (local.get $panel) (local.get $panelRow) (local.get $row) (local.get $cRow) (local.get $fours) (local.get $depth))))
            (if (local.get $isPacked)
              (then
                (call $sumRows
                  (local.get $aSlab) (local.get $aRow) (local.get $aStep) (local.get $panel) (local.get $panelRow)
                  (local.get $row) (local.get $cRow) (i32.shl (local.get $fours) (i32.const 2)) (local.get $rows)
                  (i32.const 8) (local.get $depth))))
            (local.set $bSlab (i32.add (local.get $bSlab) (i32.shl (local.get $bStep) (i32.const 3))))
            (local.set $column (i32.add (local.get $column) (i32.const 8)))
            (br $panels)))
        (local.set $aSlab (i32.add (local.get $aSlab) (i32.mul (local.get $aRow) (i32.const 256))))
        (local.set $cSlab (i32.add (local.get $cSlab) (i32.mul (local.get $cRow) (i32.const 256))))
        (local.set $left (i32.sub (local.get $left) (i32.const 256)))
        (br $slabs)))
    (local.set $a (i32.add (local.get $a) (i32.shl (local.get $aStep) (i32.const 8))))
    (local.set $b (i32.add (local.get $b) (i32.shl (local.get $bRow) (i32.const 8))))
    (local.set $k (i32.sub (local.get $k) (i32.const 256)))
    (br $depths)))

;; The rows from $row on: those that are left over when four are taken at a time.
(func $sumRows
  (param $a i32) (param $aRow i32) (param $aStep i32) (param $b i32) (param $bRow i32)
  (param $c i32) (param $cRow i32) (param $row i32) (param $rows i32) (param $columns i32) (param $depth i32)
  (block $none
    (loop $each
      (br_if $none (i32.ge_s (local.get $row) (local.get $rows)))
      (call $sumRow
        (i32.add (local.get $a) (i32.mul (local.get $row) (local.get $aRow))) (local.get $aStep)
        (local.get $b) (local.get $bRow)
        (i32.add (local.get $c) (i32.mul (local.get $row) (local.get $cRow))) (local.get $columns) (local.get $depth))
      (local.set $row (i32.add (local.get $row) (i32.const 1)))
      (br $each))))
