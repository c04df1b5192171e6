/**
 * Commands that read thousands of histories, in little memory. Nearly all that they read is garbage at once, and Node lets
 * garbage grow to several times of what is in use: that was measured to be 370 MB for a thousand issues.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Loads what does the work, once the room for what is young was told not to grow. */
export async function sparingly<T>(load: () => Promise<T>): Promise<T> {
  setFlagsFromString('--semi-space-growth-factor=1');
  return load();
}

/** Beyond so many bytes, it is looked at what is still in use. */
const most = 64 * 2 ** 20;

/** To be called now and then: it frees what nobody uses any more, where that has become much. */
export function createTidying(): () => void {
  // Node has to be asked for it at its start, or like this ("v8.setFlagsFromString").
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  let after = 0;
  return () => {
    if (typeof collect !== 'function' || process.memoryUsage().heapUsed < after + most) return;
    collect();
    after = process.memoryUsage().heapUsed;
  };
}
