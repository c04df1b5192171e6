/** A new smee.io channel, for Probot's registration page: GitHub cannot reach `localhost`. */

/**
 * @returns the channel's address
 * @throws when smee.io cannot be reached within three seconds; Probot goes on without one
 */
export async function createChannel(): Promise<string | undefined> {
  const response = await fetch('https://smee.io/new', {
    method: 'HEAD',
    redirect: 'manual',
    signal: AbortSignal.timeout(3000),
  });
  return response.headers.get('location') ?? undefined;
}
