/**
 * GitHub's list of what it sent to the App's webhook, newest first. It keeps three days of it; a delivery that is sent again
 * is another attempt with the same GUID.
 * Source: GitHub, "REST API endpoints for GitHub App webhooks", "List deliveries for an app webhook".
 */
import * as z from 'zod';

export const attemptsShape = z.array(
  z.object({
    id: z.number(),
    guid: z.string(),
    delivered_at: z.string().transform((text) => Date.parse(text)),
    status: z.string(),
    status_code: z.number().nullish(),
    event: z.string(),
  }),
);
/** `delivered_at`: milliseconds since the epoch, by GitHub's clock. */
export type Attempt = z.output<typeof attemptsShape>[number];

/** Whether Baton said that it has it. */
export const hasArrived = ({ status, status_code: code }: Attempt): boolean =>
  status === 'OK' || (code != null && code >= 200 && code < 300);

/** Where the list goes on, from the header `link` of a page; undefined: it was the last one. */
export function nextCursor(link: string | undefined): string | undefined {
  const next = /<([^<>]+)>;\s*rel="next"/.exec(link ?? '')?.[1];
  return next === undefined ? undefined : (URL.parse(next)?.searchParams.get('cursor') ?? undefined);
}
