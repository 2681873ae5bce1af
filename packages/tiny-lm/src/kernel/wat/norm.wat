;; x * weights / the root mean square of x, for rows of $width bytes, a multiple of 16. One over that root goes to $scales.
(func (export "normalise")
  (param $x i32) (param $weights i32) (param $to i32) (param $scales i32) (param $rows i32) (param $width i32) (param $epsilon f32)
  (local $p i32) (local $sum v128) (local $scale f32)
  (block $none
    (loop $each
      (br_if $none (i32.le_s (local.get $rows) (i32.const 0)))
      (local.set $sum (v128.const i32x4 0 0 0 0))
      (local.set $p (i32.const 0))
      (loop $add
        (local.set $sum
          (f32x4.add
            (local.get $sum)
            (f32x4.mul
              (v128.load (i32.add (local.get $x) (local.get $p)))
              (v128.load (i32.add (local.get $x) (local.get $p))))))
        (local.set $p (i32.add (local.get $p) (i32.const 16)))
        (br_if $add (i32.lt_u (local.get $p) (local.get $width))))
      (local.set $scale
        (f32.div
          (f32.const 1)
          (f32.sqrt
            (f32.add
              (f32.div
                (call $across (local.get $sum))
                (f32.convert_i32_u (i32.shr_u (local.get $width) (i32.const 2))))
              (local.get $epsilon)))))
      (f32.store (local.get $scales) (local.get $scale))
      (local.set $p (i32.const 0))
      (loop $row
        (v128.store
          (i32.add (local.get $to) (local.get $p))
          (f32x4.mul
            (f32x4.mul (v128.load (i32.add (local.get $x) (local.get $p))) (f32x4.splat (local.get $scale)))
            (v128.load (i32.add (local.get $weights) (local.get $p)))))
        (local.set $p (i32.add (local.get $p) (i32.const 16)))
        (br_if $row (i32.lt_u (local.get $p) (local.get $width))))
      (local.set $x (i32.add (local.get $x) (local.get $width)))
      (local.set $to (i32.add (local.get $to) (local.get $width)))
      (local.set $scales (i32.add (local.get $scales) (i32.const 4)))
      (local.set $rows (i32.sub (local.get $rows) (i32.const 1)))
      (br $each))))

;; Adds its gradients to those of the weights and of x.
(func (export "normGradient")
  (param $x i32) (param $weights i32) (param $scales i32) (param $above i32) (param $toWeights i32) (param $to i32)
  (param $rows i32) (param $width i32)
  (local $p i32) (local $sum v128) (local $scale f32) (local $along v128) (local $slope v128)
  (block $none
    (loop $each
      (br_if $none (i32.le_s (local.get $rows) (i32.const 0)))
      (local.set $scale (f32.load (local.get $scales)))
      (local.set $sum (v128.const i32x4 0 0 0 0))
      (local.set $p (i32.const 0))
      (loop $add
        (local.set $slope
          (f32x4.mul
            (v128.load (i32.add (local.get $above) (local.get $p)))
            (v128.load (i32.add (local.get $x) (local.get $p)))))
        (local.set $sum
          (f32x4.add
            (local.get $sum)
            (f32x4.mul (local.get $slope) (v128.load (i32.add (local.get $weights) (local.get $p))))))
        (v128.store
          (i32.add (local.get $toWeights) (local.get $p))
          (f32x4.add
            (v128.load (i32.add (local.get $toWeights) (local.get $p)))
            (f32x4.mul (local.get $slope) (f32x4.splat (local.get $scale)))))
        (local.set $p (i32.add (local.get $p) (i32.const 16)))
        (br_if $add (i32.lt_u (local.get $p) (local.get $width))))
      (local.set $along
        (f32x4.splat
          (f32.div
            (f32.mul
              (call $across (local.get $sum))
              (f32.mul (f32.mul (local.get $scale) (local.get $scale)) (local.get $scale)))
            (f32.convert_i32_u (i32.shr_u (local.get $width) (i32.const 2))))))
      (local.set $p (i32.const 0))
      (loop $row
        (v128.store
          (i32.add (local.get $to) (local.get $p))
          (f32x4.add
            (v128.load (i32.add (local.get $to) (local.get $p)))
            (f32x4.sub
              (f32x4.mul
                (f32x4.mul
                  (v128.load (i32.add (local.get $above) (local.get $p)))
                  (v128.load (i32.add (local.get $weights) (local.get $p))))
                (f32x4.splat (local.get $scale)))
              (f32x4.mul (v128.load (i32.add (local.get $x) (local.get $p))) (local.get $along)))))
        (local.set $p (i32.add (local.get $p) (i32.const 16)))
        (br_if $row (i32.lt_u (local.get $p) (local.get $width))))
      (local.set $x (i32.add (local.get $x) (local.get $width)))
      (local.set $above (i32.add (local.get $above) (local.get $width)))
      (local.set $to (i32.add (local.get $to) (local.get $width)))
      (local.set $scales (i32.add (local.get $scales) (i32.const 4)))
      (local.set $rows (i32.sub (local.get $rows) (i32.const 1)))
      (br $each))))
