;; to[i] = exp((from[i] - $offset) * $scale) for $bytes of float32, a multiple of 16; returns their sum. Below -87 exp is 0, above 88 it
;; stays there; what is no number stays none. Range reduction and polynomial of Cephes (Moshier, 1992, `expf`): 2 units in the last place.
(func $exponentials
  (param $from i32) (param $to i32) (param $bytes i32) (param $offset f32) (param $scale f32) (result f32)
  (local $end i32) (local $given v128) (local $x v128) (local $n v128) (local $y v128) (local $sum v128)
  (local.set $end (i32.add (local.get $from) (local.get $bytes)))
  (block $none
    (loop $each
      (br_if $none (i32.ge_u (local.get $from) (local.get $end)))
      (local.set $given
        (f32x4.mul
          (f32x4.sub (v128.load (local.get $from)) (f32x4.splat (local.get $offset)))
          (f32x4.splat (local.get $scale))))
      (local.set $x
        (f32x4.pmin
          (f32x4.pmax (local.get $given) (v128.const f32x4 -87 -87 -87 -87))
          (v128.const f32x4 88 88 88 88)))
      (local.set $n
        (f32x4.nearest
          (f32x4.mul (local.get $x) (v128.const f32x4 1.44269504088896341 1.44269504088896341 1.44269504088896341 1.44269504088896341))))
      (local.set $x
        (f32x4.sub (local.get $x) (f32x4.mul (local.get $n) (v128.const f32x4 0.693359375 0.693359375 0.693359375 0.693359375))))
      (local.set $x
        (f32x4.add (local.get $x) (f32x4.mul (local.get $n) (v128.const f32x4 2.12194440e-4 2.12194440e-4 2.12194440e-4 2.12194440e-4))))
      (local.set $y (v128.const f32x4 1.9875691500e-4 1.9875691500e-4 1.9875691500e-4 1.9875691500e-4))
      (local.set $y
        (f32x4.add (f32x4.mul (local.get $y) (local.get $x)) (v128.const f32x4 1.3981999507e-3 1.3981999507e-3 1.3981999507e-3 1.3981999507e-3)))
      (local.set $y
        (f32x4.add (f32x4.mul (local.get $y) (local.get $x)) (v128.const f32x4 8.3334519073e-3 8.3334519073e-3 8.3334519073e-3 8.3334519073e-3)))
      (local.set $y
        (f32x4.add (f32x4.mul (local.get $y) (local.get $x)) (v128.const f32x4 4.1665795894e-2 4.1665795894e-2 4.1665795894e-2 4.1665795894e-2)))
      (local.set $y
        (f32x4.add (f32x4.mul (local.get $y) (local.get $x)) (v128.const f32x4 1.6666665459e-1 1.6666665459e-1 1.6666665459e-1 1.6666665459e-1)))
      (local.set $y
        (f32x4.add (f32x4.mul (local.get $y) (local.get $x)) (v128.const f32x4 5.0000001201e-1 5.0000001201e-1 5.0000001201e-1 5.0000001201e-1)))
      (local.set $y
        (f32x4.add
          (f32x4.add (f32x4.mul (f32x4.mul (local.get $y) (local.get $x)) (local.get $x)) (local.get $x))
          (v128.const f32x4 1 1 1 1)))
      ;; Times 2 to the n: n is put where a float has its exponent.
      (local.set $y
        (f32x4.mul
          (local.get $y)
          (i32x4.shl (i32x4.add (i32x4.trunc_sat_f32x4_s (local.get $n)) (v128.const i32x4 127 127 127 127)) (i32.const 23))))
      (local.set $y
        (v128.andnot (local.get $y) (f32x4.lt (local.get $given) (v128.const f32x4 -87 -87 -87 -87))))
      (v128.store (local.get $to) (local.get $y))
      (local.set $sum (f32x4.add (local.get $sum) (local.get $y)))
      (local.set $from (i32.add (local.get $from) (i32.const 16)))
      (local.set $to (i32.add (local.get $to) (i32.const 16)))
      (br $each)))
  (call $across (local.get $sum)))

;; The sum of four lanes.
(func $across (param $x v128) (result f32)
  (f32.add
    (f32.add (f32x4.extract_lane 0 (local.get $x)) (f32x4.extract_lane 1 (local.get $x)))
    (f32.add (f32x4.extract_lane 2 (local.get $x)) (f32x4.extract_lane 3 (local.get $x)))))
