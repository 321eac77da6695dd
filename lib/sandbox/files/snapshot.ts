import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Keeps a value in one JSON file so that it survives a restart. Without a folder it keeps nothing. */
export type Snapshot = {
  /** The last saved value; null when there is none or the file is unreadable. */
  load(): unknown;
  /** Schedules a write. Several requests are combined into one. */
  changed(): void;
  /** Performs a scheduled write now. */
  flush(): void;
};

export function openSnapshot(dir: string | undefined, name: string, value: () => unknown): Snapshot {
  if (!dir) return { load: () => null, changed: () => undefined, flush: () => undefined };
  const file = path.join(dir, name);
  let timer: NodeJS.Timeout | null = null;

  function flush() {
    if (!timer) return;
    clearTimeout(timer);
    timer = null;
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    // Written to a temporary file and renamed, so that a crash leaves either the old file or the new one.
    writeFileSync(`${file}.new`, JSON.stringify(value()), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  return {
    load: () => load(file),
    changed: () => {
      timer ??= setTimeout(flush, 100).unref();
    },
    flush,
  };
}

function load(file: string): unknown {
  try {
    return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
  } catch {
    return null;
  }
}
