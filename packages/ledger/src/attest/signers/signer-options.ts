const OPTION = /^(?<name>[A-Za-z-]+)(?:=(?<value>"[^"\\]*"))?(?<rest>,(?=.)|$)/;

/** Options of one line of an allowed-signers file. */
export interface SignerOptions {
  /** Pattern-list of the namespaces in which the key may sign; absent: in any. */
  readonly namespaces?: readonly string[];
  /** First instant at which the key is valid, in milliseconds since the epoch. */
  readonly validAfterMs?: number;
  /** Last second in which the key is valid, in milliseconds since the epoch. */
  readonly validBeforeMs?: number;
}

/**
 * Reads the options of a line (ssh-keygen(1), ALLOWED SIGNERS): `namespaces="list"`, `valid-after="time"`,
 * `valid-before="time"`, separated by commas, values in double quotes and without backslashes, names in any case. What is wrong is added to
 * `faults`. `cert-authority` is refused: a key that may name others cannot be counted as one person.
 */
export function parseSignerOptions(text: string, faults: string[]): SignerOptions {
  const options: { namespaces?: readonly string[]; validAfterMs?: number; validBeforeMs?: number } = {};
  const seen = new Set<string>();
  let rest = text;
  while (rest !== '') {
    const groups = OPTION.exec(rest)?.groups;
    if (groups === undefined) {
      faults.push(`expected options such as \`namespaces="decision@bezoar"\`, got \`${rest.slice(0, 64)}\``);
      return options;
    }
    const name = groups.name!.toLowerCase();
    rest = rest.slice(name.length + (groups.value === undefined ? 0 : groups.value.length + 1) + groups.rest!.length);
    const value = groups.value?.slice(1, -1);
    if (seen.has(name)) faults.push(`option \`${name}\` stands there twice`);
    seen.add(name);
    if (name === 'cert-authority') faults.push('`cert-authority` is not supported: list the keys themselves');
    else if (name !== 'namespaces' && name !== 'valid-after' && name !== 'valid-before') {
      faults.push(`unknown option \`${name.slice(0, 64)}\``);
    } else if (value === undefined) faults.push(`option \`${name}\` needs a value in double quotes`);
    else if (name === 'namespaces') options.namespaces = patternListAt(value, 'namespaces', faults);
    else {
      const ms = parseSignerTime(value);
      if (ms === undefined)
        faults.push(`\`${name}\`: expected YYYYMMDD or YYYYMMDDHHMM[SS], got \`${value.slice(0, 64)}\``);
      else if (name === 'valid-after') options.validAfterMs = ms;
      else options.validBeforeMs = ms;
    }
  }
  const { validAfterMs, validBeforeMs } = options;
  if (validAfterMs !== undefined && validBeforeMs !== undefined && validAfterMs >= validBeforeMs) {
    faults.push('`valid-after` is not before `valid-before`: the key is never valid');
  }
  return options;
}

/** Longest pattern, in characters. With `matchesPattern` it bounds the work on one line (CWE-1333). */
const MAX_PATTERN_LENGTH = 256;

/** The patterns of a comma-separated list. An empty, long or non-ASCII one is a fault: look-alike names are one trick. */
export function patternListAt(text: string, at: string, faults: string[]): readonly string[] {
  const patterns = text.split(',');
  for (const pattern of patterns) {
    if (pattern === '' || pattern === '!') faults.push(`${at}: an empty pattern`);
    else if (pattern.length > MAX_PATTERN_LENGTH) {
      faults.push(`${at}: expected patterns of at most ${MAX_PATTERN_LENGTH} characters, got ${pattern.length}`);
    } else if (!/^[!-~]+$/.test(pattern))
      faults.push(`${at}: expected printable ASCII, got ${JSON.stringify(pattern)}`);
  }
  if (patterns.every((pattern) => pattern.startsWith('!')))
    faults.push(`${at}: only exclusions, so that nothing matches`);
  return patterns;
}

const TIME = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?Z?$/;

/**
 * Milliseconds since the epoch of `YYYYMMDD` or `YYYYMMDDHHMM[SS]`, with or without `Z`; `undefined` for anything else.
 *
 * OpenSSH reads a time without `Z` in the time zone of the machine. Here it is read as UTC, so that a signature is valid
 * or not wherever it is verified: write the `Z`, and both agree.
 */
export function parseSignerTime(text: string): number | undefined {
  const fields = TIME.exec(text);
  if (fields === null) return undefined;
  const [year, month, day, hour, minute, second] = fields.slice(1).map((field) => Number(field ?? 0)) as number[];
  const ms = Date.UTC(year!, month! - 1, day!, hour!, minute!, second!);
  const compact = new Date(ms).toISOString().replace(/[-:T]/g, '').slice(0, 14);
  return ms > 0 && compact === text.replace('Z', '').padEnd(14, '0') ? ms : undefined;
}
