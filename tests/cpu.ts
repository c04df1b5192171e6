/** Milliseconds that this thread has worked: how much work something is, however busy the machine is. */
export function cpuTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
