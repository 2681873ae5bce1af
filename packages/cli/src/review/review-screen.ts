import type { CommandIo } from '../terminal/io.ts';
import { type Key, keysOf } from './keys.ts';

/** A terminal that a review can take over. */
export interface ScreenDevice {
  readonly stdin: Pick<NodeJS.ReadStream, 'on' | 'off' | 'resume' | 'pause'> & { setRawMode?(mode: boolean): unknown };
  readonly stdout: Pick<NodeJS.WriteStream, 'on' | 'off' | 'write'> & {
    readonly columns?: number;
    readonly rows?: number;
  };
  /** Told when the process ends, whatever ends it. */
  onExit(restore: () => void): () => void;
}

/** A whole screen that is drawn at once. */
export interface ReviewScreen {
  size(): { readonly columns: number; readonly rows: number };
  /** Draws lines, which are safe for a terminal already; more than the rows are left out. */
  draw(lines: readonly string[]): void;
  /** The next key; `resize` when the size has changed, `interrupt` also on a signal or when the terminal is gone. */
  key(): Promise<Key | 'resize'>;
  /** Forgets keys that were typed ahead: no record is judged before it was on the screen. */
  forgetKeys(): void;
  /** Gives the terminal back as it was. May be called twice. */
  close(): void;
}

const DEFAULT_ROWS = 24;
const DEFAULT_COLUMNS = 80;
/** Alternate screen and hidden cursor (xterm); and back. */
const ENTER = '\u001b[?1049h\u001b[?25l';
const LEAVE = '\u001b[?25h\u001b[?1049l';
const HOME = '\u001b[H';
const END_OF_LINE = '\u001b[K';
const END_OF_SCREEN = '\u001b[J';

/** Takes a terminal over: raw keys, a screen of its own. Every way out gives it back. */
export function openScreen(device: ScreenDevice, signal: AbortSignal): ReviewScreen {
  const { stdin, stdout } = device;
  const waiting: (Key | 'resize')[] = [];
  let wake: (() => void) | undefined;
  let isOpen = true;
  const push = (...keys: readonly (Key | 'resize')[]): void => {
    waiting.push(...keys);
    wake?.();
  };
  const onData = (chunk: Uint8Array | string): void => push(...keysOf(chunk.toString()));
  const onResize = (): void => push('resize');
  const onGone = (): void => push('interrupt');
  const restore = (): void => {
    if (!isOpen) return;
    isOpen = false;
    stdout.write(LEAVE);
    try {
      stdin.setRawMode?.(false);
    } catch {
      // The terminal is gone, or its stream is closed: the process resets the mode when it ends.
    }
  };
  const forgetExit = device.onExit(restore);
  stdin.setRawMode?.(true);
  stdin.on('data', onData);
  stdin.on('end', onGone);
  stdin.on('close', onGone);
  stdout.on('resize', onResize);
  signal.addEventListener('abort', onGone);
  stdin.resume();
  stdout.write(ENTER);
  return {
    size: () => ({ columns: stdout.columns || DEFAULT_COLUMNS, rows: stdout.rows || DEFAULT_ROWS }),
    draw: (lines) => {
      const rows = stdout.rows || DEFAULT_ROWS;
      const text = lines.slice(0, rows).map((line) => `${line}${END_OF_LINE}`);
      stdout.write(`${HOME}${text.join('\r\n')}${END_OF_SCREEN}`);
    },
    key: async () => {
      while (waiting.length === 0) {
        if (signal.aborted) return 'interrupt';
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return waiting.shift()!;
    },
    forgetKeys: () => {
      // An interruption is never forgotten.
      const kept = waiting.filter((key) => key === 'interrupt' || key === 'resize');
      waiting.splice(0, waiting.length, ...kept);
    },
    close: () => {
      stdin.off('data', onData);
      stdin.off('end', onGone);
      stdin.off('close', onGone);
      stdout.off('resize', onResize);
      signal.removeEventListener('abort', onGone);
      restore();
      forgetExit();
      stdin.pause();
    },
  };
}

/** The terminal of this process; undefined where keys cannot be read one by one. */
export function processDevice(io: Pick<CommandIo, 'isInteractive'>, process: NodeJS.Process): ScreenDevice | undefined {
  if (!io.isInteractive || typeof process.stdin.setRawMode !== 'function') return undefined;
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    onExit: (restore) => {
      process.on('exit', restore);
      return () => process.off('exit', restore);
    },
  };
}
