;; silu(gate) * up of $rows rows; a row has $size bytes of gates, a multiple of 16, then as many of ups.
(func (export "gate") (param $gateUp i32) (param $to i32) (param $rows i32) (param $size i32)
  (local $end i32)
  (block $none
    (loop $each
      (br_if $none (i32.le_s (local.get $rows) (i32.const 0)))
      (drop (call $exponentials (local.get $gateUp) (local.get $to) (local.get $size) (f32.const 0) (f32.const -1)))
      (local.set $end (i32.add (local.get $to) (local.get $size)))
      (loop $row
        (v128.store
          (local.get $to)
          (f32x4.div
            (f32x4.mul (v128.load (local.get $gateUp)) (v128.load (i32.add (local.get $gateUp) (local.get $size))))
            (f32x4.add (v128.const f32x4 1 1 1 1) (v128.load (local.get $to)))))
        (local.set $gateUp (i32.add (local.get $gateUp) (i32.const 16)))
        (local.set $to (i32.add (local.get $to) (i32.const 16)))
        (br_if $row (i32.lt_u (local.get $to) (local.get $end))))
      (local.set $gateUp (i32.add (local.get $gateUp) (local.get $size)))
      (local.set $rows (i32.sub (local.get $rows) (i32.const 1)))
      (br $each))))

;; Its gradient along gates and ups, from that of its output.
(func (export "gateGradient") (param $gateUp i32) (param $above i32) (param $to i32) (param $rows i32) (param $size i32)
  (local $end i32) (local $z v128) (local $logistic v128) (local $slope v128)
  (block $none
    (loop $each
      (br_if $none (i32.le_s (local.get $rows) (i32.const 0)))
      (drop (call $exponentials (local.get $gateUp) (local.get $to) (local.get $size) (f32.const 0) (f32.const -1)))
      (local.set $end (i32.add (local.get $to) (local.get $size)))
      (loop $row
        (local.set $z (v128.load (local.get $gateUp)))
        (local.set $slope (v128.load (local.get $above)))
        (local.set $logistic
          (f32x4.div (v128.const f32x4 1 1 1 1) (f32x4.add (v128.const f32x4 1 1 1 1) (v128.load (local.get $to)))))
        (v128.store
          (local.get $to)
          (f32x4.mul
            (f32x4.mul
              (f32x4.mul (local.get $slope) (v128.load (i32.add (local.get $gateUp) (local.get $size))))
              (local.get $logistic))
            (f32x4.add
              (v128.const f32x4 1 1 1 1)
              (f32x4.mul (local.get $z) (f32x4.sub (v128.const f32x4 1 1 1 1) (local.get $logistic))))))
        (v128.store
          (i32.add (local.get $to) (local.get $size))
          (f32x4.mul (f32x4.mul (local.get $slope) (local.get $z)) (local.get $logistic)))
        (local.set $gateUp (i32.add (local.get $gateUp) (i32.const 16)))
        (local.set $above (i32.add (local.get $above) (i32.const 16)))
        (local.set $to (i32.add (local.get $to) (i32.const 16)))
        (br_if $row (i32.lt_u (local.get $to) (local.get $end))))
      (local.set $gateUp (i32.add (local.get $gateUp) (local.get $size)))
      (local.set $to (i32.add (local.get $to) (local.get $size)))
      (local.set $rows (i32.sub (local.get $rows) (i32.const 1)))
      (br $each))))
