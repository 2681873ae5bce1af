// @ts-check

/**
 * Says how far a run is, on stderr: done, total, rate and time left, at most once every five seconds.
 * @param {number} total
 */
export function startProgress(total) {
  const startedAt = performance.now();
  let done = 0;
  let saidAt = startedAt;
  return () => {
    done++;
    const now = performance.now();
    if (now - saidAt < 5000 && done < total) return;
    saidAt = now;
    const perSecond = done / ((now - startedAt) / 1000);
    process.stderr.write(
      `${done}/${total}, ${perSecond.toFixed(2)}/s, ${Math.ceil((total - done) / perSecond)} s left\n`,
    );
  };
}
