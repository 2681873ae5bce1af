/** What is wrong with a document, as paths; empty where it keeps the contract of DESIGN.md ("What `--json` must carry"). */
export function contractFaults(document: unknown, exit: number | string): string[] {
  const faults: string[] = [];
  const root = objectAt(document, 'document', faults);
  const need = (isRight: boolean, path: string): void => {
    if (!isRight) faults.push(path);
  };
  need(/^bezoar\.[a-z]+(?:-[a-z]+)*\/v1$/.test(String(root.schema)), 'schema');
  need(/^\d+\.\d+\.\d+/.test(String(objectAt(root.tool, 'tool', faults).version)), 'tool.version');
  need('policy' in root && (root.policy === null || isFile(root.policy, 'digest')), 'policy');
  need(OUTCOMES[String(root.outcome)] === root.exit, 'outcome against exit');
  need(root.exit === exit, 'exit against the process');
  for (const [i, input] of listAt(root.inputs, 'inputs', faults).entries())
    need(isFile(input, 'sha256'), `inputs[${i}]`);
  const timing = objectAt(root.timing, 'timing', faults);
  need(!Number.isNaN(Date.parse(String(timing.startedAt))) && isCount(timing.totalMs), 'timing');
  const coverage = objectAt(root.coverage, 'coverage', faults);
  need(isCount(coverage.read), 'coverage.read');
  for (const [i, one] of listAt(coverage.unreadable, 'coverage.unreadable', faults).entries()) {
    const { file, line, reason } = objectAt(one, `coverage.unreadable[${i}]`, faults);
    need(isText(file) && isText(reason) && (line === undefined || isPlace(line)), `coverage.unreadable[${i}]`);
  }
  for (const [i, finding] of listAt(root.findings, 'findings', faults).entries()) {
    faults.push(...findingFaults(finding).map((fault) => `findings[${i}].${fault}`));
  }
  if (root.schema === 'bezoar.scan/v1') faults.push(...scanFaults(root));
  return faults;
}

const OUTCOMES: Readonly<Record<string, number>> = {
  ok: 0,
  adverse: 1,
  error: 2,
  undecided: 3,
  review: 4,
  interrupted: 130,
};

type Fields = Readonly<Record<string, unknown>>;

function scanFaults(root: Fields): string[] {
  const faults: string[] = [];
  if (!['clean', 'findings', 'undecided'].includes(String(root.verdict))) faults.push('verdict');
  if (root.outcome === 'ok' && root.verdict === 'undecided') faults.push('verdict against outcome');
  if (root.outcome === 'error' || root.outcome === 'interrupted') {
    const error = objectAt(root.error, 'error', faults);
    if (!isText(error.code) || !isText(error.message) || error.message === '') faults.push('error');
    return faults;
  }
  const corpus = objectAt(root.corpus, 'corpus', faults);
  for (const field of ['records', 'bytes', 'principals', 'tenants'])
    if (!isCount(corpus[field])) faults.push(`corpus.${field}`);
  if (!isHex(corpus.sha256, 64)) faults.push('corpus.sha256');
  const families = (Array.isArray(root.findings) ? (root.findings as Fields[]) : []).filter(
    ({ code }) => code === 'corpus/trigger-phrase',
  );
  for (const [i, { evidence, status }] of families.entries()) {
    const path = `trigger[${i}]`;
    const fields = objectAt(evidence, path, faults);
    if (status !== 'fixed' && fields.rank !== i + 1) faults.push(`${path}.rank`);
    if (!isText(fields.phrase)) faults.push(`${path}.phrase`);
    for (const field of ['records', 'accounts', 'tenants'])
      if (!isCount(fields[field])) faults.push(`${path}.${field}`);
    const ids = listAt(fields.recordIds, `${path}.recordIds`, faults);
    if (ids.length !== fields.records || new Set(ids).size !== ids.length) faults.push(`${path}.recordIds incomplete`);
    listAt(fields.variants, `${path}.variants`, faults);
    if (fields.action !== undefined && !isText(fields.action)) faults.push(`${path}.action`);
    const controls = objectAt(fields.controls, `${path}.controls`, faults);
    if (!isCount(controls.records) || !(Number(controls.rate) >= 0 && Number(controls.rate) <= 1))
      faults.push(`${path}.controls`);
  }
  return faults;
}

function findingFaults(value: unknown): string[] {
  const faults: string[] = [];
  const finding = objectAt(value, 'finding', faults);
  const { id, code, location } = finding;
  if (!isText(code) || !isText(id) || !id.startsWith(`${code}:`) || !isHex(id.slice(code.length + 1), 32))
    faults.push('id');
  if (!['info', 'low', 'medium', 'high', 'critical'].includes(String(finding.severity))) faults.push('severity');
  for (const field of ['subject', 'control', 'message', 'remedy'])
    if (!isText(finding[field]) || finding[field] === '') faults.push(field);
  if (listAt(finding.threats, 'threats', faults).length === 0) faults.push('threats');
  objectAt(finding.evidence, 'evidence', faults);
  if (location !== undefined) {
    const { file, line } = objectAt(location, 'location', faults);
    if (!isText(file) || (line !== undefined && !isPlace(line))) faults.push('location');
  }
  return faults;
}

function objectAt(value: unknown, path: string, faults: string[]): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  faults.push(`${path} is no object`);
  return {};
}

function listAt(value: unknown, path: string, faults: string[]): readonly unknown[] {
  if (Array.isArray(value)) return value;
  faults.push(`${path} is no list`);
  return [];
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;
const isPlace = (value: unknown): boolean => isCount(value) && Number(value) >= 1;
const isHex = (value: unknown, digits: number): boolean =>
  isText(value) && new RegExp(`^[0-9a-f]{${digits}}$`).test(value);

function isFile(value: unknown, digest: string): boolean {
  const { path, [digest]: sha256 } = (value ?? {}) as Fields;
  return isText(path) && path !== '' && (isHex(sha256, 64) || sha256 === '');
}
