;; Eight columns of B, from any strides, as rows of eight numbers one after the other: what the sums read then lies side by side in the
;; processor's first cache. Columns from $real on are 0. Strides are in bytes.
(func $packColumns
  (param $from i32) (param $row i32) (param $step i32) (param $real i32) (param $depth i32) (param $to i32)
  (local $end i32) (local $p i32) (local $q i32) (local $column i32)
  (local.set $end (i32.add (local.get $to) (i32.shl (local.get $depth) (i32.const 5))))
  (if (i32.and (i32.eq (local.get $step) (i32.const 4)) (i32.ge_s (local.get $real) (i32.const 8)))
    (then
      (loop $rows
        (v128.store (local.get $to) (v128.load (local.get $from)))
        (v128.store offset=16 (local.get $to) (v128.load offset=16 (local.get $from)))
        (local.set $from (i32.add (local.get $from) (local.get $row)))
        (local.set $to (i32.add (local.get $to) (i32.const 32)))
        (br_if $rows (i32.lt_u (local.get $to) (local.get $end))))
      (return)))
  (loop $columns
    (local.set $p (local.get $from))
    (local.set $q (i32.add (local.get $to) (i32.shl (local.get $column) (i32.const 2))))
    (if (i32.lt_s (local.get $column) (local.get $real))
      (then
        (loop $rows
          (f32.store (local.get $q) (f32.load (local.get $p)))
          (local.set $p (i32.add (local.get $p) (local.get $row)))
          (local.set $q (i32.add (local.get $q) (i32.const 32)))
          (br_if $rows (i32.lt_u (local.get $q) (local.get $end)))))
      (else
        (loop $rows
          (f32.store (local.get $q) (f32.const 0))
          (local.set $q (i32.add (local.get $q) (i32.const 32)))
          (br_if $rows (i32.lt_u (local.get $q) (local.get $end))))))
    (local.set $from (i32.add (local.get $from) (local.get $step)))
    (local.set $column (i32.add (local.get $column) (i32.const 1)))
    (br_if $columns (i32.lt_u (local.get $column) (i32.const 8)))))

;; Rows of A whose numbers stand below one another, four rows at a time as quadruples.
(func $packFours (param $from i32) (param $step i32) (param $fours i32) (param $depth i32) (param $to i32)
  (local $p i32) (local $end i32)
  (loop $blocks
    (local.set $p (local.get $from))
    (local.set $end (i32.add (local.get $to) (i32.shl (local.get $depth) (i32.const 4))))
    (loop $rows
      (v128.store (local.get $to) (v128.load (local.get $p)))
      (local.set $p (i32.add (local.get $p) (local.get $step)))
      (local.set $to (i32.add (local.get $to) (i32.const 16)))
      (br_if $rows (i32.lt_u (local.get $to) (local.get $end))))
    (local.set $from (i32.add (local.get $from) (i32.const 16)))
    (local.set $fours (i32.sub (local.get $fours) (i32.const 1)))
    (br_if $blocks (local.get $fours))))
