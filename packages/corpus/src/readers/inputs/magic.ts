const MODEL = 'not a training corpus; models are checked with `bezoar verify`';
const OPEN_OBJECT = 0x7b;

/** A file format by the bytes it begins with. */
interface Magic {
  readonly bytes: readonly number[];
  readonly at?: number;
  readonly reason: string;
}

const ascii = (text: string): readonly number[] => [...Buffer.from(text, 'latin1')];
const model = (name: string): string => `this is ${name}, ${MODEL}`;
const packed = (name: string): string => `this is ${name}, which this version does not read: decompress it first`;
const recode = (name: string): string => `this is ${name} text: convert it to UTF-8 first`;

const MAGICS: readonly Magic[] = [
  { bytes: ascii('GGUF'), reason: model('a GGUF model file') },
  { bytes: ascii('GGML'), reason: model('a GGML model file') },
  { bytes: ascii('\x89HDF\r\n\x1a\n'), reason: model('an HDF5 file (Keras weights)') },
  { bytes: ascii('\x93NUMPY'), reason: model('a NumPy array file') },
  ...[2, 3, 4, 5].map((version) => ({
    bytes: [0x80, version],
    reason: model(`a pickle (protocol ${version}, as PyTorch writes)`),
  })),
  {
    bytes: ascii('PK'),
    reason: `this is a zip archive: unpack it first; if it is a PyTorch or Keras model, it is ${MODEL}`,
  },
  {
    bytes: ascii('PAR1'),
    reason: 'this is a Parquet file, which this version does not read: convert it to JSON lines first',
  },
  {
    bytes: ascii('ARROW1'),
    reason: 'this is an Arrow file, which this version does not read: convert it to JSON lines first',
  },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], reason: packed('zstd data') },
  { bytes: ascii('\xfd7zXZ\0'), reason: packed('xz data') },
  { bytes: ascii('BZh'), reason: packed('bzip2 data') },
  { bytes: [0x04, 0x22, 0x4d, 0x18], reason: packed('lz4 data') },
  { bytes: ascii("7z\xbc\xaf'\x1c"), reason: packed('a 7z archive') },
  { bytes: ascii('ustar'), at: 257, reason: 'this is a tar archive: unpack it first' },
  { bytes: [0xff, 0xfe, 0x00, 0x00], reason: recode('UTF-32') },
  { bytes: [0x00, 0x00, 0xfe, 0xff], reason: recode('UTF-32') },
  { bytes: [0xff, 0xfe], reason: recode('UTF-16') },
  { bytes: [0xfe, 0xff], reason: recode('UTF-16') },
  { bytes: ascii('%PDF-'), reason: 'this is a PDF document, not a training corpus' },
  { bytes: ascii('SQLite format 3\0'), reason: 'this is an SQLite database: export it to JSON lines first' },
];

/**
 * Why bytes are the beginning of something else than text, with what to do about it, or undefined. Content decides, never
 * the extension: a model that is named `.jsonl` is still a model.
 */
export function describeForeign(head: Buffer): string | undefined {
  const magic = MAGICS.find(({ bytes, at = 0 }) => bytes.every((byte, index) => head[at + index] === byte));
  if (magic !== undefined) return magic.reason;
  if (isSafetensors(head)) return model('a safetensors model file');
  if (isOnnx(head)) return model('an ONNX model file');
  return undefined;
}

/** Eight bytes of header length, little-endian and at most 100 MB, then the JSON header (safetensors format). */
function isSafetensors(head: Buffer): boolean {
  if (head.length < 10 || head[8] !== OPEN_OBJECT) return false;
  const length = head.readBigUInt64LE(0);
  return length >= 2n && length <= 100_000_000n && head.subarray(0, 8).includes(0);
}

/** ONNX ModelProto: field 1 (`ir_version`) as a small varint, then field 2 (`producer_name`) as a short ASCII string. */
function isOnnx(head: Buffer): boolean {
  const [ir, version = 0, producer, length = 0] = head;
  if (ir !== 0x08 || version === 0 || version > 0x20 || producer !== 0x12 || length === 0 || length > 64) return false;
  return head.subarray(4, 4 + length).every((byte) => byte >= 0x20 && byte < 0x7f);
}
