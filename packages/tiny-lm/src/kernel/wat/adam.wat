;; The sum of the squares of $bytes of float32, a multiple of 16, added up in float64.
(func (export "sumOfSquares") (param $x i32) (param $bytes i32) (result f64)
  (local $end i32) (local $one v128) (local $low v128) (local $high v128)
  (local.set $end (i32.add (local.get $x) (local.get $bytes)))
  (block $none
    (loop $each
      (br_if $none (i32.ge_u (local.get $x) (local.get $end)))
      (local.set $one (v128.load (local.get $x)))
      (local.set $one (f32x4.mul (local.get $one) (local.get $one)))
      (local.set $low (f64x2.add (local.get $low) (f64x2.promote_low_f32x4 (local.get $one))))
      (local.set $high
        (f64x2.add
          (local.get $high)
          (f64x2.promote_low_f32x4
            (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $one) (local.get $one)))))
      (local.set $x (i32.add (local.get $x) (i32.const 16)))
      (br $each)))
  (local.set $low (f64x2.add (local.get $low) (local.get $high)))
  (f64.add (f64x2.extract_lane 0 (local.get $low)) (f64x2.extract_lane 1 (local.get $low))))

;; One step of AdamW over $bytes of float32, a multiple of 16: means and squares decay by $meanDecay and $squareDecay, and grow by the
;; gradients times $scale; weights lose $rate * (mean * $meanShare / (sqrt(square * $squareShare) + $epsilon) + $decay * weight).
(func (export "adam")
  (param $weights i32) (param $gradients i32) (param $means i32) (param $squares i32) (param $bytes i32)
  (param $scale f32) (param $meanDecay f32) (param $squareDecay f32) (param $meanShare f32) (param $squareShare f32)
  (param $epsilon f32) (param $rate f32) (param $decay f32)
  (local $end i32) (local $gradient v128) (local $mean v128) (local $square v128) (local $weight v128)
  (local.set $end (i32.add (local.get $weights) (local.get $bytes)))
  (block $none
    (loop $each
      (br_if $none (i32.ge_u (local.get $weights) (local.get $end)))
      (local.set $gradient (f32x4.mul (v128.load (local.get $gradients)) (f32x4.splat (local.get $scale))))
      (local.set $mean
        (f32x4.add
          (f32x4.mul (v128.load (local.get $means)) (f32x4.splat (local.get $meanDecay)))
          (f32x4.mul (local.get $gradient) (f32x4.splat (f32.sub (f32.const 1) (local.get $meanDecay))))))
      (local.set $square
        (f32x4.add
          (f32x4.mul (v128.load (local.get $squares)) (f32x4.splat (local.get $squareDecay)))
          (f32x4.mul
            (f32x4.mul (local.get $gradient) (local.get $gradient))
            (f32x4.splat (f32.sub (f32.const 1) (local.get $squareDecay))))))
      (v128.store (local.get $means) (local.get $mean))
      (v128.store (local.get $squares) (local.get $square))
      (local.set $weight (v128.load (local.get $weights)))
      (v128.store
        (local.get $weights)
        (f32x4.sub
          (local.get $weight)
          (f32x4.mul
            (f32x4.splat (local.get $rate))
            (f32x4.add
              (f32x4.div
                (f32x4.mul (local.get $mean) (f32x4.splat (local.get $meanShare)))
                (f32x4.add
                  (f32x4.sqrt (f32x4.mul (local.get $square) (f32x4.splat (local.get $squareShare))))
                  (f32x4.splat (local.get $epsilon))))
              (f32x4.mul (local.get $weight) (f32x4.splat (local.get $decay)))))))
      (local.set $weights (i32.add (local.get $weights) (i32.const 16)))
      (local.set $gradients (i32.add (local.get $gradients) (i32.const 16)))
      (local.set $means (i32.add (local.get $means) (i32.const 16)))
      (local.set $squares (i32.add (local.get $squares) (i32.const 16)))
      (br $each))))
