/** Whether GitHub signs with the secret that is set here. */
import { createHmac } from 'node:crypto';

import * as z from 'zod';

import type { Ask, Attempt } from '../../github/index.ts';
import { sameText } from '../../same-text.ts';
import { settingsOf, type AppThere } from './app.ts';
import { reportOf, whyNot, type Finding } from './finding.ts';

const { fine, warning, unknown } = reportOf('Its webhook');

const whole = z.object({
  request: z.object({
    headers: z.record(z.string(), z.unknown()).nullish(),
    payload: z.unknown(),
  }),
  response: z.object({ payload: z.unknown() }).nullish(),
});

/**
 * Whether one that arrived was signed with the secret that is set here, and was taken by a Baton. GitHub shows the body as
 * it parsed it: where the signature does not fit, the body may only be written in other words.
 */
export async function examineSignature(
  ask: Ask,
  { id }: Pick<Attempt, 'id'>,
  {
    secrets,
    page,
    app,
  }: { readonly secrets: readonly string[]; readonly page: string; readonly app: AppThere },
): Promise<readonly Finding[]> {
  const asked = await ask('GET /app/hook/deliveries/{delivery_id}', { delivery_id: id });
  if (asked.kind !== 'found')
    return [unknown('secret', `Whether the secret is right could not be found out: ${whyNot(asked)}`)];
  const read = whole.safeParse(asked.data);
  const { request, response } = read.data ?? { request: { headers: {}, payload: null }, response: null };
  const signature = Object.entries(request.headers ?? {}).find(([name]) =>
    sameText(name, 'x-hub-signature-256'),
  )?.[1];
  const body = JSON.stringify(request.payload);
  const isOurs = secrets.some(
    (secret) => signature === `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  );
  const isTaken = isAccepted(response?.payload);
  if (isOurs) return [fine('secret', 'GitHub signs with WEBHOOK_SECRET.')];
  if (isTaken)
    return [fine('secret', 'A Baton took the newest one that arrived, so it knows the webhook’s secret.')];
  return [
    warning(
      'secret',
      'What answers GitHub accepts its deliveries, but not in Baton’s words.',
      `See whether the webhook’s address leads to Baton, and compare WEBHOOK_SECRET with the secret there.`,
      settingsOf(app) === page ? page : settingsOf(app),
    ),
  ];
}

/** Baton's answer to a delivery that it took. */
function isAccepted(payload: unknown): boolean {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload ?? null);
  return /"accepted"\s*:/.test(text);
}
