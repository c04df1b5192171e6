/** What something takes of the processor, whatever else the machine does meanwhile. */

/** Runs it. `took`: the milliseconds that the processor worked for it. */
export function effort<T>(work: () => T): { readonly made: T; readonly took: number } {
  const before = process.cpuUsage();
  const made = work();
  const { user, system } = process.cpuUsage(before);
  return { made, took: (user + system) / 1000 };
}
