/** Whether what GitHub sends reaches Baton: how the App's webhook is set up, and what became of its deliveries. */
import * as z from 'zod';

import type { Ask } from '../../github/index.ts';
import { settingsOf, type AppThere } from './app.ts';
import { examineDeliveries } from './deliveries.ts';
import { path } from './delivery-failures.ts';
import { reportOf, whyNot, type Finding } from './finding.ts';

const { fine, warning, problem, unknown } = reportOf('Its webhook');

const config = z.object({
  url: z.string().nullish(),
  content_type: z.string().nullish(),
  secret: z.string().nullish(),
  insecure_ssl: z.union([z.string(), z.number()]).nullish(),
});
export type WebhookExamination = {
  readonly app: AppThere;
  /** All that count, the present one first. */
  readonly secrets: readonly string[];
  /** Where Baton is, as it is set; null: it is not. */
  readonly publicUrl: string | null;
  /** The API's address: what is on loopback can reach what is on loopback. */
  readonly apiUrl: string;
};

export async function examineWebhook(ask: Ask, examination: WebhookExamination): Promise<readonly Finding[]> {
  return [...(await configFindings(ask, examination)), ...(await examineDeliveries(ask, examination))];
}

async function configFindings(
  ask: Ask,
  { app, publicUrl, apiUrl }: WebhookExamination,
): Promise<readonly Finding[]> {
  const asked = await ask('GET /app/hook/config');
  const page = settingsOf(app);
  const none = problem(
    'webhook',
    'The App has no webhook, so Baton hears of nothing as it happens.',
    `On the App’s settings page tick “Active” under “Webhook”, and enter Baton’s address with ${path} at its end, and WEBHOOK_SECRET as its secret.`,
    page,
  );
  if (asked.kind === 'refused' && asked.status === 404) return [none];
  if (asked.kind !== 'found')
    return [unknown('webhook', `How the webhook is set up could not be found out: ${whyNot(asked)}`)];
  const read = config.safeParse(asked.data);
  const { url = '', content_type: type, secret, insecure_ssl: insecure } = read.data ?? {};
  if (url == null || url === '' || !URL.canParse(url)) return [none];
  const { origin, pathname, hostname } = new URL(url);
  const shown = `${origin}${pathname}`;
  const isSmee = hostname === 'smee.io';
  return [
    isLoopback(hostname) && !isLoopback(new URL(apiUrl).hostname)
      ? problem(
          'webhook',
          `The webhook leads to ${shown}, which GitHub can’t reach: that is the machine itself.`,
          'Enter an address that GitHub reaches on the App’s settings page, under “Webhook URL”.',
          page,
        )
      : isSmee
        ? warning(
            'webhook',
            `The webhook leads to ${origin}, so everything that GitHub sends passes through it.`,
            'That is for trying Baton. For private work, enter Baton’s own address under “Webhook URL”.',
            page,
          )
        : fine('webhook', `It leads to ${shown}.`),
    ...(isSmee || pathname.replace(/\/$/, '') === path
      ? []
      : [
          warning(
            'webhook',
            `Its path is ${pathname}, and Baton takes webhooks at ${path}.`,
            `Unless something in front of Baton changes the path, enter ${origin}${path} under “Webhook URL”.`,
            page,
          ),
        ]),
    ...(publicUrl === null || isSmee || new URL(publicUrl).origin === origin
      ? []
      : [
          warning(
            'webhook',
            `It leads to ${origin}, and PUBLIC_URL is ${publicUrl}.`,
            'Enter the one that is right in both places.',
            page,
          ),
        ]),
    ...(type === 'json' || type == null
      ? []
      : [
          problem(
            'webhook',
            `It sends ${type}, and Baton reads JSON alone.`,
            'Set its content type to application/json: PATCH /app/hook/config with {"content_type": "json"}, as the App.',
            page,
          ),
        ]),
    ...(secret == null || secret === ''
      ? [
          problem(
            'secret',
            'The webhook has no secret, so Baton refuses whatever it sends.',
            'Enter WEBHOOK_SECRET under “Webhook secret”.',
            page,
          ),
        ]
      : []),
    ...(String(insecure ?? '0') === '0'
      ? []
      : [
          warning(
            'webhook',
            'GitHub doesn’t check the certificate of Baton’s address.',
            'Choose “Enable SSL verification”.',
            page,
          ),
        ]),
  ];
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
