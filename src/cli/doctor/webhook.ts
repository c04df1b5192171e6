/** Whether what GitHub sends reaches Baton: by what GitHub says of the App's webhook, and of its own deliveries. */
import { createHmac } from 'node:crypto';

import * as z from 'zod';

import type { Ask } from '../../github/index.ts';
import { sameText } from '../../same-text.ts';
import { settingsOf, type AppThere } from './app.ts';
import { reportOf, whyNot, type Finding } from './finding.ts';

const { fine, warning, problem, unknown } = reportOf('Its webhook');

const config = z.object({
  url: z.string().nullish(),
  content_type: z.string().nullish(),
  secret: z.string().nullish(),
  insecure_ssl: z.union([z.string(), z.number()]).nullish(),
});
const delivery = z.object({
  id: z.number(),
  guid: z.string(),
  delivered_at: z.string().transform((text) => Date.parse(text)),
  status: z.string(),
  status_code: z.number().nullish(),
  event: z.string(),
});
type Delivery = z.output<typeof delivery>;
const whole = z.object({
  request: z.object({
    headers: z.record(z.string(), z.unknown()).nullish(),
    payload: z.unknown(),
  }),
  response: z.object({ payload: z.unknown() }).nullish(),
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

const path = '/api/github/webhooks';

export async function examineWebhook(ask: Ask, examination: WebhookExamination): Promise<readonly Finding[]> {
  return [...(await configFindings(ask, examination)), ...(await deliveryFindings(ask, examination))];
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

/** A delivery in all its attempts, the last of which `last` is. */
type Sent = { readonly last: Delivery; readonly hasArrived: boolean };

async function deliveryFindings(ask: Ask, { app, secrets }: WebhookExamination): Promise<readonly Finding[]> {
  const asked = await ask('GET /app/hook/deliveries', { per_page: 100 });
  if (asked.kind !== 'found')
    return [unknown('deliveries', `Whether deliveries arrive could not be found out: ${whyNot(asked)}`)];
  const read = z.array(delivery).safeParse(asked.data);
  if (!read.success)
    return [
      unknown(
        'deliveries',
        'Whether deliveries arrive could not be found out: GitHub’s list of them can’t be read.',
      ),
    ];
  const sent = inOne(read.data);
  const page = settingsOf(app, 'advanced');
  const [newest] = sent;
  if (newest === undefined)
    return [
      warning(
        'deliveries',
        'GitHub has sent nothing in the last three days.',
        'Comment on an issue of a repository on which the App is installed, and ask again. What was sent is on the App’s page, under “Advanced”.',
        page,
      ),
    ];
  const lost = sent.filter(({ hasArrived }) => !hasArrived);
  const lastArrived = sent.find(({ hasArrived }) => hasArrived)?.last ?? null;
  return [
    ...(lost.length === 0
      ? [
          fine(
            'deliveries',
            `The last ${deliveries(sent.length)} arrived, the newest on ${at(newest.last.delivered_at)}.`,
          ),
        ]
      : lostFindings(lost, { all: sent.length, isOver: newest.hasArrived, page, ask })),
    ...(lastArrived === null ? [] : await signatureFindings(ask, lastArrived, { secrets, page, app })),
  ];
}

/** Newest first. What was sent again has the GUID that it had. */
function inOne(all: readonly Delivery[]): readonly Sent[] {
  return [...Map.groupBy(all, ({ guid }) => guid).values()].flatMap((attempts) => {
    const [last] = attempts;
    return last === undefined ? [] : [{ last, hasArrived: attempts.some(isOk) }];
  });
}

const isOk = ({ status, status_code: code }: Delivery): boolean =>
  status === 'OK' || (code != null && code >= 200 && code < 300);

const deliveries = (count: number): string => `${count} ${count === 1 ? 'delivery' : 'deliveries'}`;
const at = (time: number): string => `${new Date(time).toISOString().slice(0, 16).replace('T', ', ')} UTC`;

/** One finding for each way in which they failed, the newest first. */
function lostFindings(
  lost: readonly Sent[],
  {
    all,
    isOver,
    page,
    ask,
  }: { readonly all: number; readonly isOver: boolean; readonly page: string; readonly ask: Ask },
): readonly Finding[] {
  const ways = [...Map.groupBy(lost, ({ last }) => wayOf(last)).entries()];
  return ways.map(([way, some]) => {
    const { what, remedy } = meaningOf(way);
    const newest = some[0]?.last.delivered_at ?? 0;
    const told = `${some.length} of the last ${deliveries(all)} failed with ${way}, the newest on ${at(newest)}: ${what}`;
    // What fails still would fail again.
    if (!isOver) return problem('deliveries', told, remedy, page);
    const ids = some.map(({ last }) => last.id).slice(0, mostAtOnce);
    return {
      ...warning(
        'deliveries',
        `${told} Later ones arrived.`,
        'Baton asks for what it missed by itself, every five minutes.',
        page,
      ),
      fix: {
        what: `Ask GitHub to send ${deliveries(ids.length)} again that failed with ${way}`,
        run: async () => sendAgain(ask, ids, page),
      },
    };
  });
}

/** As many as Baton itself asks for in one go. */
const mostAtOnce = 50;

async function sendAgain(ask: Ask, ids: readonly number[], page: string): Promise<Finding> {
  let count = 0;
  for (const id of ids) {
    const asked = await ask('POST /app/hook/deliveries/{delivery_id}/attempts', { delivery_id: id });
    if (asked.kind === 'unanswered')
      return unknown(
        'deliveries',
        `GitHub was asked for ${count} of ${ids.length} deliveries again. ${asked.why}`,
        null,
        page,
      );
    if (asked.kind === 'found') count += 1;
  }
  return fine(
    'deliveries',
    `GitHub sends ${count} of ${ids.length} failed deliveries again. Ask again in a minute whether they arrived.`,
  );
}

/** In GitHub's words where there was no answer, else the status. */
const wayOf = ({ status, status_code: code }: Delivery): string =>
  code == null || code === 0 ? status : String(code);

function meaningOf(way: string): { readonly what: string; readonly remedy: string } {
  switch (way) {
    case '401':
      return {
        what: 'the signature doesn’t fit, so WEBHOOK_SECRET isn’t the secret of the App’s webhook.',
        remedy:
          'Enter the value of WEBHOOK_SECRET as the webhook’s secret in the App’s settings, or the other way round, and start Baton again.',
      };
    case '403':
      return {
        what: 'something in front of Baton turned it away.',
        remedy:
          'Let it pass requests to /api/github/webhooks without a login: their signature says whose they are.',
      };
    case '404':
    case '405':
      return {
        what: 'nothing takes webhooks at that address.',
        remedy: `Enter Baton’s address with ${path} at its end under “Webhook URL”, and see that the process there takes webhooks (not --work alone).`,
      };
    case '413':
      return {
        what: 'something in front of Baton takes no bodies of that size.',
        remedy: 'Let it take 25 MB, which is GitHub’s limit.',
      };
    case '503':
      return {
        what: 'Baton was starting or stopping, or could not write to its database.',
        remedy: 'See its log: it names the cause. Baton asks for these deliveries again once it can.',
      };
    case '502':
    case '504':
      return {
        what: 'what stands in front of Baton found nobody behind it.',
        remedy: 'See whether Baton runs, and whether the proxy leads to its port.',
      };
    default:
      break;
  }
  if (/time/i.test(way))
    return {
      what: 'there was no answer within ten seconds.',
      remedy:
        'See whether Baton runs and a firewall lets GitHub through, and look at its log for a database that is slow.',
    };
  if (/^[1-5]\d\d$/.test(way))
    return { what: 'that is no answer of Baton’s.', remedy: 'See what answers at the webhook’s address.' };
  return {
    what: 'GitHub could not connect.',
    remedy:
      'See whether the webhook’s address is right and has a valid certificate, whether Baton runs, and whether a firewall lets GitHub through.',
  };
}

/**
 * Whether one that arrived was signed with the secret that is set here, and was taken by a Baton. GitHub shows the body as
 * it parsed it: where the signature does not fit, the body may only be written in other words.
 */
async function signatureFindings(
  ask: Ask,
  { id }: Delivery,
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
