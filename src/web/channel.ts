/** A new smee.io channel, for the registration page: GitHub cannot reach `localhost`. */

/**
 * @returns the channel's address
 * @throws when smee.io cannot be reached within three seconds; the page goes on without one
 */
export async function createChannel(): Promise<string | undefined> {
  const response = await fetch('https://smee.io/new', {
    method: 'HEAD',
    redirect: 'manual',
    signal: AbortSignal.timeout(3000),
  });
  const channel = response.headers.get('location') ?? '';
  return /^https:\/\/smee\.io\/[A-Za-z0-9_-]{1,100}$/.test(channel) ? channel : undefined;
}
