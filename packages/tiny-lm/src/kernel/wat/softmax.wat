;; Softmax of $rows rows of $stride bytes, a multiple of 16, in place: of the first $count numbers, times $scale; where $more is 1, of one
;; number more in each row. The others become 0. Of each row the largest number and the sum of the exponentials go to $ends.
(func (export "softmax")
  (param $x i32) (param $rows i32) (param $stride i32) (param $count i32) (param $more i32) (param $scale f32) (param $ends i32)
  (local $p i32) (local $end i32) (local $full i32) (local $most v128) (local $largest f32) (local $total f32) (local $share v128)
  (block $none
    (loop $each
      (br_if $none (i32.le_s (local.get $rows) (i32.const 0)))
      (local.set $p (i32.add (local.get $x) (i32.shl (local.get $count) (i32.const 2))))
      (local.set $full (i32.and (i32.add (i32.shl (local.get $count) (i32.const 2)) (i32.const 15)) (i32.const -16)))
      (local.set $end (i32.add (local.get $x) (local.get $full)))
      (block $filled
        (loop $fill
          (br_if $filled (i32.ge_u (local.get $p) (local.get $end)))
          (f32.store (local.get $p) (f32.const -inf))
          (local.set $p (i32.add (local.get $p) (i32.const 4)))
          (br $fill)))
      (local.set $most (v128.const f32x4 -inf -inf -inf -inf))
      (local.set $p (local.get $x))
      (loop $find
        (local.set $most (f32x4.pmax (local.get $most) (v128.load (local.get $p))))
        (local.set $p (i32.add (local.get $p) (i32.const 16)))
        (br_if $find (i32.lt_u (local.get $p) (local.get $end))))
      (local.set $largest
        (f32.max
          (f32.max (f32x4.extract_lane 0 (local.get $most)) (f32x4.extract_lane 1 (local.get $most)))
          (f32.max (f32x4.extract_lane 2 (local.get $most)) (f32x4.extract_lane 3 (local.get $most)))))
      (local.set $total
        (call $exponentials (local.get $x) (local.get $x) (local.get $full) (local.get $largest) (local.get $scale)))
      (local.set $share (f32x4.splat (f32.div (f32.const 1) (local.get $total))))
      (local.set $p (local.get $x))
      (loop $divide
        (v128.store (local.get $p) (f32x4.mul (v128.load (local.get $p)) (local.get $share)))
        (local.set $p (i32.add (local.get $p) (i32.const 16)))
        (br_if $divide (i32.lt_u (local.get $p) (local.get $end))))
      (local.set $end (i32.add (local.get $x) (local.get $stride)))
      (block $cleared
        (loop $clear
          (br_if $cleared (i32.ge_u (local.get $p) (local.get $end)))
          (v128.store (local.get $p) (v128.const i32x4 0 0 0 0))
          (local.set $p (i32.add (local.get $p) (i32.const 16)))
          (br $clear)))
      (f32.store (local.get $ends) (local.get $largest))
      (f32.store offset=4 (local.get $ends) (local.get $total))
      (local.set $ends (i32.add (local.get $ends) (i32.const 8)))
      (local.set $x (local.get $end))
      (local.set $count (i32.add (local.get $count) (local.get $more)))
      (local.set $rows (i32.sub (local.get $rows) (i32.const 1)))
      (br $each))))

;; The slopes of shares turned into those of what the softmax was of, in place: shares * (slopes - their mean by shares) * $scale.
(func (export "softmaxGradient")
  (param $shares i32) (param $slopes i32) (param $rows i32) (param $stride i32) (param $scale f32)
  (local $p i32) (local $sum v128) (local $mean v128)
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
              (v128.load (i32.add (local.get $shares) (local.get $p)))
              (v128.load (i32.add (local.get $slopes) (local.get $p))))))
        (local.set $p (i32.add (local.get $p) (i32.const 16)))
        (br_if $add (i32.lt_u (local.get $p) (local.get $stride))))
      (local.set $mean (f32x4.splat (call $across (local.get $sum))))
      (local.set $p (i32.const 0))
      (loop $turn
        (v128.store
          (i32.add (local.get $slopes) (local.get $p))
          (f32x4.mul
            (f32x4.mul (v128.load (i32.add (local.get $shares) (local.get $p))) (f32x4.splat (local.get $scale)))
            (f32x4.sub (v128.load (i32.add (local.get $slopes) (local.get $p))) (local.get $mean))))
        (local.set $p (i32.add (local.get $p) (i32.const 16)))
        (br_if $turn (i32.lt_u (local.get $p) (local.get $stride))))
      (local.set $shares (i32.add (local.get $shares) (local.get $stride)))
      (local.set $slopes (i32.add (local.get $slopes) (local.get $stride)))
      (local.set $rows (i32.sub (local.get $rows) (i32.const 1)))
      (br $each))))
