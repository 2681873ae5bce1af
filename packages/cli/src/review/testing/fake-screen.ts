import { EventEmitter } from 'node:events';
import type { ReviewScreen, ScreenDevice } from '../review-screen.ts';

/** A terminal that remembers what was written and types when it is told to. */
export interface FakeTerminal extends ScreenDevice {
  /** All that was written, escape sequences included. */
  written(): string;
  /** The last screen: lines of text without our own sequences. */
  screen(): readonly string[];
  isRaw(): boolean;
  /** The screen, watched for when it waits for a key. */
  watched(screen: ReviewScreen): ReviewScreen;
  /** Types, and waits until the program waits for the next key, or has given the terminal back. */
  type(keys: string): Promise<void>;
  resize(columns: number, rows: number): void;
  /** As when the process ends. */
  exit(): void;
  /** Listeners that are left. */
  listeners(): number;
}

const FRAME = '\u001b[H';

/** Starts with a terminal of 80 columns and 24 rows. */
export function fakeTerminal(columns = 80, rows = 24): FakeTerminal {
  const stdin = Object.assign(new EventEmitter(), {
    raw: false,
    setRawMode: (mode: boolean): void => {
      stdin.raw = mode;
    },
    resume: (): void => undefined,
    pause: (): void => undefined,
  });
  let text = '';
  let isWaiting = false;
  const stdout = Object.assign(new EventEmitter(), {
    columns,
    rows,
    write: (chunk: string): boolean => {
      text += chunk;
      return true;
    },
  });
  const exits = new Set<() => void>();
  return {
    stdin: stdin as unknown as ScreenDevice['stdin'],
    stdout: stdout as unknown as ScreenDevice['stdout'],
    onExit: (restore) => {
      exits.add(restore);
      return () => exits.delete(restore);
    },
    written: () => text,
    screen: () => plain(text.slice(text.lastIndexOf(FRAME) + FRAME.length)).split('\r\n'),
    isRaw: () => stdin.raw,
    watched: (screen) => ({
      ...screen,
      key: async () => {
        isWaiting = true;
        const key = await screen.key();
        isWaiting = false;
        return key;
      },
    }),
    type: async (keys) => {
      stdin.emit('data', Buffer.from(keys));
      // A key that is waited for is handed on before the next immediate.
      do await new Promise((resolve) => setImmediate(resolve));
      while (!isWaiting && stdin.raw);
    },
    resize: (toColumns, toRows) => {
      Object.assign(stdout, { columns: toColumns, rows: toRows });
      stdout.emit('resize');
    },
    exit: () => {
      for (const restore of exits) restore();
    },
    listeners: () =>
      exits.size +
      ['data', 'end', 'close'].reduce((sum, name) => sum + stdin.listenerCount(name), 0) +
      stdout.listenerCount('resize'),
  };
}

/** Text without the sequences that a screen is drawn with. */
export function plain(text: string): string {
  return text.replace(/\u001b\[(?:[0-9;]*m|[KJH]|\?\d+[hl])/g, '');
}
